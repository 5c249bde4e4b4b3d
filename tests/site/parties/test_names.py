"""A sender as clerks type one: which words are the surname, which name an institution."""

from infostrada.site.parties.names import is_institution
from infostrada.site.parties.names import persons
from infostrada.site.parties.picking import nobody_yet

import pytest


@pytest.mark.parametrize(
    ("typed", "surname", "given"),
    [
        ("Zakrzewska Barbara", "Zakrzewska", "Barbara"),
        ("Barbara Zakrzewska", "Zakrzewska", "Barbara"),
        ("Nowak Jan Maria", "Nowak", "Jan Maria"),
        ("Jan Maria Sienkiewicz", "Sienkiewicz", "Jan Maria"),
        ("Nowak - Kowalska Anna", "Nowak-Kowalska", "Anna"),
        ("Nowak Wójcik, Anna Maria", "Nowak Wójcik", "Anna Maria"),
        ("zakrzewska-nowak barbara", "Zakrzewska-Nowak", "Barbara"),
        ("van der Berg Jan", "van der Berg", "Jan"),
        ("Pani mgr Żółć Łucja", "Żółć", "Łucja"),
        ("O'Neil Kate", "O'Neil", "Kate"),
        ("李 伟", "李", "伟"),
        ("Kowalski", "Kowalski", ""),
    ],
)
def test_a_persons_name(typed, surname, given):
    assert next(iter(persons(typed))) == (surname, given)


def test_the_other_reading_is_offered_too():
    assert list(persons("Adam Nowak")) == [("Adam", "Nowak"), ("Nowak", "Adam")]
    assert list(persons("  ")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Gmina Wielgie",
        "Szkoła Podstawowa",
        "Krajowa Izba Skarbowa",
        "ABC sp. z o.o.",
        "„Rolnik”",
        "SP nr 4",
        "gops Lipnowo",
    ],
)
def test_institutions(words):
    assert is_institution(words)
    assert nobody_yet(words)[0][1]["sender_org_name"] == words


@pytest.mark.parametrize("words", ["Bankowska Anna", "Sądecki Jan", "Gminski Adam", "Nowak Ewa"])
def test_people_called_like_institutions(words):
    assert not is_institution(words)


@pytest.mark.parametrize("words", ["80010112345", "526-10-40-828", "", "  "])
def test_a_number_is_nobodys_name(words):
    assert nobody_yet(words) == []
