"""Entries are found while they are public; a withdrawn one only by its title."""

from datetime import date
from infostrada.core.record.access import Principals
from infostrada.core.search import find
from infostrada.site.bip import operations
from infostrada.site.bip.operations import EntryData
from infostrada.site.records.upload import Upload
from tests.core.search.reading import Reading


NOBODY = Principals(tokens=("Anonymous",), ids=())
DATA = EntryData(
    title="Decyzja o warunkach zabudowy",
    kind="decision",
    content_author="Piotr Wilk, kierownik",
    created_on=date(2026, 11, 20),
    body="Ustala się linię zabudowy.",
    files=(Upload("decyzja.txt", b"Dach dwuspadowy", "text/plain"),),
)


def found(question: str) -> int:
    return find(question, NOBODY).total


def test_public_entry_is_found_until_withdrawn(office, section):
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA)
        assert found("decyzja zabudowa") == 0
        operations.publish_entry(entry)
        with Reading() as reading:
            reading()
        assert found("decyzje linii") == found("dachów") == 1
        operations.withdraw_entry(entry, "Zawierał dane osobowe")
    assert found("dachów") == found("linie") == 0
