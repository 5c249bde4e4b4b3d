"""What a validation found, as it is stored and told.

Verdicts follow ETSI EN 319 102-1: `valid` (TOTAL-PASSED), `untrusted` and `unverifiable`
(INDETERMINATE: the signature is sound but its certificate is not known to be good; or it cannot be
read), `invalid` (TOTAL-FAILED).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from typing import NamedTuple


VALID, UNTRUSTED, UNVERIFIABLE, INVALID = "valid", "untrusted", "unverifiable", "invalid"
WORST_FIRST = (INVALID, UNVERIFIABLE, UNTRUSTED, VALID)


class SignatureReport(NamedTuple):
    """One signature: who, when, what is to be thought of it and why.

    `signed_at` is the signer's own word; `stamped_at` is proved by a trusted timestamp, which proves it until `stamp_ends`, the end of
    its maker's certificate (of several, the one that lasts longest; None when not looked at). `covers`
    says that the whole content (of a container: every file) is signed. `person` is the name a
    podpis zaufany carries, whose certificate is the minister's.
    """

    verdict: str
    reason: str
    signer: str = ""
    issuer: str = ""
    serial: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    covers: bool = False
    person: str = ""
    revocation: str = "not_checked"
    stamp_ends: datetime | None = None


class Report(NamedTuple):
    """A whole file: its format, the worst verdict, every signature; `binds` says it is the asked content."""

    format: str
    verdict: str
    reason: str
    signatures: tuple[SignatureReport, ...]
    sha256: str
    checked_at: datetime
    trust: str
    binds: bool | None = None


def worst(verdicts: Iterable[str]) -> str:
    """The verdict of several together."""
    found = set(verdicts)
    return next((verdict for verdict in WORST_FIRST if verdict in found), UNVERIFIABLE)


def report_json(report: Report) -> dict[str, Any]:
    """The report as JSON; moments in ISO 8601."""
    shown = report._asdict()
    shown["checked_at"] = report.checked_at.isoformat()
    shown["signatures"] = [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in signature._asdict().items()
        }
        for signature in report.signatures
    ]
    return shown
