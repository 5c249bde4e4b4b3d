"""Schemas of the archive's lists."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.record.interfaces import IGrantScope
from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class IHandover(model.Schema, IGrantScope, IAccessLogged):
    """Spis zdawczo-odbiorczy: cases a unit hands over to the archive."""

    title = schema.TextLine(title=_("Title"))
    number = Attribute("Number of the list in the office, `number/year`")
    rows = Attribute("Tuple of HandedOver rows with the UID of each case")


class IDisposal(model.Schema, IGrantScope, IAccessLogged):
    """Spis brakowania: cases of one group that shall be destroyed."""

    title = schema.TextLine(title=_("Title"))
    group = Attribute("B, BE or Bc")
    rows = Attribute("Tuple of Row")


class ITransfer(model.Schema, IGrantScope, IAccessLogged):
    """Przekazanie do archiwum państwowego: cases of category A given to the state archive."""

    title = schema.TextLine(title=_("Title"))
    archive = Attribute("Name of the state archive")
    rows = Attribute("Tuple of Row")
