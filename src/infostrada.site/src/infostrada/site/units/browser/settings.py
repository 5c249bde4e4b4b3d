"""The unit's own settings."""

from infostrada.site import _
from infostrada.site.units.browser.forms import OperationForm
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.operations import change_unit
from typing import Any
from z3c.form.interfaces import NOT_CHANGED


class UnitSettings(OperationForm):
    """Name, address, logo, host name: what the unit says about itself."""

    schema = IUnit
    label = _("Unit settings")
    submit = _("Save")
    ignoreContext = False
    page = "@@unit-settings"
    fields: Any

    def updateFields(self) -> None:
        """Everything but the stable id, which never changes."""
        super().updateFields()
        self.fields = self.fields.omit("unit_id")

    def perform(self, data: dict[str, Any]) -> None:
        kept = {name: value for name, value in data.items() if value is not NOT_CHANGED}
        change_unit(self.context, {n: "" if v is None and n != "logo" else v for n, v in kept.items()})
