"""How a number of a register is written and read."""

from infostrada.core.numbers import Series
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.cases.sign import Sign

import re


LETTERS, OUTGOING, CASES = "letters", "outgoing", "cases"
REGISTERS = {LETTERS: "rpw", OUTGOING: "rpwych", CASES: "case"}
"""What numbers are reserved in, and the kinds of their series."""
LONGEST_DAYS = 366
USUAL_DAYS = 14
_RPW = re.compile(r"(W/)?([1-9]\d{0,17})/((?:19|20)\d{2})\Z")


def word(series: Series, value: int) -> str:
    """The number as people write it: a sign of a case, `W/number/year` of the RPWych, else number/year.

    A series of cases has the key `unit.class`, one of a group `unit.class.basis`.
    """
    if series.kind != REGISTERS[CASES]:
        before = "W/" if series.kind == REGISTERS[OUTGOING] else ""
        return f"{before}{value}/{series.year}"
    unit, symbol, *basis = series.key.split(".")
    place = (int(basis[0]), series.year, value) if basis else (value, series.year)
    return str(Sign(unit, symbol, *place))


def read(unit_id: str, text: str) -> tuple[Series, int] | None:
    """The series and number of a number of the RPW or the RPWych, or of a sign; None for another text."""
    found = _RPW.match(text.strip())
    if found is not None:
        register = OUTGOING if found[1] else LETTERS
        return Series(unit_id, REGISTERS[register], int(found[3])), int(found[2])
    try:
        sign = parse(text)
    except BadSignError:
        return None
    key = f"{sign.unit}.{sign.symbol}"
    if sign.inside is not None:
        return Series(unit_id, REGISTERS[CASES], sign.year, f"{key}.{sign.number}"), sign.inside
    return Series(unit_id, REGISTERS[CASES], sign.year, key), sign.number
