"""Foreign tables read by a mapping, row by row, without a site."""

from datetime import date
from datetime import datetime
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.table import Item
from infostrada.site.bip.migration.table import items
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.migration.table import WARSAW

import io
import pytest
import zipfile


MAPPING = {
    "system": "bip.stary.example",
    "encoding": "cp1250",
    "delimiter": ";",
    "days": "%d.%m.%Y %H:%M",
    "many": ",",
    "columns": {
        "id": "Id", "addresses": "Adres", "section": "Menu", "title": "Tytuł", "body": "Treść", "content_author": "Autor",
        "created_on": "Wytworzono", "published_at": "Opublikowano", "published_by": "Wprowadził", "files": "Załączniki",
    },
    "words": {"section": {"Przetargi": "zamowienia", "*": "dane-publiczne"}},
    "empty": {"content_author": "Urząd Gminy"},
    "past_columns": {"id": "Id", "at": "Kiedy", "action": "Co", "who": "Kto"},
}  # fmt: skip
HEAD = "Id;Adres;Menu;Tytuł;Treść;Autor;Wytworzono;Opublikowano;Wprowadził;Załączniki"
ROW = '7;https://bip.stary.example/art?id=7;Przetargi;"Żwir; dostawa";Treść;;01.02.2019 00:00;02.02.2019 08:30;J. Kos;a.pdf, b.pdf'


def read(*lines, history=""):
    reading = Reading.of(MAPPING)
    table = "\r\n".join([HEAD, *lines])
    return list(items(table.encode("cp1250"), history.encode("cp1250"), reading))


def test_a_foreign_row():
    history = "Id;Kiedy;Co;Kto\r\n7;05.03.2019 12:00;poprawka;A. Lis\r\n7;02.02.2019 08:30;publikacja;J. Kos"
    (item,) = read(ROW, history=history)
    assert isinstance(item, Item)
    assert (item.section, item.title, item.content_author) == ("zamowienia", "Żwir; dostawa", "Urząd Gminy")
    assert item.created_on == date(2019, 2, 1)
    assert item.published_at == datetime(2019, 2, 2, 8, 30, tzinfo=WARSAW)
    assert item.names == ("a.pdf", "b.pdf") and item.addresses == ("https://bip.stary.example/art?id=7",)
    assert [one.action for one in item.past] == ["publikacja", "poprawka"]
    assert read(ROW.replace("Przetargi", "Inne"))[0].section == "dane-publiczne"


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        (("7;", ";"), "id", "required"),
        (("01.02.2019 00:00", "31.02.2019 00:00"), "created_on", "not_a_date"),
        (("02.02.2019 08:30", "2019-02-02"), "published_at", "not_a_date"),
        (('"Żwir; dostawa"', "x" * 501), "title", "too_long"),
        (('"Żwir; dostawa"', ""), "title", "required"),
    ],
)
def test_each_fault_has_its_row_and_field(change, field, reason):
    (fault,) = read(ROW.replace(*change, 1))
    assert (fault.line, fault.field, fault.reason) == (2, field, reason)


def test_a_row_twice_is_a_fault_and_the_first_stands():
    first, again = read(ROW, ROW)
    assert isinstance(first, Item) and (again.field, again.reason) == ("id", "entry_exists")


@pytest.mark.parametrize(
    "given",
    [[], {"kolumny": {}}, {"columns": "x"}, {"columns": {"nie ma": "x"}}, {"delimiter": ";;"}, {"encoding": "nie-ma"}, {"days": 1}],
)  # fmt: skip
def test_a_mapping_that_is_none(given):
    with pytest.raises(ValueError):
        Reading.of(given)


def test_names_never_lead_out_of_an_archive(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    (tmp_path / "secret.txt").write_text("s")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret.txt")
    folder = Archive(tmp_path / "in")
    assert folder.read("a.txt") == b"a" and folder.has("a.txt")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("a.txt", "a")
        made.writestr("../secret.txt", "s")
    for archive in (folder, Archive(packed.getvalue())):
        for name in ("../secret.txt", "link", "/etc/passwd", "..\\secret.txt", "nie-ma"):
            with pytest.raises(KeyError):
                archive.read(name)
