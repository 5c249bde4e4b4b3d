"""Whom a clerk may choose: posts and people of the unit."""

from infostrada.site import _
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import employee_names
from infostrada.site.units.roles import post_group
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
