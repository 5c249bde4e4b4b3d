"""Places learned from letters and parties: towns of a postcode, streets of a town."""

from infostrada.site.records.correspondence.places import gathered
from infostrada.site.records.correspondence.places import street_alone
from infostrada.site.records.correspondence.places import with_towns
from infostrada.site.records.correspondence.postcodes.reading import NoPostcodes
from infostrada.site.records.correspondence.postcodes.reading import read_postcodes

import pytest


def row(postcode, city, street=""):
    return {"postcode": postcode, "city": city, "street": street}


def test_the_commonest_first_and_each_once():
    found = gathered(
        [
            row("87-099", "Kępa", "Leśna 8"),
            row("87099", "lipnowo", "Polna"),
            row("87-099", "Lipnowo", "Polna 4/2"),
            row("87-099", "Lipnowo", "Ogrodowa"),
            row("", "Berlin"),
        ]
    )
    assert found == [
        {"postcode": "87-099", "city": "Lipnowo", "streets": ["Polna", "Ogrodowa"]},
        {"postcode": "87-099", "city": "Kępa", "streets": ["Leśna"]},
        {"postcode": "", "city": "Berlin", "streets": []},
    ]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Polna 4/2", "Polna"),
        ("Polna 4 m. 2", "Polna"),
        ("3 Maja 12", "3 Maja"),
        ("3 Maja", "3 Maja"),
        ("Jana Pawła II 7a", "Jana Pawła II"),
        ("12a", ""),
        ("7", ""),
        ("", ""),
    ],
)
def test_a_street_without_its_number(text, street):
    assert street_alone(text) == street


def test_the_list_of_postcodes_adds_towns_and_streets():
    own = [{"postcode": "87-603", "city": "Wielgie", "streets": ["Polna"]}]
    found = with_towns(own, "87-603", {"Czarne": [], "WIELGIE": ["Leśna", "Polna"]})
    assert found == [
        {"postcode": "87-603", "city": "Wielgie", "streets": ["Polna", "Leśna"]},
        {"postcode": "87-603", "city": "Czarne", "streets": [], "only": False},
    ]
    assert with_towns([], "87-100", {"Toruń": []})[0]["only"] is True
    assert with_towns([], "99-999", {}) == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "kod_pocztowy;miejscowosc;ulica;numer\n87-100;Toruń;ul. Żółkiewskiego;1\n87100;Toruń;;2\n;Wola;;3\nx,y\n",
            "utf-8-sig",
        ),
        (
            "Ulica\tKod pocztowy\tMiejscowość\r\nŻółkiewskiego\t87-100\tToruń\r\n\t87-100\tToruń\r\n\t\tWola\r\nx\r\n",
            "cp1250",
        ),
        (
            'addr:city,addr:postcode,addr:street\n"Toruń",87-100,Żółkiewskiego\n"Toruń",87-100,\nWola,8-1,\nx\n',
            "utf-8",
        ),
    ],
)
def test_a_file_of_addresses_as_registers_and_maps_write_it(tmp_path, text, encoding):
    file = tmp_path / "adresy.csv"
    file.write_bytes(text.encode(encoding))
    read = read_postcodes(file)
    assert read.places == {("87-100", "Toruń", "Żółkiewskiego"), ("87-100", "Toruń", "")}
    assert (read.lines, read.faulty, read.first_faulty) == (4, 2, [4, 5])


@pytest.mark.parametrize("text", ["", "ulica;numer\nPolna;1\n", "<gml/>"])
def test_a_file_of_something_else(tmp_path, text):
    file = tmp_path / "adresy.csv"
    file.write_text(text)
    with pytest.raises(NoPostcodes):
        read_postcodes(file)
