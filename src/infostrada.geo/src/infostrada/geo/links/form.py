"""`@@places`: link a record to the map, apart from its other fields and from its own edit form."""

from infostrada.core.errors import Conflict
from infostrada.geo import _
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import guard
from infostrada.geo.links.operations import replace_links
from plone.z3cform.layout import wrap_form
from typing import Any
from z3c.form import button
from z3c.form import field
from z3c.form import form
from z3c.form.interfaces import DISPLAY_MODE


class PlacesForm(form.EditForm):
    """The links of one record; the field is the same as on an edit form.

    Where the record's domain takes no more links the form says why and shows those there are.
    """

    label = _("Places of this document")
    fields = field.Fields(IGeoLinks, prefix="IGeoLinks")
    refused = False

    def update(self) -> None:
        """Ask the record's domain before anything is shown or stored."""
        try:
            guard(self.context)
        except Conflict as problem:
            self.refused, self.mode = True, DISPLAY_MODE
            if self.request.method == "POST":
                self.request.response.setStatus(problem.status)
            self.status = problem.message
        super().update()

    @button.buttonAndHandler(_("Save"), name="save", condition=lambda each: not each.refused)
    def handle_save(self, _action: Any) -> None:
        """Store what the widget agreed with the store, or show what is wrong."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        replace_links(self.context, data["IGeoLinks.geo_links"])
        self.request.response.redirect(f"{self.context.absolute_url()}/view")

    @button.buttonAndHandler(_("Cancel"), name="cancel")
    def handle_cancel(self, _action: Any) -> None:
        """Back to the record."""
        self.request.response.redirect(f"{self.context.absolute_url()}/view")


PlacesPage = wrap_form(PlacesForm)
