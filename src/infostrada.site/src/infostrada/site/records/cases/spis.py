"""The list of cases (spis spraw) a case stands in: one for an organisational unit, a class and a year."""

from datetime import date
from infostrada.core import numbers
from infostrada.site.records.cases.sign import UNIT_SYMBOL
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.units.lookup import find_org
from typing import Any


def spis(unit_id: str, year: int, org_symbol: str, class_symbol: str) -> numbers.Series:
    """The series of a list of cases (spis spraw): one for each organisational unit, class and year."""
    return numbers.Series(unit_id, "case", year, f"{org_symbol}.{class_symbol}")


def org_of(unit: Any, org_id: str) -> Any:
    """The organisational unit with this id, however deep; InvalidData when there is none."""
    found = find_org(unit, org_id)
    if found is None:
        raise invalid("org_id", "org_unknown")
    return found


def class_faults(unit: Any, org: Any, class_symbol: str, today: date) -> list[Fault]:
    """What forbids a case of this organisational unit and class today."""
    faults = [] if UNIT_SYMBOL.match(org.symbol or "") else [Fault("org_id", "symbol_not_for_sign")]
    plan = plan_on(unit, today)
    if plan is None:
        faults.append(Fault("class_symbol", "no_plan"))
    elif plan.get(class_symbol) is None:
        faults.append(Fault("class_symbol", "class_unknown"))
    elif not plan.takes_cases(class_symbol):
        faults.append(Fault("class_symbol", "class_not_final"))
    return faults
