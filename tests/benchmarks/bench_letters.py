"""Letters under load: the real product, two processes, sixteen clerks registering over REST.

Every request is authenticated by a token and carries a scan of its own, a 50 kB PDF with a layer of
text. The writers go on for a bounded time. Afterwards every letter is read back with its bytes, and
the RPW is checked for failures, doubled numbers and gaps.
"""

from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from threading import Thread
from typing import Any
from typing import NamedTuple

import base64
import hashlib
import json
import os
import psycopg
import requests
import subprocess
import sys
import tempfile
import time


WRITERS, SECONDS, WARM = 16, 12.0, 3.0
PATIENCE = 300.0
PASSWORD = "Kancelaria-2026!"
SIZE = 50_000
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
            yield Figure("  until the worker has read every scan after it", _read(live), "s")
        finally:
            stop(live)


def _script(live: Live, text: str, *words: str) -> str:
    command = [sys.executable, "-c", text, str(RECORDS), *words]
    done = subprocess.run(command, env=live.env, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _load(live: Live, offices: int, words: str) -> Iterator[Figure]:
    units = [f"urzad-{number}" for number in range(offices)]
    earlier = sum(len(rows["rows"]) for rows in _numbers(live, units).values())
    warming = _run(live, units, WARM)
    busy, began = zope_seconds(live), time.monotonic()
    made = _run(live, units, SECONDS)
    seconds = time.monotonic() - began
    busy = zope_seconds(live) - busy
    _verify(live, units, made, earlier + len(warming))
    waits = sorted(each.wait for each in made)
    rate = len(made) / seconds
    yield Figure(f"letters with 50 kB over REST, 16 writers, {words}", rate, "1/s", 25, 50, more=True)
    yield Figure(f"  time of one, 95th percentile, {words}", waits[int(len(waits) * 0.95)] * 1000, "ms")
    yield Figure(f"  processor time of Zope for one, {words}", busy / len(made) * 1000, "ms")


def _read(live: Live) -> float:
    """Seconds until no file waits any more; each has then been read, none given up."""
    began = time.monotonic()
    with psycopg.connect(live.settings.conninfo, autocommit=True) as connection:
        while connection.execute("SELECT count(*) FROM core.fulltext_due").fetchone() != (0,):
            assert time.monotonic() - began < PATIENCE, "files were not read"
            time.sleep(0.5)
        unread = "SELECT count(*) FROM core.fulltext WHERE files IS DISTINCT FROM attached_of"
        assert connection.execute(unread).fetchone() == (0,)
    return time.monotonic() - began


class _Made(NamedTuple):
    """A letter sent: seconds, status, what the server said, digest of the scan."""

    wait: float
    status: int
    letter: dict[str, Any]
    sha256: str


def zope_seconds(live: Live) -> float:
    """Processor seconds both Zope processes have used (proc(5), fields 14 and 15)."""
    ticks = 0
    for note in (live.settings.var / "run").glob("zope-*.process"):
        fields = Path(f"/proc/{note.read_text().split()[0]}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _scan() -> bytes:
    """A PDF of about 50 kB: a page whose picture is noise, under a line of text."""
    words = f"BT /F1 12 Tf 72 720 Td (Wniosek {os.urandom(4).hex()}) Tj ET /Im Do".encode()
    picture = os.urandom(SIZE)
    image = b"/Type/XObject/Subtype/Image/Width 250/Height 200/ColorSpace/DeviceGray/BitsPerComponent 8"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</Im 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<<%s/Length %d>>stream\n%s\nendstream" % (image, SIZE, picture),
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, b"".join(places))
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(written))
    return written + table + end


def _run(live: Live, units: list[str], seconds: float) -> list[_Made]:
    made: list[_Made] = []
    sessions = [_session(live.url, units[number % len(units)]) for number in range(WRITERS)]
    until = time.monotonic() + seconds
    threads = [
        Thread(target=_writer, args=(session, f"{live.url}/{units[n % len(units)]}/@letters", until, made))
        for n, session in enumerate(sessions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


def _writer(session: requests.Session, url: str, until: float, made: list[_Made]) -> None:
    body: dict[str, Any] = {
        "title": "Wniosek o wydanie zaświadczenia",
        "sender_surname": "Kowalska",
        "sender_given_names": "Maria",
        "city": "Lipnowo",
        "letter_date": "2026",
    }
    while time.monotonic() < until:
        scan = _scan()
        data = base64.b64encode(scan).decode()
        body["files"] = [{"filename": "wniosek.pdf", "encoding": "base64", "data": data}]
        began = time.monotonic()
        answer = session.post(url, json=body, timeout=120)
        wait = time.monotonic() - began
        letter = answer.json() if answer.status_code == 201 else {"text": answer.text[:500]}
        made.append(_Made(wait, answer.status_code, letter, hashlib.sha256(scan).hexdigest()))


def _session(url: str, unit: str) -> requests.Session:
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    account = {"login": f"kancelaria.{unit}", "password": PASSWORD}
    answer = session.post(f"{url}/@login", json=account, timeout=60)
    assert answer.status_code == 200, answer.text[:500]
    session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return session


def _numbers(live: Live, units: list[str]) -> dict[str, Any]:
    year = time.strftime("%Y")
    found: dict[str, Any] = json.loads(_script(live, CHECK, year, *units).splitlines()[-1])
    return found


def _verify(live: Live, units: list[str], made: list[_Made], earlier: int) -> None:
    """No failure, no number twice, no gap, every letter readable with its bytes."""
    failed = [each.letter for each in made if each.status != 201]
    assert not failed, f"{len(failed)} of {len(made)} failed: {failed[0]}"
    assert len({each.letter["uid"] for each in made}) == len(made)
    session = {unit: _session(live.url, unit) for unit in units}
    for each in made:
        unit = each.letter["@id"].rsplit("/eod/", 1)[0].rsplit("/", 1)[-1]
        read = session[unit].get(each.letter["@id"], timeout=60).json()
        assert read["number"] == each.letter["number"]
        data = session[unit].get(read["files"][0]["download"], timeout=60).content
        assert hashlib.sha256(data).hexdigest() == each.sha256 == read["files"][0]["sha256"]
    numbers = _numbers(live, units)
    for found in numbers.values():
        assert found["gaps"] == []
        assert [value for value, _uid in found["rows"]] == list(range(1, len(found["rows"]) + 1))
    by_number = {uid: value for found in numbers.values() for value, uid in found["rows"]}
    assert all(by_number[each.letter["uid"]] == each.letter["number"] for each in made)
    assert sum(len(found["rows"]) for found in numbers.values()) == earlier + len(made)
