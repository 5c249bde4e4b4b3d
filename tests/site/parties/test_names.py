"""A sender as clerks type one: which words are the surname, which name an institution."""

from infostrada.site.bip.gate.names import _marks
from infostrada.site.parties.addressline import read_line
from infostrada.site.parties.given_names import COMMON
from infostrada.site.parties.given_names import completed
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
    assert list(persons("Adam Nowak")) == [("Nowak", "Adam"), ("Adam", "Nowak")]
    assert list(persons("Roman Paweł")) == [("Roman", "Paweł"), ("Paweł", "Roman")]
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
    assert nobody_yet(words)[0][2]["sender_org_name"] == words


@pytest.mark.parametrize("words", ["Bankowska Anna", "Sądecki Jan", "Gminski Adam", "Nowak Ewa"])
def test_people_called_like_institutions(words):
    assert not is_institution(words)


@pytest.mark.parametrize("words", ["80010112345", "526-10-40-828", "", "  "])
def test_a_number_is_nobodys_name(words):
    assert nobody_yet(words) == []


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("Jan Nowak, Polna 5/2, 87-100 Toruń", "Jan Nowak", "87-100 Toruń Polna 5 2"),
        ("Nowak, Jan; Wola 12a; 87-603 Wielgie", "Nowak, Jan", "87-603 Wielgie Wola 12a "),
        ("Jan Nowak\nul. 3 Maja 12 m. 4\n87-100 Toruń\nPolska", "Jan Nowak", "87-100 Toruń 3 Maja 12 4"),
        ("Jan Nowak, 87-100 Toruń, Polna 5 lok. 2", "Jan Nowak", "87-100 Toruń Polna 5 2"),
        (
            "SP nr 4, al. Jana Pawła II 7 a, 00-950 Warszawa",
            "SP nr 4",
            "00-950 Warszawa al. Jana Pawła II 7a ",
        ),
        ("Jan Nowak ul. Polna 5 87-100 Toruń", "Jan Nowak", "87-100 Toruń Polna 5 "),
        ("SP nr 4, Toruń 87-100", "SP nr 4", "87-100 Toruń"),
        ("Jan Nowak, Polna 5, 87-100, Toruń", "Jan Nowak", "87-100 Toruń Polna 5 "),
        ("87-100 Toruń", "", "87-100 Toruń"),
        ("Nowak Jan", "Nowak Jan", ""),
        ("12-345-678-90", "12-345-678-90", ""),
    ],
)
def test_a_sender_in_one_line(typed, name, address):
    line = read_line(typed)
    assert (line.name, " ".join(line.address.values())) == (name, address)


def test_the_address_comes_with_every_way_to_enter_the_name():
    ways = nobody_yet("Jan Nowak, Polna 5, 87-100 Toruń, jan@nowak.example")
    assert {way["sender_surname"] + way["sender_org_name"] for _said, _means, way in ways} == {
        "Nowak",
        "Jan",
        "Jan Nowak",
    }
    for _said, _means, way in ways:
        assert (way["street"], way["city"], way["email"]) == ("Polna", "Toruń", "jan@nowak.example")


def test_a_given_name_is_completed_and_the_words_as_typed_follow():
    whole, typed = nobody_yet("Zakrzewska Ba", complete=True)[:2]
    assert (whole[0], whole[2]["sender_given_names"]) == ("Zakrzewska Barbara", "Barbara")
    assert (typed[0], typed[2]["sender_given_names"]) == ("Zakrzewska Ba", "Ba")
    assert nobody_yet("Zakrzewska Ba")[0][0] == "Zakrzewska Ba"


@pytest.mark.parametrize("words", ["Nowak Jan", "Barbara Za", "Nowak M", "Zakrzewska", "Chen Wei"])
def test_no_word_is_completed_that_may_be_whole(words):
    assert completed(words) == words


def test_the_names_are_given_names_by_the_dictionary_of_polish():
    assert [name for name in COMMON if "imię" not in _marks(name)] == []
    assert len(set(COMMON)) == len(COMMON)
