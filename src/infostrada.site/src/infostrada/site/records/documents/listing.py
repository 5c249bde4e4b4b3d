"""Row of a document in the work lists."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "site.document_listing"
DRAFTS = ("draft", "returned")
register_listing_table(TABLE)


@implementer(IListingRow)
@adapter(IDocument)
class DocumentRow:
    """Columns of `site.document_listing`."""

    def __init__(self, document: IDocument) -> None:
        self.document = document

    def values(self) -> dict[str, Any]:
        """What "to be accepted" shows without waking the document."""
        document = self.document
        submitted = document.submitted_at
        case = case_of(document)
        return {
            "case_uid": IUUID(case),
            "case_sign": str(case.sign or ""),
            "document_kind": document.document_kind,
            "version": len(document.versions),
            "author": document.author.id,
            "author_name": document.author.name,
            "drafted_by": document.author.id if state_of(document) in DRAFTS else "",
            "acceptor": document.acceptor,
            "submitted_at": submitted.isoformat() if submitted else None,
            "dated": document.dated.isoformat() if document.dated else None,
            "filed_at": document.filed_at.isoformat() if document.filed_at else None,
        }
