"""`GET <context>/@lists[/<page>[/<list>]]`: every list a page shows, as JSON or as a file, with the page's own permission."""

from AccessControl import Unauthorized
from infostrada.core.addressed import TakesNames
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.record.export.formats import KINDS
from infostrada.core.record.export.listed import JSON
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.interfaces import IListPage
from infostrada.core.rest import Service
from typing import Any
from zExceptions import NotFound as NoSuchPage
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy


class ListsGet(TakesNames, Service):
    """Pages with lists here; with `<page>` its lists and their columns; with `<page>/<list>` the list, whole.

    A list is JSON (`format=json`, the default, at most 10,000 rows), `xlsx`, `csv` (100,000 rows) or `pdf` (2,000). Other
    parameters are those the page's own address takes: filters, words, a year. Who may not open the page gets no list of it.
    """

    most_names = 2

    def render(self) -> Any:
        """JSON, or the file."""
        if len(self.names) < 2:
            return super().render()
        self.check_permission()
        form = self.request.form
        kind = str(form.pop("format", "") or JSON)
        form.update(table=self.names[1], export=kind)
        return self._page(self.name)()

    def reply(self) -> dict[str, Any]:
        here = f"{self.context.absolute_url()}/@lists"
        if not self.name:
            return {"@id": here, "items": [self._told(here, name) for name in self._pages()]}
        page, here = self._page(self.name), f"{here}/{self.name}"
        return {
            **self._told(here.rpartition("/")[0], self.name),
            "lists": [_told(here, each) for each in page.listed()],
        }

    def _told(self, here: str, name: str) -> dict[str, Any]:
        return {"@id": f"{here}/{name}", "page": name, "title": self._page(name).page_title}

    def _pages(self) -> list[str]:
        """Names of the pages with lists the caller may open here."""
        asked = (providedBy(self.context), providedBy(self.request))
        found = getSiteManager().adapters.lookupAll(asked, Interface)
        names = [name for name, factory in found if name and IListPage.implementedBy(factory)]
        return sorted(name for name in names if self._may_open(name))

    def _may_open(self, name: str) -> bool:
        try:
            self._page(name)
        except (Forbidden, NotFound):
            return False
        return True

    def _page(self, name: str) -> Any:
        """The page, as the caller's own address would find it."""
        try:
            page = self.context.restrictedTraverse(f"@@{name}")
        except Unauthorized as error:
            raise Forbidden() from error
        except (AttributeError, KeyError, NoSuchPage) as error:
            raise NotFound(field="page", reason="unknown_listing") from error
        if not IListPage.providedBy(page):
            raise NotFound(field="page", reason="unknown_listing")
        return page


def _told(here: str, listed: Listed) -> dict[str, Any]:
    address = f"{here}/{listed.name}"
    return {
        "@id": address,
        "list": listed.name,
        "title": listed.title,
        "columns": [{"name": name, "title": title} for name, title in listed.columns],
        "files": {kind: f"{address}?format={kind}" for kind in KINDS},
    }
