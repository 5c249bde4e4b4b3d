"""Where the pictures of imagery layers lie: one folder of the installation, named files, nothing else."""

from collections.abc import Mapping
from infostrada.core.config import settings
from pathlib import Path
from typing import Any

import os
import re


NAME = re.compile(r"[\w][\w.-]{0,120}(/[\w][\w.-]{0,120}){0,3}\.tiff?", re.ASCII)


def images() -> Path:
    """The folder: `INFOSTRADA_IMAGERY`, or `imagery` in `var`."""
    return Path(os.environ.get("INFOSTRADA_IMAGERY") or settings().var / "imagery")


def is_name(text: str) -> bool:
    """Can this be the name of a picture: below the folder, without hidden parts, ending in .tif?"""
    return NAME.fullmatch(text) is not None


def image(service: Mapping[str, Any]) -> Path | None:
    """The picture of a layer; None when it is not there or leads out of the folder."""
    name = str(service.get("name") or "")
    if not is_name(name):
        return None
    folder = images().resolve()
    found = (folder / name).resolve()
    return found if found.is_relative_to(folder) and found.is_file() else None
