"""Values of a register as a page shows them."""

from collections.abc import Mapping
from datetime import date
from infostrada.site import _
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.shape import label_of
from typing import Any


STANDING: Mapping[str, tuple[str, Any]] = {
    "running": ("run", _("within the term")),
    "late": ("warn", _("past the term")),
    "kept": ("done", _("term kept")),
    "missed": ("warn", _("settled past the term")),
}
YES, NO = _("yes"), _("no")


def money(value: str) -> str:
    """1 234,50 zł with spaces that do not break."""
    whole, _point, rest = f"{value}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = []
    while digits:
        groups.append(digits[-3:])
        digits = digits[:-3]
    grouped = "\u00a0".join(reversed(groups))
    return f"{sign}{grouped},{(rest or '00').ljust(2, '0')}\u00a0zł"


def cell(field: Field, value: Any, say: Any) -> dict[str, str]:
    """A value as `{value, datetime, url}`."""
    made = {"value": "", "datetime": "", "url": ""}
    if value in (None, []):
        return made
    if field.type == "day":
        return {**made, "value": day_words(date.fromisoformat(value)), "datetime": value}
    if field.type == "sum":
        return {**made, "value": money(value)}
    if field.type == "choice":
        return {**made, "value": say(label_of(field, value))}
    if field.type == "yesno":
        return {**made, "value": say(YES if value else NO)}
    if field.type == "url":
        return {**made, "value": value, "url": value}
    if field.type == "refs":
        return {**made, "value": "; ".join(value)}
    return {**made, "value": str(value)}
