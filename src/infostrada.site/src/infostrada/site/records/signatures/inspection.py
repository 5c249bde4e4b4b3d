"""Validate whatever is signed: the format is told from the content, never from the file's name."""

from datetime import datetime
from infostrada.site.records.signatures.asic import check_container
from infostrada.site.records.signatures.asic import is_container
from infostrada.site.records.signatures.asic import read_container
from infostrada.site.records.signatures.cms import check_cms
from infostrada.site.records.signatures.cms import encapsulated
from infostrada.site.records.signatures.cms import unarmored
from infostrada.site.records.signatures.pades import check_pdf
from infostrada.site.records.signatures.pades import contains
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.report import worst
from infostrada.site.records.signatures.smime import signed_mail
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.xades import check_xml
from infostrada.site.records.signatures.xades import Checked
from infostrada.site.records.signatures.xades import same_xml
from infostrada.site.records.signatures.xades import XmlFault
from typing import NamedTuple

import hashlib


# Bytes before which a reader takes a file for PDF (ISO 32000-2, annex I).
PDF_HEAD = 1024


class Found(NamedTuple):
    """Format, signatures, and whether they sign the original that was asked about."""

    format: str
    signatures: list[SignatureReport]
    binds: bool


def inspect(data: bytes, trust: Trust, now: datetime, original: bytes | None = None) -> Report:
    """Validate every signature of a file.

    With `original` (bytes of a version) the signatures must be of exactly that content; a file
    that is a valid signature of something else is invalid here, reason `other_content`.
    """
    found = _found(data, trust, now, original)
    verdict, reason = _overall(found.signatures)
    binds = None if original is None else found.binds
    if binds is False and verdict != UNVERIFIABLE:
        verdict, reason = INVALID, "other_content"
    return Report(
        found.format,
        verdict,
        reason,
        tuple(found.signatures),
        hashlib.sha256(data).hexdigest(),
        now,
        trust.digest,
        binds,
    )


def _overall(signatures: list[SignatureReport]) -> tuple[str, str]:
    if not signatures:
        return UNVERIFIABLE, "not_signed"
    verdict = worst(item.verdict for item in signatures)
    return verdict, next(item.reason for item in signatures if item.verdict == verdict)


def _found(data: bytes, trust: Trust, now: datetime, original: bytes | None) -> Found:
    data = unarmored(data)
    if b"%PDF-" in data[:PDF_HEAD] and not data.startswith((b"PK", b"\x30")):
        bound = original is not None and contains(data, original)
        return Found("pades", check_pdf(data, trust, now), bound)
    if is_container(data):
        return _container(data, trust, now, original)
    if data.startswith(b"PK"):
        return Found("", [], False)
    if data[:1] == b"\x30":
        return _cms(data, trust, now, original)
    mail = signed_mail(data)
    if mail is not None:
        held = _cms(mail.signature, trust, now, mail.content)
        return held._replace(format="smime", binds=original is not None and mail.content == original)
    return _xml(data, trust, now, original)


def _container(data: bytes, trust: Trust, now: datetime, original: bytes | None) -> Found:
    try:
        held = read_container(data)
    except ValueError:
        return Found("asic-e", [SignatureReport(UNVERIFIABLE, "container_broken")], False)
    bound = list(held.files.values()) == [original]
    return Found(held.kind, check_container(held, trust, now), bound)


def _cms(data: bytes, trust: Trust, now: datetime, original: bytes | None) -> Found:
    try:
        inside = encapsulated(data)
    except (ValueError, TypeError):
        return Found("", [], False)
    content = original if inside is None else inside
    if content is None:
        return Found("cades", [SignatureReport(UNVERIFIABLE, "content_missing")], False)
    return Found("cades", check_cms(data, content, trust, now), content == original)


def _xml(data: bytes, trust: Trust, now: datetime, original: bytes | None) -> Found:
    try:
        checked = check_xml(data, trust, now, lambda _uri: original)
    except XmlFault as error:
        signed = b"http://www.w3.org/2000/09/xmldsig#" in data
        return Found(
            "xades" if signed else "", [SignatureReport(UNVERIFIABLE, error.args[0])] * signed, False
        )
    bound = original is not None and any(_binds(item, original) for item in checked)
    return Found("xades" if checked else "", [item.report for item in checked], bound)


def _binds(checked: Checked, original: bytes) -> bool:
    """Does this signature sign the original: as the document around it, inside it, or by name?"""
    if checked.named:
        return all(content == original for content in checked.named.values())
    if original in checked.enclosed:
        return True
    held = [checked.document] if checked.document is not None else checked.enclosed
    return any(same_xml(content, original) for content in held)
