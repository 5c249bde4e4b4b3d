"""What a classification plan (JRWA) must be, and how two versions of one differ.

Source: Dz.U. 2019 poz. 246 (symbols of one to ten digits, two to ten classes in an order,
categories A, Bn, BEn, Bc) and the model instructions of Dz.U. 2011 nr 14 poz. 67.
"""

from collections import Counter
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

import re


SYMBOL = re.compile(r"\d{1,10}\Z")
CATEGORY = re.compile(r"(A|B|Bc|B\d{1,2}|BE\d{1,2})\Z")
COMPARED = ("title", "category_lead", "category_other", "note")
HANDLING_MODES = ("ezd", "paper")


@dataclass(frozen=True, slots=True)
class PlanClass:
    """One class of the plan.

    `category_lead` is the archival category in the leading (merytoryczna) unit,
    `category_other` the one in every other unit ("B5 / Bc"). `parent` is given only by files
    that name it; the law derives it from the symbol. `line` is the place in the file read.
    """

    symbol: str
    title: str
    category_lead: str = ""
    category_other: str = ""
    note: str = ""
    parent: str | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)

    @property
    def parent_symbol(self) -> str:
        """Symbol of the class above; empty for the first order."""
        return self.symbol[:-1] if self.parent is None else self.parent


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a plan: machine word, the class and field at fault, line of the file."""

    reason: str
    symbol: str
    field: str
    line: int
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """How one class differs between two versions of a plan."""

    symbol: str
    before: PlanClass | None
    after: PlanClass | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def parents_of(classes: Iterable[PlanClass]) -> frozenset[str]:
    """Symbols that have classes below them; only the others are final."""
    return frozenset(item.parent_symbol for item in classes if item.parent_symbol)


def takes_cases(item: PlanClass, parents: frozenset[str]) -> bool:
    """Only a final class with a category of its own may hold cases (EOD-02)."""
    return item.symbol not in parents and bool(item.category_lead)


def validate(classes: Iterable[PlanClass]) -> list[Finding]:
    """Every fault of the plan, in the order of the file; an empty list means a lawful plan."""
    items = list(classes)
    found = [finding for item in items for finding in _own_faults(item)]
    found += _doubled(items)
    found += _hierarchy(items)
    found += _orders(items)
    return sorted(found, key=lambda finding: (finding.line, finding.symbol, finding.reason))


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """The faults that forbid an import; the rest are warnings for the approving person."""
    return [finding for finding in findings if finding.blocking]


def _own_faults(item: PlanClass) -> Iterable[Finding]:
    if not SYMBOL.match(item.symbol):
        yield Finding("symbol_malformed", item.symbol, "symbol", item.line)
    if not item.title:
        yield Finding("title_missing", item.symbol, "title", item.line)
    for name in ("category_lead", "category_other"):
        value = getattr(item, name)
        if value and not CATEGORY.match(value):
            yield Finding("category_unknown", item.symbol, name, item.line)


def _doubled(items: list[PlanClass]) -> list[Finding]:
    counts = Counter(item.symbol for item in items)
    seen: set[str] = set()
    found = []
    for item in items:
        if counts[item.symbol] > 1 and item.symbol in seen:
            found.append(Finding("symbol_doubled", item.symbol, "symbol", item.line))
        seen.add(item.symbol)
    return found


def _hierarchy(items: list[PlanClass]) -> list[Finding]:
    above = {item.symbol: item.parent_symbol for item in items}
    found = []
    for item in items:
        parent = item.parent_symbol
        if parent and parent not in above:
            found.append(Finding("parent_missing", item.symbol, "parent", item.line))
        elif _in_cycle(item.symbol, above):
            found.append(Finding("cycle", item.symbol, "parent", item.line))
        elif item.parent is not None and parent != item.symbol[:-1]:
            found.append(Finding("parent_mismatch", item.symbol, "parent", item.line))
    return found


def _in_cycle(symbol: str, above: Mapping[str, str]) -> bool:
    seen = set()
    at = above.get(symbol, "")
    while at and at not in seen:
        if at == symbol:
            return True
        seen.add(at)
        at = above.get(at, "")
    return False


def _orders(items: list[PlanClass]) -> list[Finding]:
    """Warnings: an order with a lone class, categories missing below or standing above."""
    below: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.symbol != item.parent_symbol:
            below[item.parent_symbol].add(item.symbol)
    found = []
    for item in items:
        children = len(below.get(item.symbol, ()))
        if children == 1:
            found.append(Finding("order_too_small", item.symbol, "symbol", item.line, False))
        if children > 10:
            found.append(Finding("order_too_large", item.symbol, "symbol", item.line))
        if children and item.category_lead:
            found.append(Finding("category_above", item.symbol, "category_lead", item.line, False))
        if not children and not item.category_lead:
            found.append(Finding("category_missing", item.symbol, "category_lead", item.line, False))
    return found


def diff(before: Iterable[PlanClass], after: Iterable[PlanClass]) -> list[Change]:
    """Classes added, removed and changed between two versions, by symbol.

    A class that gained or lost the classes below it is reported with the field `final`.
    """
    old_items, new_items = list(before), list(after)
    old, new = ({item.symbol: item for item in items} for items in (old_items, new_items))
    old_parents, new_parents = parents_of(old_items), parents_of(new_items)
    changes = []
    for symbol in sorted(old.keys() | new.keys()):
        was, now = old.get(symbol), new.get(symbol)
        fields: list[str] = []
        if was is not None and now is not None:
            fields = [name for name in COMPARED if getattr(was, name) != getattr(now, name)]
            if (symbol in old_parents) != (symbol in new_parents):
                fields.append("final")
        if was is None or now is None or fields:
            changes.append(Change(symbol, was, now, tuple(fields)))
    return changes
