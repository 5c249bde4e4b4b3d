"""`GET <context>/@listing-export?name=…&format=xlsx|csv|…`: a whole listing as a file."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from infostrada.core import accesslog
from infostrada.core.errors import BadRequest
from infostrada.core.record.access import principals
from infostrada.core.record.export import all_rows
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.core.record.export import LARGEST_EXPORT
from infostrada.core.record.interfaces import IListFormat
from infostrada.core.record.listing import Listing
from infostrada.core.record.row import unit_of
from infostrada.core.record.services.listing import ListingGet
from Products.Five import BrowserView
from typing import Any
from zope.component import queryUtility
from zope.i18n import translate


_OWN = ("name", "q", "sort", "order", "format", "columns")
_UNASKED = ("uid", "type", "unit", "path")
Write = Callable[[Sequence[str], Sequence[str], Iterable[Mapping[str, Any]]], bytes]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS = {"xlsx": (as_xlsx, XLSX), "csv": (as_csv, "text/csv; charset=utf-8")}


class ListingExportGet(ListingGet):
    """Rows of a listing as XLSX or CSV, at most 100,000, or in a format of an `IListFormat` (`pdf`), at most what it takes.

    Parameters as of `@listing`, and `format` (`xlsx`, `csv`, `pdf`), `columns` (names, commas between).
    """

    def render(self) -> bytes:
        """Answer with the file."""
        self.check_permission()
        return self.file()

    def file(self) -> bytes:
        """The bytes; headers are set on the response."""
        listing = self._listing()
        form = self.request.form
        kind = form.get("format", "xlsx")
        write, content_type, largest = self._format(kind, listing)
        names = self._columns(listing) or [
            each.name for each in listing.all_columns if each.name not in _UNASKED
        ]
        found = all_rows(
            listing,
            principals(),
            unit=unit_of(self.context),
            below=self._below(),
            filters={name: value for name, value in form.items() if name not in _OWN and value},
            q=form.get("q"),
            sort=form.get("sort"),
            descending=self._descending(),
        )
        data = write([self._title(listing, name) for name in names], names, _at_most(found, largest))
        unit = unit_of(self.context)
        accesslog.note("listing.export", uid=None, unit=unit, outcome="granted", reason=listing.name)
        response = self.request.response
        response.setHeader("Content-Type", content_type)
        response.setHeader("Content-Disposition", f'attachment; filename="{listing.name}.{kind}"')
        response.setHeader("Cache-Control", "private, no-store")
        return data

    def _format(self, kind: str, listing: Listing) -> tuple[Write, str, int]:
        """How the file is written, its media type, the most rows it takes."""
        if kind in _WRITERS:
            return (*_WRITERS[kind], LARGEST_EXPORT)
        found = queryUtility(IListFormat, name=kind)
        if found is None:
            raise BadRequest(field="format", reason="bad_format")
        return partial(found.write, listing.name), found.content_type, found.largest

    def _title(self, listing: Listing, name: str) -> str:
        said: str = translate(listing.column(name).title, context=self.request)
        return said or name


def _at_most(rows: Iterable[Mapping[str, Any]], largest: int) -> Iterator[Mapping[str, Any]]:
    """The rows; BadRequest once there are more than the format takes: a file that stops half-way would deceive."""
    for place, row in enumerate(rows):
        if place == largest and largest < LARGEST_EXPORT:
            raise BadRequest(field="format", reason="too_many_rows")
        yield row


class ListingExportPage(BrowserView):
    """`<context>/@@listing-export?name=…&format=…`: the same file behind a link of a page."""

    def __call__(self) -> bytes:
        """Answer with the file."""
        service = ListingExportGet()
        service.context, service.request = self.context, self.request
        return service.file()
