"""Drawing rules of a layer. Pure: the map in the browser reads the same data (front/src/rules.ts).

The first rule that holds for a feature at a scale draws it. A scale is given by its denominator;
one pixel is 0.28 mm as in OGC's Symbology Encoding (05-077r4, 10.2).
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import Any

import re


PIXEL = 0.00028
MOST_RULES = 60
MOST_CONDITIONS = 5
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "contains", "begins", "in", "empty", "given")
SYMBOLS = ("circle", "square", "triangle", "diamond", "star", "cross")
HATCHES = ("", "lines", "cross", "dots")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}|@[a-z][a-z-]{1,30}")
DASH = re.compile(r"(\d{1,2}( \d{1,2}){1,5})?")
ATTRIBUTE = re.compile(r"[^\s<>\"'][^<>\"']{0,62}")


class UnlawfulStyle(ValueError):
    """A rule that cannot be drawn: which one (from 1), which field and why, as machine words."""

    def __init__(self, rule: int, field: str, reason: str) -> None:
        self.rule, self.field, self.reason = rule, field, reason
        super().__init__(f"rule {rule}: {field}: {reason}")


@dataclass(frozen=True)
class Condition:
    """One comparison of an attribute."""

    attribute: str
    operator: str
    value: str = ""

    def holds(self, attrs: Mapping[str, Any]) -> bool:
        """Does it hold for a feature's attributes?"""
        held = attrs.get(self.attribute)
        text = "" if held is None else str(held)
        if self.operator in ("empty", "given"):
            return (text == "") == (self.operator == "empty")
        if self.operator in ("contains", "begins"):
            return _worded(self.operator, text.casefold(), self.value.casefold())
        if self.operator == "in":
            return text.casefold() in {each.strip().casefold() for each in self.value.split(",")}
        return _compared(self.operator, text, self.value)


@dataclass(frozen=True)
class Rule:
    """How the features that meet all conditions are drawn.

    Colours are `#rrggbb` or a token of the house (`@parcel`); widths and sizes are pixels of the
    screen, `opacity` is that of the fill. Scales: drawn when `min_scale` <= denominator < `max_scale`.
    """

    title: str = ""
    where: tuple[Condition, ...] = ()
    fill: str = ""
    opacity: float = 1.0
    hatch: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: str = ""
    symbol: str = ""
    size: float = 6.0
    label: str = ""
    min_scale: float = 0
    max_scale: float = 0

    def holds(self, attrs: Mapping[str, Any], denominator: float) -> bool:
        """Does this rule draw the feature at the scale?"""
        near = denominator >= self.min_scale
        far = not self.max_scale or denominator < self.max_scale
        return near and far and all(each.holds(attrs) for each in self.where)


# The house's colours of the ground itself. A photograph shows the ground, so over one they are left out.
GROUND = ("@parcel", "@building", "@road", "@water")


def over_picture(rule: Rule) -> Rule:
    """How a rule draws over a photograph: the ground as outlines. The map in the browser does the same."""
    return replace(rule, fill="", hatch="", stroke="@photo-line") if rule.fill in GROUND else rule


@dataclass(frozen=True)
class Style:
    """The rules of a layer in their order."""

    rules: tuple[Rule, ...] = field(default_factory=tuple)

    def rule_for(self, attrs: Mapping[str, Any], denominator: float) -> Rule | None:
        """The first rule that holds; None when the feature is not drawn."""
        return next((rule for rule in self.rules if rule.holds(attrs, denominator)), None)

    def data(self) -> list[dict[str, Any]]:
        """Plain data for storage and for the map."""
        return [{**asdict(rule), "where": [asdict(each) for each in rule.where]} for rule in self.rules]


def style_of(data: object) -> Style:
    """The style of plain data; UnlawfulStyle names the rule and the field at fault."""
    if not isinstance(data, Sequence) or isinstance(data, str) or len(data) > MOST_RULES:
        raise UnlawfulStyle(0, "rules", "malformed")
    return Style(tuple(_rule(each, number) for number, each in enumerate(data, start=1)))


def denominator(resolution: float) -> float:
    """Scale of a map with so many metres a pixel."""
    return resolution / PIXEL


def _rule(data: object, number: int) -> Rule:
    if not isinstance(data, Mapping) or set(data) - set(Rule.__dataclass_fields__):
        raise UnlawfulStyle(number, "rule", "malformed")
    given = {name: value for name, value in data.items() if value not in (None, "")}
    for name, lawful in _LAWFUL.items():
        if name in given and not lawful(given[name]):
            raise UnlawfulStyle(number, name, "unlawful")
    given["where"] = _conditions(given.get("where", ()), number)
    rule = Rule(**given)
    if rule.max_scale and rule.min_scale >= rule.max_scale:
        raise UnlawfulStyle(number, "max_scale", "scales_crossed")
    if not (rule.fill or rule.stroke or rule.label):
        raise UnlawfulStyle(number, "fill", "draws_nothing")
    return rule


def _conditions(data: object, number: int) -> tuple[Condition, ...]:
    if not isinstance(data, Sequence) or isinstance(data, str) or len(data) > MOST_CONDITIONS:
        raise UnlawfulStyle(number, "where", "malformed")
    return tuple(_condition(each, number) for each in data)


def _condition(data: object, number: int) -> Condition:
    if not isinstance(data, Mapping) or set(data) - {"attribute", "operator", "value"}:
        raise UnlawfulStyle(number, "where", "malformed")
    attribute, operator = data.get("attribute"), data.get("operator")
    value = data.get("value", "")
    if not isinstance(attribute, str) or not ATTRIBUTE.fullmatch(attribute):
        raise UnlawfulStyle(number, "attribute", "unlawful")
    if operator not in OPERATORS:
        raise UnlawfulStyle(number, "operator", "unlawful")
    if not isinstance(value, (str, int, float)) or len(str(value)) > 200:
        raise UnlawfulStyle(number, "value", "unlawful")
    return Condition(attribute, operator, str(value))


def _between(least: float, most: float) -> Any:
    def lawful(value: object) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most

    return lawful


def _matching(pattern: re.Pattern[str]) -> Any:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _among(words: Iterable[str]) -> Any:
    return lambda value: value in words


_LAWFUL = {
    "title": lambda value: isinstance(value, str) and len(value) <= 120,
    "fill": _matching(COLOUR),
    "opacity": _between(0, 1),
    "hatch": _among(HATCHES),
    "stroke": _matching(COLOUR),
    "width": _between(0, 20),
    "dash": _matching(DASH),
    "symbol": _among(SYMBOLS),
    "size": _between(1, 40),
    "label": _matching(ATTRIBUTE),
    "min_scale": _between(0, 1e9),
    "max_scale": _between(0, 1e9),
}


def _worded(operator: str, held: str, asked: str) -> bool:
    return held.startswith(asked) if operator == "begins" else asked in held


def _compared(operator: str, held: str, asked: str) -> bool:
    """As numbers when both are numbers, as words otherwise; an empty attribute is only unequal."""
    if operator in ("=", "!="):
        same = held.casefold() == asked.casefold() or (
            _number(held) is not None and _number(held) == _number(asked)
        )
        return same == (operator == "=")
    if not held:
        return False
    numbers = _number(held), _number(asked)
    a, b = numbers if None not in numbers else (held.casefold(), asked.casefold())
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]  # type: ignore[operator]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text.strip()) else None
