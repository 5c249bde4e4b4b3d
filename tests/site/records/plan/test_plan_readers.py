"""Reading plans (EOD-16): the four formats say the same, and a bad file names the place of its fault."""

from docx import Document
from infostrada.site.records.plan.readers import read
from infostrada.site.records.plan.readers import UnreadablePlanError
from infostrada.site.records.plan.rules import blocking
from infostrada.site.records.plan.rules import diff
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.plan.rules import validate
from infostrada.site.records.plan.writer import ezdrp

import io
import json
import pytest
import zipfile


EXPECTED = [
    PlanClass("0", "ZARZĄDZANIE"),
    PlanClass("00", "Gremia kolegialne", "A", "Bc", "w tym narady"),
    PlanClass("01", "Organizacja", "BE10"),
]
CSV = """symbol;hasło;kat_macierzysta;kat_inna;uszczegolowienie
0;ZARZĄDZANIE;;;
00;Gremia  kolegialne;A;Bc;w tym narady
01;Organizacja;BE 10;;
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<wykaz xmlns="http://www.mswia.gov.pl/standardy/ndap">
  <akta><symbol>0</symbol><haslo>ZARZĄDZANIE</haslo></akta>
  <akta><symbol>01</symbol><haslo>Organizacja</haslo>
    <kategoriaMerytoryczna>BE10</kategoriaMerytoryczna></akta>
</wykaz>
"""


def word_file(rows, widths=None):
    document = Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for row, first, last in widths or ():
        table.cell(row, first).merge(table.cell(row, last))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def refused(name, data):
    with pytest.raises(UnreadablePlanError) as caught:
        read(name, data)
    problem = caught.value
    assert problem.file == name
    return problem.reason, problem.line, problem.field


def test_csv():
    assert read("jrwa.csv", CSV.encode()) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250"])
def test_csv_of_a_spreadsheet(encoding):
    assert read("JRWA.CSV", CSV.encode(encoding)) == EXPECTED


def test_csv_with_commas_and_lines_counted():
    text = CSV.replace(";", ",").replace("w tym narady", '"w tym\nnarady"')
    classes = read("jrwa.csv", text.encode())
    assert classes == EXPECTED
    assert [item.line for item in classes] == [2, 4, 5]


def test_split_category_in_one_column():
    text = "symbol;nazwa;kategoria\n0;Finanse;B5 / Bc\n"
    assert read("jrwa.csv", text.encode()) == [PlanClass("0", "Finanse", "B5", "Bc")]


def test_json():
    rows = [
        {
            "SYMBOL": item.symbol,
            "NAZWA": item.title,
            "KATARCHMACIERZYSTA": item.category_lead,
            "KATARCHINNA": item.category_other,
            "KATARCHINNAOPIS": item.note,
            "TYPPROWADZENIA": "",
        }
        for item in EXPECTED
    ]
    assert read("jrwa.json", json.dumps(rows).encode()) == EXPECTED


def test_ndap_xml():
    assert read("jrwa.xml", XML.encode()) == [EXPECTED[0], EXPECTED[2]]


def test_plain_word_table():
    data = word_file(
        [
            ["Lp.", "Symbol", "Hasło klasyfikacyjne", "Kategoria archiwalna", "Uwagi"],
            ["1", "0", "ZARZĄDZANIE", "", ""],
            ["2", "00", "Gremia kolegialne", "A/Bc", "w tym narady"],
            ["3", "01", "Organizacja", "BE10", ""],
        ]
    )
    assert read("jrwa.docx", data) == EXPECTED


def test_word_table_of_the_regulation():
    kind = "Oznaczenie kategorii archiwalnej"
    sign = "Symbole klasyfikacyjne"
    data = word_file(
        [
            [sign, "", "Hasła klasyfikacyjne", kind, "", "Uszczegółowienie hasła"],
            ["I", "II", "", "w komórce merytorycznej", "w innej komórce", ""],
            ["1", "2", "3", "4", "5", "6"],
            ["0", "", "ZARZĄDZANIE", "", "", ""],
            ["", "00", "Gremia kolegialne", "A", "Bc", "w tym narady"],
            ["", "01", "Organizacja", "BE10", "", ""],
        ],
        widths=[(0, 0, 1), (0, 3, 4)],
    )
    assert read("jrwa.docx", data) == EXPECTED


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("jrwa.pdf", b"%PDF", ("format_unknown", 0, "file")),
        ("jrwa.csv", b"", ("no_classes", 0, "file")),
        ("jrwa.csv", b"symbol;kategoria\n0;A\n", ("column_missing", 1, "title")),
        ("jrwa.csv", b"symbol;nazwa\n0;A\n1;B;C\n", ("too_many_columns", 3, "row")),
        ("jrwa.csv", b'symbol;nazwa\n0;"A\n', ("csv_broken", 2, "file")),
        ("jrwa.csv", b"PK\0\0", ("not_text", 0, "file")),
        ("jrwa.json", b"[\n{]", ("json_broken", 2, "file")),
        ("jrwa.json", b"{}", ("json_not_a_list", 0, "file")),
        ("jrwa.json", b"[1]", ("json_not_an_object", 1, "row")),
        ("jrwa.json", b'[{"SYMBOL": "0"}]', ("column_missing", 1, "NAZWA")),
        ("jrwa.json", b'[{"SYMBOL": 0, "NAZWA": "A"}]', ("json_not_text", 1, "SYMBOL")),
        ("jrwa.xml", b"<wykaz>\n<akta>", ("xml_broken", 2, "file")),
        ("jrwa.xml", b"<wykaz/>", ("xml_not_a_plan", 1, "file")),
        ("jrwa.docx", b"PK", ("docx_broken", 0, "file")),
        ("jrwa.docx", word_file([["Nazwisko", "Telefon"]]), ("docx_no_table", 0, "file")),
    ],
)
def test_refused_with_file_line_and_field(name, data, expected):
    assert refused(name, data) == expected


def test_xml_entities_are_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("TAJNE")
    doctype = f'<!DOCTYPE wykaz [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = XML.replace("<wykaz", doctype + "<wykaz", 1).replace("ZARZĄDZANIE", "&x;")
    assert refused("jrwa.xml", text.encode()) == ("xml_doctype", 0, "file")


def test_word_file_without_a_document():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("other.xml", "<a/>")
    assert refused("jrwa.docx", buffer.getvalue()) == ("docx_broken", 0, "file")


def as_xml(classes):
    parts = "".join(
        f"<akta><symbol>{one.symbol}</symbol><haslo>{one.title}</haslo>"
        f"<kategoriaMerytoryczna>{one.category_lead}</kategoriaMerytoryczna>"
        f"<kategoriaInna>{one.category_other}</kategoriaInna>"
        f"<uszczegolowienie>{one.note}</uszczegolowienie></akta>"
        for one in classes
    )
    return f'<wykaz xmlns="http://www.mswia.gov.pl/standardy/ndap">{parts}</wykaz>'.encode()


def as_word(classes):
    heading = ["symbol", "hasło", "kat_macierzysta", "kat_inna", "uszczegolowienie"]
    rows = [[one.symbol, one.title, one.category_lead, one.category_other, one.note] for one in classes]
    return word_file([heading, *rows])


def as_csv(classes):
    rows = [(one.symbol, one.title, one.category_lead, one.category_other, one.note) for one in classes]
    return "\n".join([CSV.splitlines()[0], *(";".join(row) for row in rows)]).encode()


FORMATS = {"jrwa.xml": as_xml, "jrwa.json": ezdrp, "jrwa.csv": as_csv, "jrwa.docx": as_word}


@pytest.mark.parametrize("name", FORMATS)
def test_eod_16_every_format_is_compared_with_the_running_plan_and_checked(name):
    written = FORMATS[name]
    running = [*EXPECTED, PlanClass("02", "Skreślona", "B5")]
    sent = [
        EXPECTED[0],
        PlanClass("00", "Gremia kolegialne", "A"),
        EXPECTED[2],
        PlanClass("03", "Nowa", "B5"),
    ]
    classes = read(name, written(sent))
    assert classes == sent and blocking(validate(classes)) == []
    assert [(change.kind, change.symbol, change.fields) for change in diff(running, classes)] == [
        ("changed", "00", ("category_other", "note")),
        ("removed", "02", ()),
        ("added", "03", ()),
    ]
    # A class gains classes below it and is no longer final.
    divided = [*sent, PlanClass("030", "Niższa", "B5"), PlanClass("031", "Druga", "B5")]
    changed = {change.symbol: change.fields for change in diff(sent, read(name, written(divided)))}
    assert changed == {"03": ("final",), "030": (), "031": ()}
    wrong = [*sent, PlanClass("112", "Bez klasy wyższej", "A"), PlanClass("01", "Drugi raz", "A"),
             PlanClass("04", "Zła kategoria", "C7")]  # fmt: skip
    found = {(fault.symbol, fault.reason) for fault in blocking(validate(read(name, written(wrong))))}
    assert found == {("112", "parent_missing"), ("01", "symbol_doubled"), ("04", "category_unknown")}
