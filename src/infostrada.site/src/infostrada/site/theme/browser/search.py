"""Search results."""

from infostrada.site import _
from infostrada.site.theme.browser.listing import published_on
from plone.base.batch import Batch
from Products.CMFPlone.browser.search import Search
from typing import Any
from urllib.parse import urlencode
from zope.cachedescriptors.property import Lazy
from zope.component import getMultiAdapter


PAGE = 20


class SearchPage(Search):
    """One question, one list; results come from Plone's search view."""

    page_title = _("Search")

    @property
    def question(self) -> str:
        text = self.request.form.get("SearchableText", "")
        return text.strip() if isinstance(text, str) else ""

    @Lazy
    def found(self) -> Batch | list[Any]:
        """The page of results asked for; nothing without a question."""
        if not self.question:
            return []
        return self.results(b_size=PAGE, b_start=self.start, use_content_listing=False)

    @property
    def start(self) -> int:
        text = str(self.request.form.get("b_start", "0"))
        return int(text) if text.isdecimal() else 0

    @property
    def count(self) -> int:
        return getattr(self.found, "sequence_length", 0)

    @property
    def entries(self) -> list[dict[str, Any]]:
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        language = state.language()
        return [
            {
                "url": brain.getURL(),
                "title": brain.Title or brain.getId,
                "text": brain.Description,
                "meta": [word for word in (published_on(brain, language),) if word],
            }
            for brain in self.found
        ]

    @property
    def paging(self) -> dict[str, str | None] | None:
        """Addresses of the first and the next page."""
        if self.count <= PAGE:
            return None
        following = self.start + PAGE
        return {
            "first_url": self._page(0) if self.start else None,
            "next_url": self._page(following) if following < self.count else None,
            "text": f"{self.start + 1}–{min(following, self.count)} / {self.count}",
        }

    def _page(self, start: int) -> str:
        query = urlencode({"SearchableText": self.question, "b_start": start})
        return f"{self.context.absolute_url()}/@@search?{query}"
