"""Receipts and evidences in packages; what a court does not get (EOD-08)."""

from datetime import timedelta
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.court import court_entries
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.deed import now
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.files import RecordFile
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from lxml import etree
from tests.site.records.archive.test_archive_package import schema_of_nes
from world import LETTER

import io
import pytest


CLERK, MANAGER, HEAD, REGISTRY = "anna.urbanista", "piotr.kierownik", "jan.wojt", "ewa.kancelaria"
UPP = b'<pos:Dokument xmlns:pos="http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"><pos:UPP Id="a"/></pos:Dokument>'


@pytest.fixture
def case(office):
    """A case with a letter that has a receipt, a dekretacja, a sent decision with its evidence and a draft."""
    at = now()
    with office.acting(REGISTRY):
        letter = register_letter(office.unit, LETTER, [Upload("wniosek.pdf", b"%PDF 1")])
    letter.evidences = (Evidence("upp-1", "UPP", at, RecordFile(UPP, "upp.xml", "text/xml")),)
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia"))
    with office.acting(CLERK):
        made = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter))
        decision = add_document(made, Draft("Decyzja", "decyzja"), Upload("decyzja.pdf", b"%PDF tekst"))
        add_document(made, Draft("Projekt", "notatka"), Upload("p.txt", b"p"))
    with office.acting(MANAGER):
        accept_document(decision)
    with office.acting(CLERK):
        to = Addressee(
            surname="Kowalczyk",
            given_names="Maria",
            city="Lipnowo",
            postal_code="87-100",
            street="Wiślana",
            building="4",
        )
        (sent,) = prepare_letters(decision, [Dispatch(to)])
    proof = RecordFile(b"<E1/>", "E-1.xml", "text/xml")
    late = at + timedelta(hours=1)
    sent.evidences = (Evidence("e-1", "E.1", late, proof, "odebrano"), Evidence("d-1", "D.1", at))
    sent.sent_on = at.date()
    return made


def metadata(entries):
    """Metadata of the documents by the file they are of."""
    held = {each.name: each for each in entries}
    return {
        name.rpartition("/")[2].removesuffix(".xml"): etree.fromstring(each.open().read())
        for name, each in held.items()
        if name.startswith("metadane/")
    }


def test_receipts_are_documents_that_name_what_they_prove(case):
    entries = case_entries(case)
    out = io.BytesIO()
    write_package(out, entries)
    out.seek(0)
    assert [each for each in check_package(out, "p.tar").findings if each.blocking] == []
    told = metadata(entries)
    upp = next(root for name, root in told.items() if name.endswith("upp.xml"))
    letter = next(root for name, root in told.items() if name.endswith("wniosek.pdf"))
    decision = next(root for name, root in told.items() if name.endswith("decyzja.pdf"))
    proof = next(root for name, root in told.items() if name.endswith("E-1.xml"))

    def own(root):
        return root.findtext("{*}identyfikator/{*}wartosc")

    def related(root):
        return {
            (each.findtext("{*}typ"), each.findtext("{*}identyfikator/{*}wartosc"))
            for each in root.iterfind("{*}relacja")
        }

    assert related(upp) == {("odnosiSieDo", own(letter))}
    assert ("maOdniesienie", own(upp)) in related(letter)
    assert related(proof) == {("odnosiSieDo", own(decision))} and ("maOdniesienie", own(proof)) in related(
        decision
    )
    assert proof.findtext("{*}opis") == "odebrano"
    assert decision.findtext("{*}odbiorca/{*}podmiot/{*}osoba/{*}nazwisko") == "Kowalczyk"
    assert "wyslany" in [each.text for each in decision.iterfind("{*}data/{*}typ")]


def test_a_court_gets_receipts_but_no_working_papers(case, shared_data):
    names = sorted(name.partition("-")[2] for name in metadata(court_entries(case)))
    assert [name for name in names if "dekretacja" in name or name.endswith("p.txt")] == []
    assert len(names) == 4
    schema = schema_of_nes(shared_data)
    for root in metadata(court_entries(case)).values():
        schema.assertValid(root)
    assert len(metadata(case_entries(case))) == 6
