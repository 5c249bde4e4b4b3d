"""How a number of a register is written and read."""

from infostrada.core.numbers import Series
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.cases.sign import Sign

import re


LETTERS, CASES = "letters", "cases"
REGISTERS = {LETTERS: "rpw", CASES: "case"}
"""What numbers are reserved in, and the kinds of their series."""
LONGEST_DAYS = 366
USUAL_DAYS = 14
_RPW = re.compile(r"([1-9]\d{0,17})/((?:19|20)\d{2})\Z")


def word(series: Series, value: int) -> str:
    """The number as people write it: a sign of a case, else number/year.

    A series of cases has the key `unit.class`, one of a group `unit.class.basis`.
    """
    if series.kind != REGISTERS[CASES]:
        return f"{value}/{series.year}"
    unit, symbol, *basis = series.key.split(".")
    place = (int(basis[0]), series.year, value) if basis else (value, series.year)
    return str(Sign(unit, symbol, *place))


def read(unit_id: str, text: str) -> tuple[Series, int] | None:
    """The series and number of an RPW number or a sign; None for another text."""
    found = _RPW.match(text.strip())
    if found is not None:
        return Series(unit_id, REGISTERS[LETTERS], int(found[2])), int(found[1])
    try:
        sign = parse(text)
    except BadSignError:
        return None
    key = f"{sign.unit}.{sign.symbol}"
    if sign.inside is not None:
        return Series(unit_id, REGISTERS[CASES], sign.year, f"{key}.{sign.number}"), sign.inside
    return Series(unit_id, REGISTERS[CASES], sign.year, key), sign.number
