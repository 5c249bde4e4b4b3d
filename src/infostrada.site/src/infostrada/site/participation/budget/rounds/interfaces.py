"""Schemas of the regulation and of an edition that is being held."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.interfaces import IBudgetEdition
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class IBudgetRegulation(model.Schema):
    """The council's standing resolution on the participatory budget."""

    title = schema.TextLine(title=_("Title"), max_length=200)
    resolution = schema.TextLine(title=_("Number of the resolution"), max_length=120)
    adopted_on = Attribute("Date of the resolution")
    standing = Attribute(
        "JSON text: identity, policy on voting twice, ballots and rules by kind of territory"
    )


class IBudgetRound(IBudgetEdition):
    """An edition from its announcement to the result; holds its projects."""

    terms_json = Attribute("JSON text of the terms")
    frozen_json = Attribute("JSON text of what was frozen before the vote, or empty")
    frozen_sha256 = Attribute("Digest of that text")
    frozen_at = Attribute("When it was frozen, or None")
