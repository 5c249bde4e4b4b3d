"""What leaves the office is the document as it was signed (KPA art. 14 § 1a), by a network, to another office, in its UPD."""

from ca import Authority
from ca import pdf
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.edelivery.sending import compose
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.signatures.operations import attach_signature
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.upload import Upload

import hashlib
import pytest


OFFICE, PARTY = "AE:PL-12345-67890-ABCDE-12", "AE:PL-55555-66666-BBBBB-44"
MARIA = Addressee(
    kind="person",
    surname="Kowalczyk",
    given_names="Maria",
    city="Lipno",
    postal_code="87-600",
    building="4",
    ade=PARTY,
)


@pytest.fixture(scope="module")
def ca():
    return Authority()


@pytest.fixture
def document(office):
    office.unit.ade = OFFICE
    with office.acting("anna.urbanista"):
        case = open_case(office.unit, Opening("Warunki", "gp", "6730"))
        made = add_document(case, Draft("Decyzja", "decyzja"), Upload("decyzja.pdf", pdf()))
    with office.acting("piotr.kierownik"):
        accept_document(made)
    return made


def digest(data):
    """As the contract names it."""
    return hashlib.sha3_256(data).hexdigest()


def sent(office, document, *signed):
    """The letter and the digests of its message's files, after these signed files came back."""
    with office.acting("anna.urbanista"):
        for name, data in signed:
            attach_signature(document, Upload(name, data))
        (letter,) = prepare_letters(document, [Dispatch(MARIA)])
    assert letter.method == "e-Doręczenia PURDE"
    files = compose(letter, OFFICE)["attachments"]

    return letter, [each["file"]["fileMetadata"]["hash"] for each in files]


def test_a_signed_pdf_goes_instead_of_the_unsigned_one(office, document, ca):
    once = ca.sign_pdf(pdf())
    twice = ca.sign_pdf(once, field="Podpis2")
    letter, files = sent(office, document, ("raz.pdf", once), ("dwa razy.pdf", twice))
    assert files == [digest(twice)]
    assert [each.filename for each in letter.enclosures] == ["dwa razy.pdf"]
    assert letter.enclosures[0].version == 1


def test_a_signature_beside_the_document_goes_with_it(office, document, ca):
    signature = ca.sign_cms(pdf())
    letter, files = sent(office, document, ("decyzja.p7s", signature))
    assert files == [digest(pdf()), digest(signature)]
    assert [each.signed_file for each in letter.enclosures] == [0, 1]


def test_what_was_found_invalid_since_does_not_go(office, document, ca):
    with office.acting("anna.urbanista"):
        attach_signature(document, Upload("podpisana.pdf", ca.sign_pdf(pdf())))
    (item,) = document.signed_files
    document.signed_files = (item._replace(reports=(*item.reports, item.report._replace(verdict=INVALID))),)
    _letter, files = sent(office, document)
    assert files == [digest(pdf())]


def test_a_signed_file_that_was_destroyed_is_told_of(office, document, ca):
    letter, _files = sent(office, document, ("podpisana.pdf", ca.sign_pdf(pdf())))
    (item,) = document.signed_files
    document.signed_files = (item._replace(file=GoneFile(item.file)),)
    assert compose(letter, OFFICE) is None
