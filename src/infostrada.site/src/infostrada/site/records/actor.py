"""Who does a deed: the person, and the post held at that moment, as the metryka wants it."""

from infostrada.core.calendar import polish_today
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.roles import parse
from plone import api
from typing import NamedTuple
from zope.component import queryUtility


class Actor(NamedTuple):
    """Login, name and post of a person; a snapshot, never looked up again."""

    id: str
    name: str
    post: str


def actor(unit_id: str) -> Actor:
    """The person logged in, with the first post held today in the unit."""
    user = api.user.get_current()
    user_id = user.getId() or ""
    name = user.getProperty("fullname", "") if user_id else ""
    return Actor(user_id, name or user_id, post_of(user_id, unit_id))


def name_of(principal: str) -> str:
    """Full name of a user, or title of a post's group; the id when neither is known."""
    group = parse(principal)
    if group is not None:
        directory = queryUtility(IUnitDirectory)
        title = directory.title(group.post) if directory is not None and group.post else None
        return title or principal
    user = api.user.get(userid=principal) if principal else None
    return (user.getProperty("fullname", "") if user is not None else "") or principal


def post_of(user_id: str, unit_id: str) -> str:
    """Title of the first post the user holds today in the unit; empty without one."""
    directory = queryUtility(IUnitDirectory)
    if directory is None or not user_id:
        return ""
    for group_id in directory.groups_of(user_id, polish_today()):
        group = parse(group_id)
        if group is not None and group.post and group.unit == unit_id:
            return directory.title(group.post) or ""
    return ""


def principals_of(user_id: str) -> tuple[str, ...]:
    """The user and every group the user is in today: whom a task or grant may name."""
    current = api.user.get_current()
    user = current if current.getId() == user_id else api.user.get(userid=user_id)
    return (user_id, *(user.getGroups() if user is not None else ()))
