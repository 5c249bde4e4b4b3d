"""Signatures inside PDF files (PAdES), by pyHanko.

What was added to a PDF after a signature is compared with it: more signatures, timestamps and
filled form fields are allowed, anything that changes what a reader sees is not. A signature that
does not cover its whole revision is refused, so content cannot be wrapped around it.

Some programs (poppler among them) write tables of objects that a strict reader refuses. Such a file is read leniently,
and then only a signature over all of its bytes is believed: what was added after another one, programs may see differently.
"""

from datetime import datetime
from functools import cache
from infostrada.site.records.signatures.cms import certificates
from infostrada.site.records.signatures.cms import judged
from infostrada.site.records.signatures.cms import unread
from infostrada.site.records.signatures.cms import usage
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.report import VALID
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from typing import Any
from typing import IO
from typing import NamedTuple

import asyncio


class Embedded(NamedTuple):
    """What a PDF holds: signatures, timestamps of the whole document with the day they prove it until, signatures of other
    kinds; whether a strict reader takes the file.
    """

    signatures: list[Any]
    stamps: list[tuple[int, datetime]]
    others: int
    regular: bool


def check_pdf(file: IO[bytes], trust: Trust, now: datetime) -> list[SignatureReport]:
    """Every signature of a PDF, which is read in pieces; none when it is not signed."""
    held = _read(file, trust, now, strict=True) or _read(file, trust, now, strict=False)
    if held is None:
        return [SignatureReport(UNVERIFIABLE, "pdf_broken")]
    reports = [
        _lasting(each, _one(each, trust, now, regular=held.regular), held.stamps) for each in held.signatures
    ]
    return reports + [SignatureReport(UNVERIFIABLE, "signature_kind_unknown")] * held.others


def _read(file: IO[bytes], trust: Trust, now: datetime, *, strict: bool) -> Embedded | None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    file.seek(0)
    try:
        reader = PdfFileReader(file, strict=strict)
        stamps = [
            (each.signed_revision, ends)
            for each in reader.embedded_timestamp_signatures
            if (ends := _proves_until(each, trust, now)) is not None
        ]
        filled = sum(1 for _field in enumerate_sig_fields(reader, filled_status=True))
        regular, known = list(reader.embedded_regular_signatures), len(reader.embedded_signatures)
    except Exception:
        return None
    return Embedded(regular, stamps, filled - known, strict)


@cache
def _allowed_changes() -> Any:
    """pyHanko's own policy, but signing may write the day (`/M`) into the field it fills: poppler does, and nobody sees it."""
    from pyhanko.sign import diff_analysis
    from pyhanko.sign.diff_analysis.constants import VALUE_UPDATE_KEYS
    from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule

    told = VALUE_UPDATE_KEYS | {"/M"}
    rules = [
        diff_analysis.SigFieldCreationRule(),
        diff_analysis.SigFieldModificationRule(value_update_keys=told),
        diff_analysis.GenericFieldModificationRule(value_update_keys=told),
    ]
    return diff_analysis.StandardDiffPolicy(
        diff_analysis.DEFAULT_DIFF_POLICY.global_rules, FormUpdatingRule(field_rules=rules)
    )


def _proves_until(stamp: Any, trust: Trust, now: datetime) -> datetime | None:
    """The end of the certificate behind a timestamp of the whole document; None when it proves nothing."""
    from pyhanko.sign.validation import async_validate_pdf_timestamp

    try:
        status = asyncio.run(async_validate_pdf_timestamp(stamp, trust.context(TIMESTAMP, now)))
    except Exception:
        return None
    good = status.intact and status.valid and status.trusted
    ends: datetime | None = status.signing_cert.not_valid_after if good else None
    return ends


def _lasting(signature: Any, report: SignatureReport, stamps: list[tuple[int, datetime]]) -> SignatureReport:
    """A timestamp of the document laid over a stamped signature later proves it on."""
    later = [ends for revision, ends in stamps if revision > signature.signed_revision]
    if report.stamp_ends is None or not later:
        return report
    return report._replace(stamp_ends=max(report.stamp_ends, *later))


def _one(signature: Any, trust: Trust, now: datetime, *, regular: bool) -> SignatureReport:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signed = {"key_usage_settings": usage(), "diff_policy": _allowed_changes()}
    contexts = trust.context(SIGNATURE, now), trust.context(TIMESTAMP, now)
    try:
        status = asyncio.run(async_validate_pdf_signature(signature, *contexts, **signed))
        report = judged(status, certificates(signature.signed_data), trust, now)
    except Exception as error:
        return SignatureReport(UNVERIFIABLE, unread(error))
    if status.coverage not in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION):
        return report._replace(verdict=INVALID, reason="covers_part")
    if status.modification_level == ModificationLevel.OTHER or status.docmdp_ok is False:
        return report._replace(verdict=INVALID, reason="changed_after_signing")
    if not regular and status.coverage != SignatureCoverageLevel.ENTIRE_FILE and report.verdict != INVALID:
        return report._replace(verdict=UNVERIFIABLE, reason="pdf_irregular")
    if report.verdict == VALID and not status.seed_value_ok:
        return report._replace(verdict=INVALID, reason="signature_forged")
    return report._replace(covers=True)
