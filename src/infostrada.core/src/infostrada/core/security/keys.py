"""What needs the installation's key: digests of names that must be recognised again but not be read, and secrets
that only this installation can open.

The key lies beside the database, never in it: ``var/secret.key``, made on first use, or the environment's
``INFOSTRADA_SECRET`` (the same one on every machine of an installation with several).
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from functools import cache
from infostrada.core.config import settings
from pathlib import Path

import base64
import hashlib
import hmac
import os
import secrets
import tempfile


MARK = "v1:"
NONCE = 12


class SealError(Exception):
    """A sealed text that does not open."""


def keyed(purpose: str, text: str) -> bytes:
    """HMAC-SHA-256 of `text`; `purpose` keeps digests for different uses apart."""
    return hmac.new(_key(), f"{purpose}\0{text}".encode(), hashlib.sha256).digest()


def seal(purpose: str, owner: str, text: str) -> str:
    """Encrypt a text for `owner` (AES-256-GCM): without the key it cannot be opened, nor be given to another owner."""
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(purpose).encrypt(nonce, text.encode(), owner.encode())
    return MARK + base64.urlsafe_b64encode(nonce + sealed).decode()


def is_sealed(text: str) -> bool:
    """Did `seal` make this?"""
    return text.startswith(MARK)


def unseal(purpose: str, owner: str, sealed: str) -> str:
    """The text `seal` was given; raises `SealError` for another key, purpose or owner and for damage."""
    try:
        data = base64.urlsafe_b64decode(sealed.removeprefix(MARK))
        return _cipher(purpose).decrypt(data[:NONCE], data[NONCE:], owner.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealError(f"{purpose} of {owner!r} does not open with this installation's key") from error


def _cipher(purpose: str) -> AESGCM:
    return AESGCM(keyed("seal", purpose))


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
