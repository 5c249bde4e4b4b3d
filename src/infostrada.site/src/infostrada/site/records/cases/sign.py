"""Znak sprawy: the lawful sign of a case.

`ABC-II.123.77.2011` = organisational unit . final class . number in the case list . year;
`ABC.123.78.2.2011` is case 2 of the group founded on case 78. The initials of the officer
(`.JW`) may follow on letters and are not part of the sign (Dz.U. 2011 nr 14 poz. 67).
"""

from dataclasses import dataclass

import re


UNIT = r"[A-ZĄĆĘŁŃÓŚŹŻ][A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż0-9]*(?:-[A-Z0-9]+)*"
UNIT_SYMBOL = re.compile(rf"{UNIT}\Z")
SIGN = re.compile(
    rf"(?P<unit>{UNIT})\.(?P<symbol>\d{{1,10}})\.(?P<number>[1-9]\d*)"
    r"(?:\.(?P<inside>[1-9]\d*))?\.(?P<year>(?:19|20)\d{2})"
    r"(?:\.(?P<officer>[A-ZĄĆĘŁŃÓŚŹŻ]{1,5}\d?))?\Z"
)


class BadSignError(ValueError):
    """A text that is no sign of a case."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign in its parts; `inside` is the number inside a group, `officer` is for letters."""

    unit: str
    symbol: str
    number: int
    year: int
    inside: int | None = None
    officer: str = ""

    def __str__(self) -> str:
        inside = "" if self.inside is None else f".{self.inside}"
        return f"{self.unit}.{self.symbol}.{self.number}{inside}.{self.year}"


def parse(text: str) -> Sign:
    """The sign written in `text`; raises `BadSignError`."""
    match = SIGN.match(text.strip())
    if match is None:
        raise BadSignError(text)
    inside = match["inside"]
    return Sign(
        unit=match["unit"],
        symbol=match["symbol"],
        number=int(match["number"]),
        year=int(match["year"]),
        inside=None if inside is None else int(inside),
        officer=match["officer"] or "",
    )
