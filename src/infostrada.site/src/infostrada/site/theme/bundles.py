"""Addresses of the built bundles; a new build gets new addresses, so browsers may keep files for good."""

from functools import cache
from pathlib import Path
from typing import Any

import json


STATIC = Path(__file__).parent / "static"


@cache
def manifest() -> dict[str, Any]:
    """What the build recorded: digest of the sources, digest and size of every file."""
    content: dict[str, Any] = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    return content


@cache
def bundle_path(name: str) -> str:
    """Path of a built file below the portal, for instance of `site.css`.

    Raises KeyError when the build knows no such file.
    """
    if name not in manifest()["files"]:
        raise KeyError(name)
    return f"++plone++infostrada/++unique++{manifest()['sources'][:12]}/{name}"
