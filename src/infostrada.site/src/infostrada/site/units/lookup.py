"""Find a unit, an organisational unit or a post from its stable id or from a content object."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterator
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.errors import NotFound
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site import _
from infostrada.site.units.interfaces import IEmployee
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.roles import parse
from plone import api
from typing import Any
from zope.component import getUtility
from zope.interface import Interface


EMPLOYEE = "osoba-"
ORG, POST = "units_org", "units_post"
EMPLOYEES = """
    SELECT path, title FROM core.record WHERE type = 'units_employee' AND unit = %(unit)s
"""
STRUCTURE = "struktura"
"""Id of the container with a unit's organisational units, posts and employees."""


def enclosing(obj: Any, contract: type[Interface]) -> Any:
    """The object itself or its nearest container that provides ``contract``; else None."""
    chain = aq_chain(aq_inner(obj))
    return next((item for item in chain if contract.providedBy(item)), None)


def unit_of(obj: Any) -> Any:
    """The unit an object lies in; None outside of every unit."""
    return enclosing(obj, IUnit)


def find_unit(unit_id: str) -> Any:
    """The unit with this stable id; NotFound when there is none."""
    entry = getUtility(IUnitDirectory).unit(unit_id)
    if entry is None:
        raise NotFound(_("There is no such unit."), field="unit_id", reason="unknown_unit")
    return api.portal.get()[entry.name]


def structure_of(unit: Any) -> Any:
    """The container with the unit's organisational units, posts and employees."""
    return unit[STRUCTURE]


def units_of_user(user: Any, day: date | None = None) -> set[str]:
    """Stable ids of the units a user works in on ``day`` (today)."""
    groups = getUtility(IUnitDirectory).groups_of(user.getId(), day or polish_today())
    return {group.unit for group in map(parse, groups) if group is not None}


def spans_all_units(user: Any) -> bool:
    """Is the user an operator of the whole site, who sees people of every unit?"""
    return bool({"Manager", "Site Administrator"} & set(user.getRoles()))


def employee_name(user_id: str) -> str:
    """Id of an employee's object; the prefix keeps a login from taking a post's id."""
    return f"{EMPLOYEE}{user_id}"


def find_employee(unit: Any, user_id: str) -> Any:
    """The unit's employee with this login; None when it has none."""
    return structure_of(unit).get(employee_name(user_id))


def employee_names(unit_id: str) -> dict[str, str]:
    """Names of the unit's employees by their logins, from the side index: hundreds of people are looked up at once."""
    pending.flush()
    found = rows(EMPLOYEES, {"unit": unit_id})
    return {row["path"].rpartition(f"/{EMPLOYEE}")[2]: row["title"] for row in found}


def employees_of(unit: Any) -> list[Any]:
    """Employees of a unit by name, those whose employment has ended included."""
    people = [item for item in structure_of(unit).objectValues() if IEmployee.providedBy(item)]
    return sorted(people, key=lambda person: person.title.lower())


def posts_of(container: Any) -> Iterator[Any]:
    """All posts inside a structure or an organisational unit."""
    for item in container.objectValues():
        if item.portal_type == POST:
            yield item
        elif item.portal_type == ORG:
            yield from posts_of(item)


def find_post(unit: Any, post_id: str) -> Any:
    """The unit's post with this stable id; None when it has none."""
    posts = posts_of(structure_of(unit))
    return next((post for post in posts if post.post_id == post_id), None)


def orgs_of(container: Any) -> Iterator[Any]:
    """All organisational units inside a structure or an organisational unit."""
    for item in container.objectValues():
        if item.portal_type == ORG:
            yield item
            yield from orgs_of(item)


def find_org(unit: Any, org_id: str) -> Any:
    """The unit's organisational unit with this stable id; None when it has none."""
    orgs = orgs_of(structure_of(unit))
    return next((org for org in orgs if org.org_id == org_id), None)


def groups_with_members(unit: Any) -> list[dict[str, Any]]:
    """The unit's groups that have somebody in them today: id, title and logins."""
    directory = getUtility(IUnitDirectory)
    today = polish_today()
    members: dict[str, list[str]] = {}
    for user_id in sorted(directory.users_of_units([unit.unit_id])):
        for group_id in directory.groups_of(user_id, today):
            group = parse(group_id)
            if group is not None and group.unit == unit.unit_id:
                members.setdefault(group_id, []).append(user_id)
    return [
        {"id": group_id, "title": _group_title(group_id), "members": members[group_id]}
        for group_id in sorted(members)
    ]


def _group_title(group_id: str) -> str:
    group = api.group.get(group_id)
    return group.getProperty("title") if group is not None else group_id
