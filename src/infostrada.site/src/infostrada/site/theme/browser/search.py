"""Search results."""

from infostrada.core.record.access import principals
from infostrada.core.record.brains import brain_of
from infostrada.core.search import Answer
from infostrada.core.search import find
from infostrada.core.search import Hit
from infostrada.site import _
from infostrada.site.theme.browser.listing import published_on
from infostrada.site.theme.interfaces import IFoundFacts
from infostrada.site.theme.twins import api_url
from plone import api
from Products.CMFCore.permissions import AccessInactivePortalContent
from Products.CMFPlone.browser.search import Search
from typing import Any
from urllib.parse import urlencode
from zope.cachedescriptors.property import Lazy
from zope.component import getMultiAdapter
from zope.component import queryUtility
from zope.i18n import translate


PAGE = 20


class SearchPage(Search):
    """One question, one list; results come from the full text of all objects."""

    page_title = _("Search")
    edit_bar = False

    @property
    def question(self) -> str:
        text = self.request.form.get("SearchableText", "")
        return text.strip() if isinstance(text, str) else ""

    @Lazy
    def answer(self) -> Answer:
        """The page of results asked for, at and below the unit or site."""
        return find(
            self.question,
            principals(),
            below="/".join(self.context.getPhysicalPath()),
            start=self.start,
            size=PAGE,
            forgiving=True,
            inactive=api.user.has_permission(AccessInactivePortalContent, obj=self.context),
        )

    @property
    def start(self) -> int:
        text = str(self.request.form.get("b_start", "0"))
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    @property
    def count(self) -> int:
        return self.answer.total

    @property
    def told(self) -> str:
        """The number of results in words: counting stops somewhere."""
        if not self.answer.more:
            return str(self.count)
        text = _("more than ${count}", mapping={"count": str(self.count)})
        return str(translate(text, context=self.request))

    @property
    def twin_url(self) -> str:
        """The same results as JSON."""
        return (
            api_url(self.context, "@text-search")
            + f"?{urlencode({'q': self.question, 'b_start': self.start})}"
        )

    @property
    def entries(self) -> list[dict[str, Any]]:
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        language = state.language()
        told = self._told()
        return [self._with(told.get(hit.row["uid"]), self._entry(hit, language)) for hit in self.answer.hits]

    def _with(self, told: dict[str, Any] | None, entry: dict[str, Any]) -> dict[str, Any]:
        """What a domain says stands in place of the beginning of a text the words are not in."""
        if told is None:
            return entry
        answers = any(piece["marked"] for piece in entry["excerpt"])
        return {**entry, **told, "excerpt": entry["excerpt"] if answers else []}

    def _told(self) -> dict[str, dict[str, Any]]:
        """What the domains say of their objects among the results, by UID."""
        by_type: dict[str, list[dict[str, Any]]] = {}
        for hit in self.answer.hits:
            by_type.setdefault(hit.row["type"], []).append(hit.row)
        found: dict[str, dict[str, Any]] = {}
        for name, rows in by_type.items():
            if facts := queryUtility(IFoundFacts, name=name):
                found |= facts.facts(rows, self.request)
        return found

    def _entry(self, hit: Hit, language: str) -> dict[str, Any]:
        brain = brain_of(hit.row, api.portal.get_tool("portal_catalog"))
        return {
            "url": brain.getURL(),
            "title": brain.Title or brain.getId,
            "excerpt": [{"text": piece.text, "marked": piece.marked} for piece in hit.excerpt],
            "meta": [word for word in (published_on(brain, language),) if word],
        }

    @property
    def paging(self) -> dict[str, str | None] | None:
        """Addresses of the first and the next page."""
        if self.count <= PAGE:
            return None
        following = self.start + PAGE
        return {
            "first_url": self._page(0) if self.start else None,
            "next_url": self._page(following) if following < self.count else None,
            "text": f"{self.start + 1}–{min(following, self.count)} / {self.told}",
        }

    def _page(self, start: int) -> str:
        query = urlencode({"SearchableText": self.question, "b_start": start})
        return f"{self.context.absolute_url()}/@@search?{query}"
