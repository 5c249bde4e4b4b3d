"""Fields of templates: how they are written, which there are, what is missing.

A field stands in double braces: `{{sprawa.znak}}`. A question mark, `{{strona.email?}}`, says that
it may stay empty. `{{pole.nazwa}}` is asked of whoever drafts the letter. A paragraph or table row
with a field of the list `strony` is repeated for every party. Nothing else is ever read from a
template: it holds no expressions, so it has nothing to run. Names of own fields may have Polish letters: the form
that asks for them says them as they stand, with a capital; the commonest ones without their letters get them back.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.site import _
from typing import Any
from typing import NamedTuple

import re


FIELD = re.compile(r"\{\{\s*(?P<name>[a-z][a-z0-9_]*(?:\.[a-ząćęłńóśźż0-9_]+)?)\s*(?P<optional>\??)\s*\}\}")
OWN = "pole."
LISTED = "strony."
MOST_FIELDS = 500
LONGEST = 20_000
LABELS: dict[str, Any] = {
    "urzad.nazwa": _("Name of the office"),
    "urzad.adres": _("Address of the office"),
    "urzad.miejscowosc": _("Town of the office"),
    "urzad.telefon": _("Telephone of the office"),
    "urzad.email": _("E-mail of the office"),
    "urzad.ade": _("Address for electronic delivery of the office"),
    "komorka.nazwa": _("Name of the organisational unit"),
    "komorka.symbol": _("Symbol of the organisational unit"),
    "sprawa.znak": _("Sign of the case"),
    "sprawa.tytul": _("Title of the case"),
    "sprawa.wszczecie": _("Start of the case"),
    "sprawa.termin": _("Statutory term"),
    "sprawa.klasa": _("Class of the plan"),
    "sprawa.haslo": _("Title of the class"),
    "sprawa.kategoria": _("Archival category"),
    "sprawa.podstawa": _("Legal basis of the case, by its type"),
    "strona.nazwa": _("Name of the party"),
    "strona.adres": _("Address of the party"),
    "strona.email": _("E-mail of the party"),
    "strona.ade": _("Address for electronic delivery of the party"),
    "strony.nazwa": _("Name of each party"),
    "strony.adres": _("Address of each party"),
    "strony.rola": _("Role of each party"),
    "pismo.rpw": _("RPW number of the first letter"),
    "pismo.znak": _("Sender's sign on the first letter"),
    "pismo.data": _("Date on the first letter"),
    "pismo.wplyw": _("Day of receipt of the first letter"),
    "prowadzacy.nazwisko": _("Case officer"),
    "autor.nazwisko": _("Author of the letter"),
    "autor.stanowisko": _("Post of the author"),
    "autor.zup": _("The line “z up.” of the author, by the register of authorisations"),
    "klauzula.tekst": _("Clause of personal data (RODO art. 13) for the class of the case"),
    "klauzula.wersja": _("Clause of personal data and its version"),
    "spis.numer": _("Number of the archive's list"),
    "spis.archiwum": _("State archive"),
    "spis.pozycje": _("Positions of the archive's list"),
    "spis.lata": _("Years of the archive's list"),
    "dzis": _("Today's date"),
    "dzis.slownie": _("Today's date in words"),
}

USUAL = {
    "data": "Data",
    "podstawa": "Podstawa prawna",
    "rozstrzygniecie": "Rozstrzygnięcie",
    "sposob": "Sposób",
    "tresc": "Treść",
    "wysokosc": "Wysokość",
    "zadanie": "Żądanie",
    "zalaczniki": "Załączniki",
}
"""How own fields are called in a form where their name cannot say it."""


class Field(NamedTuple):
    """A field of a template; an optional one may stay empty."""

    name: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A field with what it will say; `state` is filled, missing, empty or listed."""

    name: str
    label: Any
    value: str
    state: str

    @property
    def asked(self) -> bool:
        """Is it for whoever drafts the letter to say?"""
        return self.name.startswith(OWN) or (self.state == "missing" and not self.name.startswith(LISTED))


def fields_in(texts: Iterable[str]) -> list[Field]:
    """Fields in the order they are met; one is optional when it is so everywhere."""
    found: dict[str, bool] = {}
    for text in texts:
        for match in FIELD.finditer(text):
            name = match["name"]
            found[name] = found.get(name, True) and bool(match["optional"])
    return [Field(name, optional) for name, optional in found.items()]


def field_faults(fields: Iterable[Field], texts: Iterable[str]) -> list[tuple[str, str]]:
    """(what, reason) for every field nobody can fill and every brace left open."""
    listed = list(fields)
    faults = [
        (field.name, "field_unknown")
        for field in listed
        if field.name not in LABELS and not field.name.startswith(OWN)
    ]
    if len(listed) > MOST_FIELDS:
        faults.append(("file", "too_many"))
    for text in texts:
        rest = FIELD.sub("", text)
        if "{{" in rest or "}}" in rest:
            faults.append((rest.strip()[:60], "field_malformed"))
    return faults


def lines(
    fields: Iterable[Field], facts: Mapping[str, str], parties: int, given: Mapping[str, str]
) -> list[Line]:
    """Every field with its value: what was given by hand, or what the case knows."""
    found = []
    for field in fields:
        label = LABELS.get(field.name) or _asked(field.name.removeprefix(OWN))
        if field.name.startswith(LISTED):
            state = "listed" if parties else "empty" if field.optional else "missing"
            found.append(Line(field.name, label, str(parties) if parties else "", state))
            continue
        value = given.get(field.name, "").strip() or facts.get(field.name, "")
        state = "filled" if value else "empty" if field.optional else "missing"
        found.append(Line(field.name, label, value, state))
    return found


def _asked(name: str) -> str:
    said = name.replace("_", " ")
    return USUAL.get(name) or said[:1].upper() + said[1:]
