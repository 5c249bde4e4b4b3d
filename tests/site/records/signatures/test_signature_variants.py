"""Signatures as other programs write them; XML built by hand from XML Signature 1.1 and ETSI EN 319 132-1."""

from asn1crypto import cms
from asn1crypto import pem
from base64 import b64encode
from ca import authority
from ca import container
from ca import NOW
from ca import pdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric import utils
from cryptography.hazmat.primitives.serialization import Encoding
from datetime import timedelta
from infostrada.site.records.signatures import source
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.trust import Trust
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

import asyncio
import hashlib
import io
import pikepdf
import pytest
import random
import zipfile


DS = "http://www.w3.org/2000/09/xmldsig#"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
SHA = "http://www.w3.org/2001/04/xmlenc#sha256"
XML = '<pismo Id="p1"><tytuł>Decyzja</tytuł><kwota>100</kwota></pismo>'


@pytest.fixture(scope="module")
def ca():
    return authority()


def c14n(text):
    return etree.tostring(etree.fromstring(text), method="c14n", exclusive=True)


def digest(data):
    return b64encode(hashlib.sha256(data).digest()).decode()


def transform(algorithm, inside=""):
    return f'<d:Transform Algorithm="{algorithm}">{inside}</d:Transform>'


def xades(identity, data, uri, transforms="", objects="", mark="a", sha=SHA):
    """One signature over `data`, which a reference names by `uri` (None: without an address)."""
    properties = (
        f'<x:SignedProperties xmlns:d="{DS}" xmlns:x="{XADES}" Id="{mark}-w"><x:SignedSignatureProperties>'
        f"<x:SigningTime>2026-11-20T10:00:00Z</x:SigningTime><x:SigningCertificateV2><x:Cert><x:CertDigest>"
        f'<d:DigestMethod Algorithm="{SHA}"></d:DigestMethod><d:DigestValue>{digest(identity.der)}</d:DigestValue>'
        "</x:CertDigest></x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties>"
    )
    named = "" if uri is None else f' URI="{uri}"'
    kept = f"<d:Transforms>{transforms}</d:Transforms>" if transforms else ""
    info = (
        f'<d:SignedInfo xmlns:d="{DS}"><d:CanonicalizationMethod Algorithm="{EXC}"></d:CanonicalizationMethod>'
        '<d:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></d:SignatureMethod>'
        f'<d:Reference{named}>{kept}<d:DigestMethod Algorithm="{sha}"></d:DigestMethod>'
        f"<d:DigestValue>{digest(data)}</d:DigestValue></d:Reference>"
        f'<d:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#{mark}-w"><d:Transforms>{transform(EXC)}'
        f'</d:Transforms><d:DigestMethod Algorithm="{SHA}"></d:DigestMethod>'
        f"<d:DigestValue>{digest(c14n(properties))}</d:DigestValue></d:Reference></d:SignedInfo>"
    )
    r, s = utils.decode_dss_signature(identity.key.sign(c14n(info), ec.ECDSA(hashes.SHA256())))
    value = b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    certificate = "\n".join(
        b64encode(identity.der).decode()[at : at + 64] for at in range(0, 4000, 64)
    ).strip()
    return (
        f'<d:Signature xmlns:d="{DS}" Id="{mark}">{info}<d:SignatureValue>{value}</d:SignatureValue>'
        f"<d:KeyInfo><d:X509Data><d:X509Certificate>\n{certificate}\n</d:X509Certificate></d:X509Data></d:KeyInfo>{objects}"
        f'<d:Object><x:QualifyingProperties xmlns:x="{XADES}" Target="#{mark}">{properties}'
        "</x:QualifyingProperties></d:Object></d:Signature>"
    )


def told(report):
    return report.verdict, report.reason, len(report.signatures), report.binds


def within(*signatures, xml=XML):
    return xml.replace("</pismo>", "\n".join(signatures) + "</pismo>").encode()


def spaced(*signatures):
    return XML.replace("</pismo>", "\n" * (len(signatures) - 1) + "</pismo>")


def xpath(expression, prefix="ds"):
    inside = f'<d:XPath xmlns:{prefix}="{DS}">{expression}</d:XPath>'
    return transform("http://www.w3.org/TR/1999/REC-xpath-19991116", inside)


def xpath2(expression, kind="subtract"):
    inside = f'<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" xmlns:ds="{DS}" Filter="{kind}">{expression}</f:XPath>'
    return transform("http://www.w3.org/2002/06/xmldsig-filter2", inside)


ALL = xpath("not(ancestor-or-self::ds:Signature)")
OWN = xpath(
    "count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) > count(ancestor-or-self::ds:Signature)"
)


@pytest.mark.parametrize("way", [ALL, xpath2("/descendant::ds:Signature"), xpath2("//ds:Signature")])
def test_several_people_sign_one_xml(ca, way):
    original = spaced("", "").encode()
    data = c14n(original)
    both = within(
        xades(ca.signer, data, "", way + transform(EXC)),
        xades(ca.second, data, "", way + transform(EXC), mark="b"),
    )
    report = inspect(both, ca.trust(), NOW, original)
    assert told(report) == ("valid", "signature_good", 2, True)
    assert [one.signer for one in report.signatures] == ["Jan Dąbrowski", "Anna Żółć"]
    changed = both.replace(b"<kwota>100", b"<kwota>900")
    assert told(inspect(changed, ca.trust(), NOW))[:2] == ("invalid", "content_changed")


@pytest.mark.parametrize(
    ("uri", "way"),
    [
        ("", OWN),
        ("", xpath2("here()/ancestor::ds:Signature[1]")),
        ("#p1", transform(f"{DS}enveloped-signature")),
        ("#xpointer(id('p1'))", transform(f"{DS}enveloped-signature")),
        ("#xpointer(/)", transform(f"{DS}enveloped-signature")),
    ],
)
def test_ways_to_name_the_document_around_the_signature(ca, uri, way):
    data = within(xades(ca.signer, c14n(XML), uri, way + transform(EXC)))
    assert told(inspect(data, ca.trust(), NOW, XML.encode())) == ("valid", "signature_good", 1, True)
    assert inspect(data, ca.trust(), NOW, b"<inne/>").reason == "other_content"


@pytest.mark.parametrize(
    "way",
    [
        xpath("not(ancestor-or-self::ds:Signature or self::kwota)"),
        xpath("self::tytul"),
        # The prefix stands for another namespace here.
        xpath("not(ancestor-or-self::ds:Signature)").replace(f'xmlns:ds="{DS}"', 'xmlns:ds="urn:inny"'),
        xpath2("//ds:Signature", "union"),
    ],
)
def test_other_expressions_are_not_believed(ca, way):
    data = within(xades(ca.signer, c14n(XML), "", way + transform(EXC)))
    assert told(inspect(data, ca.trust(), NOW))[:2] == ("unverifiable", "transform_unknown")


def test_a_signature_beside_its_document_in_one_file(ca):
    signature = xades(ca.signer, c14n(XML), "#p1", transform(EXC))
    data = f"<koperta>{XML}{signature}</koperta>".encode()
    assert told(inspect(data, ca.trust(), NOW, XML.encode())) == ("valid", "signature_good", 1, True)
    more = f"<koperta>{XML}<dopisek/>{signature}</koperta>".encode()
    assert told(inspect(more, ca.trust(), NOW))[:2] == ("invalid", "covers_part")


@pytest.mark.parametrize(
    ("inside", "signed", "uri", "original"),
    [
        (f'<d:Object Id="o">{XML}</d:Object>', c14n(f'<d:Object xmlns:d="{DS}" Id="o">{XML}</d:Object>'), "#o", XML.encode()),
        (f"<d:Object>{XML}</d:Object>", c14n(XML), "#p1", XML.encode()),
        ('<d:Object Id="o">zwykły tekst</d:Object>', c14n(f'<d:Object xmlns:d="{DS}" Id="o">zwykły tekst</d:Object>'), "#o",
         "zwykły tekst".encode()),
        # The way of podpis zaufany for files that are no XML.
        (f'<d:Object Id="o" Encoding="{DS}base64">{b64encode(b"%PDF-1.7 x").decode()}</d:Object>', b"%PDF-1.7 x", "#o", b"%PDF-1.7 x"),
    ],
)  # fmt: skip
def test_a_signature_around_its_content(ca, inside, signed, uri, original):
    way = transform(f"{DS}base64") if b"PDF" in signed else transform(EXC)
    data = xades(ca.signer, signed, uri, way, inside).encode()
    assert told(inspect(data, ca.trust(), NOW, original)) == ("valid", "signature_good", 1, True)
    assert inspect(data, ca.trust(), NOW, b"inne").reason == "other_content"


@pytest.mark.parametrize(
    "uri", ["umowa.pdf", "umowa%20najmu%20%C5%BC.pdf", "file:///C:/pisma/umowa.pdf", None]
)
def test_a_signature_in_a_file_of_its_own(ca, uri):
    data = b"\xef\xbb\xbf" + xades(ca.signer, b"%PDF-1.7 x", uri).encode()
    assert told(inspect(data, ca.trust(), NOW, b"%PDF-1.7 x")) == ("valid", "signature_good", 1, True)
    assert told(inspect(data, ca.trust(), NOW, b"%PDF-1.7 y"))[:2] == ("invalid", "other_content")
    assert told(inspect(data, ca.trust(), NOW))[:2] == ("unverifiable", "content_missing")


def test_a_digest_of_yesterday_is_said_to_be_weak(ca):
    data = within(xades(ca.signer, c14n(XML), "", ALL + transform(EXC), sha=f"{DS}sha1"))
    assert told(inspect(data, ca.trust(), NOW))[:2] == ("unverifiable", "weak_algorithm")


# CAdES


def cosigned(ca, content):
    """Two people side by side in one signature, as "współpodpis" of signing programs."""
    first, second = (cms.ContentInfo.load(ca.sign_cms(content, one)) for one in (ca.signer, ca.second))
    infos = [*first["content"]["signer_infos"], *second["content"]["signer_infos"]]
    first["content"]["signer_infos"] = cms.SignerInfos(infos)
    known = {bytes(each.dump()): each for one in (first, second) for each in one["content"]["certificates"]}
    first["content"]["certificates"] = cms.CertificateSet(list(known.values()))
    return first.dump(force=True)


def indefinite(der):
    """The same in BER without a length, as programs write what they stream."""
    header = 2 + (der[1] & 0x7F if der[1] & 0x80 else 0)
    return b"\x30\x80" + der[header:] + b"\0\0"


def test_forms_of_a_signature_in_a_file_of_its_own(ca):
    der = ca.sign_cms(b"tresc")
    armoured = pem.armor("PKCS7", der)
    for data in (
        der,
        armoured,
        b"\n" + armoured.replace(b"PKCS7", b"CMS"),
        b64encode(der),
        b64encode(der) + b"\r\n",
        indefinite(der),
    ):
        assert told(inspect(data, ca.trust(), NOW, b"tresc")) == ("valid", "signature_good", 1, True)
    assert told(inspect(armoured[:-60], ca.trust(), NOW, b"tresc"))[0] == "unverifiable"
    assert told(inspect(b"MI zwykly tekst", ca.trust(), NOW))[1] == "not_signed"


def test_two_people_in_one_cms(ca):
    data = cosigned(ca, b"tresc")
    report = inspect(data, ca.trust(), NOW, b"tresc")
    assert told(report) == ("valid", "signature_good", 2, True)
    assert {one.signer for one in report.signatures} == {"Jan Dąbrowski", "Anna Żółć"}
    # One of the two revoked: the worst of both.
    assert told(inspect(data, ca.trust(ca.second), NOW, b"tresc"))[:3] == (
        "invalid",
        "certificate_revoked",
        2,
    )
    inside = container({"p.txt": b"tresc"}, {"META-INF/signature.p7s": data}, "s")
    assert told(inspect(inside, ca.trust(), NOW, b"tresc")) == ("valid", "signature_good", 2, True)


def test_a_list_counts_for_certificates_that_do_not_say_where_theirs_is(ca):
    """The list is there, so it counts, unless a timestamp is older or another issuer signed it."""
    whom, stamped = ca.unlisted, ca.stamper(at=NOW - timedelta(days=5))
    for data, original in (
        (ca.sign_cms(b"tresc", whom), b"tresc"),
        (ca.sign_pdf(pdf(), whom), None),
        (xades(whom, b"tresc", "p.txt").encode(), b"tresc"),
    ):
        assert inspect(data, ca.trust(), NOW, original).verdict == "valid"
        assert inspect(data, ca.trust(ca.second), NOW, original).verdict == "valid"
        report = inspect(data, ca.trust(whom), NOW, original)
        assert (report.verdict, report.reason) == ("invalid", "certificate_revoked")
        foreign = Trust(ca.trust().anchors, forged_list(ca, whom))
        assert inspect(data, foreign, NOW, original).verdict == "valid"
    before = ca.sign_cms(b"tresc", whom, stamped)
    assert told(inspect(before, ca.trust(whom), NOW, b"tresc")) == ("valid", "signature_good", 1, True)


def forged_list(ca, whom):
    """A list in the name of the root that another key signed."""
    held = x509.load_der_x509_crl(ca.trust(whom).crls[0])
    made = x509.CertificateRevocationListBuilder(held.issuer, held.last_update_utc, held.next_update_utc)
    (row,) = held
    return (made.add_revoked_certificate(row).sign(whom.key, hashes.SHA256()).public_bytes(Encoding.DER),)


def test_a_cms_around_its_content(ca):
    signing = ca.pdf_signer(ca.signer).async_sign_general_data(b"tresc", "sha256", detached=False)
    data = asyncio.run(signing).dump()
    assert told(inspect(data, ca.trust(), NOW, b"tresc")) == ("valid", "signature_good", 1, True)
    assert inspect(data, ca.trust(), NOW, b"inna").reason == "other_content"


# S/MIME (RFC 8551, 3.5.2 and 3.5.3)


def signed_message(content, signature, ends=b"\r\n", kind="multipart/signed"):
    """A message signed beside its content, as openssl and mail programs write it."""
    lines = [
        b"From: jan@example.org",
        b"Content-Type: " + kind.encode() + b'; protocol="application/pkcs7-signature"; boundary="==(g) 1"',
        b"",
        b"This is an S/MIME signed message",
        b"--==(g) 1",
        content,
        b"--==(g) 1",
        b"Content-Type: application/pkcs7-signature; name=smime.p7s",
        b"Content-Transfer-Encoding: base64",
        b"",
        b64encode(signature),
        b"--==(g) 1--",
        b"",
    ]
    return b"\r\n".join(lines).replace(b"\r\n", ends)


MAIL_PART = "Content-Type: text/plain; charset=utf-8\r\n\r\nProszę o zezwolenie.\r\n".encode()


def test_a_signed_message_of_e_mail(ca):
    signature = ca.sign_cms(MAIL_PART)
    for ends in (b"\r\n", b"\n"):
        report = inspect(signed_message(MAIL_PART, signature, ends), ca.trust(), NOW)
        assert (report.format, report.verdict, report.reason) == ("smime", "valid", "signature_good")
    changed = signed_message(MAIL_PART.replace(b"zezwolenie", b"zezwolenia"), signature)
    assert inspect(changed, ca.trust(), NOW).verdict == "invalid"
    for broken in (
        signed_message(MAIL_PART, b""),
        signed_message(MAIL_PART, signature, kind="multipart/mixed"),
        signed_message(MAIL_PART, signature)[:120],
    ):
        assert inspect(broken, ca.trust(), NOW).reason == "not_signed"


def test_a_message_signed_around_its_content(ca):
    signing = ca.pdf_signer(ca.signer).async_sign_general_data(MAIL_PART, "sha256", detached=False)
    head = b"From: a@b.pl\r\nContent-Transfer-Encoding: base64\r\nContent-Type: application/pkcs7-mime"
    data = head + b"; smime-type=signed-data; name=smime.p7m\r\n\r\n" + b64encode(asyncio.run(signing).dump())
    report = inspect(data, ca.trust(), NOW)
    assert (report.format, report.verdict, len(report.signatures)) == ("smime", "valid", 1)


# ASiC


def bare(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_containers_without_a_mimetype(ca):
    signature = xades(ca.signer, b"tresc", "p.txt").encode()
    for name, data in (("signatures.xml", signature), ("signature.p7s", ca.sign_cms(b"tresc"))):
        report = inspect(bare({"p.txt": b"tresc", f"META-INF/{name}": data}), ca.trust(), NOW, b"tresc")
        assert (report.format, *told(report)) == ("asic-s", "valid", "signature_good", 1, True)
    office = bare(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/documentsignatures.xml": signature}
    )
    assert told(inspect(office, ca.trust(), NOW))[1] == "not_signed"


def test_a_container_with_several_signatures(ca):
    inside = {
        "META-INF/manifest.xml": b"<m/>",
        "META-INF/signatures0.xml": xades(ca.signer, b"tresc", "pismo%20nr%201.txt").encode(),
        "META-INF/signatures1.xml": xades(ca.second, b"tresc", "./pismo nr 1.txt", mark="b").encode(),
    }
    report = inspect(container({"pismo nr 1.txt": b"tresc"}, inside), ca.trust(), NOW, b"tresc")
    assert told(report) == ("valid", "signature_good", 2, True)
    inside["META-INF/signatures1.xml"] = xades(ca.second, b"inna", "pismo nr 1.txt").encode()
    report = inspect(container({"pismo nr 1.txt": b"tresc"}, inside), ca.trust(), NOW, b"tresc")
    assert (told(report)[0], [one.verdict for one in report.signatures]) == ("invalid", ["valid", "invalid"])


# PAdES


def test_a_document_timestamp_after_the_signature(ca):
    signed = ca.sign_pdf(pdf(), stamp=ca.stamper())
    out = io.BytesIO(signed)
    asyncio.run(
        signers.PdfTimeStamper(ca.stamper()).async_timestamp_pdf(
            IncrementalPdfFileWriter(out), "sha256", in_place=True
        )
    )
    report = inspect(out.getvalue(), ca.trust(), NOW, pdf())
    assert told(report) == ("valid", "signature_good", 1, True)


def test_a_pdf_behind_some_bytes(ca):
    report = inspect(b"\xef\xbb\xbf\r\n" + ca.sign_pdf(pdf()), ca.trust(), NOW)
    assert report.format == "pades" and report.verdict != "valid"


class Watched(io.BytesIO):
    """An open file that remembers the most that was read of it at once."""

    most = 0

    def read(self, size=-1):
        found = super().read(size)
        self.most = max(self.most, len(found))
        return found


def test_files_are_read_in_pieces(ca, monkeypatch):
    """A signed PDF, and what a signature in a file of its own signs; what has to be read whole is bounded."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.Root.Dane = document.make_stream(random.Random(1).randbytes(3_000_000))
        document.save(out)
    plain, signed = Watched(out.getvalue()), Watched(ca.sign_pdf(out.getvalue()))
    report = inspect(signed, ca.trust(), NOW, plain)
    assert told(report) == ("valid", "signature_good", 1, True)
    assert report.sha256 == hashlib.sha256(signed.getvalue()).hexdigest()
    assert max(plain.most, signed.most) < 3_000_000
    content = Watched(b"t" * 3_000_000)
    detached = ca.sign_cms(content.getvalue())
    assert told(inspect(detached, ca.trust(), NOW, content)) == ("valid", "signature_good", 1, True)
    assert content.most < 3_000_000
    monkeypatch.setattr(source, "LARGEST_WHOLE", 100)
    for data in (detached, b"<a>" + b"x" * 100 + b"</a>"):
        assert told(inspect(data, ca.trust(), NOW))[:2] == ("unverifiable", "file_too_large")
