"""Programs beside an installation, each in a fork of one process that has loaded the product: loading takes seconds.

A fork is a process like any other: it opens the database itself, has arguments, an end and an exit code of its own,
and may be killed. What is forked has neither connections nor threads.
"""

from infostrada.core.config import settings
from infostrada.core.server.loading import loading
from infostrada.core.server.render import prepare
from infostrada.core.server.render import Process
from pathlib import Path
from typing import Any

import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback


TOP = Path(__file__).parent.parent


class Warm:
    """A loaded process that waits for orders."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.warm import serve; serve()"],
            env={**env, "PYTHONPATH": str(TOP)},
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        """What ``python -m MODULE WORDS`` would do, as `subprocess.run` tells it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([module, *words]) + "\n")
        self._process.stdin.flush()
        code, out, err = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess([module, *words], code, out, err)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def load() -> None:
    """The product's code and configuration, without a connection to anything."""
    from OFS.Application import import_products
    from Zope2.App.zcml import load_site
    from Zope2.Startup.run import configure_wsgi

    chosen = settings()
    prepare(chosen, [Process("command", chosen.port)])
    configure_wsgi(str(chosen.var / "etc" / "zope-command.conf"))
    with loading():
        # The configuration of products that are not imported yet would be passed over.
        import_products()
        load_site()


def serve() -> None:
    """Fork for each line of the input, until it ends; answers code, output and errors."""
    load()
    for line in sys.stdin:
        print(json.dumps(_done(*json.loads(line))), flush=True)


def _done(module: str, *words: str) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            _become(module, words, out, err)
        _pid, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), _told(out), _told(err)


def _told(file: Any) -> str:
    file.seek(0)
    return file.read().decode()


def _become(module: str, words: tuple[str, ...], out: Any, err: Any) -> None:
    """Be that program; never returns."""
    code: Any = 1
    try:
        for file, standard in ((os.open(os.devnull, os.O_RDONLY), 0), (out.fileno(), 1), (err.fileno(), 2)):
            os.dup2(file, standard)
        sys.argv = [module, *words]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))
