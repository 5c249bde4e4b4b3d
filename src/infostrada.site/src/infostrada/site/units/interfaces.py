"""Schemas and contracts of the units domain."""

from infostrada.site import _
from infostrada.site.units.rules import KINDS
from infostrada.site.units.rules import valid_host
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface import Invalid


def check_host(value: str) -> bool:
    """Constraint of the host name field."""
    if not value or valid_host(value):
        return True
    raise Invalid(_("A host name has no scheme and no path, for example gmina.example.pl."))


class IUnitDirectory(Interface):
    """The book of units, hosts, groups and grants of one site (``directory.UnitDirectory``)."""


class IUnit(model.Schema):
    """A partner: self-government, advisory centre or another office."""

    title = schema.TextLine(title=_("Name of the unit"))
    unit_id = schema.TextLine(
        title=_("Stable id"),
        description=_("Never changes; everything the unit has points to it."),
        readonly=True,
        required=False,
    )
    description = schema.Text(
        title=_("First sentence of the front page"),
        description=_("What the office is and what it helps with, in one or two plain sentences."),
        required=False,
        default="",
    )
    kind = schema.Choice(
        title=_("Kind of unit"),
        vocabulary="infostrada.site.units.kinds",
        default=KINDS[-1],
    )
    teryt = schema.ASCIILine(
        title=_("TERYT number"),
        description=_("Empty for a unit that is not a self-government."),
        required=False,
        default="",
    )
    logo = NamedBlobImage(title=_("Coat of arms or logo"), required=False)
    host_name = schema.ASCIILine(
        title=_("Host name"),
        description=_("Where the unit's pages are read, for example gmina.example.pl."),
        required=False,
        default="",
        constraint=check_host,
    )
    street = schema.TextLine(title=_("Street and number"), required=False, default="")
    postcode = schema.TextLine(title=_("Postcode"), required=False, default="")
    city = schema.TextLine(title=_("Town"), required=False, default="")
    email = schema.ASCIILine(title=_("E-mail"), required=False, default="")
    phone = schema.TextLine(title=_("Telephone"), required=False, default="")
    ade = schema.ASCIILine(
        title=_("Address for electronic delivery"),
        description=_("AE:PL-12345-12345-ABCDE-12"),
        required=False,
        default="",
    )
    office_hours = schema.Text(title=_("Office hours"), required=False, default="")


class IStructure(model.Schema):
    """Holds a unit's organisational units, posts and employees."""

    title = schema.TextLine(title=_("Name"))


class IOrganisationalUnit(model.Schema):
    """Department, section, team: what a case belongs to."""

    title = schema.TextLine(title=_("Name of the organisational unit"))
    symbol = schema.TextLine(
        title=_("Symbol"), description=_("As it stands in a case sign, for example GN-II.")
    )
    org_id = Attribute("Stable id inside the unit")


class IPost(model.Schema):
    """A post in an organisational unit; roles come with the post, not with the person."""

    title = schema.TextLine(title=_("Name of the post"))
    symbol = schema.TextLine(title=_("Symbol"), required=False, default="")
    unit_roles = schema.FrozenSet(
        title=_("Roles in the whole unit"),
        value_type=schema.Choice(vocabulary="infostrada.site.units.unit_roles"),
        required=False,
        default=frozenset(),
    )
    org_roles = schema.FrozenSet(
        title=_("Roles in the organisational unit"),
        value_type=schema.Choice(vocabulary="infostrada.site.units.org_roles"),
        required=False,
        default=frozenset(),
    )
    post_id = Attribute("Stable id, unique in the site: <unit_id>.<name>")


class IEmployee(model.Schema):
    """A person employed by the unit, with a login."""

    title = schema.TextLine(title=_("First name and surname"))
    user_id = schema.ASCIILine(title=_("Login"))
    email = schema.ASCIILine(title=_("E-mail"))
    phone = schema.TextLine(title=_("Telephone"), required=False, default="")


class IAssignment(model.Schema):
    """A person holds a post, or stands in for its holder, from one day to another."""

    user_id = schema.ASCIILine(title=_("Login"))
    substitute = schema.Bool(title=_("Stands in for the holder"), required=False, default=False)
    valid_from = schema.Date(title=_("From"))
    valid_to = schema.Date(title=_("To"), required=False)
