"""The reviews of an office and what they found, in the transaction of the job."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.records.archive.preservation.reading import Told
from typing import Any
from typing import NamedTuple

import json


BEGIN = """
    INSERT INTO site.preservation_review (unit, year, begun_at) VALUES (%(unit)s, %(year)s, %(at)s)
    ON CONFLICT (unit, year) DO UPDATE SET begun_at = excluded.begun_at, ended_at = NULL
"""
CLEAR = "DELETE FROM site.preservation_finding WHERE unit = %(unit)s AND year = %(year)s"
ADD = """
    INSERT INTO site.preservation_finding (unit, year, case_uid, sign, owner, title, file, filename, reason, detail)
    VALUES (%(unit)s, %(year)s, %(case)s, %(sign)s, %(owner)s, %(title)s, %(file)s, %(filename)s, %(reason)s, %(detail)s)
    ON CONFLICT DO NOTHING
"""
END = """
    UPDATE site.preservation_review SET ended_at = %(at)s, cases = %(cases)s, files = %(files)s,
        formats = CAST(%(formats)s AS jsonb), sampled = %(sampled)s, kept_long = %(kept_long)s
    WHERE unit = %(unit)s AND year = %(year)s
"""
CONCLUDE = """
    UPDATE site.preservation_review SET conclusions = %(text)s, concluded_by = %(by)s, concluded_at = %(at)s
    WHERE unit = %(unit)s AND year = %(year)s
"""
REVIEWS = """
    SELECT year, begun_at, ended_at, cases, files, formats, sampled, kept_long, conclusions, concluded_by, concluded_at
    FROM site.preservation_review WHERE unit = %(unit)s ORDER BY year DESC
"""
COUNTS = """
    SELECT reason, count(*) AS files FROM site.preservation_finding
    WHERE unit = %(unit)s AND year = %(year)s GROUP BY reason ORDER BY reason
"""
FINDINGS = """
    SELECT id, case_uid, sign, owner, title, file, filename, reason, detail FROM site.preservation_finding
    WHERE unit = %(unit)s AND year = %(year)s AND id > %(after)s ORDER BY id LIMIT %(size)s
"""
ARCHIVED = """
    SELECT own.uid FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(unit)s AND record.state = 'archived' AND own.uid > %(after)s
    ORDER BY own.uid LIMIT %(size)s
"""
# Archival material, and what may not be destroyed within ten years.
KEPT_LONG = """
    SELECT count(*) AS cases FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(unit)s AND record.state = 'archived'
        AND (own.category = 'A' OR own.destroy_from > CAST(%(until)s AS date))
"""


# What was said to be PDF/A before its rules were looked at is read again.
FORMATS = """
    SELECT sha256, format, coalesce(faults, '{}') AS faults FROM site.file_format
    WHERE sha256 = ANY(%(digests)s) AND (faults IS NOT NULL OR format NOT LIKE 'pdf/a-%%')
"""
KEEP_FORMAT = """
    INSERT INTO site.file_format (sha256, format, faults) VALUES (%(sha256)s, %(format)s, %(faults)s)
    ON CONFLICT (sha256) DO UPDATE SET format = excluded.format, faults = excluded.faults
"""


class Review(NamedTuple):
    """A yearly review: when, how much was looked at, files by ending, what was concluded from it.

    `sampled` are cases whose files were read and signatures validated anew, `kept_long` those kept for ten years more.
    """

    year: int
    begun_at: datetime
    ended_at: datetime | None
    cases: int
    files: int
    formats: Mapping[str, int]
    sampled: int
    kept_long: int
    conclusions: str
    concluded_by: str
    concluded_at: datetime | None


def begin(unit: str, year: int, at: datetime) -> None:
    """Begin the review of a year, anew if there was one."""
    write(CLEAR, {"unit": unit, "year": year})
    write(BEGIN, {"unit": unit, "year": year, "at": at})


def add(unit: str, year: int, **told: str) -> None:
    """Write a finding; the same of a file twice is one."""
    write(ADD, {"unit": unit, "year": year, **told})


def end(
    unit: str,
    year: int,
    at: datetime,
    cases: int,
    files: int,
    formats: Mapping[str, int],
    sampled: int,
    kept: int,
) -> None:
    """Write what was looked at."""
    told = {"cases": cases, "files": files, "formats": json.dumps(formats), "sampled": sampled}
    write(END, {"unit": unit, "year": year, "at": at, "kept_long": kept, **told})


def conclude(unit: str, year: int, text: str, by: str, at: datetime) -> None:
    """Write what was concluded."""
    write(CONCLUDE, {"unit": unit, "year": year, "text": text, "by": by, "at": at})


def reviews(unit: str) -> list[Review]:
    """Reviews of the office, the newest first."""
    return [Review(**row) for row in rows(REVIEWS, {"unit": unit})]


def counts(unit: str, year: int) -> dict[str, int]:
    """Findings of a year by reason."""
    return {row["reason"]: row["files"] for row in rows(COUNTS, {"unit": unit, "year": year})}


def findings(unit: str, year: int, size: int, after: int = 0) -> list[dict[str, Any]]:
    """Findings of a year behind the one with this number."""
    return list(rows(FINDINGS, {"unit": unit, "year": year, "size": size, "after": after}))


def formats(digests: Iterable[str]) -> dict[str, Told]:
    """What was read in files with these digests before: the same bytes are of the same format for ever."""
    found = rows(FORMATS, {"digests": list(digests)})
    return {row["sha256"]: Told(row["format"], tuple(row["faults"])) for row in found}


def keep_formats(found: Mapping[str, Told]) -> None:
    """Remember what was read in files, by their digests."""
    for digest, told in found.items():
        write(KEEP_FORMAT, {"sha256": digest, "format": told.word, "faults": list(told.faults)})


def archived(unit: str, after: str, size: int) -> list[str]:
    """UIDs of archived cases behind this one."""
    pending.flush()
    return [row["uid"] for row in rows(ARCHIVED, {"unit": unit, "after": after, "size": size})]


def kept_long(unit: str, until: Any) -> int:
    """Archived cases that stay beyond a day."""
    pending.flush()
    (found,) = rows(KEPT_LONG, {"unit": unit, "until": until})
    return int(found["cases"])
