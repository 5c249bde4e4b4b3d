"""Schemas of the parties domain."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Interface


IDENTIFIERS = ("pesel", "nip", "regon", "krs", "ade")
CHECKED = (*IDENTIFIERS, "postcode")


class IPartyRegister(model.Schema):
    """A unit's register of persons and bodies."""

    title = schema.TextLine(title=_("Name"))


class IParty(model.Schema):
    """A person or body the office deals with."""

    kind = schema.Choice(
        title=_("Person or body"), vocabulary="infostrada.site.parties.kinds", default="person"
    )
    surname = schema.TextLine(title=_("Surname"), required=False, default="")
    given_names = schema.TextLine(title=_("Given names"), required=False, default="")
    name = schema.TextLine(title=_("Name of the body"), required=False, default="")
    pesel = schema.ASCIILine(title=_("PESEL"), required=False, default="")
    nip = schema.ASCIILine(title=_("NIP"), required=False, default="")
    regon = schema.ASCIILine(title=_("REGON"), required=False, default="")
    krs = schema.ASCIILine(title=_("KRS"), required=False, default="")
    ade = schema.ASCIILine(title=_("Address for electronic delivery"), required=False, default="")
    street = schema.TextLine(title=_("Street and number"), required=False, default="")
    postcode = schema.TextLine(title=_("Postcode"), required=False, default="")
    city = schema.TextLine(title=_("Town"), required=False, default="")
    email = schema.ASCIILine(title=_("E-mail"), required=False, default="")
    phone = schema.TextLine(title=_("Telephone"), required=False, default="")


class IPartyObject(IAccessLogged):
    """Marks a party's object; refusals to it go to the access log."""


class IPartyRegisterObject(Interface):
    """Marks a unit's register of parties."""
