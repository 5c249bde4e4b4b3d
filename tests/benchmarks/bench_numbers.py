"""Numbers under load: sixteen writers over two processes, one series, then a series each.

Each write is a whole business operation on RelStorage and SQL with fsync on: a record in its
container, the number, the record's own field, the joint commit.
"""

from collections.abc import Iterator
from infostrada.core import numbers
from infostrada.core.cluster import Cluster
from infostrada.core.sql import dispose
from infostrada.core.sql import migrate
from multiprocessing import forkserver
from multiprocessing import get_context
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.core import shelf as shelves
from tests.core.crash import writer
from threading import Thread
from typing import Any

import os
import tempfile
import time


PROCESSES = 2
THREADS = 8
EACH = 40
TOP = Path(__file__).parents[2]


def measure() -> Iterator[Figure]:
    """Writes a second, and the wait of the slowest twentieth."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder))
        cluster.start()
        before = os.environ.get("INFOSTRADA_DSN")
        os.environ["INFOSTRADA_DSN"] = cluster.conninfo
        try:
            migrate(cluster.conninfo)
            writer.open_db(cluster.conninfo, create=True).close()
            for count, words in ((1, "one series"), (PROCESSES * THREADS, "a series each")):
                yield from _load(cluster.conninfo, count, words)
        finally:
            dispose()
            os.environ.pop("INFOSTRADA_DSN")
            if before is not None:
                os.environ["INFOSTRADA_DSN"] = before
            cluster.remove()


def _load(conninfo: str, series: int, words: str) -> Iterator[Figure]:
    # The server of processes does not take over our sys.path.
    os.environ["PYTHONPATH"] = str(TOP)
    forkserver.ensure_running()
    context = get_context("forkserver")
    ready, answers = context.Barrier(PROCESSES + 1), context.Queue()
    writers = [
        context.Process(target=write, args=(conninfo, number, series, ready, answers))
        for number in range(PROCESSES)
    ]
    for each in writers:
        each.start()
    ready.wait(60)
    began = time.monotonic()
    waits = sorted(wait for _ in writers for wait in answers.get(timeout=300))
    seconds = time.monotonic() - began
    for each in writers:
        each.join()
    _check(conninfo, series)
    total = PROCESSES * THREADS * EACH
    yield Figure(f"numbered records, 16 writers, {words}", total / seconds, "1/s", must=25, aim=50, more=True)
    yield Figure(f"  time of one, 95th percentile, {words}", waits[int(len(waits) * 0.95)] * 1000, "ms")


def _check(conninfo: str, series: int) -> None:
    """Every record has its number, no number is missing or taken twice."""
    shelf = shelves.Shelf(writer.open_db(conninfo))
    records = shelf.all()
    seen = 0
    for number in range(series):
        chosen = _series(series, number)
        assert numbers.gaps(chosen) == []
        for row in numbers.register(chosen, size=1000):
            seen += 1
            assert records[row.uid]["number"] == row.value
    assert seen == PROCESSES * THREADS * EACH
    shelf.db.close()


def _series(count: int, number: int) -> numbers.Series:
    return numbers.Series("bench", f"of-{count}", 2026, str(number % count))


def write(conninfo: str, process: int, series: int, ready: Any, answers: Any) -> None:
    """One process with its threads; puts the seconds every write took."""
    os.environ["INFOSTRADA_DSN"] = conninfo
    waits: list[float] = []
    with shelves.registered(shelves.Shelf(writer.open_db(conninfo))) as shelf:
        shelf.db.setPoolSize(THREADS)
        threads = [
            Thread(target=_thread, args=(shelf, process * THREADS + number, series, waits))
            for number in range(THREADS)
        ]
        ready.wait(60)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    answers.put(waits)


def _thread(shelf: Any, number: int, series: int, waits: list[float]) -> None:
    for i in range(EACH):
        began = time.monotonic()
        for attempt in writer.attempts():
            with attempt:
                writer.register(shelf, f"{series}-{number}-{i}", series=_series(series, number))
        waits.append(time.monotonic() - began)
