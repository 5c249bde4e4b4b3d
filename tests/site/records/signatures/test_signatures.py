"""Validation of signatures: good, untrusted, forged, wrapped, hostile."""

from base64 import b64encode
from ca import Authority
from ca import authority
from ca import container
from ca import Identity
from ca import NOW
from ca import pdf
from ca import YEAR
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric import utils
from datetime import timedelta
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.report import report_json
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.tsl import ListFault
from infostrada.site.records.signatures.tsl import read_list
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

import asyncio
import hashlib
import io
import json
import pikepdf
import pytest


XML = "<pismo><tytuł>Decyzja</tytuł><kwota>100</kwota></pismo>".encode()
DS = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"


@pytest.fixture(scope="module")
def ca():
    return authority()


@pytest.fixture(scope="module")
def signed(ca):
    return ca.sign_pdf(pdf())


def told(report):
    return report.format, report.verdict, report.reason


# PAdES


def test_a_signed_pdf_is_valid_and_of_this_version(ca, signed):
    report = inspect(signed, ca.trust(), NOW, pdf())
    assert told(report) == ("pades", "valid", "signature_good")
    (one,) = report.signatures
    assert (one.signer, one.issuer, one.covers) == ("Jan Dąbrowski", "Testowe centrum certyfikacji", True)
    assert one.serial == f"{ca.signer.certificate.serial_number:x}"
    assert (report.binds, one.stamped_at) == (True, None)
    assert report.sha256 == hashlib.sha256(signed).hexdigest()
    json.dumps(report_json(report))


def test_a_signature_of_another_version_is_refused(ca, signed):
    assert told(inspect(signed, ca.trust(), NOW, pdf("Inna"))) == ("pades", "invalid", "other_content")
    assert told(inspect(pdf(), ca.trust(), NOW)) == ("pades", "unverifiable", "not_signed")


def test_whom_the_list_does_not_know_is_untrusted(ca, signed):
    assert told(inspect(signed, Trust(), NOW)) == ("pades", "untrusted", "issuer_unknown")
    assert told(inspect(signed, Authority().trust(), NOW)) == ("pades", "untrusted", "issuer_unknown")
    assert told(inspect(signed, ca.trust(ca.signer), NOW)) == ("pades", "invalid", "certificate_revoked")
    assert told(inspect(signed, ca.trust(ca.expired), NOW)) == ("pades", "valid", "signature_good")


def test_a_timestamp_keeps_a_signature_valid_after_the_certificate(ca):
    bare = ca.sign_pdf(pdf(), ca.expired)
    assert told(inspect(bare, ca.trust(), NOW)) == ("pades", "untrusted", "certificate_expired")
    then = NOW - timedelta(days=20)
    stamped = ca.sign_pdf(pdf(), ca.expired, ca.stamper(then))
    report = inspect(stamped, ca.trust(), NOW)
    assert (report.verdict, report.signatures[0].stamped_at) == ("valid", then)
    assert report.signatures[0].stamp_ends == ca.tsa.certificate.not_valid_after_utc
    only_signers = Trust(ca.trust().anchors[:1])
    assert inspect(stamped, only_signers, NOW).verdict == "untrusted"


def test_a_changed_byte_and_a_changed_page_are_found(ca, signed):
    at = signed.index(b"endstream") - 20
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert inspect(changed, ca.trust(), NOW).verdict in ("invalid", "unverifiable")
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"BT /F1 12 Tf 20 200 Td (Odmowa) Tj ET"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    report = inspect(out.getvalue(), ca.trust(), NOW, pdf())
    assert (report.verdict, report.reason) == ("invalid", "changed_after_signing")


def test_two_people_sign_one_pdf(ca, signed):
    both = ca.sign_pdf(signed, field="Podpis2")
    report = inspect(both, ca.trust(), NOW, pdf())
    assert (report.verdict, len(report.signatures), report.binds) == ("valid", 2, True)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\xff" * 500, b"%PDF-1.4\ntrailer<</Root 1 0 R>>"]
)
def test_a_broken_pdf_is_unverifiable(ca, data):
    assert told(inspect(data, ca.trust(), NOW)) == ("pades", "unverifiable", "pdf_broken")


def test_a_pdf_rewritten_after_signing_is_not_the_version(ca, signed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as document:
        document.save(out)
    assert inspect(out.getvalue(), ca.trust(), NOW, pdf()).verdict != "valid"


# XAdES


def test_an_enveloped_xml_is_valid_and_of_this_version(ca):
    data = ca.sign_xml(XML)
    report = inspect(data, ca.trust(), NOW, XML)
    assert told(report) == ("xades", "valid", "signature_good")
    assert (report.binds, report.signatures[0].signer) == (True, "Jan Dąbrowski")
    assert report.signatures[0].signed_at is not None
    assert told(inspect(data, Trust(), NOW, XML)) == ("xades", "untrusted", "issuer_unknown")
    other = XML.replace(b"100", b"900")
    assert told(inspect(data, ca.trust(), NOW, other)) == ("xades", "invalid", "other_content")
    forged = data.replace(b"<kwota>100", b"<kwota>900")
    assert told(inspect(forged, ca.trust(), NOW)) == ("xades", "invalid", "content_changed")
    assert told(inspect(data, ca.trust(ca.signer), NOW)) == ("xades", "invalid", "certificate_revoked")
    late = ca.sign_xml(XML, ca.expired)
    assert told(inspect(late, ca.trust(), NOW)) == ("xades", "untrusted", "certificate_expired")


def test_an_enveloping_xml_carries_the_version(ca):
    data = ca.sign_xml(XML, method="enveloping")
    assert told(inspect(data, ca.trust(), NOW, XML)) == ("xades", "valid", "signature_good")
    assert inspect(data, ca.trust(), NOW, b"<inne/>").reason == "other_content"


def test_a_forged_signature_value_is_invalid(ca):
    root = etree.fromstring(ca.sign_xml(XML))
    value = root.find(f".//{{{DS}}}SignatureValue")
    value.text = b64encode(b"\x01" * 64).decode()
    assert told(inspect(etree.tostring(root, encoding="utf-8"), ca.trust(), NOW)) == (
        "xades",
        "invalid",
        "signature_forged",
    )


def test_content_wrapped_around_a_signed_part_is_not_signed(ca):
    """The signed element moves into a corner, another takes its place (XML signature wrapping)."""
    root = etree.fromstring('<koperta><pismo Id="p1"><kwota>100</kwota></pismo></koperta>')
    data = ca.sign_xml(root, reference_uri=["#p1"])
    wrapped = etree.fromstring(data)
    good = wrapped.find("pismo")
    corner = etree.SubElement(wrapped, "nieistotne")
    corner.append(good)
    bad = etree.fromstring('<pismo Id="p2"><kwota>900</kwota></pismo>')
    wrapped.insert(0, bad)
    report = inspect(etree.tostring(wrapped), ca.trust(), NOW)
    assert (report.verdict, report.reason) == ("invalid", "covers_part")
    twin = etree.fromstring(data)
    twin.append(etree.fromstring('<pismo Id="p1"><kwota>900</kwota></pismo>'))
    assert told(inspect(etree.tostring(twin), ca.trust(), NOW)) == (
        "xades",
        "unverifiable",
        "xml_doubled_ids",
    )


def test_hostile_xml_is_not_looked_at(ca):
    signed = ca.sign_xml(XML)
    entity = b'<!DOCTYPE pismo [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + signed
    assert told(inspect(entity, ca.trust(), NOW)) == ("xades", "unverifiable", "xml_doctype")
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><a>' + b"&b;" * 1000 + b"</a>"
    assert inspect(bomb, ca.trust(), NOW).verdict == "unverifiable"
    xslt = signed.replace(f"{DS}enveloped-signature".encode(), b"http://www.w3.org/TR/1999/REC-xslt-19991116")
    assert told(inspect(xslt, ca.trust(), NOW)) == ("xades", "unverifiable", "transform_unknown")
    assert told(inspect(b"<pismo/>", ca.trust(), NOW)) == ("", "unverifiable", "not_signed")
    assert told(inspect(b"zwykly tekst", ca.trust(), NOW)) == ("", "unverifiable", "not_signed")


def test_a_timestamp_of_the_document_proves_a_signature_on(ca):
    later = Identity("Nowy znacznik czasu", ca.root, usage="digital_signature", stamps=True, until=9 * YEAR)
    store = SimpleCertificateStore()
    store.register(ca.root.asn1)
    maker = DummyTimeStamper(later.asn1, later.asn1_key, store, fixed_dt=NOW)
    writer = IncrementalPdfFileWriter(
        io.BytesIO(ca.sign_pdf(pdf(), stamp=ca.stamper(NOW - timedelta(days=5))))
    )
    renewed = PdfTimeStamper(maker).timestamp_pdf(writer, "sha256").getvalue()
    (one,) = inspect(renewed, ca.trust(), NOW).signatures
    assert (one.verdict, one.stamp_ends) == ("valid", later.certificate.not_valid_after_utc)
    assert one.stamp_ends > ca.tsa.certificate.not_valid_after_utc
    # A maker of timestamps nobody trusts proves nothing on.
    (one,) = inspect(renewed, Trust(ca.trust().anchors[:1]), NOW).signatures
    assert one.stamp_ends is None


def stamped_xml(ca, at, imprint=None):
    root = etree.fromstring(ca.sign_xml(XML, ca.expired))
    value = root.find(f".//{{{DS}}}SignatureValue")
    data = etree.tostring(value, method="c14n", with_tail=False) if imprint is None else imprint
    token = asyncio.run(ca.stamper(at).async_timestamp(hashlib.sha256(data).digest(), "sha256")).dump()
    qualifying = root.find(f".//{{{XADES}}}QualifyingProperties")
    unsigned = etree.SubElement(qualifying, f"{{{XADES}}}UnsignedProperties")
    unsigned = etree.SubElement(unsigned, f"{{{XADES}}}UnsignedSignatureProperties")
    stamp = etree.SubElement(unsigned, f"{{{XADES}}}SignatureTimeStamp", Id="stamp-1")
    etree.SubElement(stamp, f"{{{XADES}}}EncapsulatedTimeStamp").text = b64encode(token).decode()
    return etree.tostring(root, encoding="utf-8")


def test_a_timestamp_in_xml_counts_like_one_in_pdf(ca):
    then = NOW - timedelta(days=20)
    report = inspect(stamped_xml(ca, then), ca.trust(), NOW)
    assert (report.verdict, report.reason) == ("valid", "signature_good")
    assert report.signatures[0].stamped_at == then
    assert report.signatures[0].stamp_ends == ca.tsa.certificate.not_valid_after_utc
    forged = inspect(stamped_xml(ca, then, b"inna tresc"), ca.trust(), NOW)
    assert (forged.verdict, forged.reason) == ("invalid", "timestamp_forged")


# CAdES and containers


def test_a_detached_cms_signs_the_version(ca):
    data = ca.sign_cms(b"tresc")
    assert told(inspect(data, ca.trust(), NOW, b"tresc")) == ("cades", "valid", "signature_good")
    assert told(inspect(data, ca.trust(), NOW, b"inna")) == ("cades", "invalid", "content_changed")
    assert told(inspect(data, ca.trust(), NOW)) == ("cades", "unverifiable", "content_missing")
    assert inspect(b"\x30\x82\x00\x01abc", ca.trust(), NOW).verdict == "unverifiable"


def test_asic_s_with_cms(ca):
    files, signature = {"pismo.docx": b"tresc"}, {"META-INF/signature.p7s": ca.sign_cms(b"tresc")}
    data = container(files, signature, "s")
    assert told(inspect(data, ca.trust(), NOW, b"tresc")) == ("asic-s", "valid", "signature_good")
    assert inspect(data, ca.trust(), NOW, b"inna").reason == "other_content"
    changed = container({"pismo.docx": b"zmiana"}, signature, "s")
    assert told(inspect(changed, ca.trust(), NOW)) == ("asic-s", "invalid", "content_changed")


def sign_detached(ca, name, content):
    """XAdES over a file named by URI, as signing programs put it into ASiC-E; made by hand from the standard."""
    digest = b64encode(hashlib.sha256(content).digest()).decode()
    certificate = b64encode(ca.signer.der).decode()
    fingerprint = b64encode(hashlib.sha256(ca.signer.der).digest()).decode()
    sha256 = "http://www.w3.org/2001/04/xmlenc#sha256"
    properties = (
        f'<x:SignedProperties xmlns:d="{DS}" xmlns:x="{XADES}" Id="wlasciwosci"><x:SignedSignatureProperties>'
        f"<x:SigningTime>2026-11-20T10:00:00Z</x:SigningTime><x:SigningCertificateV2><x:Cert><x:CertDigest>"
        f'<d:DigestMethod Algorithm="{sha256}"></d:DigestMethod><d:DigestValue>{fingerprint}</d:DigestValue>'
        "</x:CertDigest></x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties>"
    )
    signed = b64encode(hashlib.sha256(c14n(properties)).digest()).decode()
    info = (
        f'<d:SignedInfo xmlns:d="{DS}"><d:CanonicalizationMethod Algorithm="{C14N}"></d:CanonicalizationMethod>'
        '<d:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></d:SignatureMethod>'
        f'<d:Reference URI="{name}"><d:DigestMethod Algorithm="{sha256}"></d:DigestMethod>'
        f"<d:DigestValue>{digest}</d:DigestValue></d:Reference>"
        '<d:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#wlasciwosci"><d:Transforms>'
        f'<d:Transform Algorithm="{C14N}"></d:Transform></d:Transforms>'
        f'<d:DigestMethod Algorithm="{sha256}"></d:DigestMethod><d:DigestValue>{signed}</d:DigestValue>'
        "</d:Reference></d:SignedInfo>"
    )
    r, s = utils.decode_dss_signature(ca.signer.key.sign(c14n(info), ec.ECDSA(hashes.SHA256())))
    value = b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    return (
        '<a:XAdESSignatures xmlns:a="http://uri.etsi.org/02918/v1.2.1#">'
        f'<d:Signature xmlns:d="{DS}" Id="podpis">{info}<d:SignatureValue>{value}</d:SignatureValue>'
        f"<d:KeyInfo><d:X509Data><d:X509Certificate>{certificate}</d:X509Certificate></d:X509Data></d:KeyInfo>"
        f'<d:Object><x:QualifyingProperties xmlns:x="{XADES}" Target="#podpis">{properties}'
        "</x:QualifyingProperties></d:Object></d:Signature></a:XAdESSignatures>"
    ).encode()


def c14n(text):
    return etree.tostring(etree.fromstring(text), method="c14n", exclusive=True)


def manifest(**files):
    rows = "".join(
        f'<a:DataObjectReference URI="{name}"><d:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<d:DigestValue>{b64encode(hashlib.sha256(content).digest()).decode()}</d:DigestValue>"
        "</a:DataObjectReference>"
        for name, content in files.items()
    )
    return (
        f'<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#" xmlns:d="{DS}">'
        f'<a:SigReference URI="META-INF/signature.p7s"/>{rows}</a:ASiCManifest>'
    ).encode()


def test_asic_e_with_a_manifest(ca):
    listed = manifest(a=b"1", b=b"2")
    inside = {"META-INF/ASiCManifest.xml": listed, "META-INF/signature.p7s": ca.sign_cms(listed)}
    assert told(inspect(container({"a": b"1", "b": b"2"}, inside), ca.trust(), NOW)) == (
        "asic-e",
        "valid",
        "signature_good",
    )
    more = container({"a": b"1", "b": b"2", "c": b"3"}, inside)
    assert told(inspect(more, ca.trust(), NOW)) == ("asic-e", "invalid", "covers_part")
    changed = container({"a": b"1", "b": b"zmiana"}, inside)
    assert told(inspect(changed, ca.trust(), NOW)) == ("asic-e", "invalid", "content_changed")
    alone = container({"a": b"1"}, {"META-INF/signature.p7s": ca.sign_cms(b"x")})
    assert inspect(alone, ca.trust(), NOW).reason == "manifest_missing"


def test_broken_containers_are_unverifiable(ca):
    good = container({"a": b"1"}, {})
    assert told(inspect(good, ca.trust(), NOW)) == ("asic-e", "unverifiable", "not_signed")
    assert told(inspect(good[:-30], ca.trust(), NOW)) == ("asic-e", "unverifiable", "container_broken")


def test_asic_e_with_a_xades_signature(ca):
    inside = {"META-INF/signatures001.xml": sign_detached(ca, "pismo.docx", b"tresc")}
    data = container({"pismo.docx": b"tresc"}, inside)
    assert told(inspect(data, ca.trust(), NOW, b"tresc")) == ("asic-e", "valid", "signature_good")
    changed = container({"pismo.docx": b"zmiana"}, inside)
    assert told(inspect(changed, ca.trust(), NOW)) == ("asic-e", "invalid", "content_changed")
    more = container({"pismo.docx": b"tresc", "dopisek.txt": b"x"}, inside)
    assert told(inspect(more, ca.trust(), NOW)) == ("asic-e", "invalid", "covers_part")
    renamed = container({"inne.docx": b"tresc"}, inside)
    assert inspect(renamed, ca.trust(), NOW).verdict != "valid"


# The trusted list


def trusted_list(ca, status="granted", history=""):
    def service(kind, state, since, inside=""):
        return (
            "<ServiceInformation>"
            f"<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/{kind}</ServiceTypeIdentifier>"
            "<ServiceName><Name>Kwalifikowane podpisy</Name></ServiceName><ServiceDigitalIdentity><DigitalId>"
            f"<X509Certificate>{b64encode(ca.root.der).decode()}</X509Certificate></DigitalId>"
            "</ServiceDigitalIdentity>"
            f"<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/{state}</ServiceStatus>"
            f"<StatusStartingTime>{since}</StatusStartingTime></ServiceInformation>{inside}"
        )

    return (
        '<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation>'
        "<TSLSequenceNumber>78</TSLSequenceNumber><SchemeTerritory>PL</SchemeTerritory>"
        "<ListIssueDateTime>2026-11-01T00:00:00Z</ListIssueDateTime></SchemeInformation>"
        "<TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName><Name>Centrum</Name></TSPName>"
        f"</TSPInformation><TSPServices><TSPService>{service('CA/QC', status, '2026-01-01T00:00:00Z', history)}"
        f"</TSPService><TSPService>{service('TSA/QTST', 'granted', '2016-07-01T00:00:00Z')}</TSPService>"
        f"<TSPService>{service('Certstatus/OCSP', 'granted', '2016-07-01T00:00:00Z')}</TSPService>"
        "</TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>"
    ).encode()


HISTORY = (
    "<ServiceHistory><ServiceHistoryInstance>"
    "<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC</ServiceTypeIdentifier>"
    "<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted</ServiceStatus>"
    "<StatusStartingTime>2020-01-01T00:00:00Z</StatusStartingTime></ServiceHistoryInstance></ServiceHistory>"
)


def test_a_trusted_list_gives_services_with_their_times(ca, signed):
    held = read_list(ca.sign_xml(trusted_list(ca)), NOW)
    assert (held.territory, held.sequence, held.signer) == ("PL", 78, "Jan Dąbrowski")
    kinds = [(service.anchor.purpose, service.provider) for service in held.services]
    assert kinds == [("signature", "Centrum"), ("timestamp", "Centrum")]
    trust = Trust([service.anchor for service in held.services])
    assert inspect(signed, trust, NOW).verdict == "valid"
    withdrawn = read_list(ca.sign_xml(trusted_list(ca, "withdrawn", HISTORY)), NOW)
    (before, _stamps) = withdrawn.services
    assert (before.anchor.since.year, before.anchor.until.year) == (2020, 2026)
    trust = Trust([service.anchor for service in withdrawn.services])
    assert told(inspect(signed, trust, NOW)) == ("pades", "untrusted", "issuer_unknown")


def test_a_list_that_is_unsigned_or_changed_is_refused(ca):
    data = ca.sign_xml(trusted_list(ca))
    for broken, reason in (
        (trusted_list(ca), "list_unsigned"),
        (data.replace(b">78<", b">79<"), "list_signature_invalid"),
        (ca.sign_xml(XML), "not_a_trusted_list"),
        (b"<!DOCTYPE x []>" + data, "not_a_trusted_list"),
    ):
        with pytest.raises(ListFault, match=reason):
            read_list(broken, NOW)


def test_an_anchor_holds_only_in_its_time(ca, signed):
    anchor = ca.trust().anchors[0]._replace(since=NOW - YEAR, until=NOW - timedelta(days=1))
    assert anchor.holds(NOW - timedelta(days=2)) and not anchor.holds(NOW)
    assert inspect(signed, Trust([anchor]), NOW).reason == "issuer_unknown"
