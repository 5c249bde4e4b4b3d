"""The content types `geo_register` and `geo_operat`."""

from infostrada.geo import _
from infostrada.geo.faults import UnlawfulValue
from infostrada.geo.interfaces import IGeoOperat
from infostrada.geo.interfaces import IGeoRegister
from infostrada.geo.registers.rules import columns_of
from infostrada.geo.registers.rules import is_operat_id
from plone.dexterity.content import Item
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


def is_columns(value: str) -> bool:
    """Constraint: one column a line, `attribute = heading`."""
    if columns_of(value) is None:
        raise UnlawfulValue(_("Write one column a line: the attribute, an equals sign and its heading."))
    return True


def is_identifier(value: str) -> bool:
    """Constraint: identifier of material of the geodetic resource."""
    if not is_operat_id(value):
        raise UnlawfulValue(_("The identifier is written like P.0463.2024.1234."))
    return True


class IGeoRegisterSchema(model.Schema):
    """Fields of a register."""

    kind = schema.Choice(title=_("What is registered"), vocabulary="infostrada.geo.register_kinds")
    layer = schema.Choice(
        title=_("Layer with the entries"),
        description=_("Who may see the layer may see its entries. A register of documents needs none."),
        vocabulary="infostrada.geo.layers",
        required=False,
    )
    columns = schema.Text(
        title=_("Columns of the list"),
        description=_("One a line: the attribute, an equals sign and its heading."),
        required=False,
        constraint=is_columns,
    )
    exact_layer = schema.Choice(
        title=_("Layer with the exact places"),
        description=_(
            "For sites whose exact place is not public: the entries are then made from this layer, "
            "each as the square it lies in."
        ),
        vocabulary="infostrada.geo.layers",
        required=False,
    )
    square = schema.Int(
        title=_("Side of the square, in metres"), min=100, max=10_000, required=False, default=1000
    )


class IGeoOperatSchema(model.Schema):
    """Fields of a digitised document of the geodetic resource."""

    identifier = schema.TextLine(
        title=_("Identifier of the material"),
        description=_("P, the TERYT number of the county, the year and the number: P.0463.2024.1234."),
        constraint=is_identifier,
    )
    operat_kind = schema.Choice(title=_("Kind of document"), vocabulary="infostrada.geo.operat_kinds")
    made_on = schema.Date(title=_("Date of the document"))
    author = schema.TextLine(title=_("Contractor"), required=False)
    scan = NamedBlobFile(title=_("Scan"), required=False)


@implementer(IGeoRegister)
class GeoRegister(Item):
    """A public register."""


@implementer(IGeoOperat)
class GeoOperat(Item):
    """A digitised document; the parcels it is about are its links."""
