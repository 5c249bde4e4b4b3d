"""What a larger cache of awake objects gains on a large site: processor time and memory of one Zope process.

The same site is served with each size in turn. A clerk opens two hundred cases and letters picked at random, twice, as a day's
work comes back to what it had in the morning, and looks at lists between them. Processor time counts, not the clock: it
is the process's own (proc(5), utime and stime), so the figures of one run may be compared on a busy machine too.
"""

from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks import bench_objects
from tests.benchmarks.bench_memory import resident
from tests.benchmarks.figure import Figure
from tests.benchmarks.many import CLERK
from tests.benchmarks.many import UNIT
from tests.live import Live
from tests.live import start
from tests.live import stop

import os
import random
import requests
import tempfile


SIZES = (16, 64, 256)
OPENED, LISTS = 200, 20
TICKS = os.sysconf("SC_CLK_TCK")


def measure() -> Iterator[Figure]:
    """Milliseconds a request and megabytes, by size of the cache."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        var = Path(folder) / "var"
        live = start(var, "--profile", "bare")
        try:
            bench_objects.make(live)
            addresses = _addresses(live)
            for size in SIZES:
                stop(live, keep=True)
                live = start(var, INFOSTRADA_OBJECT_CACHE=str(size))
                yield from _served(live, size, addresses)
        finally:
            stop(live)


def _addresses(live: Live) -> list[str]:
    """Paths of cases the clerk may open, picked at random but alike for every size."""
    session = bench_objects.logged_in(live.url, CLERK)
    found, following = [], f"{live.url}/{UNIT}/@listing?name=cases&size=200"
    while following and len(found) < 20 * OPENED:
        page = session.get(following, timeout=60).json()
        found += [row["@id"].removeprefix(live.url) for row in page["items"]]
        following = page.get("batching", {}).get("next")
    return random.Random(20261128).sample(found, OPENED)


def _served(live: Live, size: int, addresses: list[str]) -> Iterator[Figure]:
    session = bench_objects.logged_in(live.url, CLERK)
    _ask(live, session, addresses[:5])
    first = _ask(live, session, addresses)
    lists = _ask(live, session, [f"/{UNIT}/@@cases"] * LISTS)
    again = _ask(live, session, addresses)
    name = f"cache of {size} MB, {bench_objects.COUNT:,} objects"
    yield Figure(f"{name}: a case opened for the first time", first, "ms of processor")
    yield Figure("  a list of cases", lists, "ms of processor")
    yield Figure("  a case opened again", again, "ms of processor")
    yield Figure("  memory of the process", resident(live)["VmRSS"], "MB")


def _ask(live: Live, session: requests.Session, paths: list[str]) -> float:
    """Processor time of one request in milliseconds, over all of them."""
    before = _spent(live)
    for path in paths:
        answer = session.get(f"{live.url}{path}", headers={"Accept": "text/html"}, timeout=60)
        assert answer.status_code == 200 and "</html>" in answer.text, (path, answer.status_code)
    return (_spent(live) - before) * 1_000 / len(paths)


def _spent(live: Live) -> float:
    """Seconds of processor time zope-1 has used."""
    pid = (live.settings.var / "run" / "zope-1.process").read_text().split()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
