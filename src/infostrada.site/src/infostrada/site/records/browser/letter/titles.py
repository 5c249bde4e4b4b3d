"""Titles of letters of the office's last days, for whoever registers the next one like them."""

from collections import Counter
from collections.abc import Iterable
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.pages import page as page_of
from infostrada.site.records.listings import LETTERS
from Products.Five import BrowserView

import json


def by_use(titles: Iterable[str]) -> list[str]:
    """Each title once; the most frequent first, then the newest."""
    return [title for title, _times in Counter(titles).most_common()]


class FindTitles(BrowserView):
    """`@@find-titles`: titles of the last 200 letters the visitor may see, as JSON; the field completes what is typed from them."""

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer = self.request.response
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        unit = self.context.unit_id
        found = page_of(LETTERS, principals(), Question(unit=unit), size=LARGEST_PAGE, counted=False).rows
        titles = by_use(row["title"] for row in found)
        return json.dumps([{"title": title} for title in titles], ensure_ascii=False)
