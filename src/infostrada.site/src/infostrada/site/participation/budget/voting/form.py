"""What the ballot's form says, as choices by pool. Pure: the page and the early answer read it alike."""

from collections.abc import Mapping
from infostrada.site.participation.budget.terms.ballots import POINTS
from infostrada.site.participation.budget.terms.ballots import RANKED
from typing import Any


def chosen(pools: list[dict[str, Any]], form: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Choices of every pool something was chosen in; a field's value is a text or a list of them."""
    found = {pool["name"]: _chosen(pool["name"], pool["ballot"], form) for pool in pools}
    return {name: choices for name, choices in found.items() if choices}


def _chosen(name: str, ballot: dict[str, Any], form: Mapping[str, Any]) -> list[Any]:
    if ballot["kind"] == RANKED:
        places = (_text(form, f"rank-{name}-{place}") for place in range(1, (ballot["most"] or 0) + 1))
        return [project for project in places if project]
    if ballot["kind"] == POINTS:
        start = f"points-{name}-"
        return [
            [field.removeprefix(start), _points(value)]
            for field, value in form.items()
            if field.startswith(start) and isinstance(value, str) and value.strip() not in ("", "0")
        ]
    value = form.get(f"choice-{name}", [])
    return [value] if isinstance(value, str) else list(value)


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _points(text: str) -> Any:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else plain
