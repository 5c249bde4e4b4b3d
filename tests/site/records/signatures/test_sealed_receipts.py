"""Receipts carry the office's seal: valid to a verifier, broken by any change, absent without a seal."""

from by_hand import verified
from ca import Authority
from ca import NOW
from infostrada.site.records.correspondence.outgoing.certificate import certify
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.parties import addressee_of_party
from infostrada.site.records.correspondence.submission import submit_letter
from infostrada.site.records.deed import deed
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.sealing import keep_seal
from infostrada.site.records.upload import Upload
from letters import make_matter
from letters import MARIA
from letters import prepared
from lxml import etree
from plone.uuid.interfaces import IUUID
from world import LETTER
from world import make_office

import pytest


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


def test_certificate_of_delivery_is_sealed_and_made_once(office):
    authority = Authority()
    keep_seal(office.unit, authority.signer.p12(b"haslo"), "haslo")
    matter = make_matter(office)
    (letter,) = prepared(office, matter, MARIA)
    act = deed(letter)
    made = certify(letter, act, act.at)
    assert certify(letter, act, act.at) is made
    assert letter.evidences == (made,)
    report = inspect(made.file.data, authority.trust(), NOW)
    assert (report.format, report.verdict, report.reason) == ("xades", "valid", "signature_good")
    assert letter.enclosures[0].sha256.encode() in made.file.data
    # The metryka names it as a person would; the file and the journal keep its identifier.
    assert made.id == f"UPD-{IUUID(letter)}"
    assert (
        matter.case.metryka[-1].label
        == f"{letter.rpw_number}: Kowalczyk Maria: UPD z {act.at:%d.%m.%Y, %H:%M}"
    )


def test_both_receipts_of_a_letter_between_offices_hold_for_a_verifier_of_another_make(office):
    """UPP by the seal of the office that got the letter, UPD by that of the sender; each signs the whole of it."""
    county = make_office(office.portal, "powiat-testowy", people=False).unit
    theirs, ours = Authority(), Authority()
    keep_seal(county, theirs.second.p12(b"haslo"), "haslo")
    keep_seal(office.unit, ours.signer.p12(b"haslo"), "haslo")
    matter = make_matter(office)
    with office.acting("anna.urbanista"):
        to = addressee_of_party(office.unit, county.unit_id)
        (letter,) = prepare_letters(matter.decision, [Dispatch(to)])
        send_by_network(letter)
    for evidence, sealed_by in zip(letter.evidences, (theirs.second, ours.signer), strict=True):
        certificate, signed = verified(evidence.file.data)
        assert certificate == sealed_by.certificate
        whole = etree.fromstring(signed[0])
        assert [etree.QName(each).localname for each in whole] == [evidence.code]
        assert whole.findtext(f"{{*}}{evidence.code}/{{*}}IdentyfikatorPoswiadczenia") == evidence.id
        assert letter.enclosures[0].sha256 in signed[0].decode()
        with pytest.raises(AssertionError):
            verified(evidence.file.data.replace(b"SHA-256 ", b"SHA-256  "))
