"""`GET <context>/@listing-export?name=…&format=xlsx|csv|…`: a whole listing as a file."""

from infostrada.core import accesslog
from infostrada.core.queries import one
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.export import all_rows
from infostrada.core.record.export.formats import at_most
from infostrada.core.record.export.formats import format_of
from infostrada.core.record.export.formats import send
from infostrada.core.record.listing import Listing
from infostrada.core.record.row import unit_of
from infostrada.core.record.services.listing import ListingGet
from Products.Five import BrowserView
from zope.i18n import translate


_OWN = ("name", "q", "sort", "order", "format", "columns")


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
        kind = one(form, "format") or "xlsx"
        write, content_type, largest = format_of(
            kind, translate(listing.title, context=self.request) or listing.name
        )
        names = self._columns(listing) or [each.name for each in listing.all_columns if each.title]
        found = all_rows(
            listing,
            principals(),
            Question(
                unit=unit_of(self.context),
                below=self._below(),
                filters={name: value for name, value in form.items() if name not in _OWN and value},
                q=one(form, "q"),
                sort=one(form, "sort"),
                descending=self._descending(),
            ),
        )
        data = write([self._title(listing, name) for name in names], names, at_most(found, largest))
        unit = unit_of(self.context)
        accesslog.note("listing.export", uid=None, unit=unit, outcome="granted", reason=listing.name)
        return send(self.request.response, data, listing.name, kind, content_type)

    def _title(self, listing: Listing, name: str) -> str:
        said: str = translate(listing.column(name).title, context=self.request)
        return said or name


class ListingExportPage(BrowserView):
    """`<context>/@@listing-export?name=…&format=…`: the same file behind a link of a page."""

    def __call__(self) -> bytes:
        """Answer with the file."""
        service = ListingExportGet()
        service.context, service.request = self.context, self.request
        return service.file()
