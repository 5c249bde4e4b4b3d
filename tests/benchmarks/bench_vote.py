"""Casting under load: the real product, two processes, sixteen clients, each ballot a person of its own.

A cast is the whole second step: the form is posted with its ticket, tags are compared, the ballot sealed, mark and envelope
written and committed, the page of thanks with the receipt answered. `VOTES` sets how many (20,000 by default). In the
middle PostgreSQL is killed: afterwards every acknowledged receipt has to be in the box, and nobody twice. The same ballots
as ZODB objects, one tree for all, are cast in the same run for comparison.
"""

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from threading import Thread
from urllib.parse import urlencode
from urllib.parse import urlsplit

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time


VOTES = int(os.environ.get("VOTES", "20000"))
RIVAL_VOTES = 2000
PROCESSES, CLIENTS = 4, 4
TOP = Path(__file__).parents[2]
RECEIPT = re.compile(rb"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}")
SETUP = """
import sys, json, transaction
sys.path.insert(0, sys.argv[1])
from infostrada.core.server.plone import open_site
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.voting import operations as voting
from infostrada.site.participation.budget.voting.identity import Person
from tests.site.participation.budget.editions_world import make_frozen
from tests.site.records.world import make_office
from datetime import date
with open_site() as (app, portal):
    office = make_office(portal, people=False)
    edition, pieces = make_frozen(open_board(office.unit), changes={"identity": ["office", "pesel"]})
    transaction.commit()
    from infostrada.site.participation.budget.voting import tickets, keys, identity
    from plone.uuid.interfaces import IUUID
    election = IUUID(edition)
    key = keys.key(election, keys.TAG)
    out = []
    for number in range(int(sys.argv[2])):
        person = Person("Jan", f"Wyborca {number}", date(1980, 1, 1))
        out.append(tickets.issue(election, identity.tags(key, person), "pesel", "36-45", False))
    print(json.dumps({"path": "/" + "/".join(edition.getPhysicalPath()[2:]), "election": election,
                      "pieces": pieces, "tickets": out}))
"""
CHECK = """
import json, sys
from infostrada.core.server.plone import open_site
from infostrada.core.sql import session
from infostrada.core.security.keys import keyed
from infostrada.site.participation.budget.voting import receipts, store
from sqlalchemy import text
given = json.load(open(sys.argv[1]))
with open_site() as (app, portal):
    e, key = given["election"], keyed("budget receipts", given["election"])
    held = {bytes(r[0]) for r in session().execute(text("SELECT commitment FROM site.budget_ballot WHERE election = :e"), {"e": e})}
    marks = session().execute(text("SELECT count(*), count(DISTINCT person) FROM site.budget_mark WHERE election = :e"), {"e": e}).one()
    lost = sum(receipts.commitment(receipts.read(r, key, e)) not in held for r in set(given["receipts"]))
    print(json.dumps({"lost": lost, "ballots": len(held), "marks": marks[0], "people": marks[1]}))
"""
RIVAL = """
import sys, time, threading, transaction, uuid
from BTrees.OOBTree import OOBTree
from persistent.mapping import PersistentMapping
from infostrada.core.server.plone import open_site
from ZODB.POSException import ConflictError
total, clients = int(sys.argv[1]), 8
with open_site() as (app, portal):
    portal.rival = OOBTree()
    transaction.commit()
    db, name = app._p_jar.db(), portal.getId()
waits, conflicts, lock = [], [0], threading.Lock()
def cast(count):
    manager = transaction.TransactionManager()
    connection = db.open(manager)
    for _ in range(count):
        began = time.monotonic()
        for attempt in range(60):
            try:
                manager.begin()
                box = connection.root()["Application"][name].rival
                box[uuid.uuid4().hex] = PersistentMapping(choices=["1", "2"])
                manager.commit()
                break
            except ConflictError:
                manager.abort()
                with lock: conflicts[0] += 1
        with lock: waits.append(time.monotonic() - began)
    connection.close()
threads = [threading.Thread(target=cast, args=(total // clients,)) for _ in range(clients)]
began = time.monotonic()
[t.start() for t in threads]; [t.join() for t in threads]
waits.sort()
print(len(waits) / (time.monotonic() - began), waits[int(len(waits) * .99)] * 1000, conflicts[0])
"""


def measure() -> Iterator[Figure]:
    """Voters a second, with PostgreSQL killed in the middle; then what ZODB would do."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--processes", "2", "--profile", "bare")
        try:
            world = json.loads(_script(live, SETUP, str(TOP), str(VOTES + 4000)).splitlines()[-1])
            url = f"{live.url}{world['path']}/@@vote"
            _run(url, world["tickets"][:2000])
            answers, seconds = _run(url, world["tickets"][2000 : 2000 + VOTES])
            good = [a for a in answers if a[1]]
            waits = sorted(wait for wait, _receipt in good)
            yield Figure(
                "ballots cast, 2 Zope processes, 16 clients", len(good) / seconds, "1/s", 250, 500, more=True
            )
            yield Figure(
                "  time of one, 99th percentile", waits[int(len(waits) * 0.99)] * 1000, "ms", 100, 50
            )
            answers += _killed(live, url, world["tickets"][2000 + VOTES :])
            receipts = [receipt for _wait, receipt in answers if receipt]
            found = _checked(live, Path(folder), world["election"], receipts)
            assert found["marks"] == found["people"] == found["ballots"], found
            yield Figure("  acknowledged receipts not in the box after kill -9", found["lost"], "", 0)
            yield Figure("  people marked twice", found["marks"] - found["people"], "", 0)
            rate, slow, conflicts = map(float, _script(live, RIVAL, str(RIVAL_VOTES)).split())
            yield Figure("the same as ZODB objects, 8 clients, no web server", rate, "1/s")
            yield Figure("  time of one, 99th percentile", slow, "ms")
            yield Figure("  conflicts", conflicts, "")
        finally:
            stop(live)


def _script(live: Live, text: str, *words: str) -> str:
    command = [sys.executable, "-c", text, *words]
    done = subprocess.run(
        command, env=live.env, capture_output=True, text=True, check=False, timeout=900, cwd=TOP
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _run(url: str, tickets: list[str]) -> tuple[list[tuple[float, str]], float]:
    """All clients together; the answers and the seconds they took."""
    began = time.monotonic()
    with get_context("fork").Pool(PROCESSES) as pool:
        parts = pool.starmap(_clients, [(url, tickets[n::PROCESSES]) for n in range(PROCESSES)])
    return [answer for part in parts for answer in part], time.monotonic() - began


def _clients(url: str, tickets: list[str]) -> list[tuple[float, str]]:
    answers: list[tuple[float, str]] = []
    threads = [Thread(target=_client, args=(url, tickets[n::CLIENTS], answers)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _client(url: str, tickets: list[str], answers: list[tuple[float, str]]) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": parts.netloc}
    for number, ticket in enumerate(tickets):
        body = urlencode(
            {
                "step": "ballot",
                "ticket": ticket,
                "choice-miasto:list": str(number % 4 + 1),
                "choice-polnoc:list": "5",
            }
        )
        began = time.monotonic()
        try:
            connection.request("POST", parts.path, body, headers)
            answer = connection.getresponse()
            found = RECEIPT.search(answer.read()) if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            connection.close()
            found = None
        answers.append((time.monotonic() - began, found[0].decode() if found else ""))


def _killed(live: Live, url: str, tickets: list[str]) -> list[tuple[float, str]]:
    """Cast while PostgreSQL is killed once; it is started again by the product."""
    found: list[tuple[float, str]] = []
    thread = Thread(target=lambda: found.extend(_run(url, tickets)[0]))
    thread.start()
    time.sleep(1.5)
    for note in (live.settings.var / "run").glob("zope-2.process"):
        os.kill(int(note.read_text().split()[0]), signal.SIGKILL)
    time.sleep(1.0)
    pid = next(live.settings.var.rglob("postmaster.pid")).read_text().split()[0]
    os.kill(int(pid), signal.SIGQUIT)
    thread.join()
    return found


def _checked(live: Live, folder: Path, election: str, receipts: list[str]) -> dict[str, int]:
    path = folder / "receipts.json"
    path.write_text(json.dumps({"election": election, "receipts": receipts}))
    for _attempt in range(30):
        try:
            found: dict[str, int] = json.loads(_script(live, CHECK, str(path)).splitlines()[-1])
        except AssertionError:
            time.sleep(2)
        else:
            return found
    raise AssertionError("the database did not come back")
