"""Screens that show how the unit is built and who is in its groups."""

from datetime import date
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import short
from infostrada.site.units.lookup import employees_of
from infostrada.site.units.lookup import groups_with_members
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.serializers import branch_json
from infostrada.site.units.serializers import employee_json
from infostrada.site.units.vocabularies import ROLE_TITLES
from plone import api
from Products.Five import BrowserView
from typing import Any


ADMINISTER = "infostrada.site: Administer unit"


class Staff(BrowserView):
    """Organisational units, posts, holders and employees of the unit."""

    desk = True
    edit_bar = False
    page_title = _("Structure and staff")

    @property
    def may_change(self) -> bool:
        """Does the person see the buttons?"""
        return bool(api.user.has_permission(ADMINISTER, obj=self.context))

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The structure from its top."""
        return branch_json(structure_of(self.context), polish_today())

    @property
    def structure_url(self) -> str:
        """Address of the structure, which takes organisational units and posts."""
        url: str = structure_of(self.context).absolute_url()
        return url

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """Organisational units flattened, with their depth and posts; the top without a name."""
        top = {"title": "", "symbol": "", "@id": self.structure_url, "depth": 0, **self.tree}
        return [top, *self._walk(self.tree, 1)]

    def _walk(self, branch: dict[str, Any], depth: int) -> list[dict[str, Any]]:
        flat: list[dict[str, Any]] = []
        for org in branch["organisational_units"]:
            flat += [{**org, "depth": depth}, *self._walk(org, depth + 1)]
        return flat

    def role_titles(self, post: dict[str, Any]) -> list[str]:
        """Names of the roles a post carries."""
        return [ROLE_TITLES[role] for role in post["unit_roles"] + post["org_roles"]]

    @cached_property
    def employees(self) -> list[dict[str, Any]]:
        """Employees by name."""
        return [employee_json(person) for person in employees_of(self.context)]

    def day(self, iso: str | None) -> str:
        """A date as people write it."""
        return short(date.fromisoformat(iso[:10]), self.request) if iso else ""


class UnitGroups(BrowserView):
    """Groups of the unit that have somebody in them today."""

    desk = True
    edit_bar = False
    page_title = _("Groups and roles")

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Groups with the names of their members."""
        names = {person.user_id: person.title for person in employees_of(self.context)}
        return [
            {**group, "people": [names.get(login, login) for login in group["members"]]}
            for group in groups_with_members(self.context)
        ]
