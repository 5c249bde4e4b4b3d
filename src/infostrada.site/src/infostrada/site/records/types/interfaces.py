"""Schema of a type of cases."""

from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class ICaseType(model.Schema):
    """A kind of matter the office settles again and again; a case stays on the version it began with."""

    title = schema.TextLine(title=_("Name of the type"), max_length=200)
    versions = Attribute("Tuple of TypeVersion, oldest first; a version never changes")
