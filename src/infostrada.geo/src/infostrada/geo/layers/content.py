"""The content type `geo_layer`."""

from infostrada.geo import _
from infostrada.geo.interfaces import IGeoLayer
from plone.dexterity.content import Item
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid

import re


LAYER_ID = re.compile(r"[a-z][a-z0-9_-]{0,62}")


def is_layer_id(value: str) -> bool:
    """Constraint of the layer's name; the database checks the same."""
    if not LAYER_ID.fullmatch(value):
        raise Invalid(_("Only small letters a-z, digits, _ and -, beginning with a letter."))
    return True


class IGeoLayerSchema(model.Schema):
    """Fields of a map layer."""

    layer_id = schema.ASCIILine(
        title=_("Name in the feature store"),
        description=_("It stands in addresses of the services and must not change later."),
        constraint=is_layer_id,
        max_length=63,
    )
    symbol = schema.Choice(
        title=_("Symbol"),
        description=_("How the features are drawn."),
        vocabulary="infostrada.geo.symbols",
        default="area",
    )
    label = schema.ASCIILine(
        title=_("Label"),
        description=_("The attribute written on the features; empty for none."),
        required=False,
        default="",
    )
    source = schema.TextLine(
        title=_("Source of the data"),
        description=_("Shown on the map and in answers: who made the data, as of when."),
    )
    min_zoom = schema.Int(
        title=_("Shown from zoom"),
        description=_("0 is the whole country, 13 a few houses."),
        min=0,
        max=13,
        default=8,
    )
    position = schema.Int(title=_("Order on the map"), description=_("Higher numbers lie on top."), default=0)
    shown = schema.Bool(title=_("Switched on at first"), required=False, default=True)
    editable = schema.Bool(
        title=_("Features may be changed one by one"),
        description=_(
            "Through the services, by those who may edit features; registers are imported instead."
        ),
        required=False,
        default=False,
    )
    linkable = schema.Bool(title=_("Records may be linked to its features"), required=False, default=False)


@implementer(IGeoLayer)
class GeoLayer(Item):
    """A map layer."""
