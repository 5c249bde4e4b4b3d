"""Rows of the public change log whose act is not in force (yet).

A row is committed a moment before its entry. Until the entry itself says the same, the row tells of an act that is being
carried out; where the process died in between it never will, and after some minutes the log answers that row with one of
its own ("undone"). Nobody reads "published" in that time of what nobody can read.
"""

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.site.bip.chain.rules import moment
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.log import LogRow
from infostrada.site.bip.log import UNDONE
from infostrada.site.records.find import record_at


UNDERWAY = "underway"
# Lost acts are answered after two minutes; while the worker stands still nobody answers them.
RECENT = timedelta(hours=1)


def as_in_force(rows: Iterable[LogRow]) -> list[LogRow]:
    """The rows, newest first as they are given, with `underway` as the action of those not in force."""
    found, answered, since = [], set(), datetime.now(UTC) - RECENT
    for row in rows:
        if row.action == UNDONE:
            answered.add(row.uid)
        elif row.uid in answered:
            # The row before an answer is the one it answers.
            answered.discard(row.uid)
        elif row.at > since and not _in_force(row):
            row = row._replace(action=UNDERWAY)
        found.append(row)
    return found


def _in_force(row: LogRow) -> bool:
    entry = record_at(row.uid)
    if not IEntry.providedBy(entry):
        return False
    return any(
        change.action == row.action and moment(change.at) == moment(row.at)
        for change in reversed(entry.changes)
    )
