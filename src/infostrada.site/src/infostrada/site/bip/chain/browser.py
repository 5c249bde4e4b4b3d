"""The page that tells how the change log is verified, and the log as a file."""

from collections.abc import Iterator
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site import _
from infostrada.site.bip import log
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.chain.rules import FIELDS
from infostrada.site.bip.chain.rules import Verdict
from infostrada.site.bip.chain.rules import verify
from infostrada.site.theme.twins import api_url
from Products.Five.browser import BrowserView
from zope.interface import implementer
from ZPublisher.Iterators import IUnboundStreamIterator

import json


RECIPE = """import hashlib, json, sys

before = "0" * 64
for place, line in enumerate(sys.stdin, start=1):
    row = json.loads(line)
    fields = [row[name] for name in ({fields})]
    text = json.dumps([before, *fields], ensure_ascii=False, separators=(",", ":"))
    assert row["place"] == place and row["before"] == before, place
    before = hashlib.sha256(text.encode()).hexdigest()
    assert row["digest"] == before, place
print(before)
"""


class ChainPage(Page):
    """The head of the chain and the recipe to repeat it."""

    page_title = _("How to verify the change log")

    @property
    def twin_url(self) -> str:
        """The chain as JSON."""
        return api_url(self.context, "@change-chain")

    def verdict(self) -> Verdict:
        """The log verified here and now."""
        if not hasattr(self, "_verdict"):
            self._verdict = verify(log.whole(unit_id_of(self.context) or ""))
        return self._verdict

    def recipe(self) -> str:
        """A program of a few lines that repeats the check."""
        return RECIPE.format(fields=", ".join(f'"{name}"' for name in FIELDS))

    def verdict_words(self) -> str:
        """What came out, in a sentence."""
        found = self.verdict()
        if found.fault:
            return self.say(
                _("Row ${place} does not fit the rows before it.", mapping={"place": found.place})
            )
        return self.say(_("All rows fit together: ${count}.", mapping={"count": found.rows}))


@implementer(IUnboundStreamIterator)
class Lines:
    """Rows as lines of JSON, made while they are sent."""

    def __init__(self, unit: str) -> None:
        self._rows: Iterator[dict[str, object]] = log.whole(unit)

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> bytes:
        return (json.dumps(next(self._rows), ensure_ascii=False) + "\n").encode()


class ChainFile(BrowserView):
    """The whole log as JSON lines."""

    def __call__(self) -> Lines:
        """A stream: the log may be long."""
        response = self.request.response
        response.setHeader("Content-Type", "application/x-ndjson; charset=utf-8")
        response.setHeader("Content-Disposition", 'attachment; filename="rejestr-zmian.jsonl"')
        return Lines(unit_id_of(self.context) or "")
