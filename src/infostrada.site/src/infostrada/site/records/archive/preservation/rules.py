"""Which formats last, and what of a signature will not be provable in ten years. Pure.

Sources: rozporządzenie MSWiA z 30.10.2006 (Dz.U. nr 206 poz. 1518), § 6: a check of a sample every year and a procedure of
preservation over ten years; formats: rozporządzenie w sprawie KRI (Dz.U. 2024 poz. 773) and MSWiA z 2.11.2006 (Dz.U. nr
206 poz. 1519). What lasts is a judgement, so it is a table: a row is changed, not the code.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import VALID
from typing import NamedTuple


# What a new timestamp mends.
RENEWABLE = ("timestamp_ends", "timestamp_old", "signature_without_timestamp")
LASTING, ACCEPTED, AT_RISK, UNKNOWN = "lasting", "accepted", "at_risk", "unknown"
HORIZON_YEARS = 10
# Timestamps are told before they end; the review comes once a year, so a year and a half leaves time to act.
MONTHS, MOST_MONTHS = 18, 120
# What is read in a file called a PDF, or called nothing known: "pdf" and "pdf/a-2b", or one of these.
LOCKED, BROKEN, NO_PDF = "pdf_locked", "pdf_broken", "pdf_in_name"
FORMATS: dict[str, str] = {
    # Published, widely read, without a program of one maker.
    **dict.fromkeys(("txt", "csv", "xml", "xsd", "xsl", "html", "htm", "css", "json", "gml", "geojson"), LASTING),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "svg", "odt", "ods", "odp", "odg", "eml"), LASTING),
    **dict.fromkeys(("pdf", "docx", "xlsx", "pptx", "rtf", "xps", "dwf", "gif"), ACCEPTED),
    **dict.fromkeys(("xades", "xml.sig", "sig", "tst", "p7s", "p7m", "asice", "asics", "sce", "scs"), ACCEPTED),
    **dict.fromkeys(("zip", "tar", "gz", "7z", "wav", "mp3", "ogg", "avi", "mpg", "mpeg", "mp4", "m4a"), ACCEPTED),
    # Of a program that may not be there in ten years, or with contents nobody can name.
    **dict.fromkeys(("doc", "xls", "ppt", "dot", "wpd", "wps", "pub", "mdb", "accdb", "vsd", "one"), AT_RISK),
    **dict.fromkeys(("msg", "pst", "dat", "tnef", "rar", "ace", "arj", "dwg", "dgn", "cdr", "psd", "ai"), AT_RISK),
    **dict.fromkeys(("wmv", "wma", "flv", "swf", "mov", "3gp", "ram", "exe", "bin", "bmp", "pcx", "heic"), AT_RISK),
}  # fmt: skip


class Finding(NamedTuple):
    """What is at risk: a machine word and what it is about."""

    reason: str
    detail: str = ""


def ending_of(filename: str) -> str:
    """The ending of a file's name in small letters; empty without one."""
    name = filename.rsplit("/", 1)[-1].strip().lower()
    stem, dot, ending = name.rpartition(".")
    return ending if dot and stem and ending.isalnum() and len(ending) <= 10 else ""


def format_of(filename: str, read: str = "") -> str:
    """The word of a file's format: what was `read` in it, else the ending of its name."""
    return read or ending_of(filename) or "?"


def standing(word: str) -> str:
    """Does a format last? PDF/A is made for it (ISO 19005)."""
    if word in (LOCKED, BROKEN, NO_PDF):
        return AT_RISK
    return LASTING if word.startswith("pdf/a-") else FORMATS.get(word, UNKNOWN)


def format_findings(filename: str, read: str = "", faults: Iterable[str] = ()) -> list[Finding]:
    """What is wrong with the format of a file that is kept for long; `read` is what its content tells, if it was asked.

    `faults` are rules of PDF/A it breaks although it says it is PDF/A.
    """
    if broken := [Finding(fault, read) for fault in faults]:
        return broken
    found = standing(format_of(filename, read))
    if read in (LOCKED, BROKEN, NO_PDF):
        return [Finding(read)]
    if found == AT_RISK:
        return [Finding("format_at_risk", ending_of(filename))]
    return [Finding("format_unknown", ending_of(filename) or filename[-40:])] if found == UNKNOWN else []


def signature_findings(report: Report, now: datetime, months: int = MONTHS) -> list[Finding]:
    """What of the signatures of a file is not provable now, or will not be within the horizon.

    A timestamp proves until the certificate of its maker ends: one that ends within the `months` has to be stamped anew. A signature without a timestamp is proved by its certificate alone, which lapses in a few years; a timestamp is
    trusted as long as the algorithms and the certificate of its maker are, ten years at most.
    """
    found = [] if report.verdict == VALID else [Finding("signature_not_valid", report.reason)]
    for one in report.signatures:
        who = one.person or one.signer
        if one.stamped_at is None:
            found.append(Finding("signature_without_timestamp", who))
        elif one.stamp_ends is not None and one.stamp_ends <= now + timedelta(days=months * 365.25 / 12):
            found.append(Finding("timestamp_ends", f"{one.stamp_ends:%Y-%m-%d}, {who}"))
        elif one.stamp_ends is None and _years(one.stamped_at, now) >= HORIZON_YEARS:
            found.append(Finding("timestamp_old", f"{who}, {one.stamped_at:%Y-%m-%d}"))
    return list(dict.fromkeys(found))


def lapse(before: Report, after: Report) -> list[Finding]:
    """What validated before and does not today."""
    if before.verdict == VALID and after.verdict != VALID:
        return [Finding("signature_lapsed", after.reason)]
    return []


def _years(since: datetime, now: datetime) -> float:
    return (now - since).days / 365.25


def counted(words: Iterable[str]) -> dict[str, int]:
    """How many files of each format."""
    return dict(Counter(words))
