"""Letters, cases and documents are found by their words, by those who may read them."""

from infostrada.core.record.access import Principals
from infostrada.core.record.access import principals
from infostrada.core.search import find
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from tests.core.search.reading import Reading
from tests.site.records.world import LETTER

import pytest


NOBODY = Principals(tokens=("Anonymous",), ids=())


def found(question: str) -> list[str]:
    return [hit.row["title"] for hit in find(question, principals()).hits]


@pytest.fixture(scope="module")
def reading():
    with Reading() as made:
        yield made


@pytest.fixture
def letter(office, reading):
    upload = Upload("opis.txt", b"Dom z dachem dwuspadowym", "text/plain")
    with office.acting("ewa.kancelaria"):
        made = register_letter(office.unit, LETTER, [upload])
    reading()
    return made


@pytest.fixture
def case(office, letter):
    with office.acting("jan.wojt"):
        assign(letter, Order("anna.urbanista", "do załatwienia"))
    with office.acting("anna.urbanista"):
        return open_case(office.unit, Opening("Dom w Kępie", "gp", "6730", letter=letter))


@pytest.mark.parametrize("question", ["warunek zabudowy", "dachy dwuspadowe", "Kowalczyka", "1/2026"])
def test_letter_is_found_by_title_attachment_sender_and_number(office, letter, question):
    with office.acting("ewa.kancelaria"):
        assert found(question.replace("2026", str(letter.year))) == [letter.title]


def test_letter_is_found_by_nobody_without_grounds(office, letter):
    with office.acting("adam.obcy"):
        assert found("warunki zabudowy") == []
    assert find("warunki zabudowy", NOBODY).total == 0


def test_case_is_found_by_its_sign_and_class(office, case):
    with office.acting("anna.urbanista"):
        assert "Dom w Kępie" in found(str(case.sign))
        assert "Dom w Kępie" in found("decyzje o warunkach")
    with office.acting("adam.obcy"):
        assert found("kępa") == []


def test_document_is_found_by_its_newest_version(office, case, reading):
    with office.acting("anna.urbanista"):
        first = Upload("projekt.txt", "Ustala się linię zabudowy".encode(), "text/plain")
        document = add_document(case, Draft("Projekt decyzji", "decyzja"), first)
        reading()
        assert found("linie zabudowy") == ["Projekt decyzji"]
        new_version(document, Upload("projekt.txt", b"Odmawia sie", "text/plain"))
        assert found("linie zabudowy") == []
        reading()
        assert found("odmawiać") == ["Projekt decyzji"]


@pytest.fixture
def task(office, letter):
    with office.acting("jan.wojt"):
        return assign(letter, Order("anna.urbanista", "do załatwienia", instruction="Zwołać wizję lokalną"))


@pytest.mark.parametrize("question", ["Nowak", "wizja lokalna"])
def test_task_is_found_by_its_instruction_and_whom_it_is_for(office, task, question):
    with office.acting("anna.urbanista"):
        assert task.title in found(question)


def test_task_is_found_by_no_login(office, task):
    with office.acting("anna.urbanista"):
        assert task.title not in found("urbanista") + found("anna.urbanista")


def test_instruction_of_a_sealed_task_is_not_found(office, task):
    task.sealed = True
    task.reindexObject()
    with office.acting("anna.urbanista"):
        assert found("wizja lokalna") == []
