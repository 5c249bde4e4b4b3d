"""Titles of letters of the office's last days, for whoever registers the next one like them."""

from collections import Counter
from infostrada.core.record.access import principals
from infostrada.core.record.listing import LARGEST_PAGE
from infostrada.core.record.listing import page as page_of
from infostrada.site.desk.words import unaccented
from infostrada.site.records.listings import LETTERS
from Products.Five import BrowserView

import json


MOST = 6


def titles_like(titles: list[str], words: str) -> list[str]:
    """At most six of the titles with a word beginning as each of the words does; the most frequent first, then the newest."""
    wanted = unaccented(words).split()
    if not wanted:
        return []
    counted = Counter(titles)
    fitting = [
        title
        for title in counted
        if all(any(part.startswith(word) for part in unaccented(title).split()) for word in wanted)
    ]
    return sorted(fitting, key=lambda title: -counted[title])[:MOST]


class FindTitles(BrowserView):
    """`@@find-titles?q=`: titles among the last 200 letters the visitor may see, as JSON."""

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer = self.request.response
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        unit = self.context.unit_id
        found = page_of(LETTERS, principals(), unit=unit, size=LARGEST_PAGE, counted=False).rows
        listed = titles_like([row["title"] for row in found], str(self.request.form.get("q", "")))
        return json.dumps([{"title": title} for title in listed], ensure_ascii=False)
