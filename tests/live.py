"""Start the real product for tests: the command a person types, on a port and in a folder of its own."""

from dataclasses import dataclass
from dataclasses import field
from infostrada.core.config import Settings
from infostrada.core.config import settings
from infostrada.core.server import installation
from pathlib import Path
from tests.warm import TOP
from tests.warm import Warm

import json
import os
import random
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request


ROOM = 8

_given: set[int] = set()


@dataclass
class Live:
    """A running installation."""

    settings: Settings
    said: str
    _warm: list[Warm] = field(default_factory=list, repr=False)

    @property
    def url(self) -> str:
        return installation.address(self.settings).rstrip("/")

    @property
    def env(self) -> dict[str, str]:
        """Environment in which the command line means this installation."""
        return environment(self.settings.var, self.settings.port, self.settings.dsn)

    def login(self, who: str) -> tuple[str, str]:
        """Login and password of one of the accounts the greeting lists."""
        found = re.search(
            rf"^ +({re.escape(who)}) +(\S+)", installation.greeting(self.settings), re.MULTILINE
        )
        assert found, f"the greeting knows no login {who!r}"
        return found.group(1), found.group(2)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``infostrada WORDS`` beside the running site."""
        return infostrada(*words, env=self.env)

    def told(self, *words: str) -> subprocess.CompletedProcess[str]:
        """``infostrada WORDS`` as `command` runs it, in a fork of the process that `beside` loads."""
        return self.beside("infostrada.core.cli", *words)

    def beside(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        """``python -m MODULE WORDS`` beside the running site; the product is loaded once for all of them."""
        if not self._warm:
            self._warm.append(Warm(self.env))
        return self._warm[0].run(module, *words)

    def get(self, path: str, accept: str = "text/html") -> tuple[int, bytes]:
        """Anonymous GET; returns status and body."""
        request = urllib.request.Request(self.url + path, headers={"Accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def environment(var: Path, port: int, dsn: str | None = None) -> dict[str, str]:
    """The process environment with an installation of its own."""
    own = {"INFOSTRADA_VAR": str(var), "INFOSTRADA_PORT": str(port), "INFOSTRADA_HOME": str(TOP)}
    others = {key: value for key, value in os.environ.items() if not key.startswith("INFOSTRADA_")}
    return {**others, **own, **({"INFOSTRADA_DSN": dsn} if dsn else {})}


def infostrada(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command line and keep what it says."""
    command = [sys.executable, "-m", "infostrada.core.cli", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=900)


def start(var: Path, *words: str, dsn: str | None = None, **settings_of: str) -> Live:
    """``infostrada run --detach``; raises AssertionError with its words when it fails.

    `settings_of` are further variables of the environment the processes begin with.
    """
    env = {**environment(var, free_port(), dsn), **settings_of}
    done = infostrada("run", "--detach", *words, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return Live(settings(env), done.stdout)


def stop(live: Live, keep: bool = False) -> None:
    """End the installation and, unless told otherwise, delete it."""
    while live._warm:
        live._warm.pop().close()
    assert live.command("stop").returncode == 0
    if not keep:
        assert live.command("reset", "--yes").returncode == 0


def free_port() -> int:
    """A port with a few free ones behind it, for several processes; asked twice it names two.

    They lie below those the kernel gives to outgoing connections (from 32768 on), and each process of a
    shared suite has a range of its own: a port that is free now is still free when the site comes to it.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    while True:
        port = 16_000 + worker * 2_000 + random.randrange(0, 2_000, ROOM)
        if port not in _given and not any(_taken(port + n) for n in range(ROOM)):
            _given.add(port)
            return port


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answer_of(done: subprocess.CompletedProcess[str]) -> object:
    """What a command with ``--json`` said."""
    return json.loads(done.stdout)
