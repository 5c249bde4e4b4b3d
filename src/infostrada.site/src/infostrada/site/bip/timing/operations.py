"""Planning a publication, and what the worker does when a moment has come."""

from collections.abc import Callable
from DateTime import DateTime
from datetime import date
from datetime import datetime
from infostrada.site.bip.content import Entry
from infostrada.site.bip.operations import approve
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import expire_entry
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.operations import release
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.bip.rules import PUBLIC_STATES
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
    """Paths of entries whose moment has come, and what is to be done with each."""
    catalog = api.portal.get_tool("portal_catalog")
    when = {"query": DateTime(moment.isoformat()), "range": "max"}
    whole = {"portal_type": TYPES, "sort_limit": MOST_AT_ONCE}
    coming = catalog.unrestrictedSearchResults(**whole, review_state="planned", effective=when)
    ending = catalog.unrestrictedSearchResults(**whole, review_state=PUBLIC_STATES, expires=when)
    # The index knows minutes, the row the second.
    now_or_before = DateTime(moment.isoformat())
    found: list[tuple[str, Callable[[Any], None]]] = [
        (brain.getPath(), release) for brain in coming[:MOST_AT_ONCE] if brain.effective <= now_or_before
    ]
    ended = [brain for brain in ending[:MOST_AT_ONCE] if brain.expires <= now_or_before]
    return [*found, *((brain.getPath(), expire_entry) for brain in ended)]


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
