"""Validate whatever is signed: the format is told from the content, never from the file's name."""

from contextlib import ExitStack
from datetime import datetime
from infostrada.site.records.signatures.asic import check_container
from infostrada.site.records.signatures.asic import is_container
from infostrada.site.records.signatures.asic import read_container
from infostrada.site.records.signatures.cms import check_cms
from infostrada.site.records.signatures.cms import encapsulated
from infostrada.site.records.signatures.cms import is_armoured
from infostrada.site.records.signatures.cms import LOOKED_AT
from infostrada.site.records.signatures.cms import unarmored
from infostrada.site.records.signatures.pades import check_pdf
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.report import worst
from infostrada.site.records.signatures.smime import signed_mail
from infostrada.site.records.signatures.source import Source
from infostrada.site.records.signatures.source import TooLargeError
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.xades import check_xml
from infostrada.site.records.signatures.xades import Checked
from infostrada.site.records.signatures.xades import same_xml
from infostrada.site.records.signatures.xades import XmlFault
from typing import Any
from typing import IO
from typing import NamedTuple


# Bytes before which a reader takes a file for PDF (ISO 32000-2, annex I).
PDF_HEAD = 1024


class Found(NamedTuple):
    """Format, signatures, and whether they sign the original that was asked about."""

    format: str
    signatures: list[SignatureReport]
    binds: bool


def inspect(
    data: bytes | IO[bytes], trust: Trust, now: datetime, original: bytes | IO[bytes] | None = None
) -> Report:
    """Validate every signature of a file, given as bytes or open, as is the original.

    With `original` (a version) the signatures must be of exactly that content; a file that is a valid signature of
    something else is invalid here, reason `other_content`.
    """
    source, signed = Source(data), None if original is None else Source(original)
    found = _found(source, trust, now, signed)
    verdict, reason = _overall(found.signatures)
    binds = None if signed is None else found.binds
    if binds is False and verdict != UNVERIFIABLE:
        verdict, reason = INVALID, "other_content"
    return Report(
        found.format,
        verdict,
        reason,
        tuple(found.signatures),
        source.sha256,
        now,
        trust.digest,
        binds,
    )


def inspect_stored(file: Any, trust: Trust, now: datetime, original: Any = None) -> Report:
    """`inspect` for a file of a record, and the one it should sign."""
    with ExitStack() as opened:
        signed = opened.enter_context(original.open()) if original is not None else None
        return inspect(opened.enter_context(file.open()), trust, now, signed)


def _overall(signatures: list[SignatureReport]) -> tuple[str, str]:
    if not signatures:
        return UNVERIFIABLE, "not_signed"
    verdict = worst(item.verdict for item in signatures)
    return verdict, next(item.reason for item in signatures if item.verdict == verdict)


def _found(source: Source, trust: Trust, now: datetime, original: Source | None) -> Found:
    head = source.head(LOOKED_AT)
    if b"%PDF-" in head[:PDF_HEAD] and not head.startswith((b"PK", b"\x30")):
        bound = original is not None and source.size > original.size and source.begins_with(original)
        return Found("pades", check_pdf(source.opened(), trust, now), bound)
    if is_container(source):
        return _container(source, trust, now, original)
    if head.startswith(b"PK"):
        return Found("", [], False)
    try:
        return _whole(unarmored(source.whole()), trust, now, original)
    except TooLargeError:
        known = "cades" if head[:1] == b"\x30" or is_armoured(head) else ""
        return Found(known, [SignatureReport(UNVERIFIABLE, "file_too_large")], False)


def _whole(data: bytes, trust: Trust, now: datetime, original: Source | None) -> Found:
    """What is no PDF and no container: CMS, a signed message, XML."""
    if data[:1] == b"\x30":
        return _cms(data, trust, now, original)
    mail = signed_mail(data)
    if mail is None:
        return _xml(data, trust, now, original)
    content = None if mail.content is None else Source(mail.content)
    held = _cms(mail.signature, trust, now, content)
    bound = original is not None and content is not None and content.same_as(original)
    return held._replace(format="smime", binds=bound)


def _container(source: Source, trust: Trust, now: datetime, original: Source | None) -> Found:
    try:
        held = read_container(source)
    except ValueError:
        return Found("asic-e", [SignatureReport(UNVERIFIABLE, "container_broken")], False)
    bound = (
        original is not None
        and len(held.files) == 1
        and all(Source(content).same_as(original) for content in held.files.values())
    )
    return Found(held.kind, check_container(held, trust, now), bound)


def _cms(data: bytes, trust: Trust, now: datetime, original: Source | None) -> Found:
    try:
        inside = encapsulated(data)
    except (ValueError, TypeError):
        return Found("", [], False)
    content = original if inside is None else Source(inside)
    if content is None:
        return Found("cades", [SignatureReport(UNVERIFIABLE, "content_missing")], False)
    bound = original is not None and content.same_as(original)
    return Found("cades", check_cms(data, content, trust, now), bound)


def _xml(data: bytes, trust: Trust, now: datetime, original: Source | None) -> Found:
    try:
        checked = check_xml(data, trust, now, lambda _uri: None if original is None else original.whole())
    except XmlFault as error:
        signed = b"http://www.w3.org/2000/09/xmldsig#" in data
        return Found(
            "xades" if signed else "", [SignatureReport(UNVERIFIABLE, error.args[0])] * signed, False
        )
    bound = original is not None and bool(checked) and _bind_any(checked, original.whole())
    return Found("xades" if checked else "", [item.report for item in checked], bound)


def _bind_any(checked: list[Checked], original: bytes) -> bool:
    return any(_binds(item, original) for item in checked)


def _binds(checked: Checked, original: bytes) -> bool:
    """Does this signature sign the original: as the document around it, inside it, or by name?"""
    if checked.named:
        return all(content == original for content in checked.named.values())
    if original in checked.enclosed:
        return True
    held = [checked.document] if checked.document is not None else checked.enclosed
    return any(same_xml(content, original) for content in held)
