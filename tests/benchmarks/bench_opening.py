"""A letter registered and a case opened, one after the other, by sixteen writers of one office over REST.

The real product, two processes, default settings. Each pair is asked for by two people of the office, as in life: the registry
registers, an officer opens. Afterwards no answer failed, no number and no sign was given twice, and neither series has a gap.
"""

from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks.bench_letters import zope_seconds
from tests.benchmarks.bench_objects import logged_in
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from tests.live import TOP
from threading import Thread
from typing import NamedTuple

import json
import requests
import subprocess
import sys
import tempfile
import time


WRITERS, SECONDS, WARM = 16, 15.0, 4.0
UNIT, REGISTRAR, OFFICER = "gmina-wielka", "ewa.kancelaria", "anna.urbanista"
LETTER = {
    "title": "Wniosek o ustalenie warunków zabudowy",
    "sender_surname": "Kowalska",
    "sender_given_names": "Maria",
    "city": "Lipnowo",
    "letter_date": "2026",
    "delivery_method": "osobiście",
}
CASE = {
    "title": "Warunki zabudowy",
    "class_symbol": "6730",
    "term": "inquiry",
    "parties": [{"name": "Maria Kowalska", "role": "strona"}],
}
PREPARE = f"""
import os, transaction
from infostrada.core.server.plone import open_site
from tests.site.records.world import make_office
with open_site() as (app, site):
    if app.acl_users.getUser("admin") is None:
        app.acl_users.userFolderAddUser("admin", os.urandom(16).hex(), ["Manager"], [])
    print(make_office(site, "{UNIT}").orgs["GP"].org_id)
    transaction.commit()
"""
CHECK = """
import json
from infostrada.core import numbers
from infostrada.core.server.plone import open_site
from infostrada.core.sql import session
from sqlalchemy import text
with open_site():
    series = session().execute(text("SELECT unit, kind, year, key FROM core.series WHERE last > 0")).all()
    print(json.dumps({each.kind: numbers.gaps(numbers.Series(*each)) for each in series}))
"""


class Pair(NamedTuple):
    """Seconds of both, what went wrong, the number of the letter and the sign of the case."""

    seconds: float
    failed: str
    number: int
    sign: str


def measure() -> Iterator[Figure]:
    """Pairs a second, the slow ones, processor time of one."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--processes", "2", "--profile", "bare")
        try:
            org = _script(live, PREPARE).split()[-1]
            people = [[logged_in(live.url, who) for who in (REGISTRAR, OFFICER)] for _ in range(WRITERS)]
            earlier = _run(live, people, org, WARM)
            busy, began = zope_seconds(live), time.monotonic()
            made = _run(live, people, org, SECONDS)
            seconds, busy = time.monotonic() - began, zope_seconds(live) - busy
            _verify(live, [*earlier, *made])
        finally:
            stop(live)
    waits = sorted(each.seconds for each in made)
    rate = len(made) / seconds
    yield Figure(
        "a letter registered and a case opened, 16 writers, one office", rate, "1/s", 20, 40, more=True
    )
    yield Figure("  time of both, 95th percentile", waits[int(len(waits) * 0.95)] * 1000, "ms")
    yield Figure("  processor time of Zope for both", busy / len(made) * 1000, "ms")


def _script(live: Live, text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text],
        env={**live.env, "PYTHONPATH": str(TOP)}, cwd=TOP,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _run(live: Live, people: list[list[requests.Session]], org: str, seconds: float) -> list[Pair]:
    made: list[Pair] = []
    until = time.monotonic() + seconds
    writers = [Thread(target=_writer, args=(live, *pair, org, until, made)) for pair in people]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return made


def _writer(
    live: Live,
    registrar: requests.Session,
    officer: requests.Session,
    org: str,
    until: float,
    made: list[Pair],
) -> None:
    unit = f"{live.url}/{UNIT}"
    today = time.strftime("%Y-%m-%d")
    while time.monotonic() < until:
        began = time.monotonic()
        letter = registrar.post(f"{unit}/@letters", json={**LETTER, "received_date": today}, timeout=120)
        case = officer.post(f"{unit}/@cases", json={**CASE, "org_id": org}, timeout=120)
        seconds = time.monotonic() - began
        if letter.status_code == case.status_code == 201:
            made.append(Pair(seconds, "", letter.json()["number"], case.json()["sign"]))
        else:
            made.append(Pair(seconds, f"{letter.text[:300]} {case.text[:300]}", 0, ""))


def _verify(live: Live, made: list[Pair]) -> None:
    failed = [each.failed for each in made if each.failed]
    assert not failed, f"{len(failed)} of {len(made)} failed: {failed[0]}"
    assert sorted(each.number for each in made) == list(range(1, len(made) + 1))
    assert len({each.sign for each in made}) == len(made)
    gaps = json.loads(_script(live, CHECK).splitlines()[-1])
    assert len(gaps) >= 2 and not any(gaps.values()), gaps
