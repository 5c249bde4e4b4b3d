"""Columns and ways of numbering several registers share."""

from collections.abc import Mapping
from infostrada.site import _
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.words import NOTHING
from infostrada.site.records.browser.words import tagged
from typing import Any


STATE = Shown("state", _("State"), lambda row, page: tagged(row["state"]), once=True)


def number(label: Any) -> Shown:
    """The number in its year, which leads to the object; `page.head` says how the register writes it."""
    return Shown("number", label, lambda row, page: {"text": page.head(row)}, order="number", once=True)


def in_year(row: Mapping[str, Any], before: str = "") -> str:
    """A number of a register with its year; what was taken over from another office has none here."""
    return f"{before}{row['number']}/{row['year']}" if row["number"] else NOTHING
