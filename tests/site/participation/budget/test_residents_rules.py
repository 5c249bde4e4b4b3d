"""Photographs without their past, prices from a file, what a comment may hold, feeds: no site is needed."""

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
from infostrada.site.participation.budget.talks.rules import faults_of
from infostrada.site.participation.budget.talks.rules import is_private
from infostrada.site.records.preview.rendering import photo_of
from lxml import etree
from PIL import Image
from PIL.ExifTags import Base
from PIL.ExifTags import IFD

import io
import pytest


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
