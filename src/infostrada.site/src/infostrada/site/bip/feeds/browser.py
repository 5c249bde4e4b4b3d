"""`feed.xml`, `entries.csv` and `entries.json` of a bulletin or one of its sections."""

from collections.abc import Iterator
from infostrada.site.bip.feeds.atom import atom
from infostrada.site.bip.feeds.atom import Feed
from infostrada.site.bip.feeds.rows import newest_change
from infostrada.site.bip.feeds.rows import public_rows
from infostrada.site.bip.feeds.rows import PublicRow
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from Products.Five.browser import BrowserView

import csv
import io
import json


NEWEST = 50


class FeedView(BrowserView):
    """The fifty entries changed last, as Atom."""

    def __call__(self) -> bytes:
        """The feed; the same for everybody."""
        place, url = self.context, self.context.absolute_url()
        unit = unit_of(place)
        feed = Feed(
            uid=IUUID(place),
            title=f"{place.title}, {unit.title}",
            author=unit.title,
            url=f"{url}/@@feed.xml",
            page_url=url,
            updated=newest_change(place),
        )
        self.request.response.setHeader("Content-Type", "application/atom+xml; charset=utf-8")
        return atom(feed, public_rows(place, NEWEST))


class EntriesFile(BrowserView):
    """All public entries below the place in a file."""

    kind = ending = ""

    def __call__(self) -> bytes:
        """The whole file: rows of the catalog can be read only while the request lasts."""
        response = self.request.response
        response.setHeader("Content-Type", f"{self.kind}; charset=utf-8")
        response.setHeader("Content-Disposition", f'attachment; filename="wpisy.{self.ending}"')
        return "".join(self.pieces()).encode()

    def pieces(self) -> Iterator[str]:
        """The file, piece by piece."""
        raise NotImplementedError


class EntriesCsv(EntriesFile):
    """All public entries as CSV (RFC 4180)."""

    kind, ending = "text/csv", "csv"

    def pieces(self) -> Iterator[str]:
        """The head, then a line per entry."""
        yield _line(PublicRow._fields)
        for row in public_rows(self.context):
            yield _line(row)


class EntriesJson(EntriesFile):
    """All public entries as a JSON array."""

    kind, ending = "application/json", "json"

    def pieces(self) -> Iterator[str]:
        """Entry by entry."""
        before = "["
        for row in public_rows(self.context):
            yield before + json.dumps(row._asdict(), ensure_ascii=False)
            before = ",\n"
        yield "[]\n" if before == "[" else "]\n"


def _line(values: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()
