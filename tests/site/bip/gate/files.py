"""Small files with something in them that must not become public, made by other libraries than those that read them."""

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pikepdf import Array
from pikepdf import AttachedFileSpec
from pikepdf import Dictionary
from pikepdf import Name
from pikepdf import Pdf
from PIL import Image
from PIL import ImageDraw

import io
import zipfile


PESEL = "85031419511"
A4 = (595, 842)


def pdf(*contents: str, **more) -> Pdf:
    """A PDF with a page per content stream; `/F` is Helvetica in 12 points."""
    made = Pdf.new()
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    for content in contents:
        made.add_blank_page(page_size=A4)
        page = made.pages[-1]
        page.Contents = made.make_stream(content.encode("cp1252"))
        page.Resources = Dictionary(Font=Dictionary(F=font), **more)
    return made


def saved(made: Pdf, **options) -> bytes:
    out = io.BytesIO()
    made.save(out, deterministic_id=not options, **options)
    return out.getvalue()


def line(text: str, x: float = 72, y: float = 720, before: str = "") -> str:
    """A line of text, `y` from the bottom of the page."""
    return f"BT {before} /F 12 Tf {x} {y} Td ({text}) Tj ET "


def bar(x: float, y: float, width: float, height: float, colour: str = "0 0 0 rg") -> str:
    return f"q {colour} {x} {y} {width} {height} re f Q "


def blackened(text: str = f"PESEL {PESEL} wnioskodawcy") -> bytes:
    """A line with a black bar drawn over it: the text is still there."""
    return saved(pdf(line("Decyzja o warunkach zabudowy", y=760) + line(text) + bar(70, 715, 260, 18)))


def layered() -> bytes:
    """A layer that is switched off."""
    made = pdf("/OC /L BDC " + line(f"PESEL {PESEL}") + "EMC " + line("Widoczny wiersz", y=600))
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name="Robocza"))
    made.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    made.pages[0].Resources.Properties = Dictionary(L=layer)
    return saved(made)


def annotated() -> bytes:
    """A note, an attachment, an author, a form value and a script."""
    made = pdf(line("Obwieszczenie"))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=f"PESEL {PESEL}"
    )
    made.pages[0].Annots = Array([made.make_indirect(note)])
    made.attachments["wniosek.txt"] = AttachedFileSpec(
        made, f"PESEL {PESEL}".encode(), filename="wniosek.txt"
    )
    made.docinfo["/Author"] = "Jan Referent"
    field = made.make_indirect(Dictionary(FT=Name.Tx, T="imie", V="Maria Kowalczyk"))
    made.Root.AcroForm = Dictionary(Fields=Array([field]))
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    return saved(made)


def resaved() -> bytes:
    """An incremental save that replaced the page: the first state still lies in the bytes."""
    first = saved(pdf(line(f"PESEL {PESEL}")))
    number = next(
        int(row.split()[0]) for row in first.split(b"\n") if b" 0 obj" in row and _stream(first, row)
    )
    body = line("Dane usunieto").encode()
    made = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    start = len(first)
    size = 20
    back = int(first.rsplit(b"startxref", 1)[1].split()[0])
    root = first.rsplit(b"/Root", 1)[1].split(b"R", 1)[0] + b"R"
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %s /Prev %d >>\n" % (
        number,
        start,
        size,
        root,
        back,
    )
    return first + made + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(made))


def _stream(data: bytes, row: bytes) -> bool:
    return b"stream" in data.split(row, 1)[1].split(b"endobj", 1)[0]


def picture(exif=None, kind: str = "JPEG", size=(60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def located() -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 1.0, 0.0), 3: "E", 4: (18.0, 36.0, 0.0)})
    exif[0x013B] = "Anna Fotograf"
    return picture(exif)


def signed() -> bytes:
    """A page with a small drawing like a signature below the text."""
    drawing = Image.new("RGB", (300, 90), "white")
    pen = ImageDraw.Draw(drawing)
    pen.line([(10, 60), (60, 15), (90, 75), (140, 20), (180, 70), (290, 40)], fill=(10, 10, 120), width=4)
    made = pdf(line("Decyzja") + "q 150 0 0 45 350 120 cm /I Do Q")
    image = made.make_stream(
        drawing.tobytes(),
        Type=Name.XObject, Subtype=Name.Image, Width=300, Height=90, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    made.pages[0].Resources.XObject = Dictionary(I=image)
    return saved(made)


def scanned() -> bytes:
    """A page that is a picture: no text layer."""
    made = pdf("q 595 0 0 842 0 0 cm /I Do Q")
    drawing = Image.new("L", (595, 842), 240)
    image = made.make_stream(
        drawing.tobytes(),
        Type=Name.XObject, Subtype=Name.Image, Width=595, Height=842, ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    made.pages[0].Resources.XObject = Dictionary(I=image)
    return saved(made)


def word(change=None, author: str = "") -> bytes:
    """A Word document; `change` gets it before it is saved."""
    made = Document()
    made.core_properties.author = author
    made.add_paragraph("Decyzja o warunkach zabudowy")
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rewritten(data: bytes, member: str, old: str, new: str) -> bytes:
    """A packed document with a part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == member:
                text = content.decode()
                assert old in text
                content = text.replace(old, new, 1).encode()
            target.writestr(info.filename, content)
    return out.getvalue()


def sheet() -> bytes:
    """A workbook with a hidden sheet, a hidden column and a comment."""
    book = Workbook()
    book.properties.creator = "Jan Referent"
    book.active["A1"] = "Umowa"
    book.active["A1"].comment = Comment("tel. 601 202 303", "J")
    book.active.column_dimensions["C"].hidden = True
    secret = book.create_sheet("robocze")
    secret.sheet_state = "veryHidden"
    secret["B2"] = f"PESEL {PESEL}"
    secret["A3"], secret["B3"] = "Maria", "Kowalczyk"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
