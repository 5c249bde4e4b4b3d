"""The gate: everything found is decided about before anything becomes public."""

from collections.abc import Iterable
from infostrada.site.bip.content import Entry
from infostrada.site.bip.gate.decisions import Decision
from infostrada.site.bip.gate.decisions import Judged
from infostrada.site.bip.gate.decisions import judged
from infostrada.site.bip.gate.decisions import personal
from infostrada.site.bip.gate.decisions import PUBLIC
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.model import MUST_GO
from infostrada.site.bip.rules import second_person_needed
from infostrada.site.bip.scan import scan
from infostrada.site.records.deed import Deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from typing import Any


class PersonalData(InvalidData):
    """Publishing was stopped by spots nobody decided about; `found` lists them, and what is only worth a look."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.found = list(found)
        active = any(item.kind in MUST_GO for item in self.found)
        fault = (
            Fault("files", "file_program_inside") if active else Fault("confirmation", "personal_data_found")
        )
        super().__init__([fault])


def pass_gate(entry: Entry, act: Deed, confirmation: str) -> list[Judged]:
    """What was decided about everything found in a draft, once nothing stands against it; changes nothing before."""
    items = judge(entry, act, confirmation, {})
    if second_person_needed(personal(items), entry.author.id, act.actor.id):
        raise Blocked([], reason="second_person_needed")
    entry.decisions = tuple(item.decision for item in items if item.decision is not None)
    return [item for item in items if item.decision is not None]


def judge(entry: Entry, act: Deed, confirmation: str, proposed: dict[str, Any]) -> list[Judged]:
    """Everything found in the entry as it would be, each decided about where that is needed; changes nothing."""
    found = scan(entry, proposed)
    decisions = {item.key: item for item in entry.decisions}
    if confirmation.strip():
        decisions = {**_decided(found, act, confirmation.strip()), **decisions}
    items = judged(found, decisions)
    if any(item.stops for item in items):
        raise PersonalData(item.finding for item in items if item.stops or item.decision is None)
    return items


def _decided(found: Iterable[Finding], act: Deed, reason: str) -> dict[str, Decision]:
    """One decision about all findings that need one: it may be public."""
    return {
        item.key: Decision(item.key, item.kind, PUBLIC, reason, act.actor, act.at)
        for item in found
        if item.severity != LOW and item.kind not in MUST_GO
    }
