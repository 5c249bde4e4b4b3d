"""Answer rows of a lost commit with a compensating row.

Looked for some time after the transaction: long enough for any commit to have ended.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from infostrada.core.journal.interfaces import ICommitLost
from infostrada.core.journal.rows import SYSTEM
from infostrada.core.journal.rows import write
from infostrada.core.sql import session
from sqlalchemy import text
from typing import NamedTuple
from zope.event import notify
from zope.interface import implementer


LOST = "journal.commit_lost"
PATIENCE = 120
BATCH = 500

DUE = text("""
    SELECT e.row, e.uid, e.path, e.serial, j.unit, j.action, CAST(j.key AS text) AS key
    FROM core.journal_expectation e JOIN core.journal j ON j.id = e.row
    WHERE e.noted < now() - make_interval(secs => :patience)
    ORDER BY e.row LIMIT :batch FOR UPDATE OF e SKIP LOCKED
""")

OF_ACTS = text("""
    SELECT e.row, e.uid, e.path, e.serial, j.unit, j.action, CAST(j.key AS text) AS key
    FROM core.journal_expectation e JOIN core.journal j ON j.id = e.row
    WHERE j.unit = :unit AND starts_with(j.action, :action) ORDER BY e.row FOR UPDATE OF e
""")

SETTLE = text("DELETE FROM core.journal_expectation WHERE row = ANY(:rows)")


class Expectation(NamedTuple):
    """A row's expectation: the object `uid` near `path` has a revision after `serial`."""

    row: int
    uid: str
    path: str
    serial: bytes
    unit: str
    action: str
    key: str


@implementer(ICommitLost)
@dataclass(frozen=True)
class CommitLost:
    """Sent in the transaction of the compensating row: what an act wrote elsewhere in SQL is answered there too."""

    uid: str
    unit: str
    action: str


def compensate(serial_of: Callable[[str, str], bytes | None], *, patience: float = PATIENCE) -> int:
    """Check what is due in the joined session; returns how many rows were compensated.

    `serial_of(path, uid)` gives the object's present revision, None when there is no such object. The
    compensating row names the lost row's key and action; neither the row nor its seal is touched.
    """
    found = session().execute(DUE, {"patience": patience, "batch": BATCH})
    due = [Expectation(*row) for row in found]
    lost = [note for note in due if not _happened(note, serial_of)]
    _answer(lost)
    _settle(due)
    return len(lost)


def compensate_before_repeating(unit: str, action: str, is_here: Callable[[str], bool]) -> int:
    """Answer at once the rows of acts of the unit whose objects never came; returns how many.

    For whoever takes up work that was broken off and makes the same objects under the same UIDs: once they are there,
    nothing tells the rows of the lost commit from those of the one that made them. `action` is how the acts' names begin.
    """
    found = session().execute(OF_ACTS, {"unit": unit, "action": action})
    lost = [note for note in (Expectation(*row) for row in found) if not is_here(note.uid)]
    _answer(lost)
    _settle(lost)
    return len(lost)


def _answer(lost: Iterable[Expectation]) -> None:
    for note in lost:
        write(LOST, unit=note.unit, uid=note.uid, actor=SYSTEM,
              data={"key": note.key, "action": note.action})  # fmt: skip
        notify(CommitLost(note.uid, note.unit, note.action))


def _settle(notes: Sequence[Expectation]) -> None:
    if notes:
        session().execute(SETTLE, {"rows": [note.row for note in notes]})


def _happened(note: Expectation, serial_of: Callable[[str, str], bytes | None]) -> bool:
    serial = serial_of(note.path, note.uid)
    # A revision is a time stamp of eight bytes in big-endian order: later sorts after earlier.
    return serial is not None and serial > bytes(note.serial)
