"""A real case as an archive package: letter, dekretacja, document, ties (EOD-08)."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.cases import handed_over
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.check import schema_in
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import cancel_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from lxml import etree
from plone.uuid.interfaces import IUUID
from tests.days import this_year
from world import LETTER

import io
import pytest
import tarfile


CLERK, MANAGER, HEAD, REGISTRY = "anna.urbanista", "piotr.kierownik", "jan.wojt", "ewa.kancelaria"


@pytest.fixture
def ended(office):
    """An ended case with a scanned letter, a paper letter without files, two documents."""
    uploads = [Upload("Wniosek\u202e żółć.pdf", b"%PDF 1"), Upload("zał.pdf", b"%PDF 2")]
    with office.acting(REGISTRY):
        first = register_letter(office.unit, {**LETTER, "title": "Wniosek\no warunki"}, uploads)
        paper = {**LETTER, "sender_surname": "", "sender_org_name": "Gmina <&> Obok"}
        second = register_letter(office.unit, paper, [])
    with office.acting(HEAD):
        for letter in (first, second):
            assign(letter, Order(CLERK, "do załatwienia", instruction="Pilnie & szybko"))
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Sprawa <żółta>", "gp", "6730", first))
        decision = add_document(case, Draft("Decyzja", "decyzja"), Upload("decyzja.docx", b"tekst"))
        draft = add_document(case, Draft("Projekt", "notatka"), Upload("p.txt", b"p"))
        cancel_document(draft)
    with office.acting(MANAGER):
        accept_document(decision)
    with office.acting(CLERK):
        attach_letter(case, second)
        close_case(case, decision=IUUID(decision))
        finish_case(case)
    return case


def package(case):
    out = io.BytesIO()
    digest = write_package(out, case_entries(case))
    out.seek(0)
    return out, digest


def test_eod_08_package_of_a_case_is_valid(ended, shared_data):
    out, digest = package(ended)
    report = check_package(out, "p.tar", schema_in(shared_data / "pl/xsd/ndap"))
    assert report.findings == []
    # Two files, two dekretacje, a paper letter and the accepted document; not the cancelled one.
    assert (report.documents, report.cases) == (6, 1)
    assert package(ended)[1] == digest
    with tarfile.open(fileobj=package(ended)[0]) as archive:
        names = archive.getnames()
        root = etree.parse(archive.extractfile(f"sprawy/{ended.sign}.xml")).getroot()
    assert all(name.split("/")[1].startswith(str(ended.sign)) for name in names)
    assert root.findtext("{*}tytul/{*}oryginalny") == "Sprawa <żółta>"
    assert root.findtext("{*}kwalifikacja/{*}kategoria") == "B10"


def test_case_in_the_handover_list(ended, shared_data):
    row = handed_over(ended)
    assert (row.sign, row.documents, row.closed_on) == (f"GP.6730.1.{this_year()}", 6, polish_today())
    schema = etree.XMLSchema(etree.parse(str(shared_data / "pl/xsd/ndap/SpisZdawczo-odbiorczy.xsd")))
    assert schema.validate(etree.fromstring(handover_list([row])))
