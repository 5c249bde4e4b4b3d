"""BIP-06: what in a text leads to a person; numbers made by the registers' own algorithms."""

from infostrada.site.bip.gate import checks
from infostrada.site.bip.gate.names import persons
from infostrada.site.bip.gate.patterns import spots
from infostrada.site.bip.gate.text import in_text

import json
import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PESEL 85031419511 wnioskodawcy", ["pesel high"]),
        # One digit off: somebody's all the same when it is called a PESEL, a number like any other when not.
        ("PESEL: 85031419512", ["pesel medium"]),
        ("nr sprawy 85031419512", []),
        ("PESEL 850314 19511", ["pesel high"]),
        ("rachunek 49 2039 5012 7946 0613 8387 5302", ["nrb high"]),
        ("PL49203950127946061383875302", ["nrb high"]),
        ("rachunek 49 2039 5012 7946 0613 8387 5303", ["nrb medium"]),
        ("zlecenie 49 2039 5012 7946 0613 8387 5303", []),
        ("dowód ABA 300000", ["identity_card high"]),
        ("dowód osobisty ABA 300001", ["identity_card medium"]),
        ("faktura ABA 300001", []),
        ("paszport CC7999486", ["passport high"]),
        ("paszport CC7999487", ["passport medium"]),
        ("druk CC7999487", []),
        ("księga WA4M/00160286/2", ["land_register high"]),
        ("księga WA4M/00160286/5", ["land_register medium"]),
        ("NIP 649-565-45-43, Jan Nowak", ["nip medium", "person low"]),
        ("Zakład Usług sp. z o.o., NIP 649-565-45-43", []),
        ("pisz na jan.kowalski@example.pl.", ["email medium"]),
        ("tel. 601 202 303", ["phone medium"]),
        ("tel. 601202303", ["phone medium"]),
        ("(56) 123-45-67", ["phone medium"]),
        ("+48601202303", ["phone medium"]),
        ("wartość 345 678 901 zł", []),
        ("kwota 12 345 678 901,00", []),
        ("zamieszkały w Lipnie przy ul. Długiej 5", ["home_address medium"]),
        ("ul. Toruńska 12/4", ["home_address medium"]),
        ("Urząd Gminy, ul. Mickiewicza 29", []),
        ("urodzona 12.03.1985 w Toruniu", ["birth_date medium"]),
        ("uchwała nr 123/2026 z dnia 22.11.2026, działka 46/3, Dz.U. 2019 poz. 246", []),
        ("znak GP.6730.12.2026, działka 040801_2.0001.123/4", []),
    ],
)  # fmt: skip
def test_spots(text, found):
    assert [f"{item.kind} {item.severity}" for item in in_text("body", text)] == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("decyzja dla Marii Kowalczyk i Piotra Brzęczyszczykiewicza", ["Marii Kowalczyk", "Piotra Brzęczyszczykiewicza"]),
        ("umowa z Janem Nowakiem", ["Janem Nowakiem"]),
        ("Kowalczyk-Nowak Anna", ["Kowalczyk-Nowak Anna"]),
        ("Wójt Gminy Lipnowo Jan Dąbrowski", []),
        ("Jan Dąbrowski, wójt", []),
        ("skrzyżowanie ulic Jana Matejki i Adama Mickiewicza", []),
        ("Szkoła Podstawowa im. Jana Pawła II", []),
        ("Gmina Nowa Wieś, Urząd Miasta Torunia", []),
        ("Rada Gminy Lipnowo", []),
    ],
)  # fmt: skip
def test_names_in_any_case(text, names):
    assert [text[spot.start : spot.end] for spot in persons(text)] == names


@pytest.mark.parametrize(
    "number",
    # published examples of calculators and court documents
    ["WA4M/00160286/2", "GD1W/00090409/1", "LU1B/00012345/8", "WA4M/00123456/4", "KR1P/99999999/3"],
)
def test_land_register_digit(number):
    assert checks.land_register_ok(number)
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert not checks.land_register_ok(wrong)


def test_document_digits():
    assert checks.identity_card_ok("ABS123456") and not checks.identity_card_ok("ABS523456")
    assert checks.passport_ok("CC7999486") and not checks.passport_ok("CC7999487")


def test_shared_vectors(shared_data):
    vectors = json.loads((shared_data / "pl/tables/identyfikatory.json").read_text())
    for kind in ("pesel", "nrb"):
        assert all(list(spots(value)) for value in vectors["valid"][kind])
        assert kind not in [spot.kind for value in vectors["invalid"][kind] for spot in spots(value)]


def test_a_finding_does_not_repeat_the_data():
    (found,) = in_text("body", "PESEL 85031419511")
    assert (found.kind, found.where, found.text) == ("pesel", "body", "85…1")
    assert "8503141" not in repr(found)


def test_the_same_value_twice_is_two_findings():
    from infostrada.site.bip.gate.reading import scan_file

    found = scan_file("a.txt", b"tel. 601 202 303 oraz tel. 601 202 303")
    assert len({item.key for item in found}) == 2
