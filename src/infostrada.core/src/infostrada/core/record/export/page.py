"""Pages whose lists may be had as files, too; those of a log with their newest rows first."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from infostrada.core.calendar import polish_moment
from infostrada.core.i18n import _
from infostrada.core.record.export.formats import KINDS
from infostrada.core.record.export.listed import file_of
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.listed import wanted
from infostrada.core.record.interfaces import IListPage
from infostrada.core.record.pages import LARGEST_PAGE
from plone.base.interfaces import INavigationRoot
from Products.Five.browser import BrowserView
from typing import Any
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from zope.i18n import translate
from zope.interface import implementer


# What the address of a page says of the file, and where in the list the page begins.
_OF_FILE = ("table", "export", "before")
COLUMNS = (
    ("moment", _("journal_when", default="When")),
    ("actor", _("journal_who", default="Who")),
    ("action", _("journal_action", default="Action")),
    ("unit", _("journal_unit", default="Unit")),
    ("uid", _("access_object", default="Object")),
)
"""What the rows of every log say first."""


@implementer(IListPage)
class FiledPage(BrowserView):
    """A page with lists; `listed` says them whole."""

    __name__: str
    title: str

    def __call__(self) -> Any:
        """The page, or its rows as a file."""
        return file_of(self) if wanted(self.request) else super().__call__()

    def listed(self) -> list[Listed]:
        """The lists, as the address asks for them."""
        raise NotImplementedError

    @property
    def page_title(self) -> str:
        """What the page is called."""
        return str(translate(self.title, context=self.request))

    def files_of(self, name: str) -> list[dict[str, str]]:
        """Ways to a list as a file, asked what the page was asked."""
        query = parse_qsl(self.request.get("QUERY_STRING") or "")
        asked = [pair for pair in query if pair[0] not in _OF_FILE]
        return [
            {
                "kind": kind.upper(),
                "url": f"{self._here}?{urlencode([*asked, ('table', name), ('export', kind)])}",
            }
            for kind in KINDS
        ]

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/@@{self.__name__}"


class ListPage(FiledPage):
    """Its template shows `rows`; `read` gives a page of them and the `before` of the next one, `said` the cells of a file.

    `query` is what the address asks for, a dataclass with `before` and `size`; of its fields `kept` go on to older rows.
    """

    columns: Sequence[tuple[str, str]]
    kept: Sequence[str]
    query: Any

    def read(self, asked: Any) -> tuple[list[Any], int | None]:
        """Rows newest first, and the `before` of the next page (None on the last one)."""
        raise NotImplementedError

    def said(self, row: Any) -> Mapping[str, Any]:
        """Cells of a file that do not say what stands in the row itself."""
        raise NotImplementedError

    def listed(self) -> list[Listed]:
        """All rows the address asks for."""
        columns = [(name, translate(title, context=self.request)) for name, title in self.columns]
        return [Listed(self.__name__, self.page_title, columns, self._lines)]

    def _lines(self) -> Iterator[dict[str, Any]]:
        asked = replace(self.query, size=LARGEST_PAGE)
        while asked is not None:
            rows, before = self.read(asked)
            for row in rows:
                yield {**asdict(row), **self.said(row)}
            asked = None if before is None else replace(asked, before=before)

    @cached_property
    def _page(self) -> tuple[list[Any], int | None]:
        return self.read(self.query)

    @property
    def rows(self) -> list[Any]:
        """Rows of the page."""
        return self._page[0]

    @property
    def older(self) -> str | None:
        """Address of the next page."""
        before = self._page[1]
        if before is None:
            return None
        words = {name: value for name in self.kept if (value := getattr(self.query, name))}
        return f"{self._here}?{urlencode({**words, 'before': before})}"

    @property
    def of_one_object(self) -> bool:
        """Is the page opened on a record, not on the site or a unit?"""
        return not INavigationRoot.providedBy(self.context)

    def moment(self, row: Any) -> str:
        """When, as lists show it."""
        moment: datetime = row.moment
        return polish_moment(moment)

    @property
    def files(self) -> list[dict[str, str]]:
        """Ways to the list as a file."""
        return self.files_of(self.__name__)
