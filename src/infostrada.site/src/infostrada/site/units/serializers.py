"""Units, posts and people as JSON; used by the REST services, the command line and the screens."""

from datetime import date
from infostrada.site.units.interfaces import IAssignment
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.interfaces import IPost
from infostrada.site.units.rules import holds_on
from plone import api
from typing import Any


UNIT_FIELDS = (
    "unit_id",
    "title",
    "kind",
    "teryt",
    "host_name",
    "street",
    "postcode",
    "city",
    "email",
    "phone",
    "ade",
    "office_hours",
    "description",
)


def unit_json(unit: Any) -> dict[str, Any]:
    """A unit's settings."""
    facts = {name: getattr(unit, name) or "" for name in UNIT_FIELDS}
    return {"@id": unit.absolute_url(), "state": api.content.get_state(unit), **facts}


def employee_json(employee: Any) -> dict[str, Any]:
    """An employee, without posts."""
    return {
        "@id": employee.absolute_url(),
        "user_id": employee.user_id,
        "title": employee.title,
        "email": employee.email,
        "phone": employee.phone or "",
        "state": api.content.get_state(employee),
    }


def assignment_json(assignment: Any, today: date) -> dict[str, Any]:
    """Who holds a post from when to when, and whether today."""
    first, last = assignment.valid_from, assignment.valid_to
    return {
        "@id": assignment.absolute_url(),
        "id": assignment.getId(),
        "user_id": assignment.user_id,
        "title": assignment.title,
        "substitute": bool(assignment.substitute),
        "valid_from": first.isoformat() if first else None,
        "valid_to": last.isoformat() if last else None,
        "holds_today": holds_on(today, first, last),
    }


def post_json(post: Any, today: date) -> dict[str, Any]:
    """A post, its roles and its assignments, the newest first."""
    held = [item for item in post.objectValues() if IAssignment.providedBy(item)]
    held.sort(key=lambda item: item.valid_from or date.min, reverse=True)
    return {
        "@id": post.absolute_url(),
        "post_id": post.post_id,
        "title": post.title,
        "symbol": post.symbol or "",
        "unit_roles": sorted(post.unit_roles or ()),
        "org_roles": sorted(post.org_roles or ()),
        "assignments": [assignment_json(item, today) for item in held],
    }


def branch_json(container: Any, today: date) -> dict[str, Any]:
    """Posts and organisational units inside a structure or an organisational unit, downwards."""
    items = sorted(container.objectValues(), key=lambda item: item.title.lower())
    posts = [post_json(item, today) for item in items if IPost.providedBy(item)]
    orgs = [org_json(item, today) for item in items if IOrganisationalUnit.providedBy(item)]
    return {"posts": posts, "organisational_units": orgs}


def org_json(org: Any, today: date) -> dict[str, Any]:
    """An organisational unit with everything inside."""
    facts = {"@id": org.absolute_url(), "org_id": org.org_id, "title": org.title}
    return {**facts, "symbol": org.symbol, **branch_json(org, today)}
