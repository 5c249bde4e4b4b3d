"""From an accepted document of a case to its public rendition."""

from datetime import date
from infostrada.core.errors import Forbidden
from infostrada.site.bip import operations
from infostrada.site.bip.operations import EntryData
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents import operations as documents
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from tests.site.records.world import LETTER

import pytest


ORIGINAL = b"Decyzja dla Marii Kowalczyk, PESEL 85031419511"
DATA = EntryData(
    "Decyzja o warunkach zabudowy",
    "decision",
    "Piotr Wilk, kierownik",
    date(2026, 11, 20),
    files=(Upload("wersja-jawna.txt", b"Decyzja (dane usunieto)", "text/plain"),),
)


@pytest.fixture
def document(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER, [Upload("wniosek.pdf", b"%PDF")])
    with office.acting("jan.wojt"):
        assign(letter, Order("anna.urbanista", "do załatwienia"))
    with office.acting("anna.urbanista"):
        case = open_case(office.unit, Opening("Warunki zabudowy", "gp", "6730", letter))
        draft = documents.Draft("Decyzja o warunkach zabudowy", "decyzja")
        made = documents.add_document(case, draft, Upload("decyzja.txt", ORIGINAL, "text/plain"))
        documents.submit_document(made, "piotr.kierownik")
    return made


@pytest.fixture
def accepted(office, document):
    with office.acting("piotr.kierownik"):
        documents.accept_document(document)
    return document


def test_the_clerk_writes_and_the_editor_publishes(office, section, accepted):
    with office.acting("anna.urbanista"):
        entry = operations.draft_from_document(section, accepted, DATA)
        with pytest.raises(Forbidden):
            operations.publish_entry(entry)
    with office.acting("maria.bip"):
        operations.publish_entry(entry)
    assert entry.source_uid == IUUID(accepted)
    assert [file.data for file in entry.files] == [DATA.files[0].data]


def test_the_original_never_goes_out(office, section, accepted):
    original = (Upload("decyzja.txt", ORIGINAL, "text/plain"),)
    with office.acting("anna.urbanista"), pytest.raises(InvalidData) as caught:
        operations.draft_from_document(section, accepted, DATA._replace(files=original))
    assert caught.value.faults[0][:2] == ("files", "rendition_is_original")


def test_only_an_accepted_document(office, section, document):
    with office.acting("anna.urbanista"), pytest.raises(Blocked) as caught:
        operations.draft_from_document(section, document, DATA)
    assert caught.value.reason == "document_not_final"


def test_who_may_not_read_the_case_may_not_publish_from_it(office, section, accepted):
    with office.acting("maria.bip"), pytest.raises(Forbidden):
        operations.draft_from_document(section, accepted, DATA)
