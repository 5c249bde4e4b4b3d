"""Planning a publication, and what the worker does when a moment has come."""

from collections.abc import Callable
from DateTime import DateTime
from datetime import date
from datetime import datetime
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.bip.content import Entry
from infostrada.site.bip.operations import approve
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import expire_entry
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.operations import release
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.bip.rules import PUBLIC_STATES
from infostrada.site.bip.succession.operations import put_in_archive
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import move
from plone import api
from typing import Any

import logging
import transaction


logger = logging.getLogger(__name__)
MOST_AT_ONCE = 200
# Registers whose clock only runs out: their entries are displayed for a time the law sets.
DISPLAYS = [kind.name for kind in KINDS.values() if kind.clock is not None and not kind.clock.stop]
COMING = """
    SELECT path FROM core.record WHERE type = ANY(%(types)s) AND state = 'planned' AND effective <= %(at)s
    ORDER BY effective, path LIMIT %(size)s
"""
ENDING = """
    SELECT path FROM core.record WHERE type = ANY(%(types)s) AND state = ANY(%(states)s) AND expires <= %(at)s
    ORDER BY expires, path LIMIT %(size)s
"""
DISPLAYED = """
    SELECT record.path FROM site.bip_register AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE own.register = ANY(%(clocks)s) AND own.due_on < %(today)s AND record.state = 'published'
    ORDER BY own.due_on, record.path LIMIT %(size)s
"""


def plan_entry(entry: Entry, at: datetime, confirmation: str = "", until: date | None = None) -> None:
    """Approve a draft for publication at a moment to come; the gate is passed now, by the person who plans.

    `at` without a zone is Polish time. `until` is the last day it stays public. Raises as `publish_entry` does.
    """
    require(PUBLISH, entry)
    moment = at if at.tzinfo else at.replace(tzinfo=WARSAW)
    if moment <= now():
        raise invalid("publish_at", "in_past")
    if until is not None and until < moment.astimezone(WARSAW).date():
        raise invalid("until", "before_publication")
    act = deed(entry)
    found = approve(entry, act, confirmation)
    move(entry, "plan")
    entry.approved_by, entry.until = act.actor, until
    entry.setEffectiveDate(DateTime(moment.isoformat()))
    entry.reindexObject()
    enter(act, "planned", entry, at=moment.isoformat(), confirmed=len(found))


def unplan_entry(entry: Entry) -> None:
    """Take a planned entry back to a draft."""
    require(PUBLISH, entry)
    act = deed(entry)
    move(entry, "unplan")
    entry.approved_by = None
    entry.setEffectiveDate(None)
    entry.reindexObject()
    enter(act, "unplanned", entry)


def due(moment: datetime) -> list[tuple[str, Callable[[Any], None]]]:
    """Paths of entries whose moment has come, and what is to be done with each.

    Read from the side index: Plone's catalog knows nothing of entries of registers.
    """
    pending.flush()
    found: list[tuple[str, Callable[[Any], None]]] = []
    for statement, act in ((COMING, release), (ENDING, expire_entry), (DISPLAYED, archive_displayed)):
        values = {
            "types": list(TYPES),
            "states": list(PUBLIC_STATES),
            "at": moment,
            "today": moment.astimezone(WARSAW).date(),
            "clocks": DISPLAYS,
            "size": MOST_AT_ONCE,
        }
        known = {path for path, _act in found}
        found += [(row["path"], act) for row in rows(statement, values) if row["path"] not in known]
    return found


def archive_displayed(entry: Entry) -> None:
    """Put an entry whose time of display is over into the archive: it was shown as long as the law wants."""
    act = deed(entry)._replace(actor=Actor("", "Infostrada", ""))
    clock = kind_of(entry).clock
    basis = f" ({clock.basis})" if clock else ""
    put_in_archive(entry, act, f"Upłynął czas wywieszenia{basis}.")


def tick(moment: datetime | None = None) -> int:
    """Publish and withdraw what is due, each entry in a transaction of its own; returns how many.

    One that fails is logged and tried again the next time; the others go on.
    """
    done = 0
    for path, act in due(moment or now()):
        transaction.begin()
        try:
            entry = api.portal.get().unrestrictedTraverse(path)
            act(entry)
            transaction.commit()
            done += 1
        except Exception:
            transaction.abort()
            logger.exception("The moment of %s has come, but it could not be followed", path)
    return done
