"""A page of one list, which may be had as a file, too."""

from infostrada.core.record.export.formats import KINDS
from infostrada.core.record.export.listed import file_of
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.listed import wanted
from infostrada.core.record.interfaces import IListPage
from Products.Five.browser import BrowserView
from typing import Any
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from zope.interface import implementer


# What the address of a page says of the file, and where in the list the page begins.
_OF_FILE = ("table", "export", "before")


@implementer(IListPage)
class ListPage(BrowserView):
    """Its template shows the list; `listed` says it whole."""

    __name__: str

    def __call__(self) -> Any:
        """The page, or its rows as a file."""
        return file_of(self) if wanted(self.request) else super().__call__()

    def listed(self) -> list[Listed]:
        """The one list."""
        raise NotImplementedError

    @property
    def files(self) -> list[dict[str, str]]:
        """Ways to the list as a file, asked what the page was asked."""
        (listed,) = self.listed()
        query = parse_qsl(self.request.get("QUERY_STRING") or "")
        asked = [pair for pair in query if pair[0] not in _OF_FILE]
        here = f"{self.context.absolute_url()}/@@{self.__name__}"
        return [
            {
                "kind": kind.upper(),
                "url": f"{here}?{urlencode([*asked, ('table', listed.name), ('export', kind)])}",
            }
            for kind in KINDS
        ]
