"""Row of a case in the case lists."""

from datetime import date
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.site.records.archive.term import destroy_from
from infostrada.site.records.archive.term import handover_from
from infostrada.site.records.archive.term import transfer_from
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.representation import PARTY
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "site.case_listing"
ARCHIVAL = {"handover_from": handover_from, "destroy_from": destroy_from, "transfer_from": transfer_from}
register_listing_table(TABLE, of="records_case")


@implementer(IListingRow)
@adapter(ICase)
class CaseRow:
    """Columns of `site.case_listing`."""

    def __init__(self, case: ICase) -> None:
        self.case = case

    def values(self) -> dict[str, Any]:
        """What case lists (spis spraw, my work) show without waking the case."""
        case = self.case
        days = ("started_on", "due_on", "internal_due_on", "settled_on", "closed_on")
        running = [stop.reason for stop in case.stops if stop.last is None]
        values = {name: getattr(case, name) for name in days}
        return {
            **{name: day.isoformat() if day else None for name, day in values.items()},
            "sign": str(case.sign) if case.sign else None,
            "org_id": case.org_id,
            "org_symbol": case.org_symbol,
            "class_symbol": case.class_symbol,
            "year": case.sign.year if case.sign else case.started_on.year,
            "number": case.sign.number if case.sign else None,
            "officer": case.officer,
            "officer_name": case.officer_name,
            "party": _first_party(case),
            "named": [{"uid": one.uid, "name": one.name.lower()} for one in case.parties],
            "resolution_note": case.resolution_note,
            "category": case.category or "",
            "handling_mode": case.handling_mode,
            "special": " ".join(case.special),
            "hold": case.retention_hold,
            **{name: _iso(term(case)) for name, term in ARCHIVAL.items()},
            "inside": case.sign.inside if case.sign else None,
            "whole": next(iter(case.linked("part_of")), None),
            "initiator_reference": case.initiator_reference,
            "initiating_letter_date": case.initiating_letter_date,
            "term": case.term or "",
            "extensions": len(case.extensions),
            "extension_cause": case.extensions[-1].cause if case.extensions else "",
            "urgings": len(case.urgings),
            "stopped_by": running[0] if running else "",
        }


def _first_party(case: Any) -> str:
    """Whose case it is: the first party, not the attorney or a witness."""
    return next(
        (one.name for one in case.parties if one.role == PARTY), case.parties[0].name if case.parties else ""
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
