"""Schema of a version of an office's classification plan."""

from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class IPlan(model.Schema):
    """One version of the office's plan (JRWA), with the days between which it binds."""

    title = schema.TextLine(title=_("Name of the plan"))
    source = schema.TextLine(
        title=_("Source"),
        description=_("Regulation or order the plan comes from."),
        required=False,
    )
    valid_from = schema.Date(title=_("Binds from"), required=False, readonly=True)
    valid_to = schema.Date(title=_("Binds to"), required=False, readonly=True)
    basic_mode = Attribute("How cases are kept unless a class says otherwise: `ezd` or `paper`")
    approved_by = Attribute("Actor who approved the version, or None")
