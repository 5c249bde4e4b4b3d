"""Find PostgreSQL's own programs on a Debian machine."""

from pathlib import Path

import re
import shutil


class ProgramsMissing(Exception):
    """PostgreSQL or PostGIS is not installed; the text names the packages."""


def bindir(root: Path = Path("/usr/lib/postgresql")) -> Path:
    """Folder with the newest installed server that has PostGIS; raises `ProgramsMissing`."""
    found = [p for p in root.glob("*/bin/postgres") if _has_postgis(p.parent.parent.name)]
    if not found:
        raise ProgramsMissing(
            "PostgreSQL with PostGIS is not installed. As root: "
            "apt-get install postgresql postgresql-15-postgis-3 "
            "(or name a server of your own in INFOSTRADA_DSN)"
        )
    return max(found, key=lambda p: _version(p.parent.parent.name)).parent


def client(name: str) -> str:
    """Path of a client program such as ``pg_dump``, the server's own version first."""
    try:
        return str(bindir() / name)
    except ProgramsMissing:
        path = shutil.which(name)
        if path is None:
            raise ProgramsMissing(f"{name} is not installed: apt-get install postgresql-client") from None
        return path


def _has_postgis(version: str) -> bool:
    return Path(f"/usr/share/postgresql/{version}/extension/postgis.control").is_file()


def _version(name: str) -> int:
    match = re.match(r"\d+", name)
    return int(match.group()) if match else 0
