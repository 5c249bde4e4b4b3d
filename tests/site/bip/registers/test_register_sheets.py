"""Columns and cells of a sheet; labels in Polish, so the product is there."""

from infostrada.site.bip.registers.fields import parse
from infostrada.site.bip.registers.fields import written
from infostrada.site.bip.registers.imports.sheet import columns
from infostrada.site.bip.registers.imports.sheet import lines
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.records.problems import InvalidData

import pytest


pytestmark = pytest.mark.usefixtures("portal")


def test_what_is_written_is_read_again():
    kind = in_polish("vote")
    ballots = kind.field("ballots")
    assert parse(ballots, "Anna Bąk; za\nEwa Dąb; nie głosował") == [
        {"name": "Anna Bąk", "choice": "for"},
        {"name": "Ewa Dąb", "choice": "not_voted"},
    ]
    members = in_polish("term").field("members")
    rows = [
        {"name": "Jan Cis", "since": "2024-05-07", "club": "Razem"},
        {"name": "Ewa Dąb", "since": "2024-05-07"},
    ]
    assert parse(members, written(members, rows)) == rows


def test_columns_are_known_by_label_or_name():
    kind = in_polish("contract")
    heading = ["Numer", "Data zawarcia", "place", "Strony", "PRZEDMIOT", "Wartość (zł)", "Autor", "uid", ""]
    assert columns(kind, heading) == [
        "number", "concluded_on", "place", "party", "subject", "value", "fact:content_author", "", "",
    ]  # fmt: skip
    with pytest.raises(InvalidData) as refused:
        columns(kind, ["Numer", "Nieznana", "number"])
    assert [(fault.field, fault.reason) for fault in refused.value.faults] == [
        ("Nieznana", "unknown_column"),
        ("number", "column_twice"),
    ]
    with pytest.raises(InvalidData) as refused:
        columns(kind, ["Numer"])
    assert {fault.reason for fault in refused.value.faults} == {"column_missing"}


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"a;b\n\x00"])
def test_a_file_that_is_no_table_is_refused(data):
    with pytest.raises(InvalidData) as refused:
        list(lines(data))
    assert refused.value.faults[0].reason == "file_unreadable"


def test_a_sheet_in_the_code_page_of_an_old_spreadsheet():
    assert list(lines("Numer;Strony\n1;Gęś Łąka\n".encode("cp1250"))) == [
        ["Numer", "Strony"],
        ["1", "Gęś Łąka"],
    ]
