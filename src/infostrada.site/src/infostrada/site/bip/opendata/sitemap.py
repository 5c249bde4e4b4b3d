"""`sitemap.xml` of the region and of each office (sitemaps.org 0.9), and the `robots.txt` that names it.

Only what anybody may read now, no entry of an import that is not through, and what wants to be found: one statement over the side index as an anonymous visitor.
"""

from AccessControl.SpecialUsers import nobody
from collections.abc import Iterator
from datetime import datetime
from infostrada.core.pagecache.keeping import keep
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import under
from infostrada.site.bip.caching import until
from infostrada.site.bip.holding import revealed
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.records.deed import WARSAW
from plone import api
from plone.registry.interfaces import IRegistry
from Products.CMFPlone.browser.robots import Robots
from Products.Five.browser import BrowserView
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape
from zExceptions import NotFound
from zope.component import getUtility

import re


# A part stays below a megabyte, so that the page cache keeps it; the protocol allows 50,000 addresses.
PART = 5_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_UID = re.compile(r"[0-9a-f]{32}")
SHOWN = f"""
    FROM core.record WHERE ({under("record.path", "_below")} OR record.path = %(_below)s)
    AND NOT record.type = ANY(%(unwanted)s) AND record.state IS DISTINCT FROM 'withdrawn'
    AND coalesce(record.effective <= clock_timestamp(), true)
    AND coalesce(record.expires > clock_timestamp(), true) AND {visible()} AND {revealed("record")}
"""


def starts(place: Any) -> list[str]:
    """UIDs the parts of a place's sitemap begin with."""
    found = rows(
        f"SELECT uid FROM (SELECT record.uid, row_number() OVER (ORDER BY record.uid) AS n {SHOWN}) AS numbered"  # noqa: S608 - our clauses
        f" WHERE n %% {PART} = 1 ORDER BY uid",
        _bound(place),
    )
    return [row["uid"] for row in found]


def addresses(place: Any, start: str, end: str) -> Iterator[tuple[str, str]]:
    """Path and last change of the objects of a part, in the order of their UIDs."""
    found = rows(
        f"SELECT record.path, record.modified {SHOWN} AND record.uid >= %(start)s"
        f" AND (%(end)s = '' OR record.uid < %(end)s) ORDER BY record.uid LIMIT {10 * PART}",
        {**_bound(place), "start": start, "end": end},
    )
    return ((row["path"], row["modified"].isoformat()) for row in found)


def _bound(place: Any) -> dict[str, Any]:
    pending.flush()
    unwanted = [kind.portal_type for kind in KINDS.values() if kind.unindexed]
    unwanted += getUtility(IRegistry).get("plone.types_not_searched") or []
    return {
        "_below": "/".join(place.getPhysicalPath()),
        "unwanted": unwanted,
        **parameters(principals(nobody)),
    }


class Sitemap(BrowserView):
    """What both files share."""

    def answer(self, body: str) -> bytes:
        """The body as XML that caches may keep until the next moment something becomes public or ends."""
        response = self.request.response
        response.setHeader("Content-Type", "application/xml; charset=utf-8")
        if api.user.is_anonymous():
            keep(self.request, until(datetime.now(WARSAW)))
        return f"{HEAD}{body}\n".encode()


class SitemapIndex(Sitemap):
    """`sitemap.xml`: the parts."""

    def __call__(self) -> bytes:
        """The index; one part when there is nothing."""
        url = f"{self.context.absolute_url()}/sitemap-part.xml"
        begins = starts(self.context) or ["0" * 32]
        parts = [
            f"<sitemap><loc>{url}?start={start}{f'&amp;end={end}' if end else ''}</loc></sitemap>"
            for start, end in zip(begins, [*begins[1:], ""], strict=True)
        ]
        return self.answer(f"<sitemapindex {SPACE}>\n" + "\n".join(parts) + "\n</sitemapindex>")


class SitemapPart(Sitemap):
    """`sitemap-part.xml?start=…&end=…`: addresses of one part, those on this host alone."""

    def __call__(self) -> bytes:
        """The addresses."""
        form = self.request.form
        start, end = str(form.get("start", "")), str(form.get("end", ""))
        if not _UID.fullmatch(start) or (end and not _UID.fullmatch(end)):
            raise NotFound("sitemap-part.xml")
        host = urlsplit(self.context.absolute_url()).netloc
        lines = [
            f"<url><loc>{escape(url)}</loc><lastmod>{changed}</lastmod></url>"
            for url, changed in self._urls(start, end)
            if urlsplit(url).netloc == host
        ]
        return self.answer(f"<urlset {SPACE}>\n" + "\n".join(lines) + "\n</urlset>")

    def _urls(self, start: str, end: str) -> Iterator[tuple[str, str]]:
        write = self.request.physicalPathToURL
        return ((write(path.split("/")), changed) for path, changed in addresses(self.context, start, end))


class RobotsTxt(Robots):
    """The operator's text, with the sitemap of the office whose host was asked."""

    def __call__(self) -> str:
        """The text."""
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        said = re.sub(r"(?im)^sitemap:.*\n?", "", super().__call__()).rstrip()
        return f"{said}\n\nSitemap: {self.context.absolute_url()}/sitemap.xml\n"
