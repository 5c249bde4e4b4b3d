"""The reserved number a new record is to get."""

from infostrada.core import numbers
from infostrada.site.records.numbering.rules import read
from plone import api
from typing import Any


def held(unit: Any, series: numbers.Series, text: str) -> numbers.Held | None:
    """The reserved number `text` names, for a record of `series`; None without a text.

    Raises `NumberNotReserved` for a number of another register or year.
    """
    if not text.strip():
        return None
    found = read(unit.unit_id, text)
    if found is None or found[0] != series:
        raise numbers.NumberNotReserved(field="reserved")
    return numbers.Held(found[1], str(api.user.get_current().getId()))
