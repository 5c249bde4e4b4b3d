"""Start, find and end the processes of an installation by the ids in ``var/run``."""

from collections.abc import Sequence
from pathlib import Path

import os
import signal
import socket
import subprocess
import time


class StartError(Exception):
    """A process cannot be started; the text says which and what its log says."""


def start(name: str, words: Sequence[str], var: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, its output in ``var/log/<name>.out``."""
    with (var / "log" / f"{name}.out").open("ab") as out:
        child = subprocess.Popen(  # noqa: S603 - our own words, no shell
            list(words), cwd=var, env={**os.environ, **env},
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    _note(var, name).write_text(f"{child.pid} {_started(child.pid)}")
    return child


def stop(name: str, var: Path, patience: float = 15.0) -> bool:
    """End the process noted under `name`: politely, then for good. Returns whether it ran."""
    pid = running(name, var)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        if not _gone(name, var, patience):
            os.kill(pid, signal.SIGKILL)
            _gone(name, var, 5)
    _note(var, name).unlink(missing_ok=True)
    return pid is not None


def running(name: str, var: Path) -> int | None:
    """Id of the process noted under `name`, if it is still that process."""
    try:
        pid, started = _note(var, name).read_text().split()
    except (OSError, ValueError):
        return None
    return int(pid) if started and _started(int(pid)) == started else None


def names(var: Path) -> list[str]:
    """Names of all noted processes."""
    return sorted(p.stem for p in (var / "run").glob("*.process"))


def port_taken(host: str, port: int) -> bool:
    """Does somebody listen on this port, or may we not take it?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _note(var: Path, name: str) -> Path:
    return var / "run" / f"{name}.process"


def _started(pid: int) -> str:
    """Start time of a process in clock ticks since boot (proc(5), field 22), "" when gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def _gone(name: str, var: Path, patience: float) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if running(name, var) is None:
            return True
        time.sleep(0.05)
    return False
