"""Signatures other programs made (`outside/README.md` says which and how): each told as it is, none broken by a flipped bit."""

from asn1crypto import cms
from base64 import b64encode
from ca import authority
from ca import NOW
from ca import pdf
from datetime import datetime
from datetime import UTC
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.trust import Anchor
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.words import REASONS
from pathlib import Path
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata
from pyhanko.sign import sign_pdf

import io
import logging
import pytest
import random
import re


OUTSIDE = Path(__file__).parent / "outside"
AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
STAMPED = datetime(2026, 11, 29, tzinfo=UTC).date()
TEXT, XML, PDF = "tresc.txt", "pismo", "decyzja.pdf"
GOOD = ("valid", "signature_good")
# file, what it signs, verdict, reason, who signed
MADE = [
    ("openssl-cades.p7s", TEXT, *GOOD, ["rsa"]),
    ("openssl-noattr.p7s", TEXT, *GOOD, ["rsa"]),
    ("openssl-rsa-pss.p7s", TEXT, *GOOD, ["rsa"]),
    ("openssl-p384.p7s", TEXT, *GOOD, ["p384"]),
    ("openssl-two.p7m", TEXT, *GOOD, ["rsa", "second"]),
    ("openssl-message.eml", None, *GOOD, ["rsa"]),
    ("openssl-sha1.p7s", TEXT, "unverifiable", "weak_algorithm", ["rsa"]),
    ("openssl-rsa1024.p7s", TEXT, "unverifiable", "weak_algorithm", ["weak"]),
    ("openssl-nocerts.p7s", TEXT, "unverifiable", "certificate_missing", [""]),
    ("openssl-expired.p7s", TEXT, "untrusted", "certificate_expired", ["expired"]),
    ("openssl-not-yet.p7s", TEXT, "untrusted", "certificate_not_yet_valid", ["notyet"]),
    ("openssl-website.p7s", TEXT, "untrusted", "certificate_misused", ["tls"]),
    ("openssl-self-signed.p7s", TEXT, "untrusted", "issuer_unknown", ["Sam Sobie"]),
    ("openssl-stranger.p7s", TEXT, "untrusted", "issuer_unknown", ["Obcy Podpisujący"]),
    ("openssl-stamped.p7s", TEXT, *GOOD, ["rsa"]),
    ("openssl-stamped-stranger.p7s", TEXT, *GOOD, ["rsa"]),
    ("openssl-stamped-wrong.p7s", TEXT, "invalid", "timestamp_forged", ["rsa"]),
    ("openssl-stamped-late.p7s", TEXT, "untrusted", "certificate_expired", ["expired"]),
    ("poppler.pdf", PDF, *GOOD, ["rsa"]),
    ("poppler-etsi.pdf", PDF, *GOOD, ["p384"]),
    ("poppler-two.pdf", PDF, *GOOD, ["rsa", "second"]),
    ("endesive.pdf", None, *GOOD, ["rsa"]),
    ("signpdf.pdf", None, *GOOD, ["rsa"]),
    ("xadesjs-p256.xades", XML, *GOOD, ["p256"]),
    ("xadesjs-rsa-pss.xades", None, "unverifiable", "algorithm_unknown", ["rsa"]),
    ("xadesjs-rsa1024.xades", XML, "unverifiable", "weak_algorithm", ["weak"]),
    ("xadesjs-website.xades", XML, "untrusted", "certificate_misused", ["tls"]),
    ("xmlsec-p384.xades", XML, *GOOD, ["p384"]),
    ("xmlsec-c14n11.xades", XML, *GOOD, ["rsa"]),
    ("xmlsec-stamped.xades", XML, *GOOD, ["rsa"]),
    ("xmlsec-plain.xades", None, "unverifiable", "not_advanced", ["rsa"]),
    ("xmlsec-sha1.xades", None, "unverifiable", "weak_algorithm", ["rsa"]),
    ("xmlsec-enveloping.xades", TEXT, *GOOD, ["rsa"]),
    ("xmlsec-detached.xades", TEXT, *GOOD, ["p384"]),
    ("xmlsec.asics", TEXT, *GOOD, ["p384"]),
    ("xmlsec.asice", TEXT, *GOOD, ["p384"]),
    ("openssl.asics", TEXT, *GOOD, ["rsa"]),
    ("openssl.asice", None, *GOOD, ["p384"]),
]


def trust():
    root = (OUTSIDE / "root.der").read_bytes()
    return Trust((Anchor(root, SIGNATURE), Anchor(root, TIMESTAMP)))


def looked_at(name, data=None, original=None):
    signed = (OUTSIDE / original).read_bytes() if original else None
    return inspect(data or (OUTSIDE / name).read_bytes(), trust(), AT, signed)


@pytest.mark.parametrize(
    ("name", "original", "verdict", "reason", "signers"), MADE, ids=[row[0] for row in MADE]
)
def test_each_is_told_as_it_is(name, original, verdict, reason, signers):
    report = looked_at(name, original=original)
    assert (report.verdict, report.reason) == (verdict, reason)
    assert [one.signer.removeprefix("Jan Próbny ") for one in report.signatures] == signers
    assert report.binds is (True if original else None)


@pytest.mark.parametrize("name", ["openssl-stamped.p7s", "xmlsec-stamped.xades"])
def test_the_time_of_another_maker_of_timestamps_counts_when_the_list_knows_it(name):
    original = TEXT if name.endswith("p7s") else XML
    (one,) = looked_at(name, original=original).signatures
    assert one.stamped_at.date() == STAMPED
    (one,) = looked_at("openssl-stamped-stranger.p7s", original=TEXT).signatures
    assert one.stamped_at is None


@pytest.mark.parametrize("name", [row[0] for row in MADE if row[2] == "valid"])
def test_a_flipped_bit_is_never_an_error_and_never_another_content(name):
    """What stays valid lies outside of what is signed: the content is the same, the signers are."""
    data, original = (OUTSIDE / name).read_bytes(), next(row[1] for row in MADE if row[0] == name)
    whole, chance = looked_at(name, original=original), random.Random(name)
    for _each in range(10):
        place = chance.randrange(len(data))
        flipped = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
        report = looked_at(name, flipped, original)
        assert report.reason in REASONS
        if report.verdict == "valid":
            assert report.binds == whole.binds
            assert [one.serial for one in report.signatures] == [one.serial for one in whole.signatures]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("openssl-cades.p7s", bytes),
        ("xmlsec-c14n11.xades", b64encode),
        ("poppler.pdf", lambda der: der.hex().encode()),
    ],
)
def test_damaged_certificates_are_told_and_no_error(name, written):
    """A byte of the signer's certificate here and there, one after another."""
    data = (OUTSIDE / name).read_bytes()
    signed = cms.ContentInfo.load((OUTSIDE / "openssl-cades.p7s").read_bytes())["content"]
    certificate = written(signed["certificates"][0].dump())
    start = data.index(certificate)
    for place in range(start, start + len(certificate), 31):
        report = looked_at(name, data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :], TEXT)
        assert report.verdict != "valid" and report.reason in REASONS


def irregular(data):
    """The PDF with an object added as poppler adds one: of a generation nothing was before."""
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    at, root = (
        int(re.findall(rb"startxref\s+(\d+)", data)[-1]),
        re.findall(rb"/Root (\d+ \d+ R)", data)[-1].decode(),
    )
    added = f"{size} 1 obj\n<< >>\nendobj\n".encode()
    row = (
        f"xref\n{size} 1\n{len(data):010} 00001 n \ntrailer\n<< /Size {size + 1} /Root {root} /Prev {at} >>\n"
    )
    return data + added + row.encode() + f"startxref\n{len(data) + len(added)}\n%%EOF\n".encode()


def signed_again(data, field):
    ca = authority()
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    return sign_pdf(writer, PdfSignatureMetadata(field_name=field), ca.pdf_signer(ca.signer)).getvalue()


def test_a_pdf_against_the_rules_is_believed_as_far_as_one_signature_reaches():
    ca = authority()
    once = signed_again(irregular(pdf()), "Podpis1")
    report = inspect(once, ca.trust(), NOW)
    assert (report.verdict, report.reason) == GOOD
    report = inspect(signed_again(once, "Podpis2"), ca.trust(), NOW)
    assert (report.verdict, report.reason) == ("unverifiable", "pdf_irregular")
    assert [one.verdict for one in report.signatures] == ["unverifiable", "valid"]
    assert inspect(once + b"\n% dopisek\n", ca.trust(), NOW).verdict != "valid"


def test_a_signature_of_an_old_kind_is_not_passed_over():
    """`adbe.pkcs7.sha1` beside a good one: the file is not "not signed", and not valid."""
    ca = authority()
    twice = ca.sign_pdf(ca.sign_pdf(pdf()), field="Podpis2")
    old = b"/SubFilter /adbe.pkcs7.sha1   "
    place = twice.rindex(b"/SubFilter /ETSI.CAdES.detached")
    report = inspect(twice[:place] + old + b" " + twice[place + len(old) + 1 :], ca.trust(), NOW)
    assert (report.verdict, report.reason) == ("unverifiable", "signature_kind_unknown")
    assert [one.verdict for one in report.signatures] == ["valid", "unverifiable"]


def test_logs_name_no_signer(caplog, capfd):
    handler = logging.StreamHandler()
    logging.getLogger().addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG):
            for name in (
                "openssl-stranger.p7s",
                "openssl-expired.p7s",
                "xadesjs-website.xades",
                "poppler.pdf",
            ):
                inspect((OUTSIDE / name).read_bytes(), Trust(), AT, (OUTSIDE / TEXT).read_bytes())
    finally:
        logging.getLogger().removeHandler(handler)
    told = caplog.text + "".join(capfd.readouterr())
    assert not re.search("Próbny|Podpisujący|Traceback", told)
