"""From the command to the served page: everything installed, first and later starts; memory after use."""

from collections.abc import Iterator
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure

import tempfile
import time
import urllib.request


REQUESTS = 5_000


def measure() -> Iterator[Figure]:
    """Seconds to a served demo, seconds of a later start, megabytes after requests."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        began = time.monotonic()
        running = live.start(Path(folder) / "var", "--profile", "demo")
        made = time.monotonic() - began
        try:
            assert running.get("/")[0] == 200
            live.stop(running, keep=True)
            began = time.monotonic()
            assert running.command("run", "--detach").returncode == 0
            assert running.get("/")[0] == 200
            yield Figure("demo made and served, packages installed", made, "s", must=480, aim=300)
            yield Figure("later start to the first page", time.monotonic() - began, "s", must=20, aim=12)
            for _ in range(REQUESTS):
                with urllib.request.urlopen(running.url + "/") as answer:
                    assert answer.status == 200
            megabytes = _resident(running) / 1024**2
            yield Figure(f"memory after {REQUESTS} requests", megabytes, "MB", must=400, aim=300)
        finally:
            live.stop(running)


def _resident(running: live.Live) -> int:
    """Bytes of the first Zope process in memory (proc(5), statm)."""
    note = running.settings.var / "run" / "zope-1.process"
    pid = note.read_text().split()[0]
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
