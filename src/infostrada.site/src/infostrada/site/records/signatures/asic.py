"""Containers of files with their signatures: ASiC-S and ASiC-E (ETSI EN 319 162-1)."""

from base64 import b64decode
from datetime import datetime
from infostrada.core.damage import ZIP_DAMAGE
from infostrada.site.records.signatures.cms import check_cms
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.source import Source
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.xades import check_xml
from infostrada.site.records.signatures.xades import parse
from infostrada.site.records.signatures.xades import XmlFault
from typing import Any
from typing import NamedTuple
from urllib.parse import unquote

import hashlib
import re
import zipfile


SIMPLE = "application/vnd.etsi.asic-s+zip"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
DS = "http://www.w3.org/2000/09/xmldsig#"
MOST_FILES = 1_000
MOST_BYTES = 400_000_000
XML_SIGNATURE = re.compile(r"META-INF/[^/]*signature[^/]*\.xml\Z", re.IGNORECASE)
CMS_SIGNATURE = re.compile(r"META-INF/[^/]*signature[^/]*\.p7s\Z", re.IGNORECASE)
SIGNATURE_FILE = re.compile(r"META-INF/signature[^/]*\.(xml|p7s)\Z", re.IGNORECASE)
MANIFEST = re.compile(r"META-INF/ASiCManifest[^/]*\.xml\Z", re.IGNORECASE)
DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}


class Container(NamedTuple):
    """An opened container: kind (`asic-s`, `asic-e`), signed files, what lies in META-INF."""

    kind: str
    files: dict[str, bytes]
    signatures: dict[str, bytes]


def is_container(source: Source) -> bool:
    """Is it a zip file with the mimetype of ASiC, or with a signature where ASiC keeps it (the mimetype may be left out)?

    Signatures of office documents bear other names.
    """
    head = source.head(200)
    if not head.startswith(b"PK"):
        return False
    if b"application/vnd.etsi.asic-" in head:
        return True
    try:
        with zipfile.ZipFile(source.opened()) as archive:
            return any(SIGNATURE_FILE.match(name) for name in archive.namelist()[:MOST_FILES])
    except ZIP_DAMAGE:
        return False


def read_container(source: Source) -> Container:
    """Open a container; ValueError when it is broken, too large or names a file twice."""
    try:
        with zipfile.ZipFile(source.opened()) as archive:
            listed = [info for info in archive.infolist() if not info.is_dir()]
            names = [info.filename for info in listed]
            if len(names) > MOST_FILES or sum(info.file_size for info in listed) > MOST_BYTES:
                raise ValueError("too large")
            if len(set(names)) != len(names) or any(".." in name.split("/") for name in names):
                raise ValueError("doubled or climbing names")
            parts = {info.filename: archive.open(info).read(info.file_size) for info in listed}
    except ZIP_DAMAGE as error:
        raise ValueError("broken") from error
    told = parts.pop("mimetype", b"").removeprefix(b"\xef\xbb\xbf").strip()
    inside = {name: content for name, content in parts.items() if name.upper().startswith("META-INF/")}
    files = {name: parts[name] for name in parts if name not in inside}
    simple = told == SIMPLE.encode() or (
        not told and len(files) == 1 and not any(map(MANIFEST.match, inside))
    )
    return Container("asic-s" if simple else "asic-e", files, inside)


def check_container(held: Container, trust: Trust, now: datetime) -> list[SignatureReport]:
    """Every signature; one that leaves a file of the container out does not cover it."""
    found: list[SignatureReport] = []
    for name, data in held.signatures.items():
        if XML_SIGNATURE.match(name):
            found += _xml(held, data, trust, now)
        elif CMS_SIGNATURE.match(name):
            found += _cms(held, name, data, trust, now)
    return found


def _xml(held: Container, data: bytes, trust: Trust, now: datetime) -> list[SignatureReport]:
    def resolve(uri: str) -> bytes | None:
        return held.files.get(unquote(uri).removeprefix("./"))

    try:
        checked = check_xml(data, trust, now, resolve)
    except XmlFault as error:
        return [SignatureReport(UNVERIFIABLE, error.args[0])]
    reports = []
    for item in checked:
        signed = {unquote(uri).removeprefix("./") for uri in item.named}
        reports.append(_covering(item.report, held, signed))
    return reports


def _cms(held: Container, name: str, data: bytes, trust: Trust, now: datetime) -> list[SignatureReport]:
    if held.kind == "asic-s" and len(held.files) == 1:
        (content,) = held.files.values()
        return check_cms(data, Source(content), trust, now)
    for manifest_name, manifest in held.signatures.items():
        if MANIFEST.match(manifest_name) and _signs(manifest, name):
            signed = _listed(manifest, held)
            if signed is None:
                return [SignatureReport(INVALID, "content_changed")]
            return [
                _covering(report, held, signed) for report in check_cms(data, Source(manifest), trust, now)
            ]
    return [SignatureReport(UNVERIFIABLE, "manifest_missing")]


def _covering(report: SignatureReport, held: Container, signed: set[str]) -> SignatureReport:
    whole = bool(held.files) and set(held.files) <= signed
    if report.verdict == INVALID or whole:
        return report._replace(covers=whole)
    return report._replace(verdict=INVALID, reason="covers_part", covers=False)


def _signs(manifest: bytes, name: str) -> bool:
    try:
        reference = parse(manifest).find(f"{{{ASIC}}}SigReference")
    except XmlFault:
        return False
    return reference is not None and unquote(reference.get("URI", "")).removeprefix("./") == name


def _listed(manifest: bytes, held: Container) -> set[str] | None:
    """Files a manifest names with their right digests; None when one is not as it says."""
    names: set[str] = set()
    for reference in parse(manifest).iterfind(f"{{{ASIC}}}DataObjectReference"):
        name = unquote(reference.get("URI", "")).removeprefix("./")
        content = held.files.get(name)
        if content is None or not _fits(reference, content):
            return None
        names.add(name)
    return names


def _fits(reference: Any, content: bytes) -> bool:
    method, value = reference.find(f"{{{DS}}}DigestMethod"), reference.findtext(f"{{{DS}}}DigestValue")
    algorithm = DIGESTS.get(method.get("Algorithm") if method is not None else "")
    if algorithm is None or not value:
        return False
    try:
        return b64decode(value) == hashlib.new(algorithm, content).digest()
    except ValueError:
        return False
