"""Whom a person may know of: the people and groups of the units they work in.

An operator of the whole site sees everybody. Everything of Plone that lists or names users and
groups asks here.
"""

from functools import cached_property
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import spans_all_units
from infostrada.site.units.lookup import units_of_user
from infostrada.site.units.roles import parse
from plone import api
from typing import Any
from zope.component import queryUtility


class Sight:
    """What one user may see of the others; made for one request."""

    def __init__(self, viewer: Any) -> None:
        self.viewer = viewer
        self.everything = spans_all_units(viewer)

    @cached_property
    def units(self) -> set[str]:
        """Units the viewer works in today."""
        nobody = self.viewer.getId() is None or queryUtility(IUnitDirectory) is None
        return set() if nobody else units_of_user(self.viewer)

    @cached_property
    def users(self) -> set[str]:
        """Logins of those units, and the viewer's own."""
        directory = queryUtility(IUnitDirectory)
        own = {self.viewer.getId()}
        return own | directory.users_of_units(self.units) if self.units else own

    def sees(self, principal_id: str | None) -> bool:
        """May the viewer know of this user or group?"""
        if self.everything:
            return True
        group = parse(principal_id or "")
        return group.unit in self.units if group is not None else principal_id in self.users


def current() -> Sight:
    """The sight of whoever asks."""
    return Sight(api.user.get_current())
