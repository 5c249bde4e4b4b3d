"""Files of a review that are to be stamped anew, and what became of each, in the transaction of the job."""

from collections.abc import Sequence
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.records.deed import now
from typing import Any


RENEWED, RENEWED_BEFORE, MISSING, UNREACHABLE = (
    "renewed",
    "renewed_before",
    "file_gone",
    "stamping_unreachable",
)
FOUND = """
    SELECT DISTINCT owner, file, case_uid, sign, filename FROM site.preservation_finding
    WHERE unit = %(unit)s AND year = %(year)s AND reason = ANY(%(reasons)s) AND (owner, file) > (%(owner)s, %(file)s)
"""
FOLLOWING = f"{FOUND} ORDER BY owner, file LIMIT 1"
COUNT = f"SELECT count(DISTINCT (owner, file)) AS files FROM ({FOUND}) AS found"  # noqa: S608 - our own clause
NOTE = """
    INSERT INTO site.stamp_renewal (unit, year, owner, file, case_uid, sign, filename, outcome, detail, at)
    VALUES (%(unit)s, %(year)s, %(owner)s, %(file)s, %(case_uid)s, %(sign)s, %(filename)s, %(outcome)s, %(detail)s, %(at)s)
    ON CONFLICT (unit, year, owner, file)
    DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail, at = excluded.at
    WHERE excluded.outcome <> 'renewed_before' OR stamp_renewal.outcome <> 'renewed'
"""
RESULTS = """
    SELECT owner, file, case_uid, sign, filename, outcome, detail, at FROM site.stamp_renewal
    WHERE unit = %(unit)s AND year = %(year)s ORDER BY sign, owner, file LIMIT %(size)s OFFSET %(behind)s
"""


def count(unit: str, year: int, reasons: Sequence[str], after: Sequence[str] = ("", "")) -> int:
    """How many files of the review are to be stamped anew for these reasons."""
    (found,) = rows(COUNT, _asked(unit, year, reasons, after))
    return int(found["files"])


def following(unit: str, year: int, reasons: Sequence[str], after: Sequence[str]) -> dict[str, Any] | None:
    """The file behind this one (UIDs of its record and itself)."""
    return next(iter(rows(FOLLOWING, _asked(unit, year, reasons, after))), None)


def note(unit: str, year: int, row: dict[str, Any], outcome: str, detail: str) -> None:
    """Write what became of a file; that it had been renewed before takes the place of nothing that says so already."""
    write(NOTE, {**row, "unit": unit, "year": year, "outcome": outcome, "detail": detail, "at": now()})


def renewals(unit: str, year: int, size: int, behind: int = 0) -> list[dict[str, Any]]:
    """What became of the files of a year, by the signs of their cases, behind the first so many."""
    return list(rows(RESULTS, {"unit": unit, "year": year, "size": size, "behind": behind}))


def _asked(unit: str, year: int, reasons: Sequence[str], after: Sequence[str]) -> dict[str, Any]:
    return {"unit": unit, "year": year, "reasons": list(reasons), "owner": after[0], "file": after[1]}
