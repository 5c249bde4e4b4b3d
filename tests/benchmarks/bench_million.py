"""An office of a million cases and millions of documents over HTTP: lists and my work by one user and by sixteen.

A part of the cases and letters are real objects, the newest ones; the rest are rows copied from theirs (`million`). Two
clerks have 60 groups and rights on 10,000 cases each; sixteen connections share their logins. How much there is can be
chosen: INFOSTRADA_BENCH_OBJECTS, INFOSTRADA_BENCH_CASES, INFOSTRADA_BENCH_DOCUMENTS. First pages are compared with what
the plain definition of who sees what gives, and rows of them are followed to their objects.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tests.benchmarks import bench_objects as objects
from tests.benchmarks.figure import Figure
from tests.benchmarks.many import CLERK
from tests.benchmarks.many import CLERKS
from tests.benchmarks.many import UNIT
from tests.benchmarks.million import multiply
from tests.benchmarks.wire import cpu_seconds
from tests.benchmarks.wire import family
from tests.benchmarks.wire import Wire
from tests.live import Live
from tests.live import start
from tests.live import stop
from threading import Thread
from typing import Any
from typing import NamedTuple

import json
import os
import psycopg
import random
import requests
import subprocess
import sys
import tempfile
import time


CASES = int(os.environ.get("INFOSTRADA_BENCH_CASES", "1000000"))
DOCUMENTS = int(os.environ.get("INFOSTRADA_BENCH_DOCUMENTS", "15000000"))
USERS, ROUNDS, REPEATS, FOLLOWED = 16, 12, 25, 40
REGISTRAR = "ewa.kancelaria"
_PLAIN = """
    SELECT record.uid FROM core.record JOIN site.case_listing AS own USING (uid)
    WHERE type = 'records_case' AND record.unit = %(unit)s {more} AND (
        record.access IN (SELECT id FROM core.access_set WHERE allowed && %(tokens)s::text[])
        OR record.grant_scope IN (SELECT uid FROM core.access_grant WHERE principal = ANY(%(ids)s)))
"""
_ORDER = " ORDER BY started_on DESC, record.uid DESC LIMIT 50"


class Asked(NamedTuple):
    """A page to be measured: who asks, the address, its bars in ms for one user and for sixteen."""

    user: str
    path: str
    bars: tuple[float, float] = (250, 120)
    many: tuple[float, float] | None = None


LIST = f"/{UNIT}/@listing?name=cases&size=50"
PAGES = {
    "cases, first page": Asked(CLERK, LIST, many=(500, 250)),
    "cases, first page in the browser": Asked(CLERK, f"/{UNIT}/@@cases", many=(500, 250)),
    "open cases by term": Asked(CLERK, f"{LIST}&state=started&state=in_progress&sort=due"),
    "cases led by the clerk": Asked(CLERK, f"{LIST}&officer={CLERK}"),
    "cases of a department": Asked(CLERK, f"{LIST}&org_id=r7"),
    "cases by a rare word": Asked(CLERK, f"{LIST}&q=numer+4242"),
    "cases by a word of every case": Asked(CLERK, f"{LIST}&q=spraw"),
    "cases by the end of a sign": Asked(CLERK, f"{LIST}&q=6730.1"),
    "cases by a word nobody wrote": Asked(CLERK, f"{LIST}&q=hipopotam"),
    "open cases by term, by a word": Asked(
        CLERK, f"{LIST}&state=started&state=in_progress&sort=due&q=kowalczyk"
    ),
    "documents by words": Asked(CLERK, f"/{UNIT}/@listing?name=documents&size=50&q=projekt+decyzji"),
    "tasks by a sign": Asked(CLERK, f"/{UNIT}/@listing?name=tasks&size=50&q=R7.6730"),
    "letters by a sender and a number": Asked(
        REGISTRAR, f"/{UNIT}/@listing?name=letters&size=50&q=kowalczyk+4242"
    ),
    "register of letters": Asked(REGISTRAR, f"/{UNIT}/@listing?name=letters&size=50"),
    "my work of a clerk": Asked(CLERK, f"/{UNIT}/@my-work", (200, 80), (500, 250)),
    "my work of a clerk in the browser": Asked(CLERK, f"/{UNIT}/@@my-work", (200, 80)),
    "my work of the registry in the browser": Asked(REGISTRAR, f"/{UNIT}/@@my-work", (200, 80)),
}


def measure() -> Iterator[Figure]:
    """Seconds to make it, milliseconds of a page, processor time of one."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--processes", "2", "--profile", "bare")
        try:
            began = time.monotonic()
            words = make(live)
            yield Figure(f"made: {words}", time.monotonic() - began, "s")
            yield from pages(live)
        finally:
            stop(live)


def make(live: Live) -> str:
    """Real objects, the copies of their rows, the rights of the clerks; says what there is."""
    objects.make(live, granted=False)
    objects.run(live, "papers")
    there = multiply(live.settings.conninfo, CASES, DOCUMENTS)
    objects.run(live, "grant")
    with psycopg.connect(live.settings.conninfo, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE core.access_grant")
    names = {
        "cases": "records_case",
        "documents": "records_document",
        "tasks": "records_task",
        "letters": "records_letter",
    }
    return ", ".join(f"{there[kind]:,} {name}" for name, kind in names.items())


def pages(live: Live) -> Iterator[Figure]:
    """Every page by one user, then those with a second bar by sixteen."""
    sessions = {user: objects.logged_in(live.url, user) for user in (*CLERKS, REGISTRAR)}
    expected = {clerk: _expected(live, clerk) for clerk in CLERKS}
    yield from _check(live, sessions[CLERK], expected[CLERK])
    for name, asked in PAGES.items():
        yield from _alone(live, name, asked, sessions[asked.user])
    yield from _deep(live, sessions[CLERK])
    for name, asked in PAGES.items():
        if asked.many:
            yield from _together(live, name, asked, sessions, expected)


def _alone(live: Live, name: str, asked: Asked, session: requests.Session) -> Iterator[Figure]:
    url, accept = live.url + asked.path, "text/html" if "@@" in asked.path else "application/json"
    spent, busy = [], _busy(live)
    for _ in range(REPEATS):
        began = time.perf_counter()
        answer = session.get(url, headers={"Accept": accept}, timeout=120)
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text[:500]
    busy = (_busy(live) - busy) / REPEATS * 1000
    yield Figure(f"{name}, 1 user", median(spent), "ms", *asked.bars)
    yield Figure("  processor time of one, Zope and PostgreSQL", busy, "ms")


def _deep(live: Live, session: requests.Session) -> Iterator[Figure]:
    """The hundredth page, reached page by page: no row twice, none left out of the order."""
    url, seen = live.url + LIST, []
    for _ in range(100):
        answer = session.get(url, timeout=120).json()
        seen += [(row["started_on"], row["uid"]) for row in answer["items"]]
        url = answer["batching"]["next"]
    assert len(set(seen)) == 5_000 and seen == sorted(seen, reverse=True)
    yield from _alone(live, "cases, page 101", Asked(CLERK, url.removeprefix(live.url)), session)


def _together(
    live: Live,
    name: str,
    asked: Asked,
    sessions: dict[str, Any],
    expected: dict[str, list[str]],
) -> Iterator[Figure]:
    """Sixteen connections that ask again as soon as they have been answered; every answer is the right one."""
    waits: list[float] = []
    wrong: list[str] = []
    right = expected if "@listing" in asked.path else {}
    clients = [
        Thread(target=_client, args=(live, asked, CLERKS[n % len(CLERKS)], sessions, right, waits, wrong))
        for n in range(USERS)
    ]
    began, busy = time.monotonic(), _busy(live)
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds, busy = time.monotonic() - began, _busy(live) - busy
    assert not wrong and len(waits) == USERS * ROUNDS, wrong[:1]
    must, aim = asked.many or (None, None)
    yield Figure(f"{name}, {USERS} users", median(waits), "ms", must, aim)
    yield Figure("  95th percentile", sorted(waits)[int(len(waits) * 0.95)], "ms")
    yield Figure("  answers a second", len(waits) / seconds, "1/s", more=True)
    yield Figure("  processor time of one, Zope and PostgreSQL", busy / len(waits) * 1000, "ms")


def _client(
    live: Live, asked: Asked, user: str, sessions: dict[str, Any], right: dict[str, list[str]],
    waits: list[float], wrong: list[str],
) -> None:  # fmt: skip
    wire = Wire("127.0.0.1", live.settings.port)
    accept = "text/html" if "@@" in asked.path else "application/json"
    token = sessions[user].headers["Authorization"]
    head = f"GET {asked.path} HTTP/1.1\r\nHost: 127.0.0.1:{live.settings.port}\r\nAccept: {accept}\r\n"
    request = f"{head}Authorization: {token}\r\n\r\n".encode()
    for _ in range(ROUNDS):
        answer = wire.ask(request)
        waits.append(answer.seconds * 1000)
        body = answer.text.partition(b"\r\n\r\n")[2]
        if answer.status != 200:
            wrong.append(answer.text[:500].decode("utf-8", "replace"))
        elif user in right and [row["uid"] for row in json.loads(body)["items"]] != right[user]:
            wrong.append(f"another page than the plain definition gives {user}")
    wire.close()


def _expected(live: Live, user: str) -> list[str]:
    with psycopg.connect(live.settings.conninfo) as connection:
        connection.execute("SET statement_timeout = 0")
        found = connection.execute(_PLAIN.format(more="") + _ORDER, {"unit": UNIT, **_principals(live, user)})
        return [uid for (uid,) in found.fetchall()]


def _principals(live: Live, user: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.many", "told", user]
    env = {**live.env, "PYTHONPATH": str(objects.TOP)}
    done = subprocess.run(command, env=env, cwd=objects.TOP, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _check(live: Live, clerk: requests.Session, expected: list[str]) -> Iterator[Figure]:
    """The first page is the right one, its rows lead to their objects, the total is near the counted one."""
    page = clerk.get(live.url + LIST, timeout=120).json()
    assert [row["uid"] for row in page["items"]] == expected and len(expected) == 50
    with psycopg.connect(live.settings.conninfo) as connection:
        objects_of = {uid for (uid,) in connection.execute("SELECT uid FROM bench.real_case")}
    real = [row for row in page["items"] if row["uid"] in objects_of]
    assert len(real) > 5
    for row in random.Random(5).sample(real, min(len(real), FOLLOWED)):
        opened = clerk.get(row["@id"], timeout=120)
        assert opened.status_code == 200, opened.text[:500]
        told = opened.json()
        assert (told["uid"], told["title"]) == (row["uid"], row["title"])
    who = _principals(live, CLERK)
    groups = sum(1 for one in who["ids"] if ":" in one)
    assert groups >= 60, who["ids"]
    with psycopg.connect(live.settings.conninfo) as connection:
        connection.execute("SET statement_timeout = 0")
        plain = _PLAIN.format(more="")
        counted = connection.execute(
            f"SELECT count(*) FROM ({plain}) AS all_of_them", {"unit": UNIT, **who}
        ).fetchone()
        mine = _PLAIN.format(more="AND officer = %(me)s AND settled_on IS NULL AND closed_on IS NULL")
        led = {uid for (uid,) in connection.execute(mine, {"unit": UNIT, "me": CLERK, **who})}
    shown = clerk.get(f"{live.url}/{UNIT}/@my-work", timeout=120).json()
    assert {row["uid"] for row in shown["cases"]} <= led and len(shown["cases"]) == min(200, len(led))
    assert shown["tasks"] and shown["drafts"] and shown["to_accept"]
    yield Figure("cases the clerk may see, counted", float((counted or (0,))[0]), "rows")
    yield Figure("  as the list estimates them", float(page["items_total"]), "rows")


def _busy(live: Live) -> float:
    """Processor time of Zope's processes, and of PostgreSQL with the backends it has now."""
    run = live.settings.var / "run"
    zopes = [int(note.read_text().split()[0]) for note in run.glob("zope-*.process")]
    with psycopg.connect(live.settings.conninfo) as connection:
        (data,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    postmaster = int((Path(data) / "postmaster.pid").read_text().split()[0])
    return cpu_seconds([*zopes, *family(postmaster)])
