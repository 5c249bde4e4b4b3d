"""Reserve numbers of the registers, and give them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.permissions import OPEN
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.spis import class_faults
from infostrada.site.records.cases.spis import org_of
from infostrada.site.records.cases.spis import spis
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.operations import rpw
from infostrada.site.records.correspondence.outgoing.operations import rpwych
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.numbering.rules import LETTERS
from infostrada.site.records.numbering.rules import LONGEST_DAYS
from infostrada.site.records.numbering.rules import OUTGOING
from infostrada.site.records.numbering.rules import read
from infostrada.site.records.numbering.rules import REGISTERS
from infostrada.site.records.numbering.rules import USUAL_DAYS
from infostrada.site.records.numbering.rules import word
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.texts import is_writable
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.lookup import unit_of
from plone import api
from typing import Any


@dataclass(frozen=True)
class Wanted:
    """What is said of a reservation; organisational unit and class for cases alone."""

    register: str
    count: int = 1
    org_id: str = ""
    class_symbol: str = ""
    days: int = USUAL_DAYS
    note: str = ""


def reserve_numbers(
    context: Any, wanted: Wanted, *, idempotency_key: str | None = None
) -> numbers.Reservation:
    """Set the next numbers of a register aside for the person logged in.

    Each has its row in the register at once. They hold until the end of the last day, at the longest until
    the year's end: a series has the numbers of one year. With an `idempotency_key` used before, the same
    numbers are returned. Needs the right to register letters, or to open cases in the organisational unit; for the RPWych either will do.
    """
    unit = unit_of(context)
    act = deed(unit)
    faults = _faults(wanted)
    if faults:
        raise InvalidData(faults)
    return numbers.reserve(
        _series(unit, wanted, act),
        wanted.count,
        numbers.Holder(act.actor.id, act.actor.name),
        ends=min(act.at.date() + timedelta(days=wanted.days), date(act.at.year, 12, 31)),
        note=wanted.note.strip(),
        key=idempotency_key,
    )


def release_numbers(context: Any, words: Sequence[str]) -> None:
    """Give reserved numbers back; all of them, or none and a refusal.

    One's own, anybody's with the right of the co-ordinator. Raises `NumberNotReserved`.
    """
    unit = unit_of(context)
    found = [_named(unit, each) for each in words]
    if not found:
        raise invalid("numbers", "required")
    # The co-ordinator and the head give back what others reserved and left.
    any_holder = api.user.has_permission(REOPEN, obj=unit)
    mine = str(api.user.get_current().getId())
    for series, value in sorted(found):
        holder = numbers.holder_of(series, value)
        if holder is None or not (any_holder or holder == mine):
            raise numbers.NumberNotReserved(field="numbers")
        numbers.release(series, value)


def may_reserve_outgoing(unit: Any) -> bool:
    """The registry, and whoever opens cases in some department and so prepares letters."""
    here = api.user.has_permission
    return bool(here(REGISTER, obj=unit) or any(here(OPEN, obj=org) for org in orgs_of(structure_of(unit))))


def held_outgoing(unit: Any) -> list[str]:
    """Numbers of the RPWych reserved for the person logged in this year."""
    mine, year = str(api.user.get_current().getId()), polish_today().year
    found = numbers.loose(unit.unit_id, year, after=(REGISTERS[OUTGOING], "", 0), size=200)
    return [word(each.series, each.value) for each in found if each.remark is None and each.holder == mine]


def loose_numbers(
    context: Any, year: int, *, after: tuple[str, str, int] = ("", "", 0), size: int = 200
) -> list[numbers.LooseRow]:
    """Rows of the unit's registers that stand for no record: reserved, given back, lost to a failure."""
    return numbers.loose(unit_of(context).unit_id, year, after=after, size=size)


def _named(unit: Any, written: str) -> tuple[numbers.Series, int]:
    found = read(unit.unit_id, written)
    if found is None:
        raise numbers.NumberNotReserved(field="numbers")
    return found


def _faults(wanted: Wanted) -> list[Fault]:
    faults = []
    if wanted.register not in REGISTERS:
        faults.append(Fault("register", "not_in_list"))
    if not 1 <= wanted.count <= numbers.MOST:
        faults.append(Fault("count", "count_out_of_range"))
    if not 0 <= wanted.days <= LONGEST_DAYS:
        faults.append(Fault("days", "days_out_of_range"))
    if not is_writable(wanted.note):
        faults.append(Fault("note", "text_unwritable"))
    return faults


def _series(unit: Any, wanted: Wanted, act: Deed) -> numbers.Series:
    if wanted.register == LETTERS:
        require(REGISTER, unit)
        return rpw(act.unit, act.at.year)
    if wanted.register == OUTGOING:
        if not may_reserve_outgoing(unit):
            require(REGISTER, unit)
        return rpwych(act.unit, act.at.year)
    org = org_of(unit, wanted.org_id)
    require(OPEN, org)
    faults = class_faults(unit, org, wanted.class_symbol, act.at.date())
    if faults:
        raise InvalidData(faults)
    return spis(act.unit, act.at.year, org.symbol, wanted.class_symbol)
