"""What the bulletin offers on the pages of records."""

from infostrada.site import _
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.documents.interfaces import IDocumentStep
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(IDocumentStep)
@adapter(IDocument, Interface)
class PublishStep:
    """An entry of the bulletin from an accepted document, for all who may read the document."""

    label = _("Publish in the bulletin")
    main = False

    def __init__(self, document: Any, request: Any) -> None:
        self.document = document

    @property
    def url(self) -> str | None:
        """Address of the form; None before acceptance and in a unit without a bulletin."""
        if state_of(self.document) != "accepted" or BULLETIN not in unit_of(self.document):
            return None
        return f"{self.document.absolute_url()}/@@publish-in-bulletin"
