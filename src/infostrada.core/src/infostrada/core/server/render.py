"""Write the configuration files of Zope and the proxy from the templates in ``instance/templates``."""

from dataclasses import dataclass
from infostrada.core.config import ConfigError
from infostrada.core.config import Settings
from infostrada.core.errors import page
from infostrada.core.errors.outside import LANGUAGES
from infostrada.core.security import large
from pathlib import Path
from string import Template


FOLDERS = ("etc", "log", "run", "cache/chameleon", "cache/nginx", "blobs")


@dataclass(frozen=True)
class Process:
    """One Zope process: its name in files and the port it listens on."""

    name: str
    port: int
    threads: int = 2


def prepare(settings: Settings, processes: list[Process]) -> None:
    """Make the folders below ``var`` and render the files of every process into ``var/etc``."""
    for folder in FOLDERS:
        try:
            (settings.var / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"INFOSTRADA_VAR: {settings.var / folder}: {error.strerror}") from error
    _render(settings, "site.zcml", "site.zcml", {})
    for process in processes:
        _render(settings, "zope.conf", f"zope-{process.name}.conf", _words(settings, process))
        _render(settings, "wsgi.ini", f"wsgi-{process.name}.ini", _words(settings, process))


def prepare_proxy(settings: Settings, processes: list[Process]) -> Path:
    """Render the proxy's file; returns its path."""
    servers = "\n".join(
        f"    server {settings.host}:{p.port} max_fails=1 fail_timeout=5s;" for p in processes
    )
    words = {
        "servers": servers,
        "host": settings.host,
        "port": settings.port,
        "var": settings.var,
        "most": large.MOST,
        **_too_large(),
    }
    return _render(settings, "nginx.conf", "nginx.conf", words)


def _too_large() -> dict[str, str]:
    """The proxy's answers to a request that is too large, as the strings of its file."""
    said = {
        f"too_large_{language}_{form}": large.refusal(f"text/{form}", language).body.decode()
        for language in LANGUAGES
        for form in ("html", "json")
    }
    said["policy"] = page.POLICY
    return {name: text.replace("\\", "\\\\").replace('"', '\\"') for name, text in said.items()}


def _words(settings: Settings, process: Process) -> dict[str, object]:
    return {
        "var": settings.var,
        "site": settings.site,
        "host": settings.host,
        "port": process.port,
        "process": process.name,
        "threads": process.threads,
        "most_bytes": large.MOST * 2**20,
        "pool": process.threads + 1,
        "object_cache": settings.object_cache,
        # Both bounds hold at once; stored objects have 800 bytes on average.
        "object_count": settings.object_cache * 1_250,
        "storage_cache": settings.storage_cache,
        # ZConfig expands a dollar sign; a connection that hangs must not hold a visitor.
        "conninfo": f"{settings.conninfo} connect_timeout=2".replace("$", "$$"),
    }


def _render(settings: Settings, template: str, target: str, words: dict[str, object]) -> Path:
    source = settings.home / "instance" / "templates" / f"{template}.in"
    if not source.is_file():
        raise ConfigError(f"INFOSTRADA_HOME: {source} is missing; is {settings.home} the right folder?")
    path = settings.var / "etc" / target
    path.write_text(Template(source.read_text()).safe_substitute({k: str(v) for k, v in words.items()}))
    # It holds the connection string, which may hold a password.
    path.chmod(0o600)
    return path
