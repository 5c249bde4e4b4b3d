"""Objects whose files are still to be read: the table `core.fulltext_due`, filled by the table of the full text.

A claim is committed before anything is read, so a file that ends its reader is counted too, and is given up in the end.
"""

from dataclasses import dataclass
from infostrada.core.record.sql import write
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any


ATTEMPTS = 4
# Seconds until the next attempt; four times as long after each. The first is also the lease of a claim.
FIRST_WAIT = 60


CLAIM = text("""
    UPDATE core.fulltext_due SET attempts = attempts + 1, given_up = attempts + 1 >= :most,
        due = clock_timestamp() + make_interval(secs => :first * power(4, attempts))
    WHERE uid = (
        SELECT uid FROM core.fulltext_due WHERE due <= clock_timestamp() AND NOT given_up
        ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING uid, files, attempts
""")

# Whoever has claimed it since, or changed the object's files, goes his own way.
NOTE = """
    UPDATE core.fulltext_due SET reason = %(reason)s
    WHERE uid = %(uid)s AND files = %(files)s AND attempts = %(attempts)s
"""
AWAIT = """
    UPDATE core.fulltext_due
    SET reason = 'changed', due = clock_timestamp() + make_interval(secs => 2 * power(4, attempts - 1))
    WHERE uid = %(uid)s AND files = %(files)s AND attempts = %(attempts)s
"""
SETTLE = """
    UPDATE core.fulltext SET attached = %(vector)s::tsvector, attached_body = %(body)s,
        attached_of = CASE WHEN %(whole)s THEN files END, scans = %(scans)s, recognised_of = NULL
    WHERE uid = %(uid)s AND files = %(files)s
"""
WAITING = "SELECT count(*) AS n FROM core.fulltext_due WHERE NOT given_up"
GIVEN_UP = """
    SELECT uid, path, reason, due FROM core.fulltext_due JOIN core.record USING (uid)
    WHERE given_up ORDER BY due, uid LIMIT 1000
"""
FORGET = "UPDATE core.fulltext SET attached_of = NULL WHERE attached_of IS NOT NULL"
AGAIN = """
    UPDATE core.fulltext_due SET attempts = 0, given_up = false, due = clock_timestamp(), reason = ''
    WHERE given_up OR %(everything)s RETURNING uid
"""


@dataclass(frozen=True)
class Due:
    """A claimed object, the name of its files, and which attempt this is."""

    uid: str
    files: str
    attempts: int


def claim() -> Due | None:
    """Take what has waited longest; the caller commits."""
    row = session().execute(CLAIM, {"first": FIRST_WAIT, "most": ATTEMPTS}).mappings().first()
    return Due(**row) if row else None


def postpone(due: Due, reason: str) -> None:
    """Note why an attempt failed; it comes again at the time its claim set, or is given up."""
    write(NOTE, {**vars(due), "reason": reason})


def await_object(due: Due) -> None:
    """The rows are there before their object: look again in a moment, for some minutes at most."""
    write(AWAIT, vars(due))


def settle(due: Due, vector: str, body: str, whole: bool, scans: int = 0) -> None:
    """Keep what was read; with all of it the object is no longer due. Nothing when it has other files now.

    `scans` is how many of the files are pictures of text.
    """
    write(SETTLE, {**vars(due), "vector": vector, "body": body, "whole": whole, "scans": scans})


def standing() -> dict[str, Any]:
    """How many objects wait, and those given up with their reasons."""
    return {"waiting": write(WAITING)[0]["n"], "given_up": write(GIVEN_UP)}


def again(everything: bool = False) -> int:
    """Make what was given up due once more, or every file there is; returns how many objects."""
    if everything:
        write(FORGET)
    return len(write(AGAIN, {"everything": everything}))
