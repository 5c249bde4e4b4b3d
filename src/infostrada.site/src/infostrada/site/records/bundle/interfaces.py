"""Schema of a bundle kept with the unit."""

from infostrada.site import _
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class IBundleFile(model.Schema):
    """Records on their way out of or into the unit; the file is removed when it has served."""

    title = schema.TextLine(title=_("Title"))
    file = Attribute("RecordFile or None")
