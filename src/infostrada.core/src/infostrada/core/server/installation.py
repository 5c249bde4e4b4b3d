"""One installation as a whole: its database, its Zope processes, its worker and its proxy."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.cluster import Cluster
from infostrada.core.config import ConfigError
from infostrada.core.config import Settings
from infostrada.core.server import database
from infostrada.core.server import process
from infostrada.core.server import upgrade
from infostrada.core.server.process import StartError
from infostrada.core.server.render import prepare
from infostrada.core.server.render import prepare_proxy
from infostrada.core.server.render import Process

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request


PATIENCE = 120.0
WORKER = "worker"
PROXY = "nginx"
# What keeps a process small; the administrator's own environment goes first. Plone's words in sixty languages cost
# 31 MB and a second of the start; a heap for each thread is for programs that wait for each other's memory.
SPARING = {"zope_i18n_allowed_languages": "pl en", "MALLOC_ARENA_MAX": "2"}


def start(settings: Settings, processes: int, profile: str) -> Iterator[str]:
    """Bring everything up, yielding what is being done; raises an error that says what and where."""
    zopes = _plan(settings, processes)
    with _alone(settings):
        yield from _start(settings, zopes, profile)


def _start(settings: Settings, zopes: list[Process], profile: str) -> Iterator[str]:
    if any(process.running(name, settings.var) for name in process.names(settings.var)):
        raise StartError(f"The installation in {settings.var} runs already: infostrada stop ends it")
    if process.port_taken(settings.host, settings.port):
        raise StartError(f"Port {settings.port} is taken: choose another in INFOSTRADA_PORT")
    prepare(settings, zopes)
    try:
        yield from _bring_up(settings, zopes, profile)
    except BaseException:
        stop(settings)
        raise


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One start at a time in a folder: who comes second is told so and changes nothing."""
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        lock = (settings.var / "start.lock").open("w")
    except OSError as error:
        raise ConfigError(f"INFOSTRADA_VAR: {settings.var}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(f"The installation in {settings.var} is just being started") from None
        yield


def _bring_up(settings: Settings, zopes: list[Process], profile: str) -> Iterator[str]:
    yield from database.ready(settings)
    if not database.has_site(settings):
        yield f"Making the site from profile {profile!r} (a few minutes)"
        _make_site(settings, profile)
    elif upgrade.due(settings):
        yield "Bringing the site's profiles up to date"
        _upgrade_site(settings)
    yield f"Starting {len(zopes)} Zope process{'es' if len(zopes) > 1 else ''} and the worker"
    (settings.var / "run" / "plan.json").write_text(json.dumps({p.name: p.port for p in zopes}))
    for zope in zopes:
        _start_zope(settings, zope)
    _start_worker(settings)
    for zope in zopes:
        _await(settings, zope)
    if len(zopes) > 1:
        _start_proxy(settings, zopes)
    yield "Serving"


def stop(settings: Settings) -> list[str]:
    """End every process noted in ``var/run``, then the private database; returns their names."""
    order = sorted(process.names(settings.var), key=lambda name: (name != PROXY, name))
    ended = [name for name in order if process.stop(name, settings.var)]
    if settings.private and Cluster(settings.var).stop():
        ended.append("postgresql")
    return ended


def erase(settings: Settings) -> None:
    """Delete the database's contents and ``var``; the processes must have ended."""
    if settings.private:
        Cluster(settings.var).remove()
    else:
        database.empty(settings.conninfo)
    shutil.rmtree(settings.var, ignore_errors=True)


def died(settings: Settings) -> list[str]:
    """Names of processes that were started and no longer run."""
    return [n for n in process.names(settings.var) if process.running(n, settings.var) is None]


def restart(settings: Settings, name: str) -> None:
    """Start one process again."""
    plan = json.loads((settings.var / "run" / "plan.json").read_text())
    zopes = [Process(key, port) for key, port in plan.items()]
    if name == WORKER:
        _start_worker(settings)
    elif name == PROXY:
        _start_proxy(settings, zopes)
    else:
        zope = next(z for z in zopes if f"zope-{z.name}" == name)
        _await_port(settings, zope)
        _start_zope(settings, zope)


def greeting(settings: Settings) -> str:
    """Addresses, logins and what to look at, as the profile left them."""
    note = settings.var / "etc" / "greeting.txt"
    text = note.read_text() if note.is_file() else ""
    return f"\n  Site: {address(settings)}\n\n{text}"


def address(settings: Settings) -> str:
    """The site's address as a person types it."""
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::1") else settings.host  # noqa: S104 - compared, not listened on
    return f"http://{host}:{settings.port}/"


def _plan(settings: Settings, count: int) -> list[Process]:
    if not 1 <= count <= 32:
        raise StartError(f"{count} processes: between 1 and 32 can be started")
    if count == 1:
        return [Process("1", settings.port)]
    return [Process(str(n), settings.port + n) for n in range(1, count + 1)]


def _start_zope(settings: Settings, zope: Process) -> None:
    if process.port_taken(settings.host, zope.port):
        raise StartError(f"Port {zope.port} is taken: choose another in INFOSTRADA_PORT")
    conf = settings.var / "etc" / f"wsgi-{zope.name}.ini"
    words = [sys.executable, "-m", "Zope2.Startup.serve", str(conf)]
    process.start(f"zope-{zope.name}", words, settings.var, _environment(settings))


def _await_port(settings: Settings, zope: Process) -> None:
    """The kernel needs a moment to close the sockets of a process that was killed."""
    end = time.monotonic() + 10
    while process.port_taken(settings.host, zope.port) and time.monotonic() < end:
        time.sleep(0.1)


def _start_worker(settings: Settings) -> None:
    words = [sys.executable, "-m", "infostrada.core.cli", "worker"]
    process.start(WORKER, words, settings.var, _environment(settings))


def _start_proxy(settings: Settings, zopes: list[Process]) -> None:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise StartError("Several processes need nginx in front of them: apt-get install nginx-light")
    conf = prepare_proxy(settings, zopes)
    words = [
        program,
        "-p",
        str(settings.var),
        "-e",
        str(settings.var / "log/nginx-error.log"),
        "-c",
        str(conf),
    ]
    process.start(PROXY, [*words, "-g", "daemon off;"], settings.var, {})


def _make_site(settings: Settings, profile: str) -> None:
    if not _command(settings, "site", "create", "--profile", profile):
        raise StartError("The site was not made; nothing of it is left in the database")


def _upgrade_site(settings: Settings) -> None:
    if not _command(settings, "site", "upgrade"):
        raise StartError("The site was not upgraded; it is as it was")


def _command(settings: Settings, *words: str) -> bool:
    """Run one of our commands in a process of its own, as it loads the whole of Zope."""
    command = [sys.executable, "-m", "infostrada.core.cli", *words]
    done = subprocess.run(command, env={**os.environ, **_environment(settings)}, check=False)  # noqa: S603 - our own words
    return done.returncode == 0


def _environment(settings: Settings) -> dict[str, str]:
    """What a child process needs to find the same installation and the same packages."""
    return {
        "INFOSTRADA_HOME": str(settings.home),
        "INFOSTRADA_VAR": str(settings.var),
        # Said even when empty: whoever starts the child may have another database in mind.
        "INFOSTRADA_DSN": settings.dsn or "",
        # A buildout's scripts know their eggs only by the path they set up themselves.
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        **{name: os.environ.get(name, value) for name, value in SPARING.items()},
    }


def _await(settings: Settings, zope: Process) -> None:
    """Wait until a Zope process answers on its port."""
    name, end = f"zope-{zope.name}", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.running(name, settings.var) is None:
            tail = (settings.var / "log" / f"{name}.out").read_text(errors="replace").splitlines()[-5:]
            raise StartError(f"{name} ended at once: " + " / ".join(tail))
        try:
            with urllib.request.urlopen(f"http://{settings.host}:{zope.port}/@@ok", timeout=30):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise StartError(f"{name} does not answer on port {zope.port}; see {settings.var}/log")
