"""Parts of the sentence several registers share."""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Sequence
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import principals_of
from infostrada.site.records.cases.permissions import OPEN
from infostrada.site.units.localroles import roles_in_orgs
from infostrada.site.units.lookup import orgs_of as all_of
from infostrada.site.units.lookup import structure_of
from plone import api
from typing import Any


TERM = Choice(
    "term",
    _("Term"),
    fixed(
        Option("", _("with any term")),
        Option("past", _("overdue"), {"term": "past"}),
        Option("near", _("due within seven days"), {"term": "near"}),
        Option("none", _("without a term"), {"term": "none"}),
    ),
)


def me() -> str:
    """Login of the person."""
    return str(api.user.get_current().getId())


def my_names() -> list[str]:
    """How the person and the posts held today are called in registers."""
    return [name_of(principal) for principal in mine()]


def mine() -> list[str]:
    """The person and the groups of the posts held today."""
    return list(principals_of(me()))


def orgs_of(unit: Any) -> list[Any]:
    """The unit's organisational units, by symbol."""
    return sorted(all_of(structure_of(unit)), key=lambda item: (item.symbol or "", item.title))


def orgs_of_new_cases(page: Any) -> list[dict[str, Any]]:
    """Options: the organisational units the visitor may open cases in."""
    return [
        {"value": org.org_id, "label": f"{org.symbol} – {org.title}"}
        for org in orgs_of(page.unit)
        if page.may(OPEN, org)
    ]


def may_somewhere(permission: str, unit: Any) -> bool:
    """Has the person the permission in the unit, or in one of its organisational units by a role of their groups there?

    It decides what a page offers; whoever acts is asked again where it is done.
    """
    if api.user.has_permission(permission, obj=unit):
        return True
    giving = rolesForPermissionOn(permission, unit)
    return not roles_in_orgs(mine(), unit.unit_id).isdisjoint(giving)


def _orgs(page: Any) -> Sequence[Option]:
    first = Option("", _("of the whole office"))
    orgs = orgs_of(page.unit)
    return [
        first,
        *(Option(org.org_id, f"{org.symbol} – {org.title}", {"org_id": org.org_id}) for org in orgs),
    ]


ORG = Choice("org", _("Organisational unit"), _orgs)


def years(page: Any) -> Sequence[Option]:
    """This year and the five before it."""
    this = polish_today().year
    listed = [Option(str(year), str(year), {"year": str(year)}) for year in range(this, this - 6, -1)]
    return [Option("", _("of all years")), *listed]
