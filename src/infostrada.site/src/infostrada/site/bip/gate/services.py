"""REST: what the gate found in an entry, and what is decided about it."""

from infostrada.site.bip.gate.decisions import Judged
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.operations import decide
from infostrada.site.bip.gate.operations import findings_of
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any


MOST = 1000


class FindingsGet(RecordService):
    """`GET <entry>/@findings`: what looks like personal data or is hidden, with the decisions about it."""

    def answer(self) -> dict[str, Any]:
        """All findings; `open` counts those that stand against publishing."""
        return findings_json(findings_of(self.context))


class DecisionsPost(WritingService):
    """`POST <entry>/@decisions`: settle findings of a draft. Body: `decisions`, a list of `key`, `verdict`, `reason`."""

    def answer(self) -> dict[str, Any]:
        """The findings as they stand now."""
        return findings_json(decide(self.context, self._given()))

    def _given(self) -> dict[str, tuple[str, str]]:
        given = self.body.get("decisions") or []
        if not isinstance(given, list) or len(given) > MOST:
            raise invalid("decisions", "json_not_a_list")
        found = {}
        for number, item in enumerate(given):
            if not isinstance(item, dict):
                raise invalid(f"decisions[{number}]", "json_not_an_object")
            found[text(item, "key")] = (text(item, "verdict"), text(item, "reason"))
        return found


def findings_json(items: list[Judged]) -> dict[str, Any]:
    """Findings as JSON."""
    return {"items": [_judged_json(item) for item in items], "open": sum(item.stops for item in items)}


def _judged_json(item: Judged) -> dict[str, Any]:
    decision = item.decision
    made = decision and {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "by": decision.by.name,
        "at": iso(decision.at),
    }
    return {**finding_json(item.finding), "decision": made, "stops": item.stops}


def finding_json(item: Finding) -> dict[str, Any]:
    """A finding as JSON, masked."""
    return {**item._asdict(), "boxes": [box._asdict() for box in item.boxes]}
