"""The schema field that holds drawing rules as plain data."""

from infostrada.geo import _
from infostrada.geo.faults import UnlawfulValue
from infostrada.geo.styles.rules import style_of
from infostrada.geo.styles.rules import UnlawfulStyle
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import Field
from zope.schema.interfaces import IField


FIELDS = {
    "rules": _("Drawing rules"),
    "rule": _("Rule"),
    "title": _("Name in the legend"),
    "attribute": _("Attribute"),
    "operator": _("Comparison"),
    "value": _("Value"),
    "where": _("Conditions"),
    "fill": _("Fill"),
    "opacity": _("Opacity of the fill"),
    "hatch": _("Pattern"),
    "stroke": _("Outline"),
    "width": _("Width of the outline"),
    "dash": _("Dashes"),
    "symbol": _("Sign of points"),
    "size": _("Size of the sign"),
    "label": _("Label"),
    "min_scale": _("Shown from scale 1:"),
    "max_scale": _("Shown to scale 1:"),
}

REASONS = {
    "malformed": _("Rule ${rule}: ${field} has a shape that is not understood."),
    "unlawful": _("Rule ${rule}: ${field} has a value that is not allowed."),
    "scales_crossed": _("Rule ${rule}: the larger scale number must be in the field “to”."),
    "draws_nothing": _("Rule ${rule} draws nothing: give a fill, an outline or a label."),
}


class IStyleField(IField):
    """Drawing rules as a list of plain mappings."""


@implementer(IStyleField)
class StyleField(Field):
    """A list of rules (`styles.rules.Rule` as mappings); empty means: by the layer's symbol."""

    def _validate(self, value: object) -> None:
        super()._validate(value)
        try:
            style_of(value)
        except UnlawfulStyle as fault:
            raise UnlawfulValue(explain(fault)) from fault


def explain(fault: UnlawfulStyle) -> Message:
    """What is wrong, for people."""
    return _(REASONS[fault.reason], mapping={"rule": str(fault.rule), "field": FIELDS[fault.field]})
