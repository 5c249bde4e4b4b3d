"""Taking an entry out of public sight; its tombstone stays."""

from infostrada.site.bip.content import Entry
from infostrada.site.bip.events import EntryWithdrawn
from infostrada.site.bip.operations.common import enter
from infostrada.site.bip.operations.common import note_public
from infostrada.site.bip.operations.common import PUBLISH
from infostrada.site.bip.timing.rules import term_of
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import move
from zope.event import notify


def expire_entry(entry: Entry) -> None:
    """Withdraw an entry whose last day is over; its tombstone says why."""
    act = deed(entry)._replace(actor=Actor("", "Infostrada", ""))
    term = term_of(entry.kind, entry.published_at.date()) if entry.published_at else None
    reason = f"Upłynął czas publikacji ({term.basis})." if term else "Upłynął czas publikacji."
    _take_down(entry, act, "expired", reason)


def withdraw_entry(entry: Entry, reason: str) -> None:
    """Take an entry's content out of public sight; its tombstone with the reason stays."""
    require(PUBLISH, entry)
    if not reason.strip():
        raise invalid("reason", "required")
    _take_down(entry, deed(entry), "withdrawn", reason.strip())


def _take_down(entry: Entry, act: Deed, word: str, reason: str) -> None:
    move(entry, "withdraw")
    entry.withdrawn_reason, entry.proposal = reason, None
    # The tombstone stays in lists for good.
    entry.setExpirationDate(None)
    note_public(entry, act, word, reason)
    enter(act, word, entry)
    notify(EntryWithdrawn(entry, act.actor))
