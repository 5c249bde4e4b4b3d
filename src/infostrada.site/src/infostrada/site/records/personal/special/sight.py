"""Letters of the register whose row is restricted, shown in full to whoever may see their case."""

from collections.abc import Sequence
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.site.records.find import record_at
from typing import Any


SEEN = f"""
    SELECT own.uid FROM site.letter_listing AS own JOIN core.record AS record ON record.uid = own.case_uid
    WHERE own.uid = ANY(%(uids)s) AND {visible("record")}
"""  # noqa: S608 - our own clause


def unveiled(listed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a page of the register; one statement more when restricted ones are among them, objects woken only for those seen."""
    sealed = [row["uid"] for row in listed if row["state"] == "sealed"]
    if not sealed:
        return list(listed)
    seen = {row["uid"] for row in rows(SEEN, {"uids": sealed, **parameters(principals())})}
    return [_shown(row) if row["uid"] in seen else row for row in listed]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    letter = record_at(row["uid"])
    if letter is None:
        return row
    told = {
        "title": letter.title,
        "sender": letter.from_whom,
        "letter_date": letter.letter_date,
        "sender_reference": letter.sender_reference or "",
        "assigned_to": letter.assigned_to,
        "remarks": letter.remarks or "",
        "seen": True,
    }
    return {**row, **told}
