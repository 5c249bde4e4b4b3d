"""Forms of Polish words find each other; words that only look alike do not."""

from infostrada.core.folding import folded
from infostrada.core.search.dictionary import base_forms
from infostrada.core.search.words import is_plain
from infostrada.core.search.words import question_keys
from infostrada.core.search.words import text_keys
from pathlib import Path

import csv
import pytest


PAIRS = Path(__file__).parent / "polish_pairs.csv"
# Asked without diacritics, `wola` may stand for `woła`, a form of `wół`.
AMBIGUOUS = {("wola", "wół")}


def pairs(match: str) -> list[tuple[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as source:
        rows = csv.DictReader(source, delimiter=";")
        return [(row["query"], row["text"]) for row in rows if row["match"] == match]


def answers(query: str, text: str, *, plain: bool) -> bool:
    """`plain`: the word stands in a text typed without Polish letters."""
    return bool(question_keys(query) & text_keys(text, plain))


@pytest.mark.parametrize(("query", "text"), pairs("1"))
def test_forms_find_each_other(query, text):
    assert answers(query, text, plain=is_plain(text))


@pytest.mark.parametrize(("query", "text"), sorted(set(pairs("0")) - AMBIGUOUS))
def test_other_words_stay_apart(query, text):
    assert not answers(query, text, plain=False)


def test_diacritics_are_folded():
    assert folded("Zażółć gęślą JAŹŃ") == "zazolc gesla jazn"


def test_form_cut_in_two_by_the_analyser_keeps_its_verb():
    assert "zrobić" in base_forms("zrobiłabym")


def test_number_is_its_own_key():
    assert text_keys("602") == question_keys("602") == {"~602"}


def test_text_without_any_polish_letter_may_have_lost_them():
    assert answers("uchwała", "uchwala", plain=True)
    assert not answers("uchwała", "uchwala", plain=False), "rada uchwala budżet: a verb"
