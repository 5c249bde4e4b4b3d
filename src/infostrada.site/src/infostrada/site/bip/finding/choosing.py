"""The choice an address makes: one reading of it for page and service; pure."""

from collections.abc import Mapping
from infostrada.site.bip.finding.asking import Choice
from typing import Any
from urllib.parse import urlencode


LONGEST = {"q": 200, "unit": 100, "kind": 40, "person": 200}


def chosen_in(form: Mapping[str, Any], scope: str, size: int) -> Choice:
    """What the address asks for; what is no text or number in it is left out. `scope` is one unit's id or ""."""
    words = {name: _text(form.get(name))[:most].strip() for name, most in LONGEST.items()}
    return Choice(
        text=words["q"],
        scope=scope,
        unit="" if scope else words["unit"],
        kind=words["kind"],
        year=_number(form.get("year"), 4),
        person=words["person"],
        start=_number(form.get("start"), 6),
        size=size,
    )


def address(url: str, choice: Choice, start: int = 0, **changes: Any) -> str:
    """Address of the same search with another choice, from its first page or from a row."""
    values = {"q": choice.text, **choice.chosen, **changes, "start": start}
    asked = urlencode({name: value for name, value in values.items() if value})
    return f"{url}?{asked}" if asked else url


def _text(given: Any) -> str:
    return given if isinstance(given, str) and "\x00" not in given else ""


def _number(given: Any, digits: int) -> int:
    text = _text(given)
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= digits else 0
