"""Forty kills at the named points of a commit: while entries are published, while a register is imported."""

from collections.abc import Iterator
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure
from tests.site.crash_bulletin import check

import json
import subprocess
import sys
import tempfile


KILLS = 20


def measure() -> Iterator[Figure]:
    """Kills survived with nothing left by half; a half thing ends the run with an AssertionError."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "bare")
        try:
            words = [sys.executable, "-m", "tests.site.crash_bulletin", str(KILLS)]
            done = subprocess.run(
                words, env=running.env, cwd=live.TOP, capture_output=True, text=True, check=True
            )
        finally:
            live.stop(running)
    left = json.loads(done.stdout.splitlines()[-1])
    check(left)
    yield Figure(
        "kills survived whole, bulletin", left["killed"] + left["died"], "", must=2 * KILLS, more=True
    )
