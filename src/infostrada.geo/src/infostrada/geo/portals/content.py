"""The content types `geo_group` and `geo_portal`."""

from infostrada.geo import _
from infostrada.geo.faults import UnlawfulValue
from infostrada.geo.interfaces import IGeoGroup
from infostrada.geo.interfaces import IGeoPortal
from infostrada.geo.layers.sources import coverage_of
from plone.dexterity.content import Item
from plone.supermodel import model
from zope import schema
from zope.interface import implementer

import re


def is_teryt(value: str) -> bool:
    """Constraint: six digits of a commune."""
    if value and not re.fullmatch(r"\d{6}", value):
        raise UnlawfulValue(_("The TERYT number of a commune has six digits here."))
    return True


def is_extent(value: str) -> bool:
    """Constraint: four numbers, west, south, east, north."""
    if value and coverage_of(value) is None:
        raise UnlawfulValue(_("The view is four numbers: west, south, east, north in metres."))
    return True


class IGeoGroupSchema(model.Schema):
    """Fields of a group of layers."""

    layers = schema.List(
        title=_("Layers"),
        description=_("In this order, the topmost first."),
        value_type=schema.Choice(vocabulary="infostrada.geo.layers"),
        required=False,
        default=[],
    )
    opened = schema.Bool(title=_("Opened at first"), required=False, default=True)


class IGeoPortalSchema(model.Schema):
    """Fields of a geoportal."""

    groups = schema.List(
        title=_("Groups of layers"),
        description=_("In this order. Layers of a group are shown together."),
        value_type=schema.Choice(vocabulary="infostrada.geo.groups"),
        required=False,
        default=[],
    )
    layers = schema.List(
        title=_("Layers without a group"),
        description=_("Without groups and layers the map shows everything."),
        value_type=schema.Choice(vocabulary="infostrada.geo.layers"),
        required=False,
        default=[],
    )
    base_maps = schema.List(
        title=_("Base maps"),
        description=_("The first one is shown at first. “Plain” needs no service and works offline."),
        value_type=schema.Choice(vocabulary="infostrada.geo.base_maps"),
        required=False,
        default=["plain"],
    )
    tools = schema.Set(
        title=_("Tools"),
        value_type=schema.Choice(vocabulary="infostrada.geo.tools"),
        required=False,
        default={"search", "measure", "draw", "print", "time", "share"},
    )
    first_view = schema.TextLine(
        title=_("View at first"),
        description=_(
            "West, south, east and north edge in EPSG:2180, in metres. Empty: all that is on the map."
        ),
        required=False,
        constraint=is_extent,
    )
    teryt = schema.ASCIILine(
        title=_("Only the commune"),
        description=_("Six digits of its TERYT number. Empty: the whole region."),
        required=False,
        default="",
        constraint=is_teryt,
    )
    main = schema.Bool(
        title=_("It is the map of this part of the site"),
        description=_("It is then shown at the address /@@map."),
        required=False,
        default=False,
    )


@implementer(IGeoGroup)
class GeoGroup(Item):
    """A group of layers."""


@implementer(IGeoPortal)
class GeoPortal(Item):
    """A geoportal."""
