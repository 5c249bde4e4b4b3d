"""Visits are counted for pages rendered and kept alike, once each, and nothing of the reader is."""

from datetime import datetime
from infostrada.core.pagecache.generation import Generation
from infostrada.core.pagecache.store import Store
from infostrada.core.pagecache.wsgi import PageCache
from infostrada.core.pagecache.wsgi import UNTIL
from infostrada.core.visits.rules import is_program
from infostrada.core.visits.rules import is_reading
from infostrada.core.visits.tally import add
from infostrada.core.visits.tally import Tally
from infostrada.core.visits.tally import WARSAW
from infostrada.core.visits.wsgi import VISIT

import psycopg
import pytest
import time


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize("agent", [FIREFOX, PHONE, "Opera/9.80 (Android; Opera Mini/36.2) Presto/2.12"])
def test_browsers_of_people(agent):
    assert not is_program(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.11.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/130 Safari/537.36",
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0 Safari/537.36",
        "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "facebookexternalhit/1.1",
    ],
)
def test_programs(agent):
    assert is_program(agent)


@pytest.mark.parametrize("header", ["HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ"])
def test_a_page_fetched_ahead_is_no_visit(header):
    assert not is_reading({"HTTP_USER_AGENT": FIREFOX, header: "prefetch;prerender"})


class Database:
    def __init__(self):
        self.rows, self.away = [], False

    def add(self, counts):
        if self.away:
            raise psycopg.OperationalError("away")
        self.rows.append(dict(counts))


def test_a_day_ends_at_polish_midnight():
    database = Database()
    # 23:30 UTC in summer is half past one of the next day in Poland.
    moments = iter(
        datetime(2026, 7, 1, *clock, tzinfo=WARSAW).timestamp() for clock in ((23, 59, 59), (23, 59, 59))
    )
    later = iter([datetime(2026, 7, 2, tzinfo=WARSAW).timestamp()])
    tally = Tally(database.add, lambda: next(moments, None) or next(later))
    for _n in range(3):
        tally.note("a")
    tally.flush()
    assert database.rows == [{("a", "2026-07-01"): 2, ("a", "2026-07-02"): 1}]


def test_visits_wait_while_the_database_is_away():
    database = Database()
    tally = Tally(database.add)
    tally.note("a")
    database.away = True
    tally.flush()
    tally.note("a")
    database.away = False
    tally.flush()
    tally.flush()
    assert [list(row.values()) for row in database.rows] == [[2]]


def test_counts_add_up_in_the_database(database):
    add({("a", "2026-11-28"): 2, ("b", "2026-11-28"): 1})
    add({("a", "2026-11-28"): 3, ("a", "2026-11-29"): 1})
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT uid, day::text, visits FROM core.visit ORDER BY uid, day"
        ).fetchall()
        columns = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'core' AND table_name = 'visit'"
        ).fetchall()
    assert found == [("a", "2026-11-28", 5), ("a", "2026-11-29", 1), ("b", "2026-11-28", 1)]
    assert {name for (name,) in columns} == {"uid", "day", "visits"}


class Counted:
    def __init__(self):
        self.uids = []

    def note(self, uid):
        self.uids.append(uid)


@pytest.fixture
def cache(tmp_path):
    def zope(environ, start_response):
        status = "404 Not Found" if environ["PATH_INFO"] == "/gone" else "200 OK"
        headers = [("Content-Type", "text/html"), (VISIT, "uid-1"), (UNTIL, str(time.time() + 60))]
        start_response(status, headers)
        return [b"page"]

    return PageCache(zope, Generation(tmp_path / "run" / "page-generation"), Store(), Counted())


def ask(cache, path="/bip", method="GET", agent=FIREFOX, **headers):
    said = {}
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "x", "wsgi.url_scheme": "http",
        "HTTP_USER_AGENT": agent, **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }  # fmt: skip
    b"".join(
        cache(
            environ, lambda status, headers, problem=None: said.update(status=status, headers=dict(headers))
        )
    )
    assert not {VISIT, UNTIL} & set(said["headers"])
    return said


def test_rendered_kept_and_revalidated_pages_are_counted_once_each(cache):
    ask(cache)
    etag = ask(cache)["headers"]["ETag"]
    assert ask(cache, if_none_match=etag)["status"].startswith("304")
    ask(cache, cookie="look=dark")
    assert cache.tally.uids == ["uid-1"] * 4


def test_programs_heads_and_missing_pages_are_not(cache):
    for agent in ("", "curl/8", "Mozilla/5.0 (compatible; Googlebot/2.1)"):
        ask(cache, agent=agent)
        ask(cache, agent=agent)
    ask(cache, method="HEAD")
    ask(cache, method="POST")
    ask(cache, path="/gone")
    assert cache.tally.uids == []
