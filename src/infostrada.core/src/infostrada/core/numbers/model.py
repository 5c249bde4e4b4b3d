"""What a number is and where it comes from."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any


@dataclass(frozen=True, order=True)
class Series:
    """A row of numbers starting at 1: one per unit, kind of register, year and key (a class, say).

    Series sort in the order in which a transaction may lock them.
    """

    unit: str
    kind: str
    year: int
    key: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.unit, self.kind, str(self.year), self.key)))


@dataclass(frozen=True)
class Number:
    """A number and the record it belongs to.

    `replayed`: the record `uid` had it already; nothing new is to be made.
    """

    value: int
    replayed: bool
    uid: str


@dataclass(frozen=True)
class Reservation:
    """A run of numbers set aside for `holder` until the end of the day `ends`."""

    series: Series
    first: int
    last: int
    holder: str
    holder_name: str
    note: str
    ends: date


@dataclass(frozen=True)
class Held:
    """A reserved number a record is to get, and who may give it."""

    value: int
    holder: str


@dataclass(frozen=True)
class LooseRow:
    """A row of a register that stands for no record: reserved (`remark` None), or cancelled with its remark."""

    series: Series
    value: int
    remark: str | None
    at: datetime
    holder: str | None
    holder_name: str | None
    note: str | None
    ends: date | None


@dataclass(frozen=True)
class RegisterRow:
    """One row of a register; `remark` is set when the number stands for no record."""

    value: int
    uid: str
    state: str
    remark: str | None
    entry: dict[str, Any]
    taken: datetime


@dataclass(frozen=True)
class Swept:
    """How many numbers a sweep found in order and how many it cancelled."""

    confirmed: int
    cancelled: int
