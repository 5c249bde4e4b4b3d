"""Signatures inside PDF files (PAdES), by pyHanko.

What was added to a PDF after a signature is compared with it: more signatures, timestamps and
filled form fields are allowed, anything that changes what a reader sees is not. A signature that
does not cover its whole revision is refused, so content cannot be wrapped around it.
"""

from datetime import datetime
from infostrada.site.records.signatures.cms import judged
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

import asyncio


def check_pdf(file: IO[bytes], trust: Trust, now: datetime) -> list[SignatureReport]:
    """Every signature of a PDF, which is read in pieces; none when it is not signed."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(file)
        embedded = list(reader.embedded_regular_signatures)
        stamps = [
            (each.signed_revision, ends)
            for each in reader.embedded_timestamp_signatures
            if (ends := _proves_until(each, trust, now)) is not None
        ]
    except Exception:
        return [SignatureReport(UNVERIFIABLE, "pdf_broken")]
    return [_lasting(signature, _one(signature, trust, now), stamps) for signature in embedded]


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


def _one(signature: Any, trust: Trust, now: datetime) -> SignatureReport:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    found: list[Any] = []

    async def check(moment: datetime) -> Any:
        status = await async_validate_pdf_signature(
            signature,
            trust.context(SIGNATURE, moment),
            trust.context(TIMESTAMP, now),
            key_usage_settings=usage(),
        )
        found.append(status)
        return status

    report = judged(check, trust, now)
    if not found:
        return report
    status = found[-1]
    whole = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    if not whole:
        return report._replace(verdict=INVALID, reason="covers_part")
    if status.modification_level == ModificationLevel.OTHER or status.docmdp_ok is False:
        return report._replace(verdict=INVALID, reason="changed_after_signing")
    if report.verdict == VALID and not status.seed_value_ok:
        return report._replace(verdict=INVALID, reason="signature_forged")
    return report._replace(covers=True)
