"""Everything one does to a unit, its organisational units, posts and people."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields
from datetime import date
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.core.journal import append
from infostrada.site import _
from infostrada.site.parties.rules import check
from infostrada.site.units import rules
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import employee_name
from infostrada.site.units.lookup import find_employee
from infostrada.site.units.lookup import posts_of
from infostrada.site.units.lookup import STRUCTURE
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import UNIT_ROLES
from plone import api
from plone.base.utils import check_id
from plone.dexterity.utils import createContent
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re
import secrets


LOGIN_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@dataclass(frozen=True)
class UnitData:
    """What a unit is made of; see ``interfaces.IUnit`` for the meaning of each field."""

    unit_id: str
    title: str
    kind: str = "other"
    teryt: str = ""
    host_name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    ade: str = ""
    office_hours: str = ""
    description: str = ""


CHANGEABLE = tuple(field.name for field in fields(UnitData) if field.name != "unit_id")


def _journal(action: str, content: Any, **data: Any) -> None:
    append(f"units.{action}", unit=unit_of(content).unit_id, uid=IUUID(content), data=data)


def _add(container: Any, portal_type: str, name: str, **values: Any) -> Any:
    content = createContent(portal_type, **values)
    content.id = name
    # not through the name chooser, which would rewrite the dots of a login
    return container._getOb(container._setObject(name, content))


def _check_unit(values: dict[str, str], unit_id: str) -> None:
    if not (values.get("title") or "").strip():
        raise BadRequest(_("Give the unit a name."), field="title", reason="required")
    if values["kind"] not in rules.KINDS:
        raise BadRequest(_("There is no such kind of unit."), field="kind", reason="unknown")
    if not rules.valid_teryt(values["kind"], values["teryt"]):
        message = _("A TERYT number of this kind of unit has another number of digits.")
        raise BadRequest(message, field="teryt", reason="length")
    for kind in ("postcode", "ade"):
        if values[kind] and not check(kind, values[kind]).ok:
            raise BadRequest(_("This is not written as it should be."), field=kind, reason="form")
    _check_host(values["host_name"], unit_id)


def _check_host(host: str, unit_id: str) -> None:
    if not host:
        return
    if not rules.valid_host(host):
        message = _("A host name has no scheme and no path, for example gmina.example.pl.")
        raise BadRequest(message, field="host_name", reason="form")
    if getUtility(IUnitDirectory).unit_of_host(host) not in (None, unit_id):
        message = _("Another unit already has this host name.")
        raise Conflict(message, field="host_name", reason="taken")


def create_unit(portal: Any, data: UnitData) -> Any:
    """Add a unit with its empty structure; it stays in preparation until it is opened.

    BadRequest names the field at fault; Conflict when the id or the host name is taken.
    """
    if not rules.valid_id(data.unit_id):
        message = _("A stable id has lower-case letters, digits and single hyphens.")
        raise BadRequest(message, field="unit_id", reason="form")
    if getUtility(IUnitDirectory).unit(data.unit_id) or check_id(portal, data.unit_id, contained_by=portal):
        raise Conflict(_("This id is taken."), field="unit_id", reason="taken")
    values = {name: getattr(data, name) for name in CHANGEABLE}
    _check_unit(values, data.unit_id)
    unit = _add(portal, "units_unit", data.unit_id, **values)
    _add(unit, "units_structure", STRUCTURE, title="Struktura organizacyjna")
    _journal("unit.create", unit)
    return unit


def open_unit(unit: Any) -> None:
    """Show a unit to the public."""
    api.content.transition(unit, "open")
    _journal("unit.open", unit)


def change_unit(unit: Any, changes: dict[str, Any]) -> None:
    """Change a unit's settings; unknown fields and the stable id are refused."""
    for name in changes:
        if name not in CHANGEABLE and name != "logo":
            raise BadRequest(_("This cannot be changed."), field=name, reason="unknown")
    values = {name: getattr(unit, name) or "" for name in CHANGEABLE}
    values.update({name: value for name, value in changes.items() if name != "logo"})
    _check_unit(values, unit.unit_id)
    for name, value in changes.items():
        setattr(unit, name, value)
    _changed(unit)
    _journal("unit.change", unit, fields=sorted(changes))


def _changed(content: Any) -> None:
    content.reindexObject()
    notify(ObjectModifiedEvent(content))


def _free(wanted: str, taken: Callable[[str], bool]) -> str:
    """The wanted id, or the first of ``wanted-2``, ``wanted-3``... that nothing has."""
    name, count = wanted, 1
    while taken(name):
        count += 1
        name = f"{wanted}-{count}"
    return name


def create_org(parent: Any, *, title: str, symbol: str) -> Any:
    """Add an organisational unit to a unit's structure or inside another one."""
    unit_id = unit_of(parent).unit_id
    if not rules.slug(symbol):
        raise BadRequest(_("Give the symbol used in case signs."), field="symbol", reason="form")
    if not title.strip():
        raise BadRequest(_("Give it a name."), field="title", reason="required")
    title_of = getUtility(IUnitDirectory).title
    if title_of(f"{unit_id}:{rules.slug(symbol)}") is not None:
        raise Conflict(_("This symbol is taken."), field="symbol", reason="taken")
    org = _add(parent, "units_org", rules.slug(symbol), title=title, symbol=symbol)
    _journal("org.create", org, symbol=symbol)
    return org


def create_post(
    parent: Any,
    *,
    title: str,
    symbol: str = "",
    unit_roles: frozenset[str] = frozenset(),
    org_roles: frozenset[str] = frozenset(),
) -> Any:
    """Add a post to a unit's structure or to an organisational unit."""
    _check_roles(unit_roles, org_roles)
    if not rules.slug(title):
        raise BadRequest(_("Give it a name."), field="title", reason="required")
    unit_id = unit_of(parent).unit_id
    title_of = getUtility(IUnitDirectory).title
    name = _free(
        rules.slug(title)[: rules.ID_LENGTH],
        lambda wanted: title_of(f"{unit_id}.{wanted}") is not None or wanted in parent,
    )
    roles = {"unit_roles": frozenset(unit_roles), "org_roles": frozenset(org_roles)}
    post = _add(parent, "units_post", name, title=title, symbol=symbol, **roles)
    _journal("post.create", post, **_role_lists(post))
    return post


def _role_lists(post: Any) -> dict[str, list[str]]:
    return {"unit_roles": sorted(post.unit_roles), "org_roles": sorted(post.org_roles)}


def _check_roles(unit_roles: frozenset[str], org_roles: frozenset[str]) -> None:
    if not set(unit_roles) <= set(UNIT_ROLES):
        raise BadRequest(_("There is no such role."), field="unit_roles", reason="unknown")
    if not set(org_roles) <= set(ORG_ROLES):
        raise BadRequest(_("There is no such role."), field="org_roles", reason="unknown")


def change_post(post: Any, *, unit_roles: frozenset[str], org_roles: frozenset[str]) -> None:
    """Give a post other roles; whoever holds it has them from the next request on."""
    _check_roles(unit_roles, org_roles)
    post.unit_roles, post.org_roles = frozenset(unit_roles), frozenset(org_roles)
    _changed(post)
    _journal("post.change", post, **_role_lists(post))


def employ(
    unit: Any, *, user_id: str, title: str, email: str, phone: str = "", password: str = ""
) -> tuple[Any, str]:
    """Employ a person with a new login; answers with the employee and the first password.

    Conflict when the login is taken anywhere in the site: one login is one person.
    """
    _check_person(user_id, title, email)
    if api.user.get(userid=user_id) is not None:
        raise Conflict(_("This login is taken."), field="user_id", reason="taken")
    password = password or secrets.token_urlsafe(12)
    properties = {"fullname": title}
    api.user.create(email=email, username=user_id, password=password, properties=properties)
    employee = add_employee(unit, user_id=user_id, title=title, email=email, phone=phone)
    return employee, password


def add_employee(unit: Any, *, user_id: str, title: str, email: str, phone: str = "") -> Any:
    """Employ a person who already has a login, for instance in another unit.

    Only an operator of the whole site may call it: it confirms that the login exists.
    """
    if find_employee(unit, user_id) is not None:
        raise Conflict(_("This person is employed here."), field="user_id", reason="taken")
    values = {"user_id": user_id, "title": title, "email": email, "phone": phone}
    employee = _add(structure_of(unit), "units_employee", employee_name(user_id), **values)
    _journal("employee.add", employee, user_id=user_id)
    return employee


def _check_person(user_id: str, title: str, email: str) -> None:
    if LOGIN_PATTERN.fullmatch(user_id) is None:
        message = _("A login has lower-case letters, digits, dots and hyphens.")
        raise BadRequest(message, field="user_id", reason="form")
    if not title.strip():
        raise BadRequest(_("Give the first name and surname."), field="title", reason="required")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise BadRequest(_("This is not an e-mail address."), field="email", reason="form")


def assign(
    post: Any,
    *,
    user_id: str,
    valid_from: date,
    valid_to: date | None = None,
    substitute: bool = False,
) -> Any:
    """Let an employee of the unit hold a post, or stand in for its holder, between two days."""
    if valid_to is not None and valid_to < valid_from:
        message = _("The last day lies before the first.")
        raise BadRequest(message, field="valid_to", reason="order")
    if substitute and valid_to is None:
        message = _("A substitution has a last day.")
        raise BadRequest(message, field="valid_to", reason="required")
    employee = find_employee(unit_of(post), user_id)
    if employee is None:
        message = _("This person is not employed in the unit.")
        raise BadRequest(message, field="user_id", reason="unknown")
    if api.content.get_state(employee) != "active":
        message = _("This person's employment has ended.")
        raise Conflict(message, field="user_id", reason="ended")
    name = _free(f"{user_id}-{valid_from:%Y%m%d}", post.__contains__)
    values = {"user_id": user_id, "valid_from": valid_from, "valid_to": valid_to}
    return _add(post, "units_assignment", name, title=employee.title, substitute=substitute, **values)


def end_assignment(assignment: Any, last_day: date) -> None:
    """Let an assignment end with ``last_day``; it may be shortened, never lengthened."""
    if assignment.valid_to is not None and assignment.valid_to < last_day:
        message = _("It already ends earlier.")
        raise Conflict(message, field="last_day", reason="ended")
    assignment.valid_to = last_day
    _changed(assignment)
    _journal("assignment.end", assignment, last_day=last_day.isoformat())


def end_employment(employee: Any, last_day: date) -> None:
    """End all assignments of a person in the unit and mark the employment as ended.

    The login stays, because registers and journals name it; it has no groups of the unit any more.
    """
    for post in posts_of(structure_of(unit_of(employee))):
        for assignment in post.objectValues():
            open_end = assignment.valid_to is None or assignment.valid_to > last_day
            if assignment.user_id == employee.user_id and open_end:
                end_assignment(assignment, last_day)
    api.content.transition(employee, "end")
    _journal("employee.end", employee, last_day=last_day.isoformat())
