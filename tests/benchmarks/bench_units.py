"""The voivodeship's 164 units in one site, made by the command an operator types."""

from collections.abc import Iterator
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure

import tempfile


UNITS = 160
EVERY = 164


def measure() -> Iterator[Figure]:
    """Seconds for 160 units, with their structure, groups, journal rows and the commit."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "bare")
        try:
            made = live.answer_of(running.command("units", "register", "--json"))
            listed = live.answer_of(running.command("units", "list", "--json"))
            assert len(made["made"]) == len(listed) == EVERY
            seconds = made["seconds"] * UNITS / EVERY
            yield Figure(f"{UNITS} units made", seconds, "s", must=10)
        finally:
            live.stop(running)
