"""Forms that build the unit: organisational units, posts, roles of a post."""

from infostrada.site import _
from infostrada.site.units.browser.forms import OperationForm
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.interfaces import IPost
from infostrada.site.units.operations import change_post
from infostrada.site.units.operations import create_org
from infostrada.site.units.operations import create_post
from typing import Any
from z3c.form.browser.checkbox import CheckBoxFieldWidget


class AddOrg(OperationForm):
    """A new organisational unit here."""

    schema = IOrganisationalUnit
    label = _("Add an organisational unit")
    done = _("The organisational unit has been added.")

    def perform(self, data: dict[str, Any]) -> None:
        create_org(self.context, title=data["title"], symbol=data["symbol"])


def tick_roles(fields: Any) -> None:
    """A box for each role, all of them seen at once."""
    for name in ("unit_roles", "org_roles"):
        fields[name].widgetFactory = CheckBoxFieldWidget


class AddPost(OperationForm):
    """A new post here."""

    schema = IPost
    fields: Any
    label = _("Add a post")
    done = _("The post has been added.")

    def updateFields(self) -> None:
        """Roles are ticked."""
        super().updateFields()
        tick_roles(self.fields)

    def perform(self, data: dict[str, Any]) -> None:
        create_post(
            self.context,
            title=data["title"],
            symbol=data["symbol"] or "",
            unit_roles=data["unit_roles"] or frozenset(),
            org_roles=data["org_roles"] or frozenset(),
        )


class PostRoles(OperationForm):
    """Other roles for a post."""

    schema = IPost
    ignoreContext = False
    fields: Any
    label = _("Roles of the post")
    submit = _("Change roles")
    done = _("The roles have been changed.")

    @property
    def description(self) -> str:
        """Which post it is."""
        title: str = self.context.title
        return title

    def updateFields(self) -> None:
        """Roles only; the name of a post is part of its history."""
        super().updateFields()
        self.fields = self.fields.select("unit_roles", "org_roles")
        tick_roles(self.fields)

    def perform(self, data: dict[str, Any]) -> None:
        change_post(
            self.context,
            unit_roles=data["unit_roles"] or frozenset(),
            org_roles=data["org_roles"] or frozenset(),
        )
