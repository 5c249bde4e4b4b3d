"""Standard view of folders and collections: a list of entries."""

from collections.abc import Callable
from collections.abc import Sequence
from infostrada.site.theme.dates import long_date
from plone.app.contenttypes.browser.collection import CollectionView
from plone.app.contenttypes.browser.folder import FolderView
from plone.base.batch import Batch
from typing import Any
from urllib.parse import urlencode
from zope.cachedescriptors.property import Lazy


class EntriesMixin:
    """Plone's batch of brains as the `entries` and `paging` patterns; no object is woken."""

    context: Any
    portal_state: Any
    batch: Callable[[], Batch]
    b_start: int
    use_view_action: Sequence[str]

    @Lazy
    def page(self) -> Batch:
        return self.batch()

    @property
    def entries(self) -> list[dict[str, Any]]:
        """One entry per item: the day an event begins, or the day the item was published."""
        return [
            {
                "url": self._address(item),
                "title": item.Title() or item.getId(),
                "text": item.Description(),
                "meta": [word for word in (self._day(item),) if word],
            }
            for item in self.page
        ]

    @property
    def paging(self) -> dict[str, str | None] | None:
        """Addresses of the first and the next page; None when all fits on one."""
        page = self.page
        if page.sequence_length <= page.pagesize:
            return None
        last = self.b_start + page.length
        return {
            "first_url": self._part(0) if self.b_start else None,
            "next_url": self._part(last) if last < page.sequence_length else None,
            "text": f"{self.b_start + 1}–{last} / {page.sequence_length}",
        }

    def _address(self, item: Any) -> str:
        suffix = "/view" if item.PortalType() in self.use_view_action else ""
        return item.getURL() + suffix

    def _day(self, item: Any) -> str:
        start: Any = getattr(item, "start", None)
        if hasattr(start, "strftime") and hasattr(start, "day") and not callable(start.day):
            return long_date(start, self.portal_state.language())
        effective = item.effective
        if effective is None or effective.year() < 1980:
            return ""
        return long_date(effective.asdatetime().date(), self.portal_state.language())

    def _part(self, start: int) -> str:
        return f"{self.context.absolute_url()}?{urlencode({'b_start': start})}"


class FolderPage(EntriesMixin, FolderView):
    """A folder as a list of entries."""


class CollectionPage(EntriesMixin, CollectionView):
    """A collection as a list of entries."""
