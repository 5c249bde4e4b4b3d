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
    ),
    "category_other": ("kat_inna", "katarchinna", "kategoriainna", "w innej komorce"),
    "note": ("uszczegolowienie", "uwagi", "katarchinnaopis", "uszczegolowienie hasla"),
    "parent": ("nadrzedna", "symbol_nadrzedny", "parent"),
}
_BY_NAME = {name: field for field, names in COLUMNS.items() for name in names}


def plain(text: str) -> str:
    """Lower case without diacritics or doubled spaces, for comparing headings."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())


def column(heading: str) -> str | None:
    """Field of `PlanClass` a heading stands for, or None."""
    return _BY_NAME.get(plain(heading))


def plan_class(words: dict[str, str], line: int) -> PlanClass:
    """A class from the words of one row; white space is evened out, "B5 / Bc" is split."""
    clean = {name: " ".join((value or "").split()) for name, value in words.items()}
    lead, other = _categories(clean.get("category_lead", ""), clean.get("category_other", ""))
    return PlanClass(
        symbol=clean.get("symbol", ""),
        title=clean.get("title", ""),
        category_lead=lead,
        category_other=other,
        note=clean.get("note", ""),
        parent=clean.get("parent") if "parent" in clean else None,
        line=line,
    )


def _categories(lead: str, other: str) -> tuple[str, str]:
    if "/" in lead and not other:
        lead, _, other = lead.partition("/")
    return re.sub(r"\s", "", lead), re.sub(r"\s", "", other)
