"""Which rows of "my work" fit the filters of the page."""

from collections.abc import Mapping
from datetime import date
from infostrada.site.desk.words import unaccented
from infostrada.site.records.mywork import NEAR
from typing import Any


UNSEEN = frozenset({"uid", "path", "about", "about_path", "about_kind", "officer", "state"})


def fits_term(row: Mapping[str, Any], term: str, today: date) -> bool:
    """Is the row's term past, today, near or none, as the address asks? Rows of lists without terms have none."""
    if not term:
        return True
    due = date.fromisoformat(row["due_on"]) if row.get("due_on") else None
    if due is None or term == "none":
        return due is None and term == "none"
    if term == "today":
        return due == today
    return due < today if term == "past" else today <= due <= today + NEAR


def fits_words(row: Mapping[str, Any], words: str) -> bool:
    """Do all the words stand in what the row shows, whatever their case and accents?"""
    if not words:
        return True
    texts = [str(value) for name, value in row.items() if name not in UNSEEN and value]
    said = unaccented(" ".join((*texts, f"{row.get('number')}/{row.get('year')}")))
    return all(word in said for word in unaccented(words).split())
