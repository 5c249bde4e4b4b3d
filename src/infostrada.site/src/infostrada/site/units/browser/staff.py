"""Screens that show how the unit is built and who is in its groups."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.page import FiledPage
from infostrada.site import _
from infostrada.site.desk.words import short
from infostrada.site.desk.words import word
from infostrada.site.units.lookup import employees_of
from infostrada.site.units.lookup import groups_with_members
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.serializers import branch_json
from infostrada.site.units.serializers import employee_json
from infostrada.site.units.vocabularies import ROLE_TITLES
from plone import api
from typing import Any


ADMINISTER = "infostrada.site: Administer unit"
Rows = Callable[[], Iterator[dict[str, Any]]]


POSTS = (
    ("symbol", _("Symbol")),
    ("org", _("Organisational unit")),
    ("post", _("Post")),
    ("roles", _("Roles")),
    ("person", _("First name and surname")),
    ("substitute", _("Substitute")),
    ("valid_from", _("From")),
    ("valid_to", _("To")),
)
EMPLOYEES = (
    ("title", _("First name and surname")),
    ("user_id", _("Login")),
    ("email", _("E-mail")),
    ("phone", _("Telephone")),
    ("state", _("State")),
)
GROUPS = (("title", _("Group")), ("people", _("People")))


class UnitPage(FiledPage):
    """A page of the unit's own, with its lists."""

    desk = True
    edit_bar = False

    def table(self, name: str, title: str, columns: Iterable[tuple[str, str]], rows: Rows) -> Listed:
        """A list with its words in the visitor's language."""
        said = [(each, word(label, self.request)) for each, label in columns]
        return Listed(name, word(title, self.request), said, rows)


class Staff(UnitPage):
    """Organisational units, posts, holders and employees of the unit."""

    title = _("Structure and staff")

    def listed(self) -> list[Listed]:
        """Posts with who holds them, one person to a row, and the employees."""
        return [
            self.table("posts", _("Posts"), POSTS, self._posts),
            self.table("employees", _("Employees"), EMPLOYEES, self._employed),
        ]

    def _posts(self) -> Iterator[dict[str, Any]]:
        for section in self.sections:
            for post in section["posts"]:
                roles = ", ".join(word(title, self.request) for title in self.role_titles(post))
                told = {
                    "symbol": section["symbol"],
                    "org": section["title"],
                    "post": post["title"],
                    "roles": roles,
                }
                for held in post["assignments"] or [{}]:
                    yield {**told, **self._holding(held)}

    def _holding(self, held: dict[str, Any]) -> dict[str, Any]:
        days = {name: _day(held.get(name)) for name in ("valid_from", "valid_to")}
        substitute = word(_("yes"), self.request) if held.get("substitute") else ""
        return {"person": held.get("title", ""), "substitute": substitute, **days}

    def _employed(self) -> Iterator[dict[str, Any]]:
        for person in self.employees:
            state = _("Employed") if person["state"] == "active" else _("Employment ended")
            yield {**person, "state": word(state, self.request)}

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
        found = _day(iso)
        return short(found, self.request) if found else ""


class UnitGroups(UnitPage):
    """Groups of the unit that have somebody in them today."""

    title = _("Groups and roles")

    def listed(self) -> list[Listed]:
        """The groups, each with the names of its people."""
        return [self.table("groups", self.title, GROUPS, self._rows)]

    def _rows(self) -> Iterator[dict[str, Any]]:
        for group in self.groups:
            yield {"title": word(group["title"], self.request), "people": ", ".join(group["people"])}

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Groups with the names of their members."""
        names = {person.user_id: person.title for person in employees_of(self.context)}
        return [
            {**group, "people": [names.get(login, login) for login in group["members"]]}
            for group in groups_with_members(self.context)
        ]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso[:10]) if iso else None
