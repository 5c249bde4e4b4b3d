"""Attributes of a feature element as plain data."""

from datetime import datetime
from functools import lru_cache
from infostrada.geo.imports.gml.models import Model
from infostrada.geo.imports.gml.shapes import local
from typing import Any
from zoneinfo import ZoneInfo

import re


XLINK = "{http://www.w3.org/1999/xlink}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
WARSAW = ZoneInfo("Europe/Warsaw")

# Identity and life cycle have columns of their own.
APART = frozenset({"idIIP", "boundedBy", "identifier", "cyklZycia", "wersjaId", "description"})
NUMERIC = re.compile(
    r"pole\w*|powierzchnia\w*|pow[A-Z]\w*|liczba\w*|srednica\w*|rzedna\w*|wysokosc\w*|dlugosc\w*|wymiar\w*"
    r"|maks\w*|min[A-Z]\w*|odleglosc\w*|KONDYGNACJE\w*"
)
DECIMAL = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?")
DEEPEST = 6

# The children of an element by their local names, in the file's order.
Parts = list[tuple[str, Any]]


def parts_of(element: Any) -> Parts:
    """The named children of an element."""
    return [(name, child) for child in element if (name := local(child))]


def attributes(parts: Parts, model: Model, without: frozenset[str], persons: bool) -> dict[str, Any]:
    """The attributes a layer may hold; those of persons only when `persons` allows it.

    References to other objects of the file stay as `#id` where the model knows a label for them,
    code lists become their title or last word, everything nested becomes mappings and lists.
    """
    found: dict[str, Any] = {}
    for name, child in parts:
        if name in APART or name in without or (not persons and model.drops(name)):
            continue
        value = _value(child, name, model, persons, 0)
        if value in (None, "", {}, []):
            continue
        key = name.rstrip("0123456789") if isinstance(value, str) and value.startswith("#") else name
        if key in found:
            before = found[key]
            found[key] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[key] = value
    return found


@lru_cache(4096)
def moment(text: str | None) -> datetime | None:
    """A date or time of a register; without an offset it is Polish time. None for what is no time.

    The compact form of planning acts (20250801T080000) is ISO 8601 as well.
    """
    if not text:
        return None
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=WARSAW)


def _value(element: Any, name: str, model: Model, persons: bool, depth: int) -> Any:
    if depth > DEEPEST or element.get(NIL) in ("true", "1"):
        return None
    if len(element):
        return _nested(parts_of(element), model, persons, depth)
    text = (element.text or "").strip()
    if text:
        return _number(text) if _is_number(name, element) and DECIMAL.fullmatch(text) else text
    return _reference(element, model)


def _is_number(name: str, element: Any) -> bool:
    return _is_numeric(name) or bool(element.get("uom"))


@lru_cache(4096)
def _is_numeric(name: str) -> bool:
    return NUMERIC.fullmatch(name) is not None


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _nested(parts: Parts, model: Model, persons: bool, depth: int) -> Any:
    """Properties hold types which hold properties: the level of the type says nothing."""
    found: dict[str, Any] = {}
    for name, child in parts:
        if not persons and model.drops(name):
            continue
        value = _value(child, name, model, persons, depth + 1)
        if value not in (None, "", {}, []):
            found[name] = value
    if len(found) == 1 and len(parts) == 1:
        (only,) = found.values()
        return only
    return found


def _reference(element: Any, model: Model) -> str | None:
    title, href = element.get(f"{XLINK}title"), element.get(f"{XLINK}href")
    if title:
        return str(title).strip()
    if not href:
        return None
    if href.startswith("#"):
        return str(href) if model.labels and not POINTERS.match(local(element)) else None
    return str(re.split(r"[/#]", href.rstrip("/"))[-1])


# Parcels point to their border points, buildings to their parcels: geometry says it better.
POINTERS = re.compile(r"punktGranic\w*|dzialka\w*|budynek\w*|lokalizacja\w*|podstawa\w*|operat\w*|dokument2")
