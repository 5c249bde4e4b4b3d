"""Forms about people: employ, assign, stand in, end."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.units.browser.forms import OperationForm
from infostrada.site.units.interfaces import IEmployee
from infostrada.site.units.operations import assign
from infostrada.site.units.operations import employ
from infostrada.site.units.operations import end_assignment
from infostrada.site.units.operations import end_employment
from plone.supermodel import model
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema


class INewAssignment(model.Schema):
    """An employee of the unit at hand on the post at hand."""

    user_id = schema.Choice(title=_("Employee"), vocabulary="infostrada.site.units.employees")
    valid_from = schema.Date(title=_("From"), defaultFactory=polish_today)
    valid_to = schema.Date(title=_("To"), required=False)
    substitute = schema.Bool(title=_("Stands in for the holder"), required=False, default=False)


class ILastDay(model.Schema):
    """When something ends."""

    last_day = schema.Date(title=_("Last day"), defaultFactory=polish_today)


class AddEmployee(OperationForm):
    """A new employee with a new login; the first password is shown this once."""

    schema = IEmployee
    label = _("Add an employee")
    employed = ViewPageTemplateFile("employed.pt")
    first_password = ""

    def perform(self, data: dict[str, Any]) -> None:
        self.employee, self.first_password = employ(
            self.unit,
            user_id=data["user_id"],
            title=data["title"],
            email=data["email"],
            phone=data["phone"] or "",
        )

    def finish(self) -> None:
        """Stay here: the password is not kept anywhere and cannot be shown later."""

    def render(self) -> str:
        self.request.response.setHeader("Cache-Control", "no-store")
        page: str = self.employed() if self.first_password else super().render()
        return page

    def staff_url(self) -> str:
        """Where the structure and the people are."""
        return self.next_url()


class AddAssignment(OperationForm):
    """A person on a post, as its holder or a substitute."""

    schema = INewAssignment
    label = _("Assign a person")
    done = _("The person has been assigned.")

    @property
    def description(self) -> str:
        """Which post it is."""
        title: str = self.context.title
        return title

    def perform(self, data: dict[str, Any]) -> None:
        assign(
            self.context,
            user_id=data["user_id"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            substitute=bool(data["substitute"]),
        )


class EndAssignment(OperationForm):
    """The last day of an assignment."""

    schema = ILastDay
    label = _("End an assignment")
    done = _("The assignment has its last day.")

    @property
    def description(self) -> str:
        """Whose assignment it is."""
        title: str = self.context.title
        return title

    def perform(self, data: dict[str, Any]) -> None:
        end_assignment(self.context, data["last_day"])


class EndEmployment(EndAssignment):
    """The last day of an employment."""

    label = _("End an employment")
    done = _("The employment has its last day.")

    def perform(self, data: dict[str, Any]) -> None:
        end_employment(self.context, data["last_day"])
