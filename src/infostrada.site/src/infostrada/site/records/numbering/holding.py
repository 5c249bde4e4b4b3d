"""The number a new record gets: the next one of its series, or one reserved for it."""

from infostrada.core import numbers
from infostrada.core.errors import ContentionError
from infostrada.site.records.numbering.rules import read
from plone import api
from plone.uuid.interfaces import IUUID
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


def taken(
    record: Any,
    series: numbers.Series,
    entry: dict[str, Any],
    idempotency_key: str | None,
    reserved: numbers.Held | None,
) -> int:
    """The number; from here on others who take one of the series wait.

    Raises ContentionError when the same key is making a record elsewhere: the request, repeated, finds that record.
    """
    number = numbers.take(
        series, uid=IUUID(record), idempotency_key=idempotency_key, entry=entry, held=reserved
    )
    if number.replayed:
        raise ContentionError()
    return number.value
