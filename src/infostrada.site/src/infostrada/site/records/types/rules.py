"""What a version of a type says, and what a case of it still lacks."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.cases.terms import TERMS
from infostrada.site.records.plan.marks import said_faults
from typing import NamedTuple

import re


NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
CLASS_SYMBOL = re.compile(r"\d{1,10}\Z")
KINDS = ("text", "date", "number")
MOST, LONGEST = 60, 2_000
NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})?\Z")


class TypeField(NamedTuple):
    """A datum asked in every case of the type."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False


class Definition(NamedTuple):
    """What a version says. `checklist` is done before the case is settled; `stages` are in order; `basis` are acts by ELI.

    With `proof` no case of the type ends for good before its decisions are proved to be served. `system`, `metryka` and `exempt_basis` set its cases apart as `plan.exemption` does, before the mark of the class.
    """

    class_symbol: str
    fields: tuple[TypeField, ...] = ()
    stages: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    term: str | None = None
    templates: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    system: str = ""
    metryka: bool = True
    exempt_basis: str = ""
    proof: bool = False


def definition_faults(given: Definition) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong with a definition."""
    found = []
    if not CLASS_SYMBOL.match(given.class_symbol):
        found.append(("class_symbol", "symbol_malformed"))
    if given.term is not None and given.term not in TERMS:
        found.append(("term", "term_unknown"))
    said = said_faults(given.system, given.metryka, given.exempt_basis)
    found += [("exempt_basis" if name == "basis" else name, reason) for name, reason in said]
    for name, listed in (("fields", given.fields), ("stages", given.stages), ("checklist", given.checklist)):
        if len(listed) > MOST:
            found.append((name, "too_many"))
    for field in given.fields:
        if not NAME.match(field.name) or not field.label.strip():
            found.append((f"fields:{field.name}", "field_name_malformed"))
        if field.kind not in KINDS:
            found.append((f"fields:{field.name}", "not_in_list"))
    for name, words in (
        ("fields", [field.name for field in given.fields]),
        ("stages", list(given.stages)),
        ("checklist", list(given.checklist)),
    ):
        if len(set(words)) < len(words):
            found.append((name, "doubled"))
        if any(not word.strip() or len(word) > LONGEST for word in words):
            found.append((name, "required"))
    return found


def value_faults(given: Definition, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """(field, reason) for values the version does not know or that are not of their kind."""
    kinds = {field.name: field.kind for field in given.fields}
    found = [(name, "field_unknown") for name in values if name not in kinds]
    for name, value in values.items():
        if name in kinds and value and not _fits(kinds[name], value):
            found.append((name, "not_a_date" if kinds[name] == "date" else "not_a_number"))
        if len(value) > LONGEST:
            found.append((name, "too_long"))
    return found


def _fits(kind: str, value: str) -> bool:
    if kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    return kind != "number" or NUMBER.match(value) is not None


def lacking(given: Definition, values: Mapping[str, str], done: Iterable[str]) -> list[Blocker]:
    """What a case of the type still lacks before it can be settled."""
    ticked = set(done)
    missing = [
        Blocker("field_empty", "", field.label)
        for field in given.fields
        if field.required and not values.get(field.name, "").strip()
    ]
    return missing + [Blocker("check_open", "", item) for item in given.checklist if item not in ticked]
