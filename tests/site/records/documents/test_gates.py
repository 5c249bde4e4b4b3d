"""Parts of a decision (KPA art. 107) and of an order (art. 124) looked for in its text."""

from datetime import date
from infostrada.site.records.documents.gates import missing_parts

import pytest


DAY = date(2026, 11, 28)
FACTS = {"office": ("Gmina Lipnowo",), "party": ("Kowalczyk Maria",), "signatory": ("Piotr Wilk",)}
WHOLE = {
    "authority": "Wójt Gminy Lipnowo",
    "day": "Lipnowo, dnia 23 listopada 2026 r.",
    "basis": "Na podstawie art. 59 ust. 1 ustawy z dnia\n27 marca 2003 r.",
    "party": "po rozpatrzeniu wniosku Marii Kowalczyk",
    "ruling": "ustalam warunki zabudowy",
    "facts": "UZASADNIENIE",
    "law": "Strona wniosła o ustalenie warunków zabudowy; organ zbadał sprawę i stosownie do art. 61 ustawy uznał wniosek.",
    "appeal": "Od decyzji służy odwołanie do SKO w terminie czternastu\ndni od dnia jej doręczenia.",
    "waiver": "Strona może zrzec się prawa do wniesienia odwołania.",
    "signatory": "z up. Wójta Piotr Wilk, kierownik referatu",
}  # fmt: skip
TAKEN = {
    # What goes with the line: the authority and the day stand in others too.
    "basis": ["basis"],
    "party": ["party"],
    "ruling": ["ruling"],
    "facts": ["facts", "law"],
    "law": ["law"],
    "appeal": ["appeal"],
    "waiver": ["waiver"],
}


def without(*names):
    return "\n".join(text for name, text in WHOLE.items() if name not in names)


def test_whole_decision():
    assert missing_parts("decyzja", without(), FACTS, DAY) == []


@pytest.mark.parametrize(("line", "missing"), TAKEN.items())
def test_each_part_is_missed(line, missing):
    found = missing_parts("decyzja", without(line), FACTS, DAY)
    assert [each.key for each in found] == missing
    assert all(each.basis.startswith("KPA art. 107") for each in found)


def test_empty_text_lacks_everything_and_other_kinds_nothing():
    assert len(missing_parts("decyzja", "", FACTS, DAY)) == 10
    assert missing_parts("notatka", "", FACTS, DAY) == []


def test_order_tells_of_the_complaint_or_that_there_is_none():
    text = without("facts", "law", "appeal", "waiver").replace(
        "ustalam", "zawieszam postępowanie, postanawiam"
    )
    assert [each.key for each in missing_parts("postanowienie", text, FACTS, DAY)] == ["complaint"]
    for told in (
        "Na postanowienie służy zażalenie w terminie 7 dni.",
        "Na postanowienie nie służy zażalenie.",
    ):
        assert missing_parts("postanowienie", f"{text}\n{told}", FACTS, DAY) == []


def test_waiver_is_wanted_since_the_article_holds():
    """KPA art. 127a holds since 1 June 2017."""
    assert [each.key for each in missing_parts("decyzja", without("waiver"), FACTS, date(2017, 5, 31))] == []
