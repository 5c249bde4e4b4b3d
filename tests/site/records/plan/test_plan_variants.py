"""Plans as offices and programs write them: every shape below says the same four classes (EOD-16)."""

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from infostrada.site.records.plan.readers import read
from infostrada.site.records.plan.readers import UnreadablePlanError
from infostrada.site.records.plan.rules import blocking
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.plan.rules import validate
from openpyxl import Workbook

import io
import json
import pytest
import zipfile


PLAN = [
    PlanClass("0", "ZARZĄDZANIE"),
    PlanClass("00", "Gremia kolegialne", "A", "Bc", "w tym narady, rady"),
    PlanClass("01", "Organizacja"),
    PlanClass("010", "Organizacja gminy", "BE10", "Bc"),
    PlanClass("011", "Wójt", "B5"),
]
NS = "http://www.mswia.gov.pl/standardy/ndap"


def refused(name, data):
    with pytest.raises(UnreadablePlanError) as caught:
        read(name, data)
    return caught.value.reason, caught.value.line, caught.value.field


# The regulation's own table, its headings merged over two rows, its columns numbered.
REGULATION = """Jednolity rzeczowy wykaz akt Gminy Lipno, zarządzenie 12/2026;;;;;;
;;;;;;
Symbole klasyfikacyjne;;;Hasła klasyfikacyjne;Oznaczenie kategorii archiwalnej;;Uszczegółowienie hasła klasyfikacyjnego
I;II;III;;w komórce macierzystej;w innych komórkach;
1;2;3;4;5;6;7
0;;;ZARZĄDZANIE;;;
;00;;Gremia kolegialne;A;Bc;w tym narady,
;;;;;;rady
;01;;Organizacja;;;
Symbole klasyfikacyjne;;;Hasła klasyfikacyjne;Oznaczenie kategorii archiwalnej;;Uszczegółowienie hasła klasyfikacyjnego
;;010;Organizacja gminy;BE 10;BC;
;;011;Wójt;b-5;–;
* objaśnienie pod tabelą;;;;;;
"""
SIMPLE = """Lp.;Znak klasy;Nazwa klasy;Kat. arch.;Uwagi
1;="0";ZARZĄDZANIE;;
2;="00";"Gremia
kolegialne";A/Bc;w tym narady, rady
3;="01";Organizacja;-;
4;="010";Organizacja gminy;BE\u00a010 / Bc;
5;="011";Wójt;B\u00a05;
"""
DIGITS = """kl. I rzędu,kl. II rzędu,kl. III rzędu,Hasło,Kategoria w komórce merytorycznej,Kategoria w innej komórce,Uwagi
0,,,ZARZĄDZANIE,,,
0,0,,Gremia kolegialne,A,Bc,"w tym narady, rady"
0,1,,Organizacja,,,
0,1,0,Organizacja gminy,BE10,Bc,
0,1,1,Wójt,B5,,
"""


# Names as short as a narrow column makes them.
SHORT = """Symb. klas.\tHasło klas.\tKat. arch.\tKat. w innych kom.\tUwagi
0\tZARZĄDZANIE\t\t\t
00\tGremia kolegialne\tA\tBc\tw tym narady, rady
01\tOrganizacja\t\t\t
010\tOrganizacja gminy\tBE 10\tBc\t
011\tWójt\tB5\t\t
"""


@pytest.mark.parametrize(
    "data",
    [
        REGULATION.encode(),
        REGULATION.encode("utf-8-sig"),
        REGULATION.encode("cp1250", "replace"),
        REGULATION.replace("–", "-").encode("iso8859-2"),
        REGULATION.replace("–", "-").encode("cp852"),
        REGULATION.replace("\n", "\r\n").encode("utf-16"),
        ("sep=;\r\n" + REGULATION).encode(),
        REGULATION.replace(";", "\t").encode("utf-16"),
        # Numbers of a spreadsheet: the column tells how many zeros went.
        REGULATION.replace(";00;", ";0;").replace(";01;", ";1;").replace("010;O", "10;O").replace("011;W", "11;W").encode(),
        SIMPLE.encode(),
        SIMPLE.encode("cp1250"),
        SIMPLE.replace(";", "|").encode(),
        DIGITS.encode(),
        SHORT.encode("cp1250"),
        SHORT.replace("w innych kom.", "inne wydz.").encode(),
    ],
)  # fmt: skip
def test_tables_of_values(data):
    assert read("jrwa.csv", data) == PLAN


def test_lines_are_those_of_the_file():
    assert [one.line for one in read("jrwa.csv", REGULATION.encode())] == [6, 7, 9, 11, 12]
    assert [one.line for one in read("jrwa.tsv", ("sep=;\n" + SIMPLE).encode())] == [3, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # The whole symbol in one column, its zeros gone: nothing tells "1" from "01".
        ("Symbol;Hasło\n0;A\n0;B\n1;C\n10;D\n", ("zeros_lost", 3, "symbol")),
        ("Wykaz akt\n\nSymbol;Kategoria\n0;A\n", ("column_missing", 3, "title")),
        ("Hasło;Kategoria\nA;A\n", ("column_missing", 1, "symbol")),
        ("Symbol;Hasło\n0;A;;\n1;B;;;C\n", ("too_many_columns", 3, "row")),
    ],
)
def test_tables_refused(table, expected):
    assert refused("jrwa.csv", table.encode()) == expected


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (";Bez symbolu;A", ("symbol_malformed", "symbol", 3)),
        ("0l;Litera zamiast cyfry;A", ("symbol_malformed", "symbol", 3)),
        ("00;;A", ("title_missing", "title", 3)),
        ("00;Zła kategoria;C5", ("category_unknown", "category_lead", 3)),
        ("00;Lata słowem;B pięć", ("category_unknown", "category_lead", 3)),
        ("12;Bez klasy wyższej;A", ("parent_missing", "parent", 3)),
        ("0;Drugi raz;A", ("symbol_doubled", "symbol", 3)),
    ],
)
def test_no_row_is_dropped_in_silence(row, fault):
    classes = read("jrwa.csv", f"Symbol;Hasło;Kategoria\n0;A;\n{row}\n00;B;A\n".encode())
    assert fault in [(one.reason, one.field, one.line) for one in blocking(validate(classes))]


def workbook(rows, formats=None):
    book = Workbook()
    book.active.append(["Spis treści"])
    sheet = book.create_sheet("JRWA")
    for row in rows:
        sheet.append(row)
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_workbook_with_texts_and_with_formatted_numbers():
    rows = [
        line.split(";")
        for line in SIMPLE.replace("Gremia\n", "Gremia ").replace('"', "").replace("=", "").splitlines()
    ]
    assert read("jrwa.xlsx", workbook(rows)) == PLAN
    for row in rows[1:]:
        row[1] = int(row[1])
    formats = {"B3": "00", "B4": "00", "B5": "000", "B6": "000"}
    assert read("jrwa.xlsx", workbook(rows, formats)) == PLAN
    assert refused("jrwa.xlsx", workbook(rows)) == ("zeros_lost", 3, "symbol")
    assert refused("jrwa.xlsx", workbook([["a", "b"]])) == ("xlsx_no_table", 0, "file")


@pytest.mark.parametrize("name", ["jrwa.docx", "jrwa.xlsx"])
def test_a_file_with_a_password_or_of_another_kind(name):
    assert refused(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))[0] == "template_encrypted"
    assert refused(name, b"%PDF-1.7")[0] == f"{name[-4:]}_broken"
    assert refused("jrwa.doc", b"x")[0] == refused("jrwa.pdf", b"x")[0] == "format_unknown"


@pytest.mark.parametrize("made", [lambda: word([[HEAD, *ROWS]]), lambda: workbook([HEAD, *ROWS])])
def test_a_damaged_office_file_is_refused_and_no_error(made):
    data = made()
    name = "jrwa.docx" if b"word/document.xml" in data else "jrwa.xlsx"
    at = data.index(b"word/document.xml" if name == "jrwa.docx" else b"xl/worksheets/")
    broken = data[: at + 60] + bytes(40) + data[at + 100 :]
    for damaged in (data[at + 5 :], data[:-60], data[: len(data) // 2], broken):
        with pytest.raises(UnreadablePlanError, match="broken"):
            read(name, damaged)


def json_rows(**more):
    return [
        {"TYPPROWADZENIA": "2", "KATARCHINNAOPIS": one.note or None, "KATARCHINNA": one.category_other or None,
         "NAZWA": one.title, "KATARCHMACIERZYSTA": one.category_lead or None, "SYMBOL": one.symbol, **more}
        for one in PLAN
    ]  # fmt: skip


def nested(rows, key):
    top, first, second, *rest = ({**row} for row in rows)
    second[key] = rest
    top[key] = [first, second]
    return [top]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(json_rows(ID=7, AKTYWNA=True, DATA=None, TAGI=["x"])).encode(),
        json.dumps(json_rows(), ensure_ascii=False).encode("utf-8-sig"),
        json.dumps(json_rows(), ensure_ascii=False).encode("utf-16"),
        json.dumps({"wersja": 3, "klasy": json_rows()}).encode(),
        json.dumps(nested(json_rows(), "DZIECI")).encode(),
        json.dumps({"items": nested(json_rows(), "children")}).encode(),
        json.dumps([{key.lower(): value for key, value in row.items()} for row in json_rows()]).encode(),
        json.dumps([{k: v.replace("BE10", "be 10").replace("B5", "B\u00a05") if v else v for k, v in row.items()}
                    for row in json_rows()]).encode(),
    ],
)  # fmt: skip
def test_json(data):
    assert read("jrwa.json", data) == PLAN


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a": [{"SYMBOL": "0"}], "b": [{"SYMBOL": "1"}]}', ("json_not_a_list", 0, "file")),
        (b'"0"', ("json_not_a_list", 0, "file")),
        (b'[{"SYMBOL": "0", "NAZWA": ["A"]}]', ("json_not_text", 1, "NAZWA")),
        ("[{}]".encode("utf-16") + b"\xd8", ("not_text", 0, "file")),
        (b"[" * 200_000, ("json_broken", 0, "file")),
    ],
)
def test_json_refused(data, expected):
    assert refused("jrwa.json", data) == expected


def xml(prefix="", encoding="UTF-8", extra=""):
    mark = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    rows = "".join(
        f"<{mark}akta id='k{one.symbol}'>\n<!-- klasa --><{mark}symbol> {one.symbol} </{mark}symbol>"
        f"<{mark}haslo><![CDATA[{one.title[:3]}]]><!-- uwaga -->{one.title[3:]}</{mark}haslo>"
        + (
            f"<{mark}kategoriaMerytoryczna>{one.category_lead}</{mark}kategoriaMerytoryczna>"
            if one.category_lead
            else ""
        )
        + (f"<{mark}kategoriaInna>{one.category_other}</{mark}kategoriaInna>" if one.category_other else "")
        + f"</{mark}akta>"
        for one in PLAN
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?xml-stylesheet href="a.xsl"?>\n<{mark}wykaz {declared}="{NS}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{NS} WykazAkt.xsd">{extra}{rows}</{mark}wykaz>'
    ).encode(encoding)  # fmt: skip


@pytest.mark.parametrize(
    "data", [xml(), xml("ndap"), xml("n", "windows-1250"), xml("", "UTF-16"), xml("", "ISO-8859-2")]
)
def test_ndap_xml(data):
    assert [
        (one.symbol, one.title, one.category_lead, one.category_other) for one in read("jrwa.xml", data)
    ] == [(one.symbol, one.title, one.category_lead, one.category_other) for one in PLAN]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (xml(extra='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'),
         ("xml_unknown_element", 3, "include")),
        (xml().replace(b"<wykaz", b'<!DOCTYPE wykaz [<!ENTITY b "c">]><wykaz', 1), ("xml_doctype", 0, "file")),
        (xml().replace("Ą".encode(), "Ą".encode("cp1250")), ("xml_broken", 4, "file")),
        (xml().replace(NS.encode(), b"urn:inny"), ("xml_not_a_plan", 3, "file")),
        (xml().replace(b"<haslo>", b"<haslo><b/>", 1), ("xml_unknown_element", 4, "haslo")),
    ],
)  # fmt: skip
def test_ndap_xml_refused(data, expected):
    assert refused("jrwa.xml", data) == expected


W = nsdecls("w")


def word(tables, strict=False, part="word/document.xml"):
    """A document of tables; a row is texts or a piece of WordprocessingML of its own."""
    document = Document()
    for rows in tables:
        width = max(len(row) for row in rows if not isinstance(row, str))
        table = document.add_table(rows=0, cols=width)
        for row in rows:
            if isinstance(row, str):
                table._tbl.append(parse_xml(row))
                continue
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    if not strict and part == "word/document.xml":
        return buffer.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(changed, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = (
                    data.replace(
                        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                    )
                    if strict
                    else data
                )
                name = part
            made.writestr(
                name, data.replace(b"word/document.xml", part.encode()) if name == "_rels/.rels" else data
            )
    return changed.getvalue()


HEAD = ["Symbol klasyfikacyjny", "Hasło klasyfikacyjne", "Kategoria archiwalna", "Uszczegółowienie"]
ROWS = [
    ["0", "ZARZĄDZANIE", "", ""],
    ["00", "Gremia kolegialne", "A/Bc", "w tym narady, rady"],
    ["01", "Organizacja", "", ""],
    ["010", "Organizacja gminy", "BE 10\nBc", ""],
    ["011", "Wójt", "B5", ""],
]


def cell(content):
    return f"<w:tc><w:p>{content}</w:p></w:tc>"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


# Runs split in the middle of words, a row in a content control, changes tracked, a field, a hyphen that does not break.
TRACKED = f"""<w:sdt {W}><w:sdtContent><w:tr>
{cell(run("01") + "<w:ins>" + run("1") + "</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>")}
<w:sdt><w:sdtContent>{cell(run("Wó") + run("jt") + "<w:moveFrom>" + run("Burmistrz") + "</w:moveFrom>")}</w:sdtContent></w:sdt>
{cell("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>B</w:t><w:noBreakHyphen/><w:t>5</w:t></w:r>")}{cell("")}
</w:tr></w:sdtContent></w:sdt>"""
STRUCK = (
    f"<w:tr {W}><w:trPr><w:del/></w:trPr>{cell(run('02'))}{cell(run('Skreślona'))}{cell('')}{cell('')}</w:tr>"
)
NESTED = f"<w:tr {W}><w:tc><w:tcPr><w:gridSpan w:val='4'/></w:tcPr><w:p>{run('Część szczegółowa')}</w:p></w:tc></w:tr>"


@pytest.mark.parametrize(
    "data",
    [
        word([[HEAD, *ROWS]]),
        word([[HEAD, *ROWS]], strict=True),
        word([[HEAD, *ROWS]], part="word/document2.xml"),
        word([[HEAD, *ROWS[:3], HEAD, *ROWS[3:]]]),
        word([[HEAD, *ROWS[:3]], [HEAD, *ROWS[3:]]]),
        word([[["Nazwisko", "Telefon"]], [HEAD, *ROWS[:3]], ROWS[3:]]),
        word([[HEAD, *ROWS[:4], TRACKED, STRUCK]]),
        word([[HEAD, NESTED, *ROWS]]),
    ],
)
def test_word_tables(data):
    assert read("jrwa.docx", data) == PLAN


# The columns of the orders behind the title, and details before it.
BEHIND = [
    ["Hasło klasyfikacyjne", "Kat. arch. kom. innej", "Kat. arch. kom. macierzystej", "Uwagi", "I", "II", "III"],
    ["ZARZĄDZANIE", "", "", "", "0", "", ""],
    ["Gremia kolegialne", "Bc", "kat. A", "w tym narady, rady", "", "00", ""],
    ["Organizacja", "", "", "", "", "01", ""],
    ["Organizacja gminy", "Bc", "BE-10 lat", "", "", "", "010"],
    ["Wójt", "", "B 5", "", "", "", "011"],
]  # fmt: skip


def repeated(document, rows, pages):
    """The regulation's heading in its merged cells, over two rows and again on each page."""
    table = document.add_table(rows=2 * pages + len(rows), cols=6)
    at, share = 0, -(-len(rows) // pages)
    for page in range(pages):
        table.cell(at, 0).merge(table.cell(at, 2)).text = "Symbole klasyfikacyjne"
        table.cell(at, 3).merge(table.cell(at + 1, 3)).text = "Hasła klasyfikacyjne"
        table.cell(at, 4).merge(table.cell(at + 1, 4)).text = "Oznaczenie kategorii archiwalnej"
        table.cell(at, 5).merge(table.cell(at + 1, 5)).text = "Uszczegółowienie"
        for place, order in enumerate(["I", "II", "III"]):
            table.cell(at + 1, place).text = order
        at += 2
        for symbol, *texts in rows[page * share : (page + 1) * share]:
            table.cell(at, len(symbol) - 1).text = symbol
            for place, text in enumerate(texts, 3):
                table.cell(at, place).text = text
            at += 1


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_columns_behind_the_title_and_headings_of_every_page():
    assert read("jrwa.csv", "\n".join(map(";".join, BEHIND)).encode()) == PLAN
    assert read("jrwa.docx", word([BEHIND])) == PLAN
    document = Document()
    repeated(document, ROWS, 2)
    assert read("jrwa.docx", saved(document)) == PLAN


def test_classes_in_a_table_or_sheet_that_is_not_read_are_no_silent_loss():
    for rest in ([row[:3] for row in ROWS[3:]], [[*row, "x"] for row in ROWS[3:]]):
        assert refused("jrwa.docx", word([[HEAD, *ROWS[:3]], rest])) == ("table_without_heading", 5, "symbol")
    # Lists of units and changes stay beside the plan, whatever numbers are in them.
    beside = [["Lp.", "Komórka"], ["1", "Referat"], ["12", "Straż"], ["2026", "rok wydania"]]
    assert read("jrwa.docx", word([[HEAD, *ROWS], beside])) == PLAN
    book = Workbook()
    for rows in ([HEAD, *ROWS[:3]], ROWS[3:]):
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    assert refused("jrwa.xlsx", saved(book)) == ("sheet_without_heading", 1, "symbol")


def test_a_plan_in_a_table_within_a_table_and_one_of_numbers_word_counts():
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=0, cols=4)
    for row in [HEAD, *ROWS]:
        for place, text in zip(inner.add_row().cells, row, strict=True):
            place.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    assert read("jrwa.docx", buffer.getvalue()) == PLAN
    # Symbols that Word only counts are not in the file: each such row is a fault.
    counted = read("jrwa.docx", word([[HEAD, ROWS[0], ["", "Gremia", "A", ""]]]))
    assert [(one.reason, one.line) for one in blocking(validate(counted))] == [("symbol_malformed", 3)]
