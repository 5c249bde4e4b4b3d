"""Roles people hold in a unit, and the PAS group ids that carry them.

A role is held through a post, never granted on an object to a person: moving a clerk changes
which groups the clerk is in and reindexes nothing. The ids, three shapes:

- ``unit:<unit_id>:<role>`` for a role in the whole unit;
- ``unit:<unit_id>:<org_id>:<role>`` for a role in one organisational unit;
- ``post:<post_id>`` for a post.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


UNIT_ROLES: dict[str, tuple[str, ...]] = {
    "administrator": ("Unit Administrator",),
    "head": ("Unit Head",),
    "registrar": ("Registrar",),
    "coordinator": ("Records Coordinator",),
    "archivist": ("Archivist",),
    "data_protection": ("Data Protection Officer",),
    "bip_editor": ("BIP Editor",),
    "editor": ("Contributor", "Editor", "Reviewer"),
    "employee": ("Unit Employee",),
}
"""Role word -> Plone roles its group has on the unit and everything inside."""

ORG_ROLES: dict[str, tuple[str, ...]] = {
    "manager": ("Department Manager",),
    "clerk": ("Clerk",),
}
"""Role word -> Plone roles its group has on what belongs to the organisational unit."""

EMPLOYEE = "employee"


@dataclass(frozen=True)
class Group:
    """What a group id says; ``role`` is empty for a post, ``org`` and ``post`` where not meant."""

    unit: str = ""
    org: str = ""
    role: str = ""
    post: str = ""


def unit_group(unit_id: str, role: str) -> str:
    """Group of everybody with ``role`` in the whole unit; KeyError for an unknown role."""
    UNIT_ROLES[role]
    return f"unit:{unit_id}:{role}"


def org_group(unit_id: str, org_id: str, role: str) -> str:
    """Group of everybody with ``role`` in one organisational unit; KeyError for an unknown role."""
    ORG_ROLES[role]
    return f"unit:{unit_id}:{org_id}:{role}"


def post_group(post_id: str) -> str:
    """Group of whoever holds the post today, a substitute included."""
    return f"post:{post_id}"


@lru_cache(maxsize=4096)
def parse(group_id: str) -> Group | None:
    """Read a group id back; None for an id that is not one of ours.

    Each check of a permission asks it about every group of the person, so what an id says is remembered.
    """
    match group_id.split(":"):
        case ["post", post] if post:
            return Group(unit=post.partition(".")[0], post=post)
        case ["unit", unit, role] if unit and role in UNIT_ROLES:
            return Group(unit=unit, role=role)
        case ["unit", unit, org, role] if unit and org and role in ORG_ROLES:
            return Group(unit=unit, org=org, role=role)
    return None


def groups_of_post(
    unit_id: str,
    post_id: str,
    *,
    org_id: str = "",
    unit_roles: Iterable[str] = (),
    org_roles: Iterable[str] = (),
) -> tuple[str, ...]:
    """Every group that holding a post puts a person into.

    Roles in an organisational unit count only for a post that stands in one.
    """
    roles = dict.fromkeys([EMPLOYEE, *unit_roles])
    groups = [post_group(post_id), *(unit_group(unit_id, role) for role in roles)]
    if org_id:
        groups += [org_group(unit_id, org_id, role) for role in dict.fromkeys(org_roles)]
    return tuple(groups)
