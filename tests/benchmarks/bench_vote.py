"""Casting under load: the real product, two processes, sixteen clients, each ballot a person of its own.

A cast is the whole second step: the form is posted with its ticket, tags are compared, the ballot sealed, mark and envelope
written and committed, the page of thanks with the receipt answered. `VOTES` sets how many (10,000 by default, 100,000 for
the figure of the issue). Then Zope and PostgreSQL are killed under load: every acknowledged receipt has to be in the box,
and nobody twice. The same ballots as ZODB objects, one tree for all, are cast in the same run for comparison.
"""

from collections.abc import Iterator
from infostrada.core.cluster import Cluster
from infostrada.core.server import process
from infostrada.core.server.watch import Watch
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.benchmarks.secrecy import plundered
from tests.benchmarks.wire import Answer
from tests.benchmarks.wire import cpu_seconds
from tests.benchmarks.wire import family
from tests.benchmarks.wire import shared
from tests.benchmarks.wire import Wire
from tests.live import Live
from tests.live import start
from tests.live import stop
from threading import Thread
from urllib.parse import urlencode
from urllib.parse import urlsplit

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time


VOTES = int(os.environ.get("VOTES", "10000"))
WARM, LONG_WAY = 800, 1000
KILLS = int(os.environ.get("KILLS", "6"))
KILLED = 1500 + 1000 * KILLS
# Tries of one who gets no receipt, five a second: longer than a busy machine takes to stand up again.
PATIENCE = 3000
RIVAL_VOTES = 1000
PAGES = 20_000
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
    office = make_office(portal)
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
    if getattr(portal, "rival", None) is None:
        portal.rival = OOBTree()
        transaction.commit()
    db, name = app._p_jar.db(), portal.getId()
print("ready", flush=True)
sys.stdin.readline()
waits, conflicts, lost, lock = [], [0], [0], threading.Lock()
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
        else:
            with lock: lost[0] += 1
        with lock: waits.append(time.monotonic() - began)
    connection.close()
threads = [threading.Thread(target=cast, args=(total // clients,)) for _ in range(clients)]
began = time.monotonic()
[t.start() for t in threads]; [t.join() for t in threads]
waits.sort()
print(len(waits) / (time.monotonic() - began), waits[int(len(waits) * .99)] * 1000, conflicts[0], lost[0])
"""


def measure() -> Iterator[Figure]:
    """Voters a second, the page every voter begins with, what kills leave; then what ZODB would do."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--processes", "2", "--profile", "bare")
        try:
            count = WARM + VOTES + LONG_WAY + KILLED
            world = json.loads(_script(live, SETUP, str(TOP), str(count)).splitlines()[-1])
            url = f"{live.url}{world['path']}/@@vote"
            yield from _pages(url)
            rivals = [_rival(live) for _process in range(2)]
            answers, figures = _cast(live, url, world["tickets"])
            yield from figures
            yield from _as_objects(rivals)
            cast_at = time.monotonic()
            answers += _killed(live, url, world["tickets"][-KILLED:])
            yield Figure(f"  seconds of {KILLS} kills with {KILLED} ballots", time.monotonic() - cast_at, "s")
            receipts = [receipt for _wait, receipt in answers if receipt]
            found = _checked(live, Path(folder), world["election"], receipts)
            assert found["marks"] == found["people"] == found["ballots"], found
            assert len(set(receipts)) == len(receipts)
            yield Figure(
                f"ballots acknowledged, {KILLS} times kill -9 of Zope and PostgreSQL", len(receipts), ""
            )
            yield Figure("  ballots nobody acknowledged", len(world["tickets"]) - len(receipts), "", 0)
            yield Figure("  acknowledged receipts not in the box", found["lost"], "", 0)
            yield Figure("  people marked twice", found["marks"] - found["people"], "", 0)
            yield from plundered(live, Path(folder), url, world, TOP)
            # 100,000 ballots and twenty kills are to be done in a quarter of an hour.
            yield Figure("  minutes of all of it", (time.monotonic() - began) / 60, "min", 15)
        finally:
            stop(live)


def _cast(live: Live, url: str, tickets: list[str]) -> tuple[list[tuple[float, str]], list[Figure]]:
    """The measured casts, by the short way and by Zope's own."""
    answers, _seconds = _run(url, tickets[:WARM])
    servers = _servers(live)
    before = {name: cpu_seconds(pids) for name, pids in servers.items()}
    cast, seconds = _run(url, tickets[WARM : WARM + VOTES])
    spent = {name: cpu_seconds(pids) - before[name] for name, pids in servers.items()}
    good = [wait for wait, receipt in cast if receipt]
    assert len(good) == VOTES, f"{VOTES - len(good)} of {VOTES} were not acknowledged"
    before_long = cpu_seconds(servers["zope"])
    long, long_seconds = _run(url, tickets[WARM + VOTES : WARM + VOTES + LONG_WAY], cookie="long=way")
    long_spent = cpu_seconds(servers["zope"]) - before_long
    figures = [
        Figure(
            "ballots cast, 2 Zope processes, 16 clients", VOTES / seconds, "1/s", 250, 500, more=True,
            beside=LONG_WAY / long_seconds,
        ),
        Figure("  time of one, 99th percentile", _slowest(good), "ms", 100, 50,
               beside=_slowest([wait for wait, _receipt in long])),
        Figure("  processor time of one in Zope (beside: through Zope's objects)",
               spent["zope"] / VOTES * 1000, "ms", beside=long_spent / LONG_WAY * 1000),
        Figure("  in PostgreSQL", spent["postgres"] / VOTES * 1000, "ms"),
        Figure("  load average meanwhile", os.getloadavg()[0], ""),
    ]  # fmt: skip
    return answers + cast + long, figures


def _slowest(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)] * 1000


def _servers(live: Live) -> dict[str, list[int]]:
    run = live.settings.var / "run"
    zope = [int(note.read_text().split()[0]) for note in run.glob("zope-*.process")]
    return {"zope": zope, "postgres": family(_postmaster(live))}


def _postmaster(live: Live) -> int:
    return int(next(live.settings.var.rglob("postmaster.pid")).read_text().split()[0])


def _pages(url: str) -> Iterator[Figure]:
    """The first page of the vote, as all visitors without a cookie get it."""
    parts = urlsplit(f"{url}?method=pesel")
    request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    for _time in range(8):
        first = Wire(parts.hostname or "", parts.port or 80).ask(request)
    assert first.status == 200 and b'name="pesel"' in first.text
    part = (parts.hostname, parts.port, request, PAGES // PROCESSES)
    answers, seconds = shared(_read_pages, [part] * PROCESSES, 2)
    kept = sum(b"X-Infostrada-Cache: hit" in answer.text for answer in answers)
    assert {answer.status for answer in answers} == {200} and kept > len(answers) * 0.99
    yield Figure("first page of the vote, from memory", len(answers) / seconds, "1/s", 3000, more=True)


def _read_pages(host: str, port: int, request: bytes, count: int, _number: int, clients: int) -> list[Answer]:
    wire = Wire(host, port)
    answers = [wire.ask(request) for _time in range(count // clients)]
    return [answer._replace(text=answer.text[:1500]) for answer in answers]


def _rival(live: Live) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RIVAL, str(RIVAL_VOTES)]
    started = subprocess.Popen(
        command, env=live.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TOP
    )
    # The first one makes the tree, the second finds it.
    assert started.stdout is not None and started.stdout.readline() == "ready\n"
    return started


def _as_objects(rivals: list[subprocess.Popen[str]]) -> Iterator[Figure]:
    """The same number of clients in two processes, without a web server, a ticket or an envelope."""
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    said = [list(map(float, rival.communicate(timeout=900)[0].split())) for rival in rivals]
    yield Figure("the same as ZODB objects, 2 processes, 16 clients, no web", sum(s[0] for s in said), "1/s")
    yield Figure("  time of one, 99th percentile", max(s[1] for s in said), "ms")
    yield Figure("  conflicts", sum(s[2] for s in said), "")
    yield Figure("  ballots lost after 60 tries", sum(s[3] for s in said), "")


def _script(live: Live, text: str, *words: str) -> str:
    command = [sys.executable, "-c", text, *words]
    done = subprocess.run(
        command, env=live.env, capture_output=True, text=True, check=False, timeout=900, cwd=TOP
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _run(
    url: str, tickets: list[str], cookie: str = "", stubborn: bool = False
) -> tuple[list[tuple[float, str]], float]:
    """All clients together; the answers and the seconds they took."""
    parts = [(url, tickets[n::PROCESSES], cookie, stubborn) for n in range(PROCESSES)]
    return shared(_client, parts, CLIENTS)


def _client(
    url: str, tickets: list[str], cookie: str, stubborn: bool, number: int, clients: int
) -> list[tuple[float, str]]:
    parts = urlsplit(url)
    wire = Wire(parts.hostname or "", parts.port or 80)
    found = []
    for place, ticket in enumerate(tickets[number::clients]):
        fields = [
            ("step", "ballot"), ("ticket", ticket), ("choice-miasto:list", str(place % 4 + 1)),
            ("choice-polnoc:list", "5"),
        ]  # fmt: skip
        body = urlencode(fields).encode()
        head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            + (f"Cookie: {cookie}\r\n" if cookie else "")
            + "\r\n"
        )
        for _try in range(PATIENCE if stubborn else 1):
            answer = wire.ask(head.encode() + body)
            receipt = RECEIPT.search(answer.text) if answer.status == 200 else None
            if receipt is not None or not stubborn:
                break
            time.sleep(0.2)
        found.append((answer.seconds, receipt[0].decode() if receipt else ""))
    return found


def _killed(live: Live, url: str, tickets: list[str]) -> list[tuple[float, str]]:
    """Cast while Zope processes and the whole of PostgreSQL are killed again and again.

    Who gets no answer sends the same form once more, as people do, until there is a receipt.
    """
    found: list[tuple[float, str]] = []
    thread = Thread(target=lambda: found.extend(_run(url, tickets, stubborn=True)[0]), daemon=True)
    thread.start()
    watch = Watch(live.settings)
    chance = random.Random(2026)
    for number in range(KILLS):
        time.sleep(chance.uniform(0.3, 1.2))
        if number % 3 == 2:
            _kill_postgres(live)
        # One that was starting when the database fell has ended by itself.
        elif (pid := process.running(f"zope-{number % 3 + 1}", live.settings.var)) is not None:
            os.kill(pid, signal.SIGKILL)
        list(watch.look())
    while thread.is_alive():
        list(watch.look())
        thread.join(1)
    return found


def _kill_postgres(live: Live) -> None:
    """The server and all its children, as when the machine's memory is full."""
    if Cluster(live.settings.var).running():
        for pid in family(_postmaster(live)):
            os.kill(pid, signal.SIGKILL)


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
