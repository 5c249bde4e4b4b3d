"""Registers over 100,000 real letters and cases of one office, over HTTP, by a clerk with 60 groups and 10,000 grants.

The objects are Dexterity objects in the object database, their rows made by the product (`many`). Every row of a first
page is then opened as an object by the same clerk.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tests.benchmarks.figure import Figure
from tests.benchmarks.many import CLERK
from tests.benchmarks.many import UNIT
from tests.live import Live
from tests.live import start
from tests.live import stop
from tests.live import TOP
from tests.site.records.world import PASSWORD

import os
import psycopg
import requests
import subprocess
import sys
import tempfile
import time


COUNT = int(os.environ.get("INFOSTRADA_BENCH_OBJECTS", "100000"))
MAKERS, REPEATS = 2, 30
SECONDS = 1_500.0
REGISTRAR = "ewa.kancelaria"


def measure() -> Iterator[Figure]:
    """Seconds to make them, milliseconds of a page."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--profile", "bare")
        try:
            began = time.monotonic()
            make(live)
            yield Figure(f"{COUNT:,} real letters and cases made", time.monotonic() - began, "s")
            yield from _pages(live)
        finally:
            stop(live)


def make(live: Live, granted: bool = True) -> None:
    """Fill the site with the objects, as `many` makes them."""
    run(live, "prepare")
    _finish(
        [_program(live, "fill", str(share), str(MAKERS), str(COUNT // MAKERS)) for share in range(MAKERS)]
    )
    if granted:
        run(live, "grant")
    with psycopg.connect(live.settings.conninfo, autocommit=True) as connection:
        for table in ("core.record", "core.access_set", "core.access_member", "core.access_grant",
                      "site.letter_listing", "site.case_listing"):  # fmt: skip
            connection.execute(f"ANALYZE {table}")
        count = "SELECT count(*) FROM core.record WHERE type IN ('records_letter', 'records_case')"
        assert connection.execute(count).fetchone() == (COUNT // MAKERS * MAKERS,)


def run(live: Live, act: str) -> None:
    """One act of `many`, to its end."""
    _finish([_program(live, act)])


def _program(live: Live, *words: str) -> subprocess.Popen[bytes]:
    command = ["nice", "-n", "5", sys.executable, "-m", "tests.benchmarks.many", *words]
    return subprocess.Popen(command, env={**live.env, "PYTHONPATH": str(TOP)}, cwd=TOP)


def _finish(programs: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + SECONDS
    try:
        assert [program.wait(max(1.0, until - time.monotonic())) for program in programs] == [0] * len(
            programs
        )
    finally:
        for program in programs:
            program.kill()


def _pages(live: Live) -> Iterator[Figure]:
    clerk, registrar = (logged_in(live.url, user) for user in (CLERK, REGISTRAR))
    unit = f"{live.url}/{UNIT}"
    cases, letters = f"{unit}/@listing?name=cases&size=50", f"{unit}/@listing?name=letters&size=50"
    _check(clerk, cases)
    deep = cases
    for _ in range(min(100, COUNT // 1_000)):
        deep = clerk.get(deep, timeout=60).json()["batching"]["next"]
    asked = {
        "cases of a clerk, first page with total": (clerk, cases),
        "cases of a clerk, deep in the list": (clerk, deep),
        "open cases of a clerk by term": (clerk, f"{cases}&state=open&sort=due"),
        "register of letters, first page": (registrar, letters),
        "page of cases in the browser": (clerk, f"{unit}/@@cases"),
        "page of the register in the browser": (registrar, f"{unit}/@@letters"),
    }
    for name, (session, url) in asked.items():
        spent = sorted(_spent(session, url) for _ in range(REPEATS))
        yield Figure(f"{COUNT:,} objects over HTTP: {name}", median(spent), "ms", must=250, aim=120)


def logged_in(url: str, user: str) -> requests.Session:
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    said = session.post(f"{url}/@login", json={"login": user, "password": PASSWORD}, timeout=60)
    session.headers["Authorization"] = f"Bearer {said.json()['token']}"
    return session


def _spent(session: requests.Session, url: str) -> float:
    accept = "text/html" if "@@" in url else "application/json"
    began = time.perf_counter()
    answer = session.get(url, headers={"Accept": accept}, timeout=60)
    spent = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(accept), answer.text[:500]
    return spent


def _check(clerk: requests.Session, cases: str) -> None:
    """The objects behind the rows open for the clerk."""
    page = clerk.get(cases, timeout=60).json()
    assert len(page["items"]) == 50
    for row in page["items"]:
        opened = clerk.get(row["@id"], timeout=60)
        assert opened.status_code == 200 and opened.json()["uid"] == row["uid"], opened.text[:500]
