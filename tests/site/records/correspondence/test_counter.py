"""The counter: stamp or none, protocol of a damaged parcel, money found; scans beside the least; labels of boxes."""

from datetime import date
from infostrada.core.errors import Forbidden
from infostrada.site.records.correspondence import scan_quality
from infostrada.site.records.correspondence.counter import grosze_of
from infostrada.site.records.correspondence.counter import is_stamped
from infostrada.site.records.correspondence.counter_acts import note_damage
from infostrada.site.records.correspondence.counter_acts import note_money
from infostrada.site.records.correspondence.labels import box_label
from infostrada.site.records.correspondence.labels import labels_pdf
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.scan_quality import minimum_of
from infostrada.site.records.correspondence.scan_quality import Page
from infostrada.site.records.correspondence.scan_quality import pages_of
from infostrada.site.records.correspondence.scan_quality import too_coarse
from infostrada.site.records.problems import InvalidData
from io import BytesIO
from io import SEEK_END
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from world import LETTER

import docx
import pikepdf
import pytest


DAY = date(2026, 11, 28)


@pytest.mark.parametrize(("kind", "stamped"), [("podanie/wniosek", True), ("umowa", False), ("", True)])
def test_contracts_bear_no_stamp(kind, stamped):
    assert is_stamped(kind, DAY) is stamped


@pytest.mark.parametrize(
    ("text", "grosze"),
    [
        ("120,50", 12050),
        ("1 200 zł", 120000),
        ("0.5", 50),
        ("12,345", 0),
        ("dużo", 0),
        ("-3", 0),
        ("", 0),
        ("7,", 0),
    ],
)
def test_amounts(text, grosze):
    assert grosze_of(text) == grosze


def scan(mode, size, dpi, suffix="tiff"):
    out = BytesIO()
    pages = [Image.new(mode, size) for _each in range(2 if suffix == "tiff" else 1)]
    pages[0].save(
        out,
        suffix,
        dpi=(dpi, dpi),
        **({"save_all": True, "append_images": pages[1:]} if suffix == "tiff" else {}),
    )
    return out.getvalue()


def pdf(mode, size):
    """One A4 page with a picture over all of it."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    canvas.drawImage(ImageReader(Image.new(mode, size)), 0, 0, 595.28, 841.89)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media", "pages", "coarse"),
    [
        # A4 is 8.27 inches wide: 1240 dots are 150 to the inch, 1653 are 200.
        (scan("1", (1240, 1754), 150), "image/tiff", 2, {"manuscript"}),
        (scan("L", (1653, 2338), 200), "image/tiff", 2, set()),
        (scan("L", (826, 1169), 100), "image/tiff", 2, {"print", "manuscript"}),
        (pdf("L", (1654, 2339)), "application/pdf", 1, set()),
        (pdf("RGB", (800, 1132)), "application/pdf", 1, {"print", "manuscript"}),
    ],
)
def test_scans_beside_the_least(data, media, pages, coarse):
    found = pages_of(BytesIO(data), media)
    assert len(found) == pages
    least = {key: minimum_of(key, DAY) for key in ("print", "manuscript")}
    assert {key for key, rule in least.items() if any(too_coarse(page, rule) for page in found)} == coarse


def test_colour_and_sheets_on_their_side_in_scanned_pdf():
    """ICC colour and JPEG 2000 as scanners write them; a portrait picture turned onto a landscape page keeps its dots."""
    made = pikepdf.new()
    profile = made.make_stream(b"", N=3)
    for sides, filter_, space in (
        ((595, 842), "/DCTDecode", pikepdf.Array([pikepdf.Name.ICCBased, profile])),
        ((842, 595), "/JPXDecode", None),
    ):
        page = made.add_blank_page(page_size=sides)
        told = {"Type": "/XObject", "Subtype": "/Image", "Width": 1654, "Height": 2339, "Filter": filter_}
        picture = made.make_stream(b"x", {f"/{key}": pikepdf.Name(value) if isinstance(value, str) else value
                                          for key, value in told.items()})  # fmt: skip
        if space is not None:
            picture.ColorSpace, picture.BitsPerComponent = space, 8
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
    out = BytesIO()
    made.save(out)
    assert pages_of(out, "application/pdf") == [Page(1654, 2339, 200, 24)] * 2


@pytest.mark.parametrize(
    ("size", "coarse"), [((2500, 1700), False), ((1700, 2500), False), ((2400, 1700), True)]
)
def test_photographs_are_measured_by_their_longer_side(size, coarse):
    (page,) = pages_of(BytesIO(scan("RGB", size, 72, "jpeg")), "image/jpeg")
    assert too_coarse(page, minimum_of("colour_photo", DAY)) is coarse


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nic", b"GIF89a", b"\xff\xd8\xff"])
def test_what_is_no_scan_has_no_pages(data):
    assert pages_of(BytesIO(data), "image/jpeg") == []


class Unread(BytesIO):
    """A large file nobody may read whole."""

    def seek(self, offset, whence=0):
        return scan_quality.MOST_BYTES + 1 if whence == SEEK_END else super().seek(offset, whence)

    def read(self, size=-1):
        raise AssertionError("read")


def test_a_picture_of_hundreds_of_megabytes_is_not_read_to_be_measured():
    assert pages_of(Unread(b"\xff\xd8"), "image/jpeg") == []


def test_box_says_office_store_year_and_range():
    label = box_label("Gmina Lipnowo", "gmina-lipnowo", "partial", 2026, 1, 250)
    text = PdfReader(BytesIO(labels_pdf([label]))).pages[0].extract_text()
    for words in ("Gmina Lipnowo", "2026: 1–250", "nie w pełni odwzorowane"):
        assert words in text
    assert label.code == "SKLAD-PARTIAL-2026-1-250-gmina-lipnowo"


def test_protocol_of_damage_and_money_found(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER, [])
        with pytest.raises(InvalidData) as caught:
            note_damage(letter, " ", "", "")
        assert [fault.field for fault in caught.value.faults] == ["seen", "witnesses"]
        with pytest.raises(InvalidData) as caught:
            note_money(letter, 0, "")
        assert [fault.field for fault in caught.value.faults] == ["amount", "receipt"]
        made = note_damage(letter, "rozdarta koperta", "komplet", "Jan Dąbrowski")
        note_money(letter, 12050, "KP 7/2026")
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        note_damage(letter, "rozdarta", "", "ktoś")
    text = "\n".join(each.text for each in docx.Document(BytesIO(letter.file(made.file).data)).paragraphs)
    for words in ("Protokół", letter.rpw_number, "rozdarta koperta", "Jan Dąbrowski", "Ewa Zielińska"):
        assert words in text, words
    assert "120,50 zł" in letter.remarks and "KP 7/2026" in letter.remarks
    assert (made.by, made.post, len(letter.money)) == ("Ewa Zielińska", "Kancelista", 1)
