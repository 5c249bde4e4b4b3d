"""Photographs without their past, prices from a file, what a comment may hold, feeds: no site is needed."""

from datetime import date
from datetime import datetime
from datetime import UTC
from infostrada.site.participation.budget.notices import feeds
from infostrada.site.participation.budget.notices.mail import letter
from infostrada.site.participation.budget.notices.mail import Mail
from infostrada.site.participation.budget.projects.land import parcels_of
from infostrada.site.participation.budget.projects.prices import PricesFaulty
from infostrada.site.participation.budget.projects.prices import read_prices
from infostrada.site.participation.budget.projects.rules import cost_so_far
from infostrada.site.participation.budget.projects.rules import written_lines
from infostrada.site.participation.budget.support.signatories import different
from infostrada.site.participation.budget.support.signatories import read_line
from infostrada.site.participation.budget.support.signatories import read_lines
from infostrada.site.participation.budget.support.signatories import Signatory
from infostrada.site.participation.budget.talks.rules import complaint_ends
from infostrada.site.participation.budget.talks.rules import faults_of
from infostrada.site.participation.budget.talks.rules import is_private
from infostrada.site.records.preview.rendering import photo_of
from lxml import etree
from PIL import Image
from PIL import ImageCms
from PIL.ExifTags import Base
from PIL.ExifTags import IFD

import io
import pytest
import struct


ENTRY = feeds.Entry(
    "urn:uuid:1", "Ławki & drzewa", "https://x.pl/p", datetime(2027, 1, 2, 3, 4, tzinfo=UTC), "a\x0bb"
)
FEED = feeds.Feed("urn:uuid:2", "Edycja", "Gmina", "https://x.pl/f", "https://x.pl", ENTRY.at)


def photograph(kind="JPEG", size=(3000, 1500)):
    """A red picture taken lying on its side by a telephone that knows where it was."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "TELEFON-KOWALSKIEGO"
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, exif=exif)
    return out.getvalue()


def test_a_photograph_keeps_its_pixels_alone():
    sent = photograph()
    assert b"KOWALSKIEGO" in sent
    made = photo_of(sent)
    shown = Image.open(io.BytesIO(made))
    assert (shown.format, shown.size) == ("JPEG", (800, 1600))
    assert not shown.getexif() and set(shown.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert b"KOWALSKIEGO" not in made and b"Exif" not in made
    assert photo_of(b"GIF89a" + bytes(100)) is None and photo_of(sent[:2000]) is None


def test_a_photograph_of_a_telephone_is_made_anew_too():
    from pillow_heif import from_pillow

    out = io.BytesIO()
    exif = Image.Exif()
    exif[Base.Make] = "TELEFON-KOWALSKIEGO"
    from_pillow(Image.new("RGB", (640, 480), (200, 40, 40))).save(out, exif=exif.tobytes())
    assert out.getvalue()[4:12] == b"ftypheic" and b"KOWALSKIEGO" in out.getvalue()
    made = photo_of(out.getvalue())
    shown = Image.open(io.BytesIO(made))
    assert (shown.format, shown.size) == ("JPEG", (640, 480)) and b"KOWALSKIEGO" not in made
    red, green, blue = shown.getpixel((320, 240))
    assert abs(red - 200) < 6 and abs(green - 40) < 6 and abs(blue - 40) < 6
    assert photo_of(out.getvalue()[:400]) is None


def test_colours_of_a_wider_profile_become_those_of_srgb():
    """Display P3's pure red lies outside sRGB; P3 (234, 51, 35) is sRGB's own red (SMPTE EG 432-1, IEC 61966-2-1)."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (234, 51, 35)).save(out, "PNG", icc_profile=display_p3())
    made = Image.open(io.BytesIO(photo_of(out.getvalue())))
    red, green, blue = made.getpixel((20, 20))
    assert red > 250 and green < 12 and blue < 12 and "icc_profile" not in made.info
    broken = io.BytesIO()
    Image.new("RGB", (40, 40), (119, 119, 119)).save(broken, "JPEG", icc_profile=b"no profile at all")
    kept = Image.open(io.BytesIO(photo_of(broken.getvalue()))).getpixel((20, 20))
    assert all(abs(value - 119) < 4 for value in kept)


def display_p3():
    """A matrix profile (ICC.1:2010) with the primaries of Display P3 adapted to D50 and the curve of sRGB."""
    whole = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    columns = {b"rXYZ": (0.51512, 0.24120, -0.00105), b"gXYZ": (0.29198, 0.69225, 0.04189),
               b"bXYZ": (0.15710, 0.06657, 0.78407)}  # fmt: skip
    for place in range(132, 132 + 12 * struct.unpack(">I", whole[128:132])[0], 12):
        name, offset = bytes(whole[place : place + 4]), struct.unpack(">I", whole[place + 4 : place + 8])[0]
        if name in columns:
            numbers = [round(value * 65536) for value in columns[name]]
            whole[offset + 8 : offset + 20] = struct.pack(">3i", *numbers)
    return bytes(whole)


LINES = [
    ("Jan Kos", Signatory("Jan Kos")),
    ("  Jan   Kos ; ul. Długa 1 ;17.05.1980", Signatory("Jan Kos", "ul. Długa 1", date(1980, 5, 17))),
    ("Jan Kos\t1980-05-17\tDługa 1", Signatory("Jan Kos", "Długa 1", date(1980, 5, 17))),
    ("Jan Kos; 31.02.1980", Signatory("Jan Kos", "31.02.1980")),
    (" ; Długa 1", None),
]


@pytest.mark.parametrize(("line", "found"), LINES)
def test_a_line_of_a_paper_list(line, found):
    assert read_line(line) == found


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (["Jan Kos", " jan  KOS "], 1),
        (["Jan Kos; Długa 1", "Jan Kos; Polna 7"], 2),
        (["Jan Kos; ul. Długa 1/2, 87-100 Toruń", "Jan Kos; Długa 1 m. 2"], 1),
        (["Jan Kos; Długa 1; 1980-05-17", "Jan Kos; Długa 1; 2004-02-29"], 2),  # father and son
        (["Jan Kos; Długa 1; 1980-05-17", "Jan Kos; Polna 7; 17.05.1980"], 1),  # moved, signed twice
        (["Jan Kos; Długa 1", "Jan Kos"], 1),  # nobody can say, so nobody is counted twice
        (["Jan Kos; Długa 1", "Ewa Kos; Długa 1"], 2),
    ],
)
def test_people_of_one_name(lines, people):
    assert len(different(read_lines(lines))) == people


@pytest.mark.parametrize(
    ("decided", "last"),
    [(date(2027, 1, 15), date(2027, 7, 15)), (date(2027, 8, 31), date(2028, 2, 29)), (date(2026, 8, 31), date(2027, 2, 28)),
     (date(2027, 12, 31), date(2028, 6, 30))],
)  # fmt: skip
def test_six_months_for_a_complaint(decided, last):
    assert complaint_ends(decided) == last


@pytest.mark.parametrize(
    "text",
    [
        "co;jednostka;cena\nławka;szt.;2 800\nlampa;szt.;14000,00 zł\n",
        "price,what,unit\n2800,ławka,szt.\n14000,lampa,szt.\n",
        "ławka;szt.;2800;\n\nlampa;szt.;14000\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
def test_prices_from_a_file(text, encoding):
    found = read_prices(text.encode(encoding))
    assert [(price.what, price.unit, price.price) for price in found] == [
        ("ławka", "szt.", 2800),
        ("lampa", "szt.", 14000),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("ławka;szt.;2800\nlampa;szt.;drogo", 2), ("ławka;szt.;0", 1), ("ławka;;1", 1), ("a;b;1\nA;b;2", 2), ("", 0),
     ("ławka;szt.;12,50", 1)],
)  # fmt: skip
def test_faulty_prices_name_their_line(text, line):
    with pytest.raises(PricesFaulty) as caught:
        read_prices(text.encode())
    assert caught.value.line == line


def test_lines_as_they_are_written():
    rows = [
        {"what": "ławka", "unit": "szt.", "quantity": "1 0", "price": "2 800"},
        {"what": "", "unit": "", "quantity": "", "price": ""},
        {"what": "drzewo", "unit": "szt.", "quantity": "", "price": "100"},
    ]
    assert cost_so_far(rows) == 28_000
    assert [line.cost for line in written_lines(rows[:2])] == [28_000]
    with pytest.raises(ValueError):
        written_lines(rows)


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("Zgadzam się, 15 ławek to za mało na 3000 osób.", False),
        ("Kosztuje 123 456 zł, a w 2024 roku było 98 700 zł.", False),
        ("Numer projektu 44051401458", True),  # the PESEL of the ministry's own example
        ("Rachunek 44051401459", False),  # its check digit is wrong
        ("Dzwońcie: 601 602 603", True),
        ("Pisać na jan.kos@example.pl", True),
        ("12345678901234567890123456", False),
    ],
)
def test_personal_data_in_a_comment(text, private):
    assert is_private(text) is private


def test_comments_with_faults():
    assert faults_of("", "x" * 3001) == [("name", "required"), ("body", "too_long")]
    assert faults_of("Ala", "Pięknie!") == []


def test_feeds_are_well_formed():
    atom = etree.fromstring(feeds.atom(FEED, [ENTRY]))
    space = {"a": feeds.ATOM}
    assert atom.findtext("a:entry/a:title", namespaces=space) == "Ławki & drzewa"
    assert atom.findtext("a:entry/a:updated", namespaces=space) == "2027-01-02T03:04:00+00:00"
    rss = etree.fromstring(feeds.rss(FEED, [ENTRY]))
    assert rss.findtext("channel/item/description") == "ab"
    assert rss.findtext("channel/item/pubDate") == "Sat, 02 Jan 2027 03:04:00 +0000"


def test_a_letter_shows_the_way_out():
    made = letter(
        Mail("a@b.pl", "Temat\nBcc: x@y.pl", "Treść", "https://x.pl/leave"), "urzad@x.pl", "budget.mail:7"
    )
    assert made["Subject"] == "Temat Bcc: x@y.pl" and made["Bcc"] is None
    assert made["List-Unsubscribe"] == "<https://x.pl/leave>"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_parcels_by_space_and_line():
    assert parcels_of(" 1.1/2\n1.1/3, 1.1/2 ") == ["1.1/2", "1.1/3"]
