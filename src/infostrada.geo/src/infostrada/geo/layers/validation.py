"""A layer's name belongs to one layer object only."""

from infostrada.core.record.sql import rows
from infostrada.geo import _
from infostrada.geo.layers.content import IGeoLayerSchema
from typing import Any
from z3c.form.interfaces import IAddForm
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.interface import Invalid


OWNER = "SELECT uid FROM geo.layer_listing WHERE layer = %(layer)s"


class LayerIdValidator(SimpleFieldValidator):
    """Refuses a name that another layer has taken, and a change of the name."""

    def validate(self, value: Any, force: bool = False) -> None:
        super().validate(value, force)
        own = None if IAddForm.providedBy(self.view) else self.context
        if own is not None and own.layer_id and value != own.layer_id:
            raise Invalid(_("The name of a layer in the feature store cannot be changed."))
        owners = {row["uid"] for row in rows(OWNER, {"layer": value})}
        if owners - {own.UID() if own is not None else None}:
            raise Invalid(_("Another layer has this name already."))


WidgetValidatorDiscriminators(LayerIdValidator, field=IGeoLayerSchema.getDescriptionFor("layer_id"))
