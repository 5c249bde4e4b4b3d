"""Who usually accepts a document: the head of the department of its case, then of the one above, then of the office."""

from Acquisition import aq_parent
from collections.abc import Iterator
from datetime import date
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.interfaces import IPost
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import find_org
from infostrada.site.units.lookup import posts_of
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.roles import parse
from infostrada.site.units.roles import post_group
from infostrada.site.units.roles import unit_group
from typing import Any
from zope.component import getUtility


def usual_acceptor(unit: Any, org_id: str, author: str, day: date) -> str:
    """The post as `submit_document` takes it; empty where the author leads the office or nobody holds such a post.

    A post the author holds, as a substitute too, is passed over: who is above decides.
    """
    directory = getUtility(IUnitDirectory)
    own = set(directory.groups_of(author, day))
    if unit_group(unit.unit_id, "head") in own:
        return ""
    for post in _heads(unit, org_id):
        group = post_group(post.post_id)
        if group not in own and directory.members_of(group, day):
            return group
    return ""


def own_org(unit: Any, author: str, day: date) -> str:
    """The department somebody works in; of several the first they were put in; empty for none."""
    held = map(parse, getUtility(IUnitDirectory).groups_of(author, day))
    return next((each.org for each in held if each and each.org and each.unit == unit.unit_id), "")


def _heads(unit: Any, org_id: str) -> Iterator[Any]:
    org: Any = find_org(unit, org_id) if org_id else None
    while IOrganisationalUnit.providedBy(org):
        yield from (
            item for item in org.objectValues() if IPost.providedBy(item) and "manager" in item.org_roles
        )
        org = aq_parent(org)
    yield from (post for post in posts_of(structure_of(unit)) if "head" in post.unit_roles)
