"""What an address asks of a register and saying it again."""

from infostrada.site.desk.register.asked import Asked
from infostrada.site.desk.register.asked import read
from urllib.parse import parse_qs

import pytest


CHOICES = ("state", "term")
COLUMNS = ("sign", "title", "due")


def test_what_the_register_does_not_know_is_left_out():
    form = {"state": "open", "colour": "red", "columns": ["title", "secret"], "sort": "-due", "q": " droga "}
    assert read(form, CHOICES, COLUMNS) == Asked("droga", {"state": "open"}, ("title",), "due", True)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(q="ul. Długa & Krótka", chosen={"state": "open", "term": "past"}),
        Asked(columns=("sign", "due"), sort="due", descending=False),
        Asked(sort="due", descending=True, cursor="abc"),
    ],
)
def test_an_address_says_it_all(asked):
    assert read(parse_qs(asked.query()), CHOICES, COLUMNS) == asked


def test_another_question_begins_the_list_anew():
    assert Asked(cursor="abc").but(sort="due").cursor == ""
    assert Asked(q="a").but(cursor="abc") == Asked(q="a", cursor="abc")


def test_long_words_are_cut():
    assert len(read({"q": "a" * 10_000}, (), ()).q) == 200
