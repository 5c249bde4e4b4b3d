"""Turning the words found in a row into a class of the plan, alike for every format."""

from infostrada.site.records.plan.rules import PlanClass

import re
import unicodedata


COLUMNS = {
    "symbol": ("symbol", "symbol klasyfikacyjny", "symbol klasy"),
    "title": ("haslo", "nazwa", "haslo klasyfikacyjne", "title"),
    "category_lead": (
        "kat_macierzysta",
        "katarchmacierzysta",
        "kategoria",
        "kategoria archiwalna",
        "kategoriamerytoryczna",
        "w komorce merytorycznej",
        "w komorce macierzystej",
    ),
    "category_other": (
        "kat_inna",
        "katarchinna",
        "kategoriainna",
        "w innej komorce",
        "w innych komorkach",
    ),
    "note": ("uszczegolowienie", "uwagi", "katarchinnaopis", "uszczegolowienie hasla"),
    "parent": ("nadrzedna", "symbol_nadrzedny", "parent"),
}
_BY_NAME = {name: field for field, names in COLUMNS.items() for name in names}
# What a spreadsheet writes to keep a text from becoming a number: ="0110" or '0110.
_FORMULA = re.compile(r"=\s*\"([^\"]*)\"\Z|'(.*)\Z", re.DOTALL)
# What some offices write around a category: "kat. A", "B10 lat".
_AROUND = re.compile(r"^KAT(?:EGORIA|\.)?\s*|(?<=\d)\s*LATA?$")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_ONE = r"(?:A|BE\s?\d{1,2}|BC|B\s?\d{1,2}|B)"
_TWO = re.compile(rf"({_ONE})(?:\s*[/,;|]\s*|\s+)({_ONE})\Z")


def plain(text: str) -> str:
    """Lower case without diacritics or doubled spaces, for comparing headings."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())


def cell(text: str) -> str:
    """The text of a cell in one line, without marks nobody sees and what keeps a text a text."""
    clean = " ".join(_UNSEEN.sub("", text).split())
    kept = _FORMULA.match(clean)
    return (kept[1] or kept[2] or "").strip() if kept else clean


def wordy(text: str) -> bool:
    """Does it hold a letter?"""
    return any(letter.isalpha() for letter in text)


def column(heading: str) -> str | None:
    """Field of `PlanClass` a heading stands for, or None."""
    return _BY_NAME.get(plain(heading))


def plan_class(words: dict[str, str], line: int) -> PlanClass:
    """A class from the words of one row; white space is evened out, "B5 / Bc" is split."""
    clean = {name: cell(value or "") for name, value in words.items()}
    lead, other = _categories(clean.get("category_lead", ""), clean.get("category_other", ""))
    return PlanClass(
        symbol=re.sub(r"\s", "", clean.get("symbol", "")).rstrip("."),
        title=clean.get("title", ""),
        category_lead=lead,
        category_other=other,
        note=clean.get("note", ""),
        parent=clean.get("parent") if "parent" in clean else None,
        line=line,
    )


def _categories(lead: str, other: str) -> tuple[str, str]:
    lead, other = _shown(lead), _shown(other)
    both = _TWO.match(lead)
    if both and not other:
        lead, other = both[1], both[2]
    elif "/" in lead and not other:
        lead, _, other = lead.partition("/")
    return _category(lead), _category(other)


def _shown(text: str) -> str:
    """Capitals without the dash between letters and years, or the dash that means: none."""
    return re.sub(r"\s*-\s*", "", _DASHES.sub("-", text)).upper()


def _category(text: str) -> str:
    bare = re.sub(r"\s", "", _AROUND.sub("", text.strip()))
    return "Bc" if bare == "BC" else bare
