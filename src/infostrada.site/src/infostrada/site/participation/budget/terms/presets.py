"""Practices of towns in the region, as data a regulation can begin with."""

from copy import deepcopy
from functools import cache
from infostrada.site.participation.budget.terms.ballots import check_kind
from infostrada.site.participation.budget.terms.rules import IDENTITY
from infostrada.site.participation.budget.terms.rules import TermFault
from infostrada.site.participation.budget.terms.rules import TermsFaulty
from infostrada.site.participation.budget.terms.rules import TERRITORIES
from infostrada.site.participation.budget.terms.rules import TWICE
from pathlib import Path
from typing import Any

import json


FILE = Path(__file__).parent / "presets.json"
STANDING = ("identity", "twice", "phone_limit", "parts", "paper", "obligatory", *TERRITORIES)


@cache
def _all() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return found


def presets() -> dict[str, str]:
    """Names and titles."""
    return {name: preset["title"] for name, preset in _all().items()}


def preset(name: str) -> dict[str, Any]:
    """What a regulation of this practice says; KeyError for an unknown one."""
    return {key: deepcopy(value) for key, value in _all()[name].items() if key in STANDING}


def check_standing(value: Any) -> dict[str, Any]:
    """The standing part of the terms, which a regulation holds for years; raises TermsFaulty."""
    if not isinstance(value, dict):
        raise TermsFaulty([TermFault("rules", "terms_shape")])
    faults = [TermFault(f"rules.{key}", "not_in_list") for key in value if key not in STANDING]
    identity = value.get("identity")
    if not isinstance(identity, list) or not identity or any(word not in IDENTITY for word in identity):
        faults.append(TermFault("rules.identity", "not_in_list"))
    if value.get("twice", "first") not in TWICE:
        faults.append(TermFault("rules.twice", "not_in_list"))
    pools = [name for name in TERRITORIES if name in value]
    if not pools:
        faults.append(TermFault("rules.whole", "required"))
    for name in pools:
        if not isinstance(value[name], dict) or check_kind(value[name].get("ballot")) is None:
            faults.append(TermFault(f"rules.{name}.ballot", "ballot_kind"))
    if faults:
        raise TermsFaulty(faults)
    return value
