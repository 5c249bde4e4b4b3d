"""What was laid over a signed file later, kept beside it: the file itself never changes.

A file that is signed or registered is immutable: its digest stands in the journal, in reports and in the signature that binds
it to a version. A timestamp inside a PDF therefore makes a rendition whose beginning is the signed file byte for byte (PAdES,
ETSI EN 319 142-1, 5.5); of any other file the token stays detached (RFC 3161), each one after the first over the token before
it (time-stamp renewal, RFC 4998, 5.2).
"""

from datetime import datetime
from infostrada.site.records.actor import Actor
from infostrada.site.records.files import RecordFile
from infostrada.site.records.signatures.report import Report
from typing import Any
from typing import NamedTuple


PDF, TOKEN = "pdf", "token"


class Renewal(NamedTuple):
    """A timestamp laid over the file `of` (UID): a PDF rendition or a token, when, until when its maker's certificate proves it."""

    of: str
    kind: str
    file: RecordFile
    stamped_at: datetime
    ends: datetime
    maker: str
    actor: Actor


def renewals_of(record: Any, uid: str) -> list[Renewal]:
    """What was laid over a file of a document or letter, the oldest first."""
    return [each for each in record.renewals if each.of == uid]


def proved(report: Report, held: list[Renewal]) -> Report:
    """The report with what was laid over the file since: the newest timestamp proves all there was when it was made.

    A signature without a timestamp of its own is proved from the first of them on.
    """
    if not held:
        return report
    first, last = held[0], held[-1]
    told = tuple(
        one._replace(
            stamped_at=one.stamped_at or first.stamped_at,
            stamp_ends=max(last.ends, one.stamp_ends) if one.stamp_ends else last.ends,
        )
        for one in report.signatures
    )
    return report._replace(signatures=told)
