"""Whom a clerk may choose: posts and people of the unit."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.records.documents.acceptors import own_org
from infostrada.site.records.documents.acceptors import usual_acceptor
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import employee_names
from infostrada.site.units.roles import post_group
from plone import api
from typing import Any
from zope.component import getUtility


def addressees(unit_id: str) -> list[dict[str, Any]]:
    """Options: the unit's posts, then its people, each by name."""
    directory = getUtility(IUnitDirectory)
    posts = sorted(
        (title, post_group(key))
        for key, title in directory.titles()
        if ":" not in key and key.startswith(f"{unit_id}.")
    )
    people = sorted(
        (name, user) for user, name in employee_names(unit_id).items() if directory.has_user(unit_id, user)
    )
    named = [{"value": value, "label": label} for label, value in (*posts, *people)]
    return [{"value": "", "label": _("choose")}, *named]


def acceptor_field(unit: Any, org_id: str | None = None, **more: Any) -> dict[str, Any]:
    """The field of who accepts; proposed is the head of the department of the case, or of the visitor's own."""
    me, today = api.user.get_current().getId() or "", polish_today()
    org = own_org(unit, me, today) if org_id is None else org_id
    return {
        "name": "acceptor",
        "label": _("Who accepts"),
        "kind": "select",
        "required": True,
        "value": usual_acceptor(unit, org, me, today),
        "options": addressees(unit.unit_id),
        **more,
    }
