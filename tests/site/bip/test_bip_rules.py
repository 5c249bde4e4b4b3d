"""Pure rules of the bulletin: the gate, and what an entry needs."""

from infostrada.site.bip import rules

import datetime
import pytest


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("PESEL 85031419511 wnioskodawcy", ["pesel"]),
        # One digit off: the check digit of the register does not fit.
        ("nr sprawy 85031419512", []),
        ("rachunek 49 2039 5012 7946 0613 8387 5302", ["nrb"]),
        ("rachunek 49 2039 5012 7946 0613 8387 5303", []),
        ("dowód ABA 300000", ["identity_card"]),
        ("dowód ABA 300001", []),
        ("księga TO1T/00012345/6", ["land_register"]),
        ("pisz na jan.kowalski@example.pl", ["email"]),
        ("tel. 601 202 303", ["phone"]),
        ("uchwała nr 123/2026 z dnia 22.11.2026, działka 46/3", []),
    ],
)
def test_findings(text, kinds):
    assert [found.kind for found in rules.findings("body", text)] == kinds


def test_a_finding_does_not_repeat_the_data():
    (found,) = rules.findings("body", "PESEL 85031419511")
    assert found == ("pesel", "body", "85…1")


def test_shared_vectors(shared_data):
    import json

    vectors = json.loads((shared_data / "pl/tables/identyfikatory.json").read_text())
    for kind in ("pesel", "nrb"):
        assert all(list(rules.findings("x", value)) for value in vectors["valid"][kind])
        found = [f.kind for value in vectors["invalid"][kind] for f in rules.findings("x", value)]
        assert kind not in found


def test_missing():
    day = datetime.date(2026, 11, 22)
    assert list(rules.missing("T", "A", day, "decision")) == []
    assert list(rules.missing(" ", "", None, "poem")) == [
        ("title", "required"),
        ("content_author", "required"),
        ("created_on", "required"),
        ("kind", "not_in_list"),
    ]


@pytest.mark.parametrize(
    ("found", "author", "publisher", "needed"),
    [([1], "a", "a", True), ([1], "a", "b", False), ([], "a", "a", False)],
)
def test_two_people_where_personal_data_may_be(found, author, publisher, needed):
    assert rules.second_person_needed(found, author, publisher) is needed


def test_the_original_goes_public_only_when_it_is_public():
    assert rules.same_as_original("x", "x", "not_public")
    assert not rules.same_as_original("x", "x", "public")
    assert not rules.same_as_original("x", "y", "not_public")
