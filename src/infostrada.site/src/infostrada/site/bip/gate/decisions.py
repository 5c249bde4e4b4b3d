"""What an editor decides about findings, and when they let an entry through; pure.

A finding is settled in one of three ways: it is a false alarm, or personal data that may be public (the name of whoever
holds a public function, art. 5 (2) u.d.i.p.), each with a reason; or it is taken out, and then the next scan does not
find it any more.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import HIGH
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.model import MUST_GO
from typing import Any
from typing import NamedTuple


FALSE_ALARM, PUBLIC = "false_alarm", "public"
VERDICTS = (FALSE_ALARM, PUBLIC)


class Decision(NamedTuple):
    """What somebody decided about a finding; `by` is a snapshot of the person (`records.actor.Actor`)."""

    key: str
    kind: str
    verdict: str
    reason: str
    by: Any
    at: datetime


class Judged(NamedTuple):
    """A finding with the decision about it, if there is one."""

    finding: Finding
    decision: Decision | None

    @property
    def stops(self) -> bool:
        """Does it stand against publishing?"""
        undecided = self.finding.severity != LOW and self.decision is None
        return undecided or self.finding.kind in MUST_GO


def judged(found: Iterable[Finding], decisions: Mapping[str, Decision]) -> list[Judged]:
    """Findings beside the decisions about them."""
    return [Judged(item, decisions.get(item.key)) for item in found]


def personal(items: Iterable[Judged]) -> bool:
    """Was personal data found? True even when one person calls a certain number a false alarm."""
    return bool(personal_keys(items))


def personal_keys(items: Iterable[Judged]) -> frozenset[str]:
    """Keys of the findings that are personal data, or certain enough to be taken for it."""
    return frozenset(
        item.finding.key
        for item in items
        if item.finding.severity == HIGH or (item.decision is not None and item.decision.verdict == PUBLIC)
    )


def faults(given: Mapping[str, tuple[str, str]], found: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Field and machine word of everything wrong with decisions given as key: (verdict, reason)."""
    known = {item.key: item.kind for item in found}
    for key, (verdict, reason) in given.items():
        if key not in known:
            yield f"decision:{key}", "finding_gone"
        elif known[key] in MUST_GO:
            yield f"decision:{key}", "must_be_taken_out"
        elif verdict not in VERDICTS:
            yield f"verdict:{key}", "not_in_list"
        elif not reason.strip():
            yield f"reason:{key}", "required"
