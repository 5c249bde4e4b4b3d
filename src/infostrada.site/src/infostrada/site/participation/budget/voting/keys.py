"""Keys of a vote: files beside the database, in no backup, destroyed one after another.

`tag` makes the tags of persons and lives until the retention date; `half` is the server's half of the opening key and
`paper` compares the two entries of a card, both live until certification. `piece-N` waits for the member it is for until
it is fetched, `handed-N` from the member's coming back with it until the box is open. The folder is `var/keys/budget` or
`INFOSTRADA_BUDGET_KEYS` (one folder for all machines of an installation).
"""

from infostrada.core.config import settings
from infostrada.core.errors import Conflict
from pathlib import Path

import os
import re
import secrets


TAG, HALF, PAPER = NAMES = ("tag", "half", "paper")


class KeyGone(Conflict):
    """The key was destroyed, or its folder is not there."""

    reason = "key_gone"


def make(election: str) -> None:
    """Make the keys of a vote; keys that exist stay."""
    for name in NAMES:
        path = _path(election, name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())


def put(election: str, name: str, data: bytes) -> None:
    """Keep a piece as a file of its own; an older one of this name goes."""
    path = _path(election, name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    destroy(election, name)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def key(election: str, name: str) -> bytes:
    """A key, read from its file each time so that a destroyed one is gone in every process; raises KeyGone."""
    try:
        return _path(election, name).read_bytes()
    except FileNotFoundError as error:
        raise KeyGone from error


def destroy(election: str, *names: str) -> list[str]:
    """Overwrite and delete; returns the names that were there."""
    gone = []
    for name in names:
        path = _path(election, name)
        if path.exists():
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            gone.append(name)
    return gone


def there(election: str, *names: str) -> list[str]:
    """Those of the names (without any: of the keys) that still exist."""
    return [name for name in names or NAMES if _path(election, name).exists()]


def _path(election: str, name: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{32}", election):
        raise ValueError(election)
    given = os.environ.get("INFOSTRADA_BUDGET_KEYS", "")
    folder = Path(given) if given else settings().var / "keys" / "budget"
    return folder / f"{election}.{name}"
