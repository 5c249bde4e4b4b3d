"""Numbers and signs of what a bundle brings: entered as they were, or given anew."""

from infostrada.core import numbers
from infostrada.site.records.archive.interfaces import IHandover
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.spis import spis
from infostrada.site.records.deed import Deed
from infostrada.site.records.numbering.entries import entry_of
from infostrada.site.records.problems import Blocked
from typing import Any


SERIES = {"letters": "rpw", "outgoing": "rpwych", "handovers": "handover"}


def series_of(kind: str, shown: dict[str, Any]) -> tuple[str, int, str, int] | None:
    """Kind, year and key of the series a record's number is of, and the number."""
    if kind in SERIES:
        word = SERIES[kind]
        return (word, shown["year"], "", shown["number"]) if shown["number"] and shown["year"] else None
    sign = shown.get("sign") if kind == "cases" else None
    if sign is None:
        return None
    key = f"{sign.unit}.{sign.symbol}"
    if sign.inside is None:
        return ("case", sign.year, key, sign.number)
    return ("case", sign.year, f"{key}.{sign.number}", sign.inside)


def enter_number(unit: str, series: tuple[str, int, str, int], record: Any, uid: str, office: str) -> None:
    """Enter a number as it was in the unit's register; raises Blocked when it does not follow the last."""
    word, year, key, value = series
    title = record.title if IHandover.providedBy(record) else entry_of(record)["title"]
    entry = {"title": title, "office": office}
    try:
        numbers.adopt(numbers.Series(unit, word, year, key), value, uid=uid, entry=entry)
    except ValueError as error:
        raise Blocked([], reason="number_gap") from error


def new_sign(case: Any, uid: str, act: Deed) -> Sign:
    """A sign of this office and year for another office's case; the same one when asked again for the record."""
    year = act.at.year
    number = numbers.take(
        spis(act.unit, year, case.org_symbol, case.class_symbol),
        uid=uid,
        idempotency_key=f"bundle:{uid}",
        entry=entry_of(case),
    )
    return Sign(case.org_symbol, case.class_symbol, number.value, year)
