"""Letters under load: the real product, two processes, sixteen clerks registering over REST.

Every request is authenticated and carries a 50 kB attachment. After the load every letter is read
back, and the RPW is checked for failures, doubled numbers and gaps.
"""

from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from threading import Thread
from typing import Any

import base64
import hashlib
import json
import os
import requests
import subprocess
import sys
import tempfile
import time


WRITERS, EACH, WARM = 16, 20, 2
ATTACHMENT = os.urandom(50_000)
RECORDS = Path(__file__).parents[1] / "site" / "records"
SETUP = """
import sys, transaction
sys.path.insert(0, sys.argv[1])
from infostrada.core.server.plone import open_site
from world import make_clerk_office
with open_site() as (app, portal):
    for number in range(int(sys.argv[2])):
        make_clerk_office(portal, f"urzad-{number}")
    transaction.commit()
"""
CHECK = """
import json, sys
from infostrada.core import numbers
from infostrada.core.server.plone import open_site
with open_site() as (app, portal):
    year, found = int(sys.argv[2]), {}
    for unit in sys.argv[3:]:
        series = numbers.Series(unit, "rpw", year)
        after, rows = 0, []
        while page := numbers.register(series, after=after, size=1000):
            rows += [(row.value, row.uid) for row in page]
            after = page[-1].value
        found[unit] = {"gaps": numbers.gaps(series), "rows": rows}
print(json.dumps(found))
"""


def measure() -> Iterator[Figure]:
    """Letters a second into one RPW, then into sixteen."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--processes", "2", "--profile", "bare")
        try:
            _script(live, SETUP, str(WRITERS))
            yield from _load(live, 1, "one RPW")
            yield from _load(live, WRITERS, "sixteen RPWs")
        finally:
            stop(live)


def _script(live: Live, text: str, *words: str) -> str:
    command = [sys.executable, "-c", text, str(RECORDS), *words]
    done = subprocess.run(command, env=live.env, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _load(live: Live, offices: int, words: str) -> Iterator[Figure]:
    units = [f"urzad-{number}" for number in range(offices)]
    earlier = {unit: len(rows["rows"]) for unit, rows in _numbers(live, units).items()}
    _run(live, units, WARM, [])
    made: list[tuple[float, int, dict[str, Any]]] = []
    began = time.monotonic()
    _run(live, units, EACH, made)
    seconds = time.monotonic() - began
    _verify(live, units, made, earlier)
    waits = sorted(wait for wait, _status, _letter in made)
    rate = len(made) / seconds
    yield Figure(f"letters with 50 kB over REST, 16 writers, {words}", rate, "1/s", 25, 50, more=True)
    yield Figure(f"  time of one, 95th percentile, {words}", waits[int(len(waits) * 0.95)] * 1000, "ms")


def _run(live: Live, units: list[str], count: int, made: list[Any]) -> None:
    threads = [
        Thread(target=_writer, args=(live.url, units[number % len(units)], count, made))
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _writer(url: str, unit: str, count: int, made: list[Any]) -> None:
    session = _session(unit)
    file = {
        "filename": "wniosek.pdf",
        "encoding": "base64",
        "data": base64.b64encode(ATTACHMENT).decode(),
    }
    body = {
        "title": "Wniosek o wydanie zaświadczenia",
        "sender_surname": "Kowalska",
        "sender_given_names": "Maria",
        "city": "Lipnowo",
        "letter_date": "2026",
        "files": [file],
    }
    for _ in range(count):
        began = time.monotonic()
        answer = session.post(f"{url}/{unit}/@letters", json=body, timeout=120)
        letter = answer.json() if answer.status_code == 201 else {"text": answer.text[:500]}
        made.append((time.monotonic() - began, answer.status_code, letter))


def _session(unit: str) -> requests.Session:
    session = requests.Session()
    session.auth = (f"kancelaria.{unit}", "Kancelaria-2026!")
    session.headers["Accept"] = "application/json"
    return session


def _numbers(live: Live, units: list[str]) -> dict[str, Any]:
    year = time.strftime("%Y")
    found: dict[str, Any] = json.loads(_script(live, CHECK, year, *units).splitlines()[-1])
    return found


def _verify(live: Live, units: list[str], made: list[Any], earlier: dict[str, int]) -> None:
    """No failure, no number twice, no gap, every letter readable with its bytes."""
    failed = [letter for _wait, status, letter in made if status != 201]
    assert not failed, f"{len(failed)} of {len(made)} failed: {failed[0]}"
    assert len({letter["uid"] for _wait, _status, letter in made}) == len(made)
    digest = hashlib.sha256(ATTACHMENT).hexdigest()
    session = {unit: _session(unit) for unit in units}
    for _wait, _status, letter in made:
        unit = letter["@id"].rsplit("/eod/", 1)[0].rsplit("/", 1)[-1]
        read = session[unit].get(letter["@id"], timeout=60).json()
        assert read["number"] == letter["number"]
        assert read["files"][0]["sha256"] == digest
        data = session[unit].get(read["files"][0]["download"], timeout=60).content
        assert data == ATTACHMENT
    numbers = _numbers(live, units)
    for found in numbers.values():
        assert found["gaps"] == []
        assert [value for value, _uid in found["rows"]] == list(range(1, len(found["rows"]) + 1))
    by_number = {uid: value for found in numbers.values() for value, uid in found["rows"]}
    assert all(by_number[letter["uid"]] == letter["number"] for _w, _s, letter in made)
    total = sum(len(found["rows"]) for found in numbers.values()) - sum(earlier.values())
    assert total == len(made) + WRITERS * WARM
