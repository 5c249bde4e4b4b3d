"""The voivodeship's self-governments: 144 communes (4 of them cities with county rights),
19 counties and the voivodeship itself, keyed on the stable part of their TERYT number.

The stable key has two digits (voivodeship), four (county) or six (commune, city). The seventh
digit says what kind of commune it is and changes when a village becomes a town, so it is an
attribute with dates of validity: four communes got town rights on 1 January 2024. An empty date
means that no border is known. Source of the names and numbers: TERC register of Statistics
Poland (GUS), states of 1 January 2024 and 2025.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from infostrada.site.units.rules import slug
from typing import cast
from typing import Literal

import csv


Kind = Literal["voivodeship", "county", "city", "commune"]


@dataclass(frozen=True)
class SelfGovernment:
    """One state of one self-government; ``type_digit`` is empty above the commune."""

    code: str
    name: str
    kind: Kind
    type_digit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def teryt(self) -> str:
        """Full TERYT number: the key with the seventh digit where there is one."""
        return self.code + self.type_digit

    @property
    def title(self) -> str:
        """Full Polish name of the body."""
        if self.kind == "voivodeship":
            return f"Województwo {self.name.title()}"
        if self.kind == "county":
            return f"Powiat {self.name}"
        if self.kind == "city":
            return f"Miasto {self.name}"
        return f"Gmina Miejska {self.name}" if self.type_digit == "1" else f"Gmina {self.name}"

    def holds_on(self, day: date) -> bool:
        """True when this state was in force on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@cache
def states() -> tuple[SelfGovernment, ...]:
    """Every known state of every self-government, in the order of the keys."""
    text = (files(__name__) / "self_governments.csv").read_text("utf-8")
    return tuple(_state(row) for row in csv.DictReader(text.splitlines()))


def _state(row: dict[str, str]) -> SelfGovernment:
    dates = {name: _day(row[name]) for name in ("valid_from", "valid_to")}
    return SelfGovernment(row["code"], row["name"], cast(Kind, row["kind"]), row["type_digit"], **dates)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def on(day: date) -> tuple[SelfGovernment, ...]:
    """The self-governments as they stood on ``day``."""
    return tuple(state for state in states() if state.holds_on(day))


def find(code: str, day: date) -> SelfGovernment | None:
    """The self-government with this key or full TERYT number, as it stood on ``day``."""
    stable = code[:6]
    return next((state for state in on(day) if state.code == stable), None)


def county_of(state: SelfGovernment, among: Iterable[SelfGovernment]) -> SelfGovernment | None:
    """The county a commune lies in; None for a city with county rights and above the commune."""
    if state.kind != "commune":
        return None
    return next((other for other in among if other.code == state.code[:4]), None)


def unit_ids(day: date) -> dict[str, str]:
    """Stable unit id for every key on ``day``; bodies of one name get their county's name too."""
    current = on(day)
    plain = {state.code: slug(state.title) for state in current}
    taken = Counter(plain.values())
    for state in current:
        county = county_of(state, current)
        if taken[plain[state.code]] > 1 and county is not None:
            plain[state.code] = f"{plain[state.code]}-{slug(county.name)}"
    return plain
