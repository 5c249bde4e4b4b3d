"""Making an entry public, now or when its moment has come, and the day the law takes it down."""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from infostrada.site.bip.content import Entry
from infostrada.site.bip.events import EntryPublished
from infostrada.site.bip.gate.decisions import Judged
from infostrada.site.bip.operations.common import check
from infostrada.site.bip.operations.common import enter
from infostrada.site.bip.operations.common import note_public
from infostrada.site.bip.operations.common import PUBLISH
from infostrada.site.bip.operations.judging import pass_gate
from infostrada.site.bip.rules import missing
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.bip.timing.rules import last_day
from infostrada.site.bip.timing.rules import service_date
from infostrada.site.bip.timing.rules import term_of
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from typing import Any
from zope.event import notify


RESULT = "recruitment_result"


def publish_entry(entry: Entry, confirmation: str = "") -> None:
    """Make an entry public.

    Raises `PersonalData` when something looks like personal data and nobody decided about it; a `confirmation`
    decides about all of it at once: it may be public, and why. Blocked when personal data was found and the
    entry's own author publishes.
    """
    require(PUBLISH, entry)
    act = deed(entry)
    found = approve(entry, act, confirmation)
    make_public(entry, act, confirmed=len(found))


def approve(entry: Entry, act: Deed, confirmation: str) -> list[Judged]:
    """Everything an entry has to pass before it may become public, now or later; what was decided about findings."""
    check(missing(entry.title, entry.content_author, entry.created_on, entry.kind), ())
    return pass_gate(entry, act, confirmation)


def release(entry: Entry) -> None:
    """Make a planned entry public, on behalf of whoever approved it; called by the worker when its moment has come."""
    approver = entry.approved_by
    if state_of(entry) != "planned" or approver is None:
        raise Blocked([], reason="state_forbids")
    make_public(entry, deed(entry)._replace(actor=approver), planned=True)


def make_public(entry: Entry, act: Deed, **data: Any) -> None:
    """Put an entry that passed everything before the public."""
    move(entry, "publish")
    entry.published_by, entry.published_at = act.actor, act.at
    entry.setEffectiveDate(DateTime(act.at.isoformat()))
    end_by_law(entry, act.at.date())
    note_public(entry, act, "published", "")
    enter(act, "published", entry, **data)
    notify(EntryPublished(entry, act.actor, served_on(entry)))


def end_by_law(entry: Entry, published: date) -> None:
    """Set the last day the law leaves the entry public, or the editor's own when that is sooner.

    A notice stays at least until it counts as served, whatever the editor said.
    """
    if entry.kind == "notice" and entry.until is not None:
        entry.until = max(entry.until, service_date(published))
    term = term_of(entry.kind, published)
    days = [entry.until, last_day(published, term.months) if term else None]
    if known := [day for day in days if day is not None]:
        entry.until = min(known)
        end = datetime.combine(entry.until + timedelta(days=1), time(), WARSAW)
        entry.setExpirationDate(DateTime(end.isoformat()))
