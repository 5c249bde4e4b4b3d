"""Where the private cluster keeps its files, who owns them, and where its socket lies.

PostgreSQL refuses to run as root, so a start by root hands the cluster to a system user. That user must be
able to walk down to the data, and a unix socket's path may be 107 bytes at most; where ``var`` offers neither,
the cluster moves to a folder of its own and ``var`` keeps a note of it.
"""

from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path

import hashlib
import json
import os
import pwd
import stat


SYSTEM_USER = "infostrada"
SOCKET_LIMIT = 107
SOCKET_NAME = ".s.PGSQL.5432"
NOTE = "cluster.json"


@dataclass(frozen=True)
class Placement:
    """Folders of a cluster and the account it runs under."""

    data: Path
    socket: Path
    user: str
    moved: str = ""

    @classmethod
    def of(cls, var: Path) -> "Placement":
        """The placement `var` took when its cluster was made, or the one it would take now."""
        note = var / NOTE
        if note.is_file():
            kept = json.loads(note.read_text())
            return cls(Path(kept["data"]), Path(kept["socket"]), kept["user"], kept["moved"])
        return choose(var, owner())

    def remember(self, var: Path) -> None:
        """Keep the choice, so that every process and every later start makes the same one.

        The note appears whole: a process that comes while it is written reads no half of it.
        """
        var.mkdir(parents=True, exist_ok=True)
        draft = var / f"{NOTE}.{os.getpid()}"
        draft.write_text(json.dumps({k: str(v) for k, v in asdict(self).items()}, indent=2))
        draft.replace(var / NOTE)


def owner() -> str:
    """Name of the account the cluster runs under: never root."""
    return SYSTEM_USER if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def choose(var: Path, user: str) -> Placement:
    """Pick the folders for a new cluster of `var`; `moved` says why they lie elsewhere."""
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    base, moved = var / "postgres", ""
    if os.geteuid() == 0 and (shut := closed_to_others(var)):
        base = Path("/var/lib/infostrada") / mark
        moved = f"{shut} may only be entered by root"
    socket = base / "run"
    if len(bytes(socket / SOCKET_NAME)) > SOCKET_LIMIT:
        socket = _short_folder() / f"infostrada-{mark}"
        moved = moved or f"a socket's path may have {SOCKET_LIMIT} bytes at most"
    return Placement(base / "data", socket, user, moved)


def closed_to_others(path: Path) -> Path | None:
    """The first existing folder above `path` that an account without rights cannot enter."""
    for folder in reversed((path, *path.parents)):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def _short_folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() != 0 and runtime and Path(runtime).is_dir():
        return Path(runtime)
    return Path("/run") if os.geteuid() == 0 else Path("/tmp")  # noqa: S108 - the shortest there is
