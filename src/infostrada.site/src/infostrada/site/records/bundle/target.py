"""Where a bundle goes, and by which rules."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from typing import Any
from typing import NamedTuple

import hashlib


UIDS = ("keep", "map")
NUMBERS = ("history", "foreign")
# A case in one of these states is kept as its own office's plan says: its years run already.
ENDED = frozenset({"closed", "void", "archived", "transferred", "destroyed"})


class Rules(NamedTuple):
    """How a bundle is imported.

    `uids`: `keep` the identifiers (one taken elsewhere is refused) or `map` all to new ones, which follow from the unit
    and the old ones. `numbers`: `history` enters numbers and signs in the unit's own registers as they are; `foreign` leaves
    them to the office they come from: cases get new signs and letters none. `skips`: lines that are refused are left out,
    else nothing is imported while there are any. `classes` and `orgs` say by which class and which organisational unit here
    a foreign case goes on, by the symbols it had.
    """

    uids: str = "keep"
    numbers: str = "history"
    skips: bool = False
    classes: Mapping[str, str] = {}
    orgs: Mapping[str, str] = {}

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the rules themselves."""
        for name, words in (("uids", UIDS), ("numbers", NUMBERS)):
            if getattr(self, name) not in words:
                yield Fault(name, "not_in_list")
        for name in ("classes", "orgs"):
            if getattr(self, name) and self.numbers != "foreign":
                yield Fault(name, "only_foreign")


def pairs_of(texts: Iterable[str], name: str) -> dict[str, str]:
    """Symbols there and here from `6730:6733`; raises InvalidData naming the field."""
    found = {}
    for text in filter(None, (text.strip() for text in texts)):
        old, parted, new = (part.strip() for part in text.partition(":"))
        if not (old and parted and new):
            raise invalid(name, "pairs_wrong")
        found[old] = new
    return found


class Place(NamedTuple):
    """Where a case lies here: organisational unit, class, its title, category."""

    org_symbol: str
    class_symbol: str
    class_title: str
    category: str


class PlacelessError(ValueError):
    """A foreign case with no place here: machine word and the symbol at fault."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass
class Target:
    """A unit and the rules by which it takes a bundle."""

    unit: Any
    uids: str = "keep"
    numbers: str = "history"
    classes: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.uids not in UIDS or self.numbers not in NUMBERS:
            raise ValueError("unknown rule")
        self.takes_plans = self.numbers == "history" and not plans(self.unit)
        self.orgs = {org.symbol: org for org in orgs_of(structure_of(self.unit)) if org.symbol}

    @cached_property
    def _plan(self) -> Any:
        return plan_on(self.unit, polish_today())

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(one.symbol for plan in plans(self.unit) for one in plan.classes())

    def uid(self, old: str) -> str:
        """The identifier a record gets here; the same one whenever it is asked for."""
        if self.uids == "keep":
            return old
        return hashlib.sha256(f"{self.unit.unit_id}:{old}".encode()).hexdigest()[:32]

    def place(self, shown: Mapping[str, Any]) -> Place:
        """Where a case goes; raises PlacelessError for a foreign one that has no organisational unit or class here.

        A foreign case that goes on gets the category of its class here, one that has ended keeps its own.
        """
        told = Place(*(shown[name] for name in Place._fields))
        if self.numbers != "foreign":
            return told
        org = self.moved.get(told.org_symbol, told.org_symbol)
        if org not in self.orgs:
            raise PlacelessError("org_unknown", _changed(told.org_symbol, org))
        symbol = self.classes.get(told.class_symbol, told.class_symbol)
        if self._plan is None:
            raise PlacelessError("no_plan", _changed(told.class_symbol, symbol))
        held = self._plan.get(symbol)
        if held is None or not self._plan.takes_cases(symbol):
            reason = "class_unknown" if held is None else "class_not_final"
            raise PlacelessError(reason, _changed(told.class_symbol, symbol))
        category = told.category if shown["state"] in ENDED and told.category else held.category_lead
        return Place(org, held.symbol, held.title, category)

    def remarks(self, shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What is worth saying of the place of a case that can be taken: machine word and detail."""
        place = self.place(shown)
        if self.numbers == "history":
            if place.org_symbol not in self.orgs:
                yield "org_unknown", place.org_symbol
            if not self.takes_plans and place.class_symbol not in self._known:
                yield "class_unplanned", place.class_symbol
            return
        if shown["category"] != (own := self._plan.get(place.class_symbol).category_lead):
            yield "category_other", f"{shown['category'] or '–'} / {own}, {place.category}"
        if shown["class_title"] != place.class_title:
            told = (
                f"{shown['class_symbol']} {shown['class_title']} → {place.class_symbol} {place.class_title}"
            )
            yield "class_other", told[:200]


def _changed(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"
