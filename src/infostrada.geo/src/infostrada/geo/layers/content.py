"""The content type `geo_layer`."""

from infostrada.geo import _
from infostrada.geo.interfaces import IGeoLayer
from infostrada.geo.layers.sources import source_fault
from infostrada.geo.styles.field import StyleField
from plone.dexterity.content import Item
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant

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

    theme = schema.Choice(
        title=_("What it says about a place"),
        description=_("The part of the answer to “what is here” its features stand in."),
        vocabulary="infostrada.geo.themes",
        required=False,
        default="other",
    )
    opacity = schema.Float(
        title=_("Opacity at first"),
        description=_("1 hides what lies below, 0 shows nothing of the layer."),
        min=0.0,
        max=1.0,
        required=False,
        default=1.0,
    )

    model.fieldset("style", label=_("Drawing rules"), fields=["style"])
    style = StyleField(
        title=_("Drawing rules"),
        description=_(
            "The first rule that fits a feature draws it. Without rules the layer's symbol is used."
        ),
        required=False,
    )

    model.fieldset(
        "service",
        label=_("Outside service or imagery"),
        fields=[
            "kind",
            "is_base",
            "url",
            "remote_name",
            "remote_version",
            "remote_format",
            "remote_srid",
            "flown_on",
            "ground_resolution",
            "flight_notes",
            "coverage",
        ],
    )
    kind = schema.Choice(
        title=_("Where the layer comes from"),
        vocabulary="infostrada.geo.kinds",
        required=False,
        default="store",
    )
    is_base = schema.Bool(
        title=_("It is a base map"),
        description=_("Base maps lie below all layers, one at a time."),
        required=False,
        default=False,
    )
    url = schema.URI(
        title=_("Address of the service"),
        description=_(
            "Without parameters. For tiles with {z}, {x} and {y}. Its host must be on the list of allowed hosts."
        ),
        required=False,
    )
    remote_name = schema.TextLine(
        title=_("Name of the layer in the service"),
        description=_("Several names are separated by commas. For an orthophoto of this site: its file."),
        required=False,
        max_length=500,
    )
    remote_version = schema.Choice(
        title=_("Version of the service"),
        values=("1.3.0", "1.1.1", "1.0.0", "2.0.0", "1.1.0"),
        required=False,
    )
    remote_format = schema.Choice(
        title=_("Format of the pictures"),
        values=("image/png", "image/jpeg", "image/webp"),
        required=False,
        default="image/png",
    )
    remote_srid = schema.Choice(
        title=_("Coordinate system of the service"),
        values=(2180, 3857, 2176, 2177, 2178, 2179),
        required=False,
        default=2180,
    )
    flown_on = schema.Date(title=_("Date of the flight"), required=False)
    ground_resolution = schema.Float(title=_("Size of a pixel on the ground, in cm"), min=0.1, required=False)
    flight_notes = schema.Text(
        title=_("About the flight"), description=_("Camera, contractor, accuracy, sheets."), required=False
    )
    coverage = schema.TextLine(
        title=_("Coverage"),
        description=_("West, south, east and north edge in EPSG:2180, in metres, separated by commas."),
        required=False,
    )

    @invariant
    def source_is_whole(data: object) -> None:  # noqa: N805 - an invariant gets the data alone
        """What the chosen kind of layer needs is given."""
        fault = source_fault(data)
        if fault:
            raise Invalid(fault)


@implementer(IGeoLayer)
class GeoLayer(Item):
    """A map layer."""
