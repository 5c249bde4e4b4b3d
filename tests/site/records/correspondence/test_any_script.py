"""Names of any script: registered, found, listed, written into files and given back as they came."""

from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.export import all_rows
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.core.search.finding import find
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.listings import LETTERS
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.texts import made_writable
from infostrada.site.records.texts import unwritable
from infostrada.site.records.upload import Upload
from openpyxl import load_workbook
from plone.uuid.interfaces import IUUID
from world import LETTER

import io
import json
import pytest


NAMES = {
    "arabic": "محمد بن عبد الله",
    "chinese": "王小明 𠮷野家",
    "cyrillic": "Олена Ковальчук-Їжак",
    "combining": "Z\u0307o\u0301\u0142c\u0301 (rozłożone znaki)",
    "emoji": "👩🏽‍💻 Żaneta 🏳️‍🌈",
    "right to left override": "abc\u202etxt.exe",
    "zero width": "Jan\u200bKow\u00adalski\ufeff",
    "quotes": 'O\'Brien "Bob"; DROP TABLE <b>&amp;\\ %s {x} =1+1',
    "long": "Ż" * 900,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_comes_back_as_it_went_in(office, name):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(
            office.unit,
            {**LETTER, "title": name, "sender_surname": name[:200]},
            [Upload(f"{name[:100]}.txt", b"x")],
        )
        assert (letter.title, letter.sender_surname) == (name, name[:200])
        seen_by = principals()
        (row,) = [
            row
            for row in all_rows(LETTERS, seen_by, Question(unit="gmina-lipnowo"))
            if row["uid"] == IUUID(letter)
        ]
        assert row["title"] == name
        names = ["number", "title", "sender"]
        book = load_workbook(io.BytesIO(as_xlsx(names, names, [row])), read_only=True).active
        assert list(book.iter_rows(values_only=True))[1][1] == name
        assert name.replace('"', '""') in as_csv(names, names, [row]).decode("utf-8-sig")
        word = name.split()[0].strip("\"';")
        if word.isalpha():
            assert IUUID(letter) in {hit.row["uid"] for hit in find(word, seen_by).hits}
    with office.acting("anna.urbanista"):
        assert open_case(office.unit, Opening(name, "gp", "6730")).title == name


@pytest.mark.parametrize("name", ["a\x00b", "a\x0bb", "a\ud800b"], ids=["nul", "control", "lone surrogate"])
def test_what_no_file_could_hold_is_refused_by_its_field(office, name):
    with office.acting("ewa.kancelaria"), pytest.raises(InvalidData) as refused:
        register_letter(office.unit, {**LETTER, "title": name, "remarks": name}, [])
    assert {(fault.field, fault.reason) for fault in refused.value.faults} >= {
        ("title", "text_unwritable"), ("remarks", "text_unwritable"),
    }  # fmt: skip
    with office.acting("anna.urbanista"), pytest.raises(InvalidData):
        open_case(office.unit, Opening(name, "gp", "6730"))


def test_a_body_is_looked_through_to_its_end():
    """As it comes from JSON: lists in mappings, escapes of half a character."""
    body = json.loads(
        '{"title": "ok\\tż\\n", "files": [{"filename": "a\\u0000"}, {"filename": "b"}], "x": {"y": "\\ud800"}, "n": 1}'
    )
    assert list(unwritable(body)) == ["files.0.filename", "x.y"]


def test_what_has_to_be_taken_in_is_marked_where_it_cannot_be_written():
    message = {"subject": "Wn\x00iosek", "attachments": [{"filename": "a\ud800.pdf"}], "size": 7}
    assert made_writable(message) == {
        "subject": "Wn\ufffdiosek", "attachments": [{"filename": "a\ufffd.pdf"}], "size": 7,
    }  # fmt: skip
