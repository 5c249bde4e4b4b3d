"""The page cache without Zope: what is kept, what never is, and that no change is missed."""

from infostrada.core.pagecache.commits import announce
from infostrada.core.pagecache.generation import Generation
from infostrada.core.pagecache.generation import NUMBER
from infostrada.core.pagecache.generation import SLOT
from infostrada.core.pagecache.store import Page
from infostrada.core.pagecache.store import Store
from infostrada.core.pagecache.wsgi import PageCache
from infostrada.core.pagecache.wsgi import UNTIL

import gzip
import pytest
import subprocess
import sys
import time
import transaction


class Zope:
    """Answers as Zope would, and counts."""

    def __init__(self):
        self.text, self.count, self.headers, self.status = "one", 0, [], "200 OK"
        self.until = time.time() + 60
        self.during = None

    def __call__(self, environ, start_response):
        self.count += 1
        body = self.text.encode()
        if self.during:
            self.during()
        headers = [("Content-Type", "text/html"), *self.headers]
        if self.until is not None:
            headers.append((UNTIL, str(self.until)))
        start_response(self.status, headers)
        return [body]


@pytest.fixture
def generation(tmp_path):
    return Generation(tmp_path / "run" / "page-generation")


@pytest.fixture
def zope():
    return Zope()


@pytest.fixture
def cache(zope, generation):
    return PageCache(zope, generation, Store())


def ask(cache, path="/bip", method="GET", query="", **headers):
    said = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "x",
        "wsgi.url_scheme": "http",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }

    def start(status, headers, problem=None):
        said.update(status=status, headers=dict(headers))

    body = b"".join(cache(environ, start)).decode("utf-8", "replace")
    assert UNTIL not in said["headers"]
    return said["status"], said["headers"], body


def test_a_page_is_rendered_once(cache, zope):
    assert [ask(cache)[2] for _n in range(3)] == ["one"] * 3
    assert zope.count == 1
    assert ask(cache, method="HEAD")[2] == ""
    etag = ask(cache)[1]["ETag"]
    assert ask(cache, if_none_match=etag)[0].startswith("304") and zope.count == 1


def test_kept_texts_are_compressed_for_who_takes_it(cache, zope):
    zope.text = "Zażółć gęślą jaźń. " * 100
    first = ask(cache, path="/first", accept_encoding="gzip")
    assert first[1]["Content-Encoding"] == "gzip" and "X-Infostrada-Cache" not in first[1] and zope.count == 1
    assert ask(cache, path="/first", if_none_match=first[1]["ETag"], accept_encoding="gzip")[0].startswith(
        "304"
    )
    zope.count = 0
    plain = ask(cache)
    _status, headers, _body = ask(cache, accept_encoding="br, gzip")
    assert "Content-Encoding" not in plain[1]
    assert headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in headers["Vary"]
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/bip", "QUERY_STRING": "", "SERVER_NAME": "x"}
    environ |= {"wsgi.url_scheme": "http", "HTTP_ACCEPT_ENCODING": "gzip"}
    sent = b"".join(cache(environ, lambda *_said: None))
    assert gzip.decompress(sent).decode() == zope.text and int(headers["Content-Length"]) == len(sent)
    assert ask(cache, accept_encoding="gzip", if_none_match=headers["ETag"])[0].startswith("304")
    for refused in ("", "br", "gzip;q=0", "gzip; q=0.0", "deflate"):
        assert "Content-Encoding" not in ask(cache, accept_encoding=refused)[1], refused
    assert zope.count == 1
    zope.headers = [("Content-Encoding", "br")]
    assert ask(cache, path="/packed")[2] == ask(cache, path="/packed", accept_encoding="gzip")[2]


def test_files_under_their_digest_are_kept_whatever_changes(cache, zope, generation):
    zope.until = None
    path = "/++plone++infostrada/++unique++5d1aa0cbfd2d/site.css"
    generation.begin()
    for_good = "public, max-age=31536000, immutable"
    assert [ask(cache, path)[1]["Cache-Control"] for _n in range(2)] == [for_good] * 2
    generation.end()
    ask(cache, path)
    assert zope.count == 1
    ask(cache, "/++plone++infostrada/site.css")
    ask(cache, "/++plone++infostrada/site.css")
    assert zope.count == 3


def test_what_comes_in_pieces_goes_through(zope, generation):
    def late(environ, start_response):
        yield from zope(environ, start_response)

    for app in (late, lambda environ, start_response: iter(zope(environ, start_response))):
        cache = PageCache(app, generation, Store())
        assert [ask(cache)[2] for _n in range(2)] == ["one"] * 2
    assert zope.count == 4


def test_a_change_in_this_or_another_process_is_seen_at_once(cache, zope, generation, tmp_path):
    ask(cache)
    generation.begin()
    zope.text = "two"
    generation.end()
    assert ask(cache)[2] == "two"
    script = (
        "from pathlib import Path; from infostrada.core.pagecache.generation import Generation;"
        f"g = Generation(Path({str(tmp_path / 'run' / 'page-generation')!r})); g.begin(); g.end()"
    )
    zope.text = "three"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert ask(cache)[2] == "three"


def test_a_page_rendered_across_a_commit_is_not_kept(cache, zope, generation):
    def commit():
        generation.begin()
        zope.text = "new"
        generation.end()

    zope.during = commit
    assert ask(cache)[2] == "one"
    zope.during = None
    assert ask(cache)[2] == "new"


def test_nothing_is_kept_while_somebody_commits(cache, zope, generation):
    generation.begin()
    ask(cache)
    ask(cache)
    assert zope.count == 2
    generation.end()
    ask(cache)
    ask(cache)
    assert zope.count == 3


def test_who_dies_while_committing_leaves_no_old_page(cache, zope, generation):
    """Between the commit and its end the process is gone: pages from before it are not served."""
    ask(cache)
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    place = NUMBER.size + 5 * SLOT.size
    SLOT.pack_into(generation._map, place, gone.pid, 1)
    NUMBER.pack_into(generation._map, 0, generation.number + 1)
    zope.text = "two"
    assert ask(cache)[2] == "two"
    assert SLOT.unpack_from(generation._map, place) == (0, 0)
    zope.text = "three"
    assert ask(cache)[2] == "three"
    assert ask(cache)[2] == "three" and zope.count == 3


def test_no_page_outlives_its_moment(cache, zope):
    zope.until = time.time() + 0.05
    ask(cache)
    time.sleep(0.06)
    zope.text, zope.until = "over", time.time() + 60
    assert ask(cache)[2] == "over"


@pytest.mark.parametrize(
    "headers", [{"cookie": "__ac=x"}, {"authorization": "Basic x"}, {"range": "bytes=0-1"}]
)
def test_what_is_somebodys_is_neither_kept_nor_served(cache, zope, headers):
    ask(cache)
    zope.text = "private"
    assert ask(cache, **headers)[2] == "private"
    assert ask(cache)[2] == "one"


@pytest.mark.parametrize(
    "change",
    [
        {"until": None},
        {"status": "404 Not Found"},
        {"status": "302 Found"},
        {"headers": [("Set-Cookie", "a=b")]},
        {"headers": [("Cache-Control", "private, no-store")]},
    ],
)
def test_answers_that_are_not_kept(cache, zope, change):
    for name, value in change.items():
        setattr(zope, name, value)
    ask(cache)
    ask(cache)
    assert zope.count == 2


def test_a_post_goes_through(cache, zope):
    ask(cache)
    ask(cache, method="POST")
    assert zope.count == 2


def test_languages_kinds_and_hosts_are_apart(cache, zope):
    for headers in (
        {},
        {"accept": "application/json"},
        {"accept_language": "en"},
        {"host": "bip.example.pl"},
    ):
        ask(cache, **headers)
    ask(cache, query="start=25")
    assert zope.count == 5


def test_memory_has_a_bound():
    store = Store(most=100)
    for number in range(10):
        store.put((str(number),), Page(1, time.time() + 60, (), b"x" * 30, ""))
    kept = [number for number in range(10) if store.get((str(number),), 1, time.time())]
    assert kept == [7, 8, 9]


def test_commits_are_announced_and_failures_too(tmp_path, monkeypatch):
    from infostrada.core.pagecache import commits

    generation = Generation(tmp_path / "page-generation")
    monkeypatch.setattr(commits, "shared", lambda: generation)
    manager = transaction.TransactionManager()
    before = generation.number
    announce(manager.begin())
    announce(manager.get())
    assert not generation.quiet
    manager.commit()
    assert generation.quiet and generation.number == before + 2
    announce(manager.begin())
    manager.abort()
    assert generation.quiet and generation.number == before + 4
