"""Schema of a document of a case: metadata set C of the records instruction."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.site import _
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.lists import DOCUMENT_KINDS
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface


class IDocument(model.Schema, IAccessLogged):
    """A document made in the office: note, draft, decision."""

    title = schema.TextLine(title=_("Title of the document"), max_length=1000)
    document_kind = schema.Choice(title=_("Kind of document"), values=DOCUMENT_KINDS)
    access = schema.Choice(title=_("Access"), values=ACCESS, default="not_public")
    dated = schema.Date(title=_("Date on the document"), required=False)
    versions = Attribute("Tuple of Version, oldest first; a version never changes")
    filed_at = Attribute("When the document was filed in the case")
    signed_files = Attribute("Tuple of signatures.content.SignedFile, oldest first")
    template = Attribute("UID and version of the template the document was made from, or None")
    acceptor = Attribute("User or post the document waits for, or None")
    checked_out_by = Attribute("Login of whoever holds the document for editing, or None")


class IDocumentStep(Interface):
    """A step other domains offer on a document's page; subscription adapter of document and request."""

    label = Attribute("Words of the link")
    url = Attribute("Address of the step, or None when the visitor cannot take it now")
    main = Attribute("Is it what the document waits for?")
