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


def check_pdf(file: IO[bytes], trust: Trust, now: datetime) -> list[SignatureReport]:
    """Every signature of a PDF, which is read in pieces; none when it is not signed."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        embedded = list(PdfFileReader(file).embedded_regular_signatures)
    except Exception:
        return [SignatureReport(UNVERIFIABLE, "pdf_broken")]
    return [_one(signature, trust, now) for signature in embedded]


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
