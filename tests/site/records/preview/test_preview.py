"""Files shown in the page: pages, pictures, text; broken and hostile ones; the converter with and without."""

from ca import pdf
from exchange import Client
from infostrada.site.records.preview import child
from infostrada.site.records.preview import office
from infostrada.site.records.preview import rendering
from infostrada.site.records.preview.office import ConversionError
from infostrada.site.records.preview.office import to_pdf
from infostrada.site.records.preview.rendering import page_of
from infostrada.site.records.preview.rendering import preview_of
from io import BytesIO
from PIL import Image
from plone.namedfile.utils import get_contenttype
from test_desk_pages import Browser
from test_rest_thread import file_json
from world import PASSWORD

import docx
import hashlib
import pikepdf
import pytest
import struct
import zlib


UNIT = "gmina-lipnowo"


class Plain:
    """A file as previews see it, without a blob."""

    def __init__(self, data, name):
        self.data, self.filename, self.contentType = data, name, get_contenttype(filename=name)
        self.sha256 = hashlib.sha256(data).hexdigest()

    def getSize(self):
        return len(self.data)

    def open(self):
        return BytesIO(self.data)


def word(text="Treść pisma"):
    made, out = docx.Document(), BytesIO()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


@pytest.fixture
def converter(tmp_path, monkeypatch):
    """Put a program called soffice first on the path."""

    def make(lines):
        program = tmp_path / "soffice"
        program.write_text("#!/bin/sh\n" + lines)
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return make


def test_a_pdf_is_drawn_page_by_page():
    shown = preview_of(Plain(pdf(), "decyzja.pdf"))
    assert (shown.kind, shown.sizes) == ("pages", ((1100, 1100),))
    picture = Image.open(BytesIO(page_of(Plain(pdf(), "decyzja.pdf"), 1)))
    assert picture.size == (1100, 1100)
    assert picture.convert("L").getextrema()[0] < 128, "nothing is drawn"
    assert page_of(Plain(pdf(), "decyzja.pdf"), 2) is None


def test_a_picture_is_made_anew_without_what_it_carries():
    out = BytesIO()
    photo = Image.new("RGB", (3000, 1000), "red")
    exif = photo.getexif()
    exif[0x010E] = "tajne"
    photo.save(out, "JPEG", exif=exif)
    file = Plain(out.getvalue(), "mapa.jpg")
    assert preview_of(file).kind == "picture"
    made = page_of(file, 1)
    assert b"tajne" not in made
    assert Image.open(BytesIO(made)).size == (1100, 367)


def fax(pages=2, **more):
    """Pages of one bit with lines one dot wide, three dots apart: a fax of small print."""
    drawn = Image.new("1", (2400, 1200), 1)
    for x in range(0, 2400, 4):
        drawn.paste(0, (x, 0, x + 1, 1200))
    out = BytesIO()
    drawn.save(out, "TIFF", compression="group4", save_all=True, append_images=[drawn] * (pages - 1), **more)
    return out.getvalue()


def test_every_page_of_a_fax_is_shown_and_can_be_read():
    shown = preview_of(Plain(fax(), "faks.tif"))
    assert (shown.kind, shown.sizes) == ("pages", ((1100, 550), (1100, 550)))
    assert Image.open(BytesIO(page_of(Plain(fax(), "faks.tif"), 2))).size == (1100, 550)
    # A quarter is black: grey all over, not some of the lines whole and others lost.
    darkest, _lightest = child.scanned(fax(), 1).convert("L").getextrema()
    assert darkest > 100


def test_scans_stand_upright_on_white_and_keep_their_shades():
    assert child.scanned(fax(1, tiffinfo={274: 6}), 1).size == (1100, 2200)
    out = BytesIO()
    grey = Image.new("I;16", (40, 40), 32896)
    grey.save(out, "PNG")
    assert child.scanned(out.getvalue(), 1).getpixel((20, 20)) == (128, 128, 128)
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert child.scanned(out.getvalue(), 1).getpixel((20, 20)) == (255, 255, 255)


def test_why_a_file_is_not_shown():
    locked = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as held:
        held.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert preview_of(Plain(locked.getvalue(), "d.pdf")).note == "preview_locked"
    assert preview_of(Plain(b"<svg/>", "a.png")).note == "preview_broken"


@pytest.mark.parametrize(
    ("data", "name", "kind", "note"),
    [
        (b"%PDF-1.7 zepsuty", "a.pdf", "none", "preview_broken"),
        (b"\x00\x01", "a.bin", "none", "preview_unknown"),
        ("Zażółć".encode(), "a.txt", "text", ""),
    ],
)
def test_what_cannot_be_drawn_says_so(data, name, kind, note):
    shown = preview_of(Plain(data, name))
    assert (shown.kind, shown.note) == (kind, note)
    assert page_of(Plain(b"nie obraz", "a.png"), 1) is None


def test_a_picture_the_bounds_of_memory_cannot_hold_is_too_large_and_not_broken():
    """14,000 by 14,000 dots in colour from half a megabyte: below the most dots, above the memory of the process that draws."""
    file = Plain(plain_png(14_000, 14_000), "mapa.png")
    assert preview_of(file).note == "preview_too_large"


def plain_png(width, height):
    """A black picture in 24 bits, row by row: never whole in memory here."""
    squeezed, row = zlib.compressobj(9), b"\0" * (width * 3 + 1)
    data = b"".join(squeezed.compress(row) for _each in range(height)) + squeezed.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    )


def test_without_libreoffice_the_text_is_shown(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    shown = preview_of(Plain(word("Bez konwertera"), "pismo.docx"))
    assert (shown.kind, shown.text, shown.note) == ("text", "Bez konwertera", "converter_missing")
    with pytest.raises(ConversionError):
        to_pdf(word(), "pismo.docx")


def test_an_office_file_is_converted_once(converter, tmp_path):
    (tmp_path / "made.pdf").write_bytes(pdf())
    converter(
        f'echo x >> {tmp_path}/runs\nwhile [ "$1" != "--outdir" ]; do shift; done\n'
        f'cp {tmp_path}/made.pdf "$2/$(basename "${{3%.*}}").pdf"\n'
    )
    file = Plain(word("Z konwerterem"), "pismo.docx")
    assert preview_of(file).sizes == ((1100, 1100),)
    assert page_of(file, 1).startswith(b"\x89PNG")
    assert (tmp_path / "runs").read_text().count("x") == 1


def test_a_converter_that_fails_or_hangs_is_told(converter, monkeypatch):
    converter("exit 3\n")
    with pytest.raises(ConversionError, match="conversion_failed"):
        to_pdf(word(), "pismo.docx")
    converter("sleep 60\n")
    monkeypatch.setattr(office, "PATIENCE", 0.3)
    with pytest.raises(ConversionError, match="conversion_failed"):
        to_pdf(word(), "pismo.docx")
    shown = rendering._preview(Plain(word("Nie zdążył"), "pismo.docx"))
    assert (shown.kind, shown.note) == ("text", "conversion_failed")


def test_shown_edited_and_brought_back(site):
    base = site.absolute_url()
    clerk, stranger = (Client(base, name, PASSWORD) for name in ("anna.urbanista", "adam.obcy"))
    case = clerk.send("POST", f"{UNIT}/@cases", {"title": "S", "org_id": "gp", "class_symbol": "6730"}).json()
    given = {"title": "Decyzja", "document_kind": "decyzja", "file": file_json("d.pdf", pdf())}
    document = clerk.send("POST", f"{case['@id']}/@documents", given).json()
    shown = clerk.send("GET", f"{document['@id']}/@preview", record="preview_get").json()
    assert (shown["kind"], len(shown["pages"])) == ("pages", 1)
    assert stranger.send("GET", f"{document['@id']}/@preview").status_code in (401, 403, 404)
    assert stranger.session.get(shown["pages"][0], timeout=60, allow_redirects=False).status_code != 200
    page = clerk.session.get(shown["pages"][0], timeout=60)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "image/png")
    assert page.headers["Cache-Control"] == "private, no-store"
    person = Browser(base, "anna.urbanista").open(document["@id"] + "/view")
    (picture,) = person.page.xpath("//section[@aria-labelledby='preview']//img")
    assert (picture.get("src"), picture.get("alt")) == (shown["pages"][0], "Strona 1 pliku d.pdf")
    refused = clerk.send("POST", f"{document['@id']}/@pdf", {}, record="pdf_post_409")
    assert (refused.status_code, refused.json()["reason"]) == (409, "not_an_office_file")

    first = clerk.send("POST", f"{document['@id']}/@check-out", {}).json()
    again = clerk.send("POST", f"{document['@id']}/@check-out", {}).json()
    assert first["lock_id"] and again["lock_id"] != first["lock_id"]
    new = {"file": file_json("d.pdf", pdf("Zmiana"))}
    head = {"If-Match": again["etag"], "Lock-Token": first["lock_id"]}
    lapsed = clerk.send(
        "POST", f"{document['@id']}/@versions", new, headers=head, record="versions_post_lapsed"
    )
    assert (lapsed.status_code, lapsed.json()["reason"]) == (423, "lock_lapsed")
    head["Lock-Token"] = again["lock_id"]
    kept = clerk.send("POST", f"{document['@id']}/@versions", new, headers=head)
    assert (kept.status_code, len(kept.json()["versions"]), kept.json()["lock_id"]) == (201, 2, None)
    late = clerk.send("POST", f"{document['@id']}/@versions", new, headers={"Lock-Token": again["lock_id"]})
    assert late.status_code == 423
