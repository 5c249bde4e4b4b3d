"""Keep the office's register of acts; name the acts a decision rests on."""

from collections.abc import Iterable
from datetime import date
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.acts.rules import Act
from infostrada.site.records.acts.rules import BadEliError
from infostrada.site.records.acts.rules import bases_of
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.acts.rules import COMMON
from infostrada.site.records.acts.rules import LONGEST
from infostrada.site.records.acts.rules import parse_basis
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import unit_of
from persistent.mapping import PersistentMapping
from typing import Any
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.records.acts"
MANAGE = "infostrada.site: Manage templates"


def acts_of(context: Any) -> list[Act]:
    """The acts the office knows by title: the common ones and its own, by identifier."""
    own = IAnnotations(unit_of(context)).get(KEY, {})
    found = {act.eli: act for act in COMMON} | dict(own)
    return [found[eli] for eli in sorted(found, key=_order)]


def enter_act(context: Any, eli: str, title: str, last: date | None = None, following: str = "") -> Act:
    """Enter an act, or say it anew: its title, its last day in force and what came instead."""
    require(MANAGE, context)
    faults = []
    try:
        named = parse_basis(eli, polish_today().year)
    except BadEliError as error:
        raise invalid("eli", error.reason) from error
    if named.provision:
        faults.append(Fault("eli", "eli_malformed"))
    if not title.strip():
        faults.append(Fault("title", "required"))
    if len(title) > LONGEST:
        faults.append(Fault("title", "too_long"))
    after = ""
    if following.strip():
        try:
            after = parse_basis(following, polish_today().year).eli
        except BadEliError as error:
            faults.append(Fault("following", error.reason))
        if after == named.eli:
            faults.append(Fault("following", "doubled"))
    if faults:
        raise InvalidData(faults)
    unit = unit_of(context)
    act = Act(named.eli, title.strip(), last, after)
    _kept(unit)[act.eli] = act
    data = {"eli": act.eli, "title": act.title, "last": last.isoformat() if last else "", "following": after}
    journal.append("records.act.entered", unit=unit.unit_id, data=data)
    return act


def adopt(unit: Any, act: Act) -> None:
    """Enter an act as another system of the office had it."""
    _kept(unit)[act.eli] = act


def bases(field: str, lines: Iterable[str]) -> tuple[Basis, ...]:
    """Acts and provisions, one a line; InvalidData names the field and the line."""
    year, listed = polish_today().year, list(lines)
    faults = []
    for number, line in enumerate(listed, start=1):
        try:
            if line.strip():
                parse_basis(line, year)
        except BadEliError as error:
            faults.append(Fault(f"{field}:{number}", error.reason))
    if faults:
        raise InvalidData(faults)
    try:
        return bases_of(listed, year)
    except BadEliError as error:
        raise invalid(field, error.reason) from error


def _order(eli: str) -> tuple[str, int, int]:
    journal_name, year, position = eli.split("/")
    return journal_name, int(year), int(position)


def _kept(unit: Any) -> Any:
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentMapping()
    return annotations[KEY]
