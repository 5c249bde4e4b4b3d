"""Schemas of a unit's participatory budget and its editions."""

from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class IBudgetBoard(model.Schema):
    """The participatory budget of a unit, with all its editions."""

    title = schema.TextLine(title=_("Title"))


class IBudgetEdition(model.Schema):
    """One edition: pools of money, what was voted on, the result and how it follows from the ballots."""

    title = schema.TextLine(title=_("Title"), max_length=200)
    year = schema.Int(title=_("Year"), min=1989, max=2200)
    pools = Attribute("Tuple of Pool, in the order shown; a pool never changes")
    imported_by = Attribute("Actor who brought the files in")
    published_at = Attribute("When the edition became public, or None")
