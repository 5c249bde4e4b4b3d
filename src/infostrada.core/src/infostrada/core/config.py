"""Where this installation lives and which database it uses, read from the environment.

| variable | meaning | default |
|---|---|---|
| ``INFOSTRADA_HOME`` | folder with ``instance/`` and ``profiles/`` | the nearest one above the working folder |
| ``INFOSTRADA_VAR`` | everything the installation writes | ``<home>/instance/var`` |
| ``INFOSTRADA_DSN`` | libpq connection string of an outside PostgreSQL with PostGIS | none: a private cluster |
| ``INFOSTRADA_HOST`` | address the servers listen on | ``127.0.0.1`` |
| ``INFOSTRADA_PORT`` | port of the site | ``8080`` |
| ``INFOSTRADA_SITE`` | id of the Plone site | ``region`` |
| ``INFOSTRADA_OBJECT_CACHE`` | MB of stored objects each connection of a process keeps awake | ``16`` |
| ``INFOSTRADA_STORAGE_CACHE`` | MB of stored objects a process keeps asleep, before it asks the database | ``48`` |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import os


VARIABLES = (
    "INFOSTRADA_HOME", "INFOSTRADA_VAR", "INFOSTRADA_DSN", "INFOSTRADA_HOST", "INFOSTRADA_PORT", "INFOSTRADA_SITE",
    "INFOSTRADA_OBJECT_CACHE", "INFOSTRADA_STORAGE_CACHE",
)  # fmt: skip
LARGEST_CACHE = 16_384
DATABASE = "infostrada"
ROLE = "infostrada"


class ConfigError(Exception):
    """A setting that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Settings:
    """The installation's places and addresses."""

    home: Path
    var: Path
    dsn: str | None
    host: str
    port: int
    site: str
    object_cache: int = 16
    storage_cache: int = 48

    @property
    def private(self) -> bool:
        """Does the product keep its own PostgreSQL cluster?"""
        return self.dsn is None

    @property
    def conninfo(self) -> str:
        """libpq connection string of the one database: objects and rows together."""
        if self.dsn is not None:
            return self.dsn
        from infostrada.core.cluster.placement import Placement

        socket = Placement.of(self.var).socket
        return f"host='{socket}' dbname='{DATABASE}' user='{ROLE}'"


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment is now; raises `ConfigError` naming the variable at fault."""
    env = os.environ if environ is None else environ
    given = tuple(env.get(name) for name in VARIABLES)
    # Without both folders in full the answer hangs on the working folder and what lies above it.
    fixed = all(folder and folder.startswith("/") for folder in given[:2])
    return _kept(given) if fixed else _read(given)


def _read(given: tuple[str | None, ...]) -> Settings:
    env = {name: value for name, value in zip(VARIABLES, given, strict=True) if value is not None}
    home = Path(env["INFOSTRADA_HOME"]) if env.get("INFOSTRADA_HOME") else _nearest_home()
    var = Path(env.get("INFOSTRADA_VAR") or home / "instance" / "var")
    return Settings(
        home=home.absolute(),
        var=var.absolute(),
        dsn=_dsn(env.get("INFOSTRADA_DSN", "").strip()),
        host=env.get("INFOSTRADA_HOST") or "127.0.0.1",
        port=_port(env.get("INFOSTRADA_PORT") or "8080"),
        site=env.get("INFOSTRADA_SITE") or "region",
        object_cache=_megabytes("INFOSTRADA_OBJECT_CACHE", env.get("INFOSTRADA_OBJECT_CACHE") or "16"),
        storage_cache=_megabytes("INFOSTRADA_STORAGE_CACHE", env.get("INFOSTRADA_STORAGE_CACHE") or "48"),
    )


_kept = lru_cache(maxsize=64)(_read)


def _nearest_home() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "instance").is_dir() and (folder / "profiles").is_dir():
            return folder
    return here


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ConfigError(f"INFOSTRADA_PORT: {text!r} is not a port number (1-65535)")
    return int(text)


def _megabytes(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= LARGEST_CACHE:
        raise ConfigError(f"{name}: {text!r} is not a number of megabytes (1-{LARGEST_CACHE})")
    return int(text)


def _dsn(text: str) -> str | None:
    if not text:
        return None
    from psycopg.conninfo import make_conninfo

    import psycopg

    try:
        return make_conninfo(text)
    except psycopg.ProgrammingError as error:
        # The text may hold a password: say what is wrong, never repeat it.
        raise ConfigError("INFOSTRADA_DSN is not a libpq connection string") from error
