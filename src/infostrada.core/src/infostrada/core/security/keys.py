"""Keyed digests: names that must be recognised again but not be read.

The key lies beside the database, never in it: ``var/secret.key``, made on first use, or the environment's
``INFOSTRADA_SECRET`` (the same one on every machine of an installation with several).
"""

from functools import cache
from infostrada.core.config import settings
from pathlib import Path

import hashlib
import hmac
import os
import secrets
import tempfile


def keyed(purpose: str, text: str) -> bytes:
    """HMAC-SHA-256 of `text`; `purpose` keeps digests for different uses apart."""
    return hmac.new(_key(), f"{purpose}\0{text}".encode(), hashlib.sha256).digest()


def _key() -> bytes:
    given = os.environ.get("INFOSTRADA_SECRET", "")
    return hashlib.sha256(given.encode()).digest() if given else _kept(settings().var / "secret.key")


@cache
def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _make(path)


def _make(path: Path) -> bytes:
    """Two processes may come at once: the key linked into its place first is everybody's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    try:
        os.link(name, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        Path(name).unlink()
    return path.read_bytes()
