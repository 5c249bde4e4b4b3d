"""The register of self-governments against the TERC files of Statistics Poland."""

from collections import Counter
from datetime import date
from infostrada.site.units import register

import csv
import pytest


BECAME_TOWNS = {"040802", "040805", "041408", "041902"}


def _terc(path) -> dict[str, tuple[str, str]]:
    """Stable key -> (name, seventh digit) of whole communes, counties and the voivodeship."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return {
        row["WOJ"] + row["POW"] + row["GMI"]: (row["NAZWA"], row["RODZ"])
        for row in rows
        if row["RODZ"] in ("", "1", "2", "3")
    }


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("pl/teryt/terc-04-2024-01-01.csv", date(2024, 1, 1)),
        ("geo/teryt/TERC_04_2025-01-01.csv", date(2025, 1, 1)),
    ],
)
def test_equals_terc(shared_data, path, day):
    official = _terc(shared_data / path)
    ours = {state.code: (state.name, state.type_digit) for state in register.on(day)}
    assert len(ours) == 164
    cities = {state.code for state in register.on(day) if state.kind == "city"}
    # TERC writes the voivodeship in capitals and gives a city two rows: county and commune
    official["04"] = (official["04"][0].lower(), official["04"][1])
    for city in cities:
        assert official.pop(city[:4])[0] == ours[city][0]
    assert ours == official


def test_equals_the_merged_tables(shared_data):
    today = {state.teryt: state for state in register.on(date(2026, 11, 22))}
    with (shared_data / "pl/teryt/gminy-04.csv").open(encoding="utf-8") as stream:
        communes = list(csv.DictReader(stream, delimiter=";"))
    for row in communes:
        assert today[row["teryt7"]].name == row["nazwa"]
        assert today[row["teryt7"]].code == row["teryt6"]
    assert len(communes) == 144


def test_kinds():
    kinds = Counter(state.kind for state in register.on(date(2026, 1, 1)))
    assert kinds == {"commune": 140, "city": 4, "county": 19, "voivodeship": 1}


def test_four_communes_became_towns():
    before = {state.code: state.type_digit for state in register.on(date(2023, 12, 31))}
    after = {state.code: state.type_digit for state in register.on(date(2024, 1, 1))}
    assert before.keys() == after.keys()
    assert {code for code in after if before[code] != after[code]} == BECAME_TOWNS
    assert {(before[code], after[code]) for code in BECAME_TOWNS} == {("2", "3")}


def test_six_digits_find_both_states():
    old = register.find("0408022", date(2020, 5, 1))
    new = register.find("0408023", date(2024, 5, 1))
    assert (old.teryt, new.teryt) == ("0408022", "0408023")
    assert old.code == new.code == "040802"


def test_unknown_number_finds_nothing():
    assert register.find("999999", date(2026, 1, 1)) is None


def test_unit_ids_are_unique_and_told_apart_by_county():
    ids = register.unit_ids(date(2026, 1, 1))
    assert len(set(ids.values())) == 164
    assert ids["0463" + "01"] == "miasto-torun"
    assert ids["040101"] == "gmina-miejska-aleksandrow-kujawski"
    assert ids["040104"] == "gmina-aleksandrow-kujawski"
    assert {ids["041203"], ids["041905"]} == {"gmina-rogowo-rypinski", "gmina-rogowo-zninski"}
    assert ids["04"] == "wojewodztwo-kujawsko-pomorskie"


def test_unit_ids_survive_the_change_of_type():
    assert register.unit_ids(date(2023, 1, 1)) == register.unit_ids(date(2026, 1, 1))
