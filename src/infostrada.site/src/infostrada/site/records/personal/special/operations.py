"""Mark a case as one with special categories of data, name who may see it, tell who does and did."""

from collections.abc import Iterable
from datetime import datetime
from infostrada.core import accesslog
from infostrada.core.record import pending
from infostrada.core.record.grants import grants_on
from infostrada.core.record.grants import revoke
from infostrada.core.record.sql import rows
from infostrada.site.records.actor import name_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Step
from infostrada.site.records.cases.inheriting import hand_down
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import by_uid
from infostrada.site.records.personal.report import REPORT
from infostrada.site.records.personal.special.closing import close_to_posts
from infostrada.site.records.personal.special.rules import marking_faults
from infostrada.site.records.personal.special.rules import ordered
from infostrada.site.records.personal.special.rules import reason_faults
from infostrada.site.records.personal.special.rules import WORDS
from infostrada.site.records.personal.special.sealing import seal_all
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.tasks.routing import is_addressee
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import groups_with_members
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import org_group
from infostrada.site.units.roles import unit_group
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


ACTIONS = ("special_marked", "special_inherited", "special_ended", "sight_given", "sight_taken")
KEPT = ("archived", "destroyed", "transferred")
SPECIAL = """
    SELECT own.uid, own.sign, own.org_symbol, own.special, record.title, record.state, record.path
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(unit)s AND own.special <> '' AND own.uid > %(after)s
    ORDER BY own.uid LIMIT %(size)s
"""


class Holder(NamedTuple):
    """Somebody who may see a case, by what: a right on it (from a moment) or a post."""

    principal: str
    name: str
    by: str
    since: datetime | None = None


def mark_special(case: Case, kinds: Iterable[str], reason: str) -> str:
    """From now on other posts of the office do not open the case; raises InvalidData naming the fields.

    Its parts follow: at once, or by the job answered when they are many.
    """
    require(WORK_ON, case)
    listed = list(kinds)
    faults = [Fault(*each) for each in marking_faults(listed, reason)]
    if faults:
        raise InvalidData(faults)
    said = ", ".join(WORDS[kind] for kind in ordered(listed))
    return _set(case, ordered(listed), "special_marked", f"{said}: {reason.strip()}")


def end_special(case: Case, reason: str) -> None:
    """The case holds no special categories of data: it is open to the posts of the office again."""
    require(REOPEN, case)
    faults = [Fault(*each) for each in reason_faults(reason)]
    if faults:
        raise InvalidData(faults)
    if not case.special:
        raise Blocked([], reason="not_special")
    _set(case, (), "special_ended", reason.strip())


def give_sight(case: Case, person: str, reason: str) -> None:
    """Name a person or post who may see the case; needs the head of its organisational unit."""
    act = _leading(case, reason, person)
    allow(case, person, READ)
    _note(case, act, "sight_given", f"{name_of(person)}: {reason.strip()}")


def take_sight(case: Case, person: str, reason: str) -> None:
    """End every right of a person or post on the case, but not that of the officer who leads it."""
    act = _leading(case, reason, person)
    if person == case.officer:
        raise Blocked([], reason="officer_sees")
    if not revoke(case, person):
        raise Blocked([], reason="sight_missing")
    _note(case, act, "sight_taken", f"{name_of(person)}: {reason.strip()}")


def holders(case: Case) -> list[Holder]:
    """Everybody who may see the case now: by rights on it and by posts that open it."""
    found = [
        Holder(each.principal, name_of(each.principal), "right", each.valid_from)
        for each in grants_on(IUUID(case))
    ]
    unit = unit_of(case)
    groups = {org_group(unit.unit_id, case.org_id, "manager")} if case.org_id else set()
    if state_of(case) in KEPT:
        groups.add(unit_group(unit.unit_id, "archivist"))
    for group in groups_with_members(unit):
        if group["id"] in groups:
            found += [Holder(login, name_of(login), group["title"]) for login in group["members"]]
    return found


def rights_of(case: Case) -> list[Any]:
    """Every right there was or is on the case, the newest first."""
    return sorted(
        grants_on(IUUID(case), in_force=False), key=lambda one: (one.valid_from, one.id), reverse=True
    )


def changes_of(case: Case) -> list[Step]:
    """What was changed of who sees the case, by whom, the newest first."""
    return [step for step in reversed(list(case.metryka)) if step.action in ACTIONS]


def special_cases(context: Any, size: int, after: str = "") -> list[dict[str, Any]]:
    """Cases of the office with special categories of data, for the data-protection officer; noted in the access log."""
    require(REPORT, context)
    unit = unit_of(context).unit_id
    pending.flush()
    accesslog.note("personal.special", uid=None, unit=unit, outcome="granted", reason="art. 9")
    return list(rows(SPECIAL, {"unit": unit, "after": after, "size": size}))


def special_case(context: Any, uid: str) -> Case:
    """One of them; NotFound for another."""
    require(REPORT, context)
    case: Case = by_uid(uid, ICase, near=context)
    accesslog.note(
        "personal.special", uid=uid, unit=unit_of(context).unit_id, outcome="granted", reason="art. 9"
    )
    return case


def _set(case: Case, kinds: tuple[str, ...], action: str, label: str) -> str:
    act = deed(case)
    case.special = kinds
    close_to_posts(case)
    seal_all([case], act)
    _note(case, act, action, label)
    case.reindexObjectSecurity()
    return hand_down(case, act) if kinds else ""


def _leading(case: Case, reason: str, person: str) -> Deed:
    # Whoever leads the organisational unit says who else sees the case.
    require(REOPEN, case)
    act = deed(case)
    faults = [Fault(*each) for each in reason_faults(reason)]
    if not is_addressee(person, act.unit):
        faults.append(Fault("person", "principal_unknown"))
    if faults:
        raise InvalidData(faults)
    if not case.special:
        raise Blocked([], reason="not_special")
    return act


def _note(case: Case, act: Deed, action: str, label: str) -> None:
    case.step(act.at, act.actor, action, "", label)
    case.reindexObject()
    # Which data and why stands in the case: the journal is never erased.
    act.write(f"case.{action}", case)
