"""`GET <context>/@listing-export?name=…&format=xlsx|csv`: a whole listing as a file."""

from infostrada.core import accesslog
from infostrada.core.errors import BadRequest
from infostrada.core.record.access import principals
from infostrada.core.record.export import all_rows
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.core.record.listing import Listing
from infostrada.core.record.row import unit_of
from infostrada.core.record.services.listing import ListingGet
from Products.Five import BrowserView
from zope.i18n import translate


_OWN = ("name", "q", "sort", "order", "format", "columns")
_UNASKED = ("uid", "type", "unit", "path")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS = {"xlsx": (as_xlsx, XLSX), "csv": (as_csv, "text/csv; charset=utf-8")}


class ListingExportGet(ListingGet):
    """Rows of a listing as XLSX or CSV, at most 100,000.

    Parameters as of `@listing`, and `format` (`xlsx` or `csv`), `columns` (names, commas between).
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
        if kind not in _WRITERS:
            raise BadRequest(field="format", reason="bad_format")
        names = self._columns(listing)
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
        write, content_type = _WRITERS[kind]
        data = write([self._title(listing, name) for name in names], names, found)
        unit = unit_of(self.context)
        accesslog.note("listing.export", uid=None, unit=unit, outcome="granted", reason=listing.name)
        response = self.request.response
        response.setHeader("Content-Type", content_type)
        response.setHeader("Content-Disposition", f'attachment; filename="{listing.name}.{kind}"')
        response.setHeader("Cache-Control", "private, no-store")
        return data

    def _columns(self, listing: Listing) -> list[str]:
        known = [each.name for each in listing.all_columns]
        asked = [name for name in str(self.request.form.get("columns") or "").split(",") if name]
        for name in asked:
            if name not in known:
                raise BadRequest(field="columns", reason="unknown_column")
        return asked or [name for name in known if name not in _UNASKED]

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
