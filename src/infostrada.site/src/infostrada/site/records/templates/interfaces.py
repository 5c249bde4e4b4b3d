"""Schema of a template."""

from infostrada.site import _
from infostrada.site.records.lists import DOCUMENT_KINDS
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class ITemplate(model.Schema):
    """A DOCX or ODT file with fields, in versions; cases draft their letters from it."""

    title = schema.TextLine(title=_("Name of the template"), max_length=200)
    document_kind = schema.Choice(title=_("Kind of document"), values=DOCUMENT_KINDS)
    classes = Attribute("Symbols of the plan's classes it is for, those below included; empty for all")
    versions = Attribute("Tuple of Version, oldest first; a version never changes")
