"""Receipts carry the office's seal: valid to a verifier, broken by any change, absent without a seal."""

from ca import Authority
from ca import NOW
from infostrada.site.records.correspondence.submission import submit_letter
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.sealing import keep_seal
from infostrada.site.records.upload import Upload
from lxml import etree
from world import LETTER


def test_receipt_of_a_submission_is_sealed(office):
    authority = Authority()
    told = {name: value for name, value in LETTER.items() if name not in ("letter_date", "delivery_method")}

    def submitted():
        with office.acting("adam.obcy"):
            letter = submit_letter(office.unit, told, [Upload("wniosek.pdf", b"%PDF-1.7")])
        return letter.evidences[0].file.data

    bare = submitted()
    assert etree.fromstring(bare).find(".//{http://www.w3.org/2000/09/xmldsig#}Signature") is None
    keep_seal(office.unit, authority.signer.p12(b"haslo"), "haslo")
    sealed = submitted()
    report = inspect(sealed, authority.trust(), NOW)
    assert (report.format, report.verdict, report.reason) == ("xades", "valid", "signature_good")
    forged = sealed.replace(b"Gmina Lipnowo", "Gmina Kłamliwa".encode())
    assert forged != sealed
    assert inspect(forged, authority.trust(), NOW).reason == "content_changed"
