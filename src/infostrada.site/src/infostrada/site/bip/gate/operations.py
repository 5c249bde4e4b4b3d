"""Deciding about what the gate found; page and service call the same."""

from collections.abc import Mapping
from infostrada.core import journal
from infostrada.site.bip.content import Entry
from infostrada.site.bip.gate.decisions import Decision
from infostrada.site.bip.gate.decisions import faults
from infostrada.site.bip.gate.decisions import Judged
from infostrada.site.bip.gate.decisions import judged
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.scan import scan
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


def findings_of(entry: Entry) -> list[Judged]:
    """What the gate finds in an entry, beside what was decided about it; for editors and for whoever publishes as the second person."""
    require(PUBLISH, entry)
    return judged(scan(entry), {item.key: item for item in entry.decisions})


def decide(entry: Entry, given: Mapping[str, tuple[str, str]]) -> list[Judged]:
    """Settle findings of a draft: `given` maps a finding's key to a verdict and its reason.

    All or none: raises InvalidData naming every decision that is none, Blocked when the entry is public already.
    """
    require(EDIT, entry)
    if state_of(entry) not in ("draft", "planned"):
        raise Blocked([], reason="entry_public_already")
    found = scan(entry)
    wrong = [Fault(*item) for item in faults(given, found)]
    if wrong or not given:
        raise InvalidData(wrong or [Fault("decisions", "required")])
    act = deed(entry)
    kinds = {item.key: item.kind for item in found}
    new = {
        key: Decision(key, kinds[key], verdict, reason.strip(), act.actor, act.at)
        for key, (verdict, reason) in given.items()
    }
    kept = {item.key: item for item in entry.decisions if item.key in kinds}
    entry.decisions = tuple({**kept, **new}.values())
    words = [{"kind": item.kind, "verdict": item.verdict, "reason": item.reason} for item in new.values()]
    journal.append("bip.entry.judged", unit=act.unit, uid=IUUID(entry), data={"decisions": words})
    return judged(found, {item.key: item for item in entry.decisions})
