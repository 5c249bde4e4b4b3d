"""An anonymous bulletin entry against a stock Plone page of like content: same process, same database, in turns."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from infostrada.core.config import settings
from infostrada.core.server.plone import open_app
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure
from typing import Any

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import transaction


ROUNDS = 200
TEXT = "\n\n".join("Decyzja ustala warunki zabudowy dla domu jednorodzinnego. " * 6 for _ in range(8))


def measure() -> Iterator[Figure]:
    """Pages a second of CPU, ours beside stock's."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "bare")
        try:
            words = [sys.executable, "-m", "tests.benchmarks.bench_bip"]
            done = subprocess.run(
                words, env=running.env, cwd=live.TOP, capture_output=True, text=True, check=True
            )
            ours, stock = json.loads(done.stdout.splitlines()[-1])
        finally:
            live.stop(running)
    yield Figure("bulletin entry, pages per CPU second", ours, "/s", more=True, beside=stock)
    yield Figure("bulletin entry against a stock page", ours / stock, "x", must=1.2, aim=2, more=True)


def compare() -> tuple[float, float]:
    """Medians of pages per CPU second: an entry of ours, a Document of a stock site."""
    with open_app(settings()) as app:
        # Each site indexes its own objects: committed while it is the present one.
        entry = _entry(app)
        transaction.commit()
        stock = _stock(app)
        transaction.commit()
    pages = [_page(entry, "Decyzja ustala"), _page(stock, "Decyzja ustala")]
    for page in pages:
        page()
    spent: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for times, page in zip(spent, pages, strict=True):
            times.append(page())
    ours, theirs = (1 / statistics.median(times) for times in spent)
    return ours, theirs


def _entry(app: Any) -> str:
    from infostrada.site.bip.operations import draft_entry
    from infostrada.site.bip.operations import EntryData
    from infostrada.site.bip.operations import open_bulletin
    from infostrada.site.bip.operations import publish_entry
    from infostrada.site.units import operations as units
    from zope.component.hooks import setSite

    portal = app[settings().site]
    setSite(portal)
    unit = units.create_unit(portal, units.UnitData("gmina-pomiar", "Gmina Pomiar", "commune"))
    units.open_unit(unit)
    section = open_bulletin(unit)["obwieszczenia"]
    data = EntryData("Warunki zabudowy", "notice", "Jan Nowak", date(2026, 11, 2), "Dom w Kępie.", TEXT)
    entry = draft_entry(section, data)
    publish_entry(entry)
    return "/".join(entry.getPhysicalPath())


def _stock(app: Any) -> str:
    from plone.app.textfield import RichTextValue
    from plone.dexterity.utils import createContentInContainer
    from Products.CMFPlone.factory import addPloneSite
    from zope.component.hooks import setSite

    site = addPloneSite(
        app, "stock", title="Stock", setup_content=False, default_language="pl", distribution_name="classic"
    )
    setSite(site)
    html = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    text = RichTextValue(html, "text/html", "text/x-html-safe")
    words = {"title": "Warunki zabudowy", "description": "Dom w Kępie.", "text": text}
    page = createContentInContainer(site, "Document", checkConstraints=False, **words)
    site.portal_workflow.doActionFor(page, "publish")
    return "/".join(page.getPhysicalPath())


def _page(path: str, wanted: str) -> Callable[[], float]:
    """A call that publishes the page anonymously, checks it, and returns its CPU seconds."""
    from ZPublisher.WSGIPublisher import publish_module

    site, _slash, rest = path.lstrip("/").partition("/")
    place = f"/VirtualHostBase/http/localhost:80/{site}/VirtualHostRoot/{rest}"

    def call() -> float:
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": place, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http", "HTTP_ACCEPT": "text/html", "REMOTE_ADDR": "127.0.0.1",
        }  # fmt: skip
        statuses: list[str] = []
        began = time.process_time()
        body = b"".join(publish_module(environ, lambda status, headers, exc=None: statuses.append(status)))
        spent = time.process_time() - began
        assert statuses == ["200 OK"] and wanted in body.decode(), (path, statuses)
        return spent

    return call


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    print(json.dumps(compare()))
