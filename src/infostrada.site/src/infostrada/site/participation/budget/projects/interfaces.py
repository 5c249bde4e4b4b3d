"""Schema of a project."""

from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class IBudgetProject(model.Schema):
    """A project residents vote on; changed by operations only."""

    title = schema.TextLine(title=_("Title"), max_length=120)
    description = schema.Text(title=_("In short"), max_length=500)
    body = Attribute("What exactly is to be done, and why")
    pool = Attribute("Name of the pool")
    place = Attribute("Where, in words")
    lines = Attribute("Tuple of CostLine")
    number = Attribute("Number in the edition, its identifier on the ballot")
    order = Attribute("Place on the ballot, drawn in public; 0 before the draw")
    steps = Attribute("Tuple of Step: what happened to it")
    photos = Attribute("Tuple of Photo, the author's")
    attachments = Attribute("Tuple of Attachment: documents and photographs of the works")
    lists = Attribute("Tuple of SupportList: scans only officials see")
