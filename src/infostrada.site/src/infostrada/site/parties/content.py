"""Content classes of the parties domain; no attribute here may carry a type hint (see units)."""

from infostrada.site.parties.interfaces import IParty
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.interfaces import IPartyRegister
from infostrada.site.parties.interfaces import IPartyRegisterObject
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IPartyRegister, IPartyRegisterObject)
class PartyRegister(Container):
    """One register per unit: each office answers for the personal data it holds."""


@implementer(IParty, IPartyObject)
class Party(Item):
    """A person or body."""
