"""Sixty kills at the named points of a commit: entries published, a register imported, a bundle of records imported."""

from collections.abc import Iterator
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure
from tests.site import crash_bulletin
from tests.site import crash_bundle
from typing import Any

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
            bulletin = _run(running, "tests.site.crash_bulletin")
            bundle = _run(running, "tests.site.crash_bundle")
        finally:
            live.stop(running)
    crash_bulletin.check(bulletin)
    crash_bundle.check(bundle)
    died = bulletin["killed"] + bulletin["died"]
    yield Figure("kills survived whole, bulletin", died, "", must=2 * KILLS, more=True)
    yield Figure("kills survived whole, bundle of records", bundle["died"], "", must=KILLS, more=True)


def _run(running: live.Live, program: str) -> Any:
    words = [sys.executable, "-m", program, str(KILLS)]
    done = subprocess.run(words, env=running.env, cwd=live.TOP, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
