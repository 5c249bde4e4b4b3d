"""What all forms of the units domain do alike: run an operation, show its refusal by the field."""

from infostrada.core.errors import Problem
from infostrada.site import _
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.autoform.form import AutoExtensibleForm
from typing import Any
from z3c.form import button
from z3c.form import form
from z3c.form.interfaces import ActionExecutionError
from z3c.form.interfaces import WidgetActionExecutionError
from zope.i18nmessageid import Message
from zope.interface import Invalid


class OperationForm(AutoExtensibleForm, form.Form):
    """A form whose data go to one operation; subclasses give ``schema``, ``label``, ``perform``."""

    ignoreContext = True
    desk = True
    edit_bar = False
    done: Message = _("Saved.")
    submit: Message | None = None
    """Words of the button; the form's own title unless said otherwise."""
    page = "@@staff"

    @property
    def page_title(self) -> Message:
        """Title of the window and last crumb."""
        return self.label

    @property
    def unit(self) -> Any:
        """The unit the form belongs to."""
        return unit_of(self.context)

    def perform(self, data: dict[str, Any]) -> None:
        """Run the operation; raises Problem."""
        raise NotImplementedError

    def next_url(self) -> str:
        """Where the person goes when it is done."""
        return f"{self.unit.absolute_url()}/{self.page}"

    def updateActions(self) -> None:
        """The button says what it does."""
        super().updateActions()
        self.actions["save"].title = self.submit or self.label

    @button.buttonAndHandler(_("Save"), name="save")
    def handle_save(self, action: Any) -> None:
        """Run the operation and go on, or show what is wrong."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        try:
            self.perform(data)
        except Problem as problem:
            self.refuse(problem)
            return
        self.finish()

    def finish(self) -> None:
        """Say that it is done and go to the next page."""
        api.portal.show_message(self.done, self.request)
        self.request.response.redirect(self.next_url())

    def refuse(self, problem: Problem) -> None:
        """Show an operation's refusal beside the field it names."""
        if problem.field in self.widgets:
            raise WidgetActionExecutionError(problem.field, Invalid(problem.message))
        raise ActionExecutionError(Invalid(problem.message))
