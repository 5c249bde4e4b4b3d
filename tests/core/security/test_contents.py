"""Hostile files, made as people who mean harm make them, and honest ones that look a little like them."""

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from infostrada.core.security.contents.judge import judge
from infostrada.core.security.contents.markup import is_remote
from infostrada.core.security.uploads import ending_of
from infostrada.core.security.uploads import harmless_name
from pikepdf import Array
from pikepdf import AttachedFileSpec
from pikepdf import Dictionary
from pikepdf import Name
from pikepdf import Pdf
from PIL import Image

import io
import pytest
import struct
import zipfile
import zlib


# ECMA-376 part 1, 15.2: relationship of a document to its template.
ATTACHED_TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
LIMIT = 200_000_000
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def reason(name, data, **options):
    found = judge(name, data, LIMIT, **options)
    return found and found.reason


def pdf(change=None) -> bytes:
    made = Pdf.new()
    made.add_blank_page(page_size=(595, 842))
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(members: dict[str, bytes], *, link: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == link:
                info.external_attr = 0o120777 << 16
            archive.writestr(info, data)
    return out.getvalue()


def word(change=None) -> bytes:
    made = Document()
    made.add_paragraph("Decyzja o warunkach zabudowy")
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_members(data: bytes, members: dict[str, bytes]) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def open_document(content: str = "", **members: bytes) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    root = f"<office:document-content {spaces}>{content}</office:document-content>".encode()
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": root, **members})


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size; its points are a few bytes of zeros."""

    def piece(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + piece(b"IHDR", head)
        + piece(b"IDAT", zlib.compress(b"\0" * 9))
        + piece(b"IEND", b"")
    )


def picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(out, kind)
    return out.getvalue()


def action(**members):
    """A document that does something when it is opened."""

    def change(made):
        made.Root.OpenAction = made.make_indirect(Dictionary(**members))

    return pdf(change)


def note(**members):
    def change(made):
        made.pages[0].Annots = Array([made.make_indirect(Dictionary(Rect=Array([0, 0, 9, 9]), **members))])

    return pdf(change)


def attached(name: str, data: bytes) -> bytes:
    def change(made):
        made.attachments[name] = AttachedFileSpec(made, data, filename=name)

    return pdf(change)


PDFS = {
    "script on opening": action(S=Name.JavaScript, JS="app.alert(1)"),
    "program on opening": action(S=Name.Launch, F="cmd.exe"),
    "address on opening": action(S=Name.URI, URI="https://example.org/x"),
    "another machine's file": note(
        Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F="\\\\example.org\\x.pdf")
    ),
    "script behind a page": pdf(
        lambda made: made.pages[0].__setitem__("/AA", Dictionary(O=Dictionary(S=Name.JavaScript, JS="1")))
    ),
    "script as a second step": note(
        Type=Name.Annot, Subtype=Name.Link,
        A=Dictionary(S=Name.GoTo, D=Array([0]), Next=Dictionary(S=Name.JavaScript, JS="1")),
    ),
    "form that sends itself": note(
        Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F="https://example.org")
    ),
    "film": note(Type=Name.Annot, Subtype=Name.RichMedia),
    "program inside": attached("faktura.exe", b"MZ\0"),
    "form in XFA": pdf(lambda made: made.Root.__setitem__("/AcroForm", Dictionary(XFA=Array([]), Fields=Array([])))),
}  # fmt: skip


@pytest.mark.parametrize("data", PDFS.values(), ids=PDFS)
def test_pdf_that_acts(data):
    assert reason("pismo.pdf", data) == "file_program_inside"
    assert reason("pismo.pdf", data, active_pdf=True) is None


HONEST_PDFS = {
    "plain": pdf(),
    "link": note(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://www.gov.pl")),
    "opens on a page": action(S=Name.GoTo, D=Array([0, Name.Fit])),
    "invoice inside": attached("faktura.xml", b"<Faktura/>"),
    "packed document inside": attached("zalacznik.docx", word()),
}


@pytest.mark.parametrize("data", HONEST_PDFS.values(), ids=HONEST_PDFS)
def test_honest_pdf(data):
    assert reason("pismo.pdf", data) is None


ZIPPED = packed({"a.txt": b"x"})
TWO_KINDS = {
    "page before": ("a.pdf", b"%PDF-1.4\n<html><script>alert(1)</script>\n" + pdf()),
    "page behind": ("a.pdf", pdf() + b"<script>alert(1)</script>"),
    "archive behind": ("a.pdf", pdf() + ZIPPED),
    "archive behind, with a tail": ("a.pdf", pdf() + ZIPPED + b"\n\n"),
    "archive behind a photograph": ("a.jpg", picture() + ZIPPED),
    "page in a picture": ("a.gif", b"GIF89a<script>alert(1)</script>"),
}


@pytest.mark.parametrize(("name", "data"), TWO_KINDS.values(), ids=TWO_KINDS)
def test_two_kinds_at_once(name, data):
    assert reason(name, data) == reason(name, data, active_pdf=True) == "file_two_kinds"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<rect width='3' height='3' fill='#024'/>", None),
        ("<a xlink:href='https://www.gov.pl'><text>gov.pl</text></a>", None),
        ("<image href='data:image/png;base64,AAAA'/>", None),
        ("<style>rect { fill: url(#kratka) }</style>", None),
        ("<script>alert(1)</script>", "file_program_inside"),
        ("<rect onload='alert(1)'/>", "file_program_inside"),
        ("<a xlink:href='java\nscript:alert(1)'><text>x</text></a>", "file_program_inside"),
        (
            "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
            "file_program_inside",
        ),
        ("<a><set attributeName='href' to='javascript:alert(1)'/></a>", "file_program_inside"),
        ("<image href='data:image/svg+xml,x'/>", "file_program_inside"),
        ("<image href='https://example.org/pixel.png'/>", "file_fetches"),
        ("<use xlink:href='//example.org/x.svg#a'/>", "file_fetches"),
        ("<style>@import 'https://example.org/x.css';</style>", "file_fetches"),
        ("<rect style='fill: url(https://example.org/x)'/>", "file_fetches"),
        ("<rect", "file_content_differs"),
    ],
)
def test_drawings(inside, expected):
    assert reason("herb.svg", SVG.format(inside).encode()) == expected


def test_a_drawing_hides_its_script_in_an_entity():
    text = "<!DOCTYPE svg [<!ENTITY x \"<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>\">]>"
    assert reason("herb.svg", (text + SVG.format("&x;")).encode()) == "file_program_inside"


def test_xml_is_data_unless_it_is_a_page():
    assert reason("dane.xml", b"<gmina><nazwa>Lipnowo</nazwa></gmina>") is None
    page = b"<x><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></x>"
    assert reason("dane.xml", page) == "file_program_inside"


def _template(made):
    target = "https://example.org/szablon.dotm"
    made.part._settings_part.relate_to(target, ATTACHED_TEMPLATE, is_external=True)


def _own_template(made):
    target = "file:///C:\\Users\\Anna\\Normal.dotm"
    made.part._settings_part.relate_to(target, ATTACHED_TEMPLATE, is_external=True)


def _link(made):
    made.part.relate_to("https://www.gov.pl", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


OFFICE = {
    "plain": ("a.docx", word(), None),
    "link": ("a.docx", word(_link), None),
    "template of one's own": ("a.docx", word(_own_template), None),
    "template from elsewhere": ("a.docx", word(_template), "file_fetches"),
    "macros": ("a.docx", with_members(word(), {"word/vbaProject.bin": b"x"}), "file_program_inside"),
    "ActiveX": ("a.docx", with_members(word(), {"word/activeX/activeX1.xml": b"<x/>"}), "file_program_inside"),
    "packed program": (
        "a.docx",
        with_members(word(), {"word/embeddings/oleObject1.bin": OLE + "Ole10Native".encode("utf-16-le")}),
        "file_program_inside",
    ),
    "macros by name": ("a.docm", word(), "file_type_dangerous"),
    "no document": ("a.docx", b"PK\x03\x04rest", "file_content_differs"),
    "OpenDocument": ("a.odt", open_document("<text:a xlink:href='https://www.gov.pl'/>"), None),
    "OpenDocument with macros": ("a.odt", open_document(**{"Basic/Standard/x.xml": b"<x/>"}), "file_program_inside"),
    "OpenDocument with a picture from elsewhere": (
        "a.odt", open_document("<draw:image xlink:href='https://example.org/x.png'/>"), "file_fetches",
    ),
    "old Word": ("a.doc", OLE + "WordDocument".encode("utf-16-le"), None),
    "old Word with macros": ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "file_program_inside"),
    "RTF": ("a.rtf", rb"{\rtf1 Decyzja}", None),
    "RTF with an object": ("a.rtf", rb"{\rtf1 {\object{\*\objdata 0105}}}", "file_program_inside"),
    "RTF with a template": ("a.rtf", rb"{\rtf1{\*\template https://example.org/x}}", "file_fetches"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), OFFICE.values(), ids=OFFICE)
def test_office_documents(name, data, expected):
    assert reason(name, data) == expected


ARCHIVES = {
    "files": (packed({"plan/rysunek.pdf": pdf(), "czytaj.html": b"<p>"}), None),
    "program": (packed({"a/faktura.exe": b"x"}), "file_program_inside"),
    "program under another name": (packed({"faktura.pdf": b"MZ\x90\0" + b"\0" * 60}), "file_program_inside"),
    "out of the folder": (packed({"../../etc/cron.d/x": b"x"}), "archive_leads_outside"),
    "out by backslashes": (packed({"..\\..\\x.txt": b"x"}), "archive_leads_outside"),
    "from the root": (packed({"/etc/passwd": b"x"}), "archive_leads_outside"),
    "on a drive": (packed({"C:/x.txt": b"x"}), "archive_leads_outside"),
    "symbolic link": (packed({"x": b"/etc/passwd"}, link="x"), "archive_leads_outside"),
    "bomb": (packed({"a.txt": b"0" * 60_000_000}), "file_unpacks_too_large"),
}


@pytest.mark.parametrize(("data", "expected"), ARCHIVES.values(), ids=ARCHIVES)
def test_archives(data, expected):
    assert reason("paczka.zip", data) == expected


def test_a_document_is_a_bomb():
    assert (
        reason("a.docx", with_members(word(), {"word/x.xml": b" " * 60_000_000})) == "file_unpacks_too_large"
    )


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.png", png(3, 3), None),
        ("a.png", png(60_000, 60_000), "picture_too_large"),
        ("a.jpg", picture(), None),
        ("a.jpg", b"\xff\xd8\xff<div>", "file_content_differs"),
        ("a.webp", b"RIFF\0\0\0\0WEBPrest", "file_content_differs"),
    ],
)
def test_pictures(name, data, expected):
    assert reason(name, data) == expected


@pytest.mark.parametrize(
    ("given", "shown", "ending"),
    [
        ("C:\\Users\\anna\\decyzja.pdf", "decyzja.pdf", "pdf"),
        ("../../etc/passwd", "passwd", ""),
        ("uchwa\u0142a\u202efdp.exe", "uchwałafdp.exe", "exe"),
        ("faktura.p\u200bdf", "faktura.pdf", "pdf"),
        ("\u2066a.html\u2069", "a.html", "html"),
        ("strona.html. ", "strona.html", "html"),
        ("a\r\nSet-Cookie: x.txt", "a_Set-Cookie_ x.txt", "txt"),
        ("a.html\0.pdf", "a.html_.pdf", "pdf"),
        ("\u202e..", "plik", ""),
    ],
)
def test_names_mean_what_they_show(given, shown, ending):
    assert harmless_name(given) == shown
    assert ending_of(given) == ending


@pytest.mark.parametrize(
    ("address", "remote"),
    [
        ("https://example.org/a.dotm", True),
        ("\\\\example.org\\share\\a.dotm", True),
        ("file://example.org/share/a.dotm", True),
        ("file:///\\\\example.org\\share\\a.dotm", True),
        ("file:///C:/Users/anna/Normal.dotm", False),
        ("../szablon.dotm", False),
        ("#obrazek", False),
    ],
)
def test_remote_addresses(address, remote):
    assert is_remote(address) is remote
