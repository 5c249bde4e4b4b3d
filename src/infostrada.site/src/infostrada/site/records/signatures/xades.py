"""Signatures in XML (XAdES), by signxml; timestamps by pyHanko.

Against wrapping: what counts as signed is only what the verifier returns as signed, never what
stands somewhere in the file. Documents with a type declaration, doubled ids or entities are not
looked at. Transforms that are not known (`transforms`) make a signature unverifiable.
"""

from asn1crypto import x509 as asn1_x509
from base64 import b64decode
from collections.abc import Callable
from collections.abc import Iterable
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.site.records.signatures.cms import believed
from infostrada.site.records.signatures.cms import check_stamp
from infostrada.site.records.signatures.cms import Stamp
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.report import VALID
from infostrada.site.records.signatures.transforms import BASE64
from infostrada.site.records.signatures.transforms import C14N
from infostrada.site.records.signatures.transforms import DS
from infostrada.site.records.signatures.transforms import LeavesOut
from infostrada.site.records.signatures.transforms import left_out
from infostrada.site.records.signatures.transforms import take_out
from infostrada.site.records.signatures.transforms import without_signatures
from infostrada.site.records.signatures.trust import names_of
from infostrada.site.records.signatures.trust import Trust
from lxml import etree
from signxml import DigestAlgorithm
from signxml import SignatureMethod
from signxml.exceptions import InvalidDigest
from signxml.exceptions import InvalidInput
from signxml.exceptions import InvalidSignature
from signxml.xades import XAdESSignatureConfiguration
from signxml.xades import XAdESVerifier
from typing import Any

import re


XADES = "http://uri.etsi.org/01903/v1.3.2#"
MOST_SIGNATURES = 50
LONGEST_XML = 100_000_000
POINTER = re.compile(r"#xpointer\((?:/|id\(['\"]([^'\"()]+)['\"]\))\)")
ALGORITHMS = {
    f"{{{DS}}}SignatureMethod": {each.value for each in SignatureMethod},
    f"{{{DS}}}DigestMethod": {each.value for each in DigestAlgorithm},
}
Resolver = Callable[[str], bytes | None]


class XmlFault(ValueError):
    """A file that is not looked at; `args[0]` is the machine word."""


@dataclass
class Checked:
    """A signature with what it signs: whole document, enclosed contents, files named by URI; the signer's certificate (DER)."""

    report: SignatureReport
    document: bytes | None = None
    enclosed: list[bytes] = field(default_factory=list)
    named: dict[str, bytes] = field(default_factory=dict)
    certificate: bytes = b""


def parse(data: bytes) -> Any:
    """Root of an XML file without entities; XmlFault for anything that could deceive."""
    if len(data) > LONGEST_XML:
        raise XmlFault("file_too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlFault("xml_broken") from error
    if root.getroottree().docinfo.doctype:
        raise XmlFault("xml_doctype")
    seen: set[str] = set()
    for value in root.xpath("//@*[local-name()='Id' or local-name()='ID' or local-name()='id']"):
        if value in seen:
            raise XmlFault("xml_doubled_ids")
        seen.add(value)
    return root


def signatures_in(root: Any) -> list[Any]:
    """Signatures of the document in order; counter-signatures inside others are left out."""
    found = root.xpath("descendant-or-self::ds:Signature[not(ancestor::ds:Signature)]", namespaces={"ds": DS})
    return list(found[:MOST_SIGNATURES])


def check_xml(data: bytes, trust: Trust, now: datetime, resolve: Resolver | None = None) -> list[Checked]:
    """Every signature of an XML file; XmlFault when the file is not looked at."""
    root = parse(data)
    return [_one(root, place, trust, now, resolve) for place in range(len(signatures_in(root)))]


class _Nth(XAdESVerifier):
    """Verifies the signature at one place of a document with several."""

    place = 0

    def _get_signature(self, root: Any) -> Any:
        return signatures_in(root)[self.place]

    def _resolve_reference(self, doc_root: Any, reference: Any, uri_resolver: Any = None) -> Any:
        """Also one without an address, which means the file beside, and by the two pointers everybody has to know."""
        uri = target_of(reference)
        if uri is None and uri_resolver is not None and (beside := uri_resolver("")) is not None:
            return beside
        if uri is not None and uri != reference.get("URI"):
            reference = etree.Element(reference.tag, URI=uri)
        return super()._resolve_reference(doc_root, reference, uri_resolver=uri_resolver)

    def _apply_transforms(self, payload: Any, *, transforms_node: Any, signature: Any) -> Any:
        """Signatures an XPath leaves out are taken away first, as those left out by name are."""
        steps = [] if transforms_node is None else _transforms(transforms_node)
        known = {left_out(each, seen=True) for each in steps}
        if LeavesOut.ALL in known:
            without_signatures(payload)
        elif LeavesOut.OWN in known:
            take_out(signature)
        return super()._apply_transforms(payload, transforms_node=transforms_node, signature=signature)

    def _check_key_value_matches_cert_public_key(self, key_value: Any, *told: Any) -> bool:
        """A bare key beside the certificate says nothing more: it is the certificate's key that verifies."""
        return True

    def _tostring(self, xml_node: Any, **options: Any) -> Any:
        """In UTF-8: names of elements may have letters ASCII does not."""
        return super()._tostring(xml_node, **{"encoding": "utf-8", **options})


def _one(root: Any, place: int, trust: Trust, now: datetime, resolve: Resolver | None) -> Checked:
    node = signatures_in(root)[place]
    if None in [left_out(item) for item in _transforms(node)]:
        return Checked(SignatureReport(UNVERIFIABLE, "transform_unknown"))
    if not _certificates(node):
        return Checked(SignatureReport(UNVERIFIABLE, "certificate_missing"))
    try:
        chain = [x509.load_der_x509_certificate(b64decode(item.text)) for item in _certificates(node)]
        leaf = _leaf(chain)
        signer, issuer, serial = names_of(_asn1(leaf))
    except (ValueError, TypeError, x509.InvalidVersion):
        return Checked(SignatureReport(UNVERIFIABLE, "signature_broken"))
    verifier = _Nth()
    verifier.place = place
    config = XAdESSignatureConfiguration(
        expect_references=True, verification_time=leaf.not_valid_before_utc + timedelta(seconds=1)
    )
    told = SignatureReport(VALID, "signature_good", signer, issuer, serial, _signed_at(node))
    told = told._replace(person=_person(node), revocation=trust.revocation)
    if reason := _unverifiable(node, resolve):
        return Checked(told._replace(verdict=UNVERIFIABLE, reason=reason))
    try:
        results = verifier.verify(root, x509_cert=leaf, uri_resolver=resolve, expect_config=config)
    except InvalidDigest:
        return Checked(told._replace(verdict=INVALID, reason="content_changed"))
    except InvalidSignature:
        return Checked(told._replace(verdict=INVALID, reason="signature_forged"))
    except (InvalidInput, etree.DocumentInvalid):
        return Checked(told._replace(verdict=UNVERIFIABLE, reason="signature_broken"))
    except Exception:
        return Checked(told._replace(verdict=UNVERIFIABLE, reason="signature_broken"))
    checked = _content(node, results, told)
    checked.certificate = leaf.public_bytes(Encoding.DER)
    checked.report = _believed(checked.report, node, leaf, chain, trust, now)
    return checked


def target_of(reference: Any) -> str | None:
    """What a reference names: `""` the document, `#id` a part of it, else a file; None without an address."""
    uri = reference.get("URI")
    pointer = POINTER.fullmatch(uri or "")
    if pointer is None:
        return uri
    return f"#{pointer[1]}" if pointer[1] else ""


def _transforms(node: Any) -> list[Any]:
    return list(node.iter(f"{{{DS}}}Transform"))


def _references(node: Any) -> list[Any]:
    return list(node.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference"))


def _unverifiable(node: Any, resolve: Resolver | None) -> str:
    """Why a signature cannot be verified before anything is computed."""
    info = node.find(f"{{{DS}}}SignedInfo")
    if any("sha1" in (item.get("Algorithm") or "") for item in (info.iter() if info is not None else ())):
        return "weak_algorithm"
    if any(
        item.get("Algorithm") not in known for name, known in ALGORITHMS.items() for item in info.iter(name)
    ):
        return "algorithm_unknown"
    if next(node.iter(f"{{{XADES}}}SignedProperties"), None) is None:
        return "not_advanced"
    for reference in _references(node):
        uri = target_of(reference)
        beside = uri is None or (uri != "" and not uri.startswith("#"))
        if beside and (resolve is None or resolve(uri or "") is None):
            return "content_missing"
    return ""


def _content(node: Any, results: Iterable[Any], told: SignatureReport) -> Checked:
    """Sort what was signed by how the references name it."""
    checked = Checked(told)
    root = node.getroottree().getroot()
    parts: dict[Any, bytes] = {}
    for reference, result in zip(_references(node), results, strict=True):
        uri = target_of(reference)
        if uri == "":
            checked.document = result.signed_data
        elif uri is None or not uri.startswith("#"):
            checked.named[uri or ""] = result.signed_data
        elif result.signed_xml is not None and result.signed_xml.tag == f"{{{DS}}}Object":
            checked.enclosed += _enclosed(result.signed_xml)
        elif any(item.get("Algorithm") == BASE64 for item in _transforms(reference)):
            checked.enclosed.append(result.signed_data)
        elif (part := _part(root, uri[1:])) is root and part is not None:
            checked.document = result.signed_data
        elif part is not None:
            parts[part] = result.signed_data
    checked.enclosed += _whole(root, node, parts)
    covers = checked.document is not None or bool(checked.enclosed) or bool(checked.named)
    checked.report = told._replace(covers=covers)
    if not covers:
        checked.report = told._replace(verdict=INVALID, reason="covers_part")
    return checked


def _part(root: Any, name: str) -> Any:
    """The element an `Id` names; names are unique, which was seen before."""
    return next(
        iter(
            root.xpath(
                "//*[@*[local-name()='Id' or local-name()='ID' or local-name()='id']=$name]", name=name
            )
        ),
        None,
    )


def _whole(root: Any, node: Any, parts: dict[Any, bytes]) -> list[bytes]:
    """Signed parts when they are all there is: in the signature's own object, or beside it below the root."""
    inside = [data for part, data in parts.items() if part.getparent() is not None
              and part.getparent().tag == f"{{{DS}}}Object" and part.getparent().getparent() is node
              and part.tag != f"{{{XADES}}}QualifyingProperties"]  # fmt: skip
    beside = [child for child in root.iterchildren(etree.Element) if child.tag != f"{{{DS}}}Signature"]
    if node.getparent() is root and beside and all(child in parts for child in beside):
        inside += [parts[child] for child in beside]
    return inside


def _enclosed(held: Any) -> list[bytes]:
    """Content of a ds:Object: base64, elements or a text."""
    if held.get("Encoding") == BASE64:
        try:
            return [b64decode("".join(held.itertext()), validate=False)]
        except ValueError:
            return []
    inside = [canonical(child) for child in held if child.tag != f"{{{XADES}}}QualifyingProperties"]
    return inside or ([held.text.encode()] if not len(held) and held.text else [])


def canonical(node: Any) -> bytes:
    """Exclusive canonical form, without comments, of a node standing alone."""
    alone = etree.fromstring(etree.tostring(node, with_tail=False, encoding="utf-8"))
    data: bytes = etree.tostring(alone, method="c14n", exclusive=True, with_comments=False)
    return data


def same_xml(data: bytes, original: bytes) -> bool:
    """Do both say the same in canonical form?"""
    try:
        return canonical(parse(data)) == canonical(parse(original))
    except XmlFault:
        return False


def _believed(
    told: SignatureReport, node: Any, leaf: Any, chain: list[Any], trust: Trust, now: datetime
) -> SignatureReport:
    stamped, sound, ends = _stamp(node, trust, now)
    if not sound:
        return told._replace(verdict=INVALID, reason="timestamp_forged")
    told = told._replace(stamped_at=stamped, stamp_ends=ends)
    if told.verdict != VALID:
        return told
    verdict, reason = believed(trust.why_not(_asn1(leaf), [_asn1(item) for item in chain], stamped or now))
    return told._replace(verdict=verdict, reason=reason)


def _stamp(node: Any, trust: Trust, now: datetime) -> Stamp:
    """Time of the earliest trusted SignatureTimeStamp, whether all of them are sound, the last day one of them proves it."""
    value = node.find(f"{{{DS}}}SignatureValue")
    held: list[Stamp] = []
    for stamp in node.iter(f"{{{XADES}}}SignatureTimeStamp"):
        method = stamp.find(f"{{{DS}}}CanonicalizationMethod")
        algorithm = method.get("Algorithm") if method is not None else C14N
        exclusive = "exc-c14n" in (algorithm or "")
        imprinted = etree.tostring(
            value, method="c14n", exclusive=exclusive, with_comments=False, with_tail=False
        )
        for token in stamp.iter(f"{{{XADES}}}EncapsulatedTimeStamp"):
            try:
                found = check_stamp(b64decode(token.text or ""), imprinted, trust, now)
            except ValueError:
                return Stamp(None, False)
            if not found.sound:
                return Stamp(None, False)
            held.append(found)
    times = [each.at for each in held if each.at is not None]
    return Stamp(
        min(times, default=None), True, max(filter(None, (each.ends for each in held)), default=None)
    )


def _certificates(node: Any) -> list[Any]:
    return list(node.iterfind(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"))


def _leaf(chain: list[x509.Certificate]) -> x509.Certificate:
    """The signer's certificate: the one no other of the chain was issued by."""
    issuers = {item.issuer for item in chain if item.issuer != item.subject}
    return next((item for item in chain if item.subject not in issuers), chain[0])


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _signed_at(node: Any) -> datetime | None:
    found = next(node.iter(f"{{{XADES}}}SigningTime"), None)
    try:
        moment = datetime.fromisoformat((found.text or "").strip()) if found is not None else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _person(node: Any) -> str:
    """Name in the signed properties of a podpis zaufany (`ppZP:PodpisZP`)."""
    signed = next(node.iter(f"{{{XADES}}}SignedProperties"), None)
    if signed is None:
        return ""
    parts = {"Imie": "", "Nazwisko": ""}
    for item in signed.iter():
        name = etree.QName(item).localname if isinstance(item.tag, str) else ""
        if name in parts and not parts[name]:
            parts[name] = (item.text or "").strip()
    return " ".join(filter(None, parts.values()))
