"""Templates as Word and LibreOffice save them: templates, controls, variables, changes, passwords."""

from infostrada.site.records.templates.filling import fill
from infostrada.site.records.templates.filling import texts_of
from infostrada.site.records.templates.office import OfficeFault
from infostrada.site.records.templates.office import read_office
from infostrada.site.records.templates.rules import fields_in

import docx
import io
import pytest
import zipfile


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
)
FACTS = {"sprawa.znak": "GP.1.2026", "sprawa.tytul": "Tytuł & reszta"}


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def word(body):
    """A DOCX with a body written by hand, as its parts."""
    out = io.BytesIO()
    docx.Document().save(out)
    parts = parts_of(out.getvalue())
    parts["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    return parts


def odt(body, before="", manifest="", kind="text", styles=""):
    media = f"application/vnd.oasis.opendocument.{kind}"
    return packed(
        {
            "mimetype": media,
            "content.xml": f"<office:document-content {ODF}><office:body><office:text>{before}{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
            "META-INF/manifest.xml": f'<m media-type="{media}">{manifest}</m>',
        }
    )


def filled(data):
    file = read_office(data)
    assert {field.name for field in fields_in(texts_of(file))} <= FACTS.keys()
    return parts_of(fill(file, FACTS, ()))


CONTROL = (
    "<w:sdt><w:sdtPr><w:alias w:val='znak'/><w:showingPlcHdr/><w:dataBinding w:xpath='/a'/></w:sdtPr><w:sdtContent><w:p>"
    "<w:r><w:t>{{sprawa</w:t></w:r><w:smartTag><w:r><w:t>.zn</w:t></w:r></w:smartTag><w:hyperlink><w:r><w:t>ak}}</w:t></w:r>"
    "</w:hyperlink></w:p></w:sdtContent></w:sdt>"
)
OTHER = "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/b'/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"


def test_a_content_control_is_filled_and_untied():
    body = filled(packed(word(CONTROL + OTHER)))["word/document.xml"].decode()
    assert "GP.1.2026" in body and "showingPlcHdr" not in body and "/a" not in body
    assert 'xpath="/b"' in body


def test_a_template_of_word_becomes_a_document():
    parts = word("<w:p><w:r><w:t>{{sprawa.tytul}}</w:t></w:r></w:p>")
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"document.main+xml", b"template.main+xml").replace(
        b"document.xml", b"document2.xml"
    )
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    made = filled(packed(parts))
    assert made["[Content_Types].xml"] == types.replace(b"document.xml", b"document2.xml")
    assert docx.Document(io.BytesIO(packed(made))).paragraphs[0].text == FACTS["sprawa.tytul"]


DECLARED = (
    '<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="{{sprawa.znak}}" '
    'text:name="znak"/></text:user-field-decls>'
)
SET = '<text:variable-set text:name="t" office:string-value="Tytuł: {{sprawa.tytul}}">Tytuł: {{sprawa.tytul}}</text:variable-set>'
STRUCK = "<text:tracked-changes><text:changed-region><text:deletion><text:p>{{czego.nie.ma}}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
FOOTER = "<style:footer><text:p>{{sprawa.<text:span>znak</text:span>}}</text:p></style:footer>"


def test_variables_and_struck_out_text_of_an_odt():
    get = (
        '<text:p><text:user-field-get text:name="znak">{{sprawa.znak}}</text:user-field-get>'
        + SET
        + "</text:p>"
    )
    made = filled(odt(get, STRUCK + DECLARED, kind="text-template", styles=FOOTER))
    content = made["content.xml"].decode()
    assert 'office:string-value="GP.1.2026"' in content and ">GP.1.2026<" in content
    assert 'string-value="Tytuł: Tytuł &amp; reszta">Tytuł: Tytuł &amp; reszta<' in content
    assert "{{czego.nie.ma}}" in content
    assert ">GP.1.2026" in made["styles.xml"].decode()
    # A template of LibreOffice becomes a document.
    assert (
        made["mimetype"] == b"application/vnd.oasis.opendocument.text"
        and b"template" not in made["META-INF/manifest.xml"]
    )


# Cut at the front, its directory leads before the file; changed inside, a part does not unpack.
DAMAGE = [
    lambda data: data[30:],
    lambda data: data.replace(data[60:90], bytes(30), 1),
    lambda data: data[:-100],
    lambda data: data[: len(data) // 2],
]
STRICT = word("")
STRICT["word/document.xml"] = b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
DOCM = word("")
DOCM["[Content_Types].xml"] = DOCM["[Content_Types].xml"].replace(
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed(STRICT), "template_strict"),
        (packed(DOCM), "template_active"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
            "template_encrypted",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"),
            "not_an_office_file",
        ),
        (odt("<x/>", manifest="<manifest:encryption-data xmlns:manifest='m'/>"), "template_encrypted"),
        (odt("", kind="spreadsheet"), "not_an_office_file"),
        (b"{\\rtf1 {{sprawa.znak}}}", "not_an_office_file"),
    ],
)
def test_refused_in_words(data, reason):
    with pytest.raises(OfficeFault, match=reason):
        read_office(data)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_refused_and_no_error(damage):
    with pytest.raises(OfficeFault, match="not_an_office_file"):
        read_office(damage(packed(word(CONTROL))))
