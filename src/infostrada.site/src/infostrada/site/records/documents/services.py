"""REST: documents of a case, versions, check-out, acceptance."""

from infostrada.core import idempotency
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.deciding import decision_report
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import cancel_document
from infostrada.site.records.documents.operations import check_in
from infostrada.site.records.documents.operations import check_out
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.documents.operations import pass_on
from infostrada.site.records.documents.operations import reject_document
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from plone.uuid.interfaces import IUUID
from typing import Any


class DocumentsPost(WritingService):
    """`POST <case>/@documents`: a new document with its first version.

    Body: `title`, `document_kind`, `access`, `dated`, `comment`, `file`.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the document."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self._made(by_uid(done, IDocument, near=self.context))
        body = self.body
        draft = Draft(
            title=text(body, "title"),
            document_kind=text(body, "document_kind"),
            access=text(body, "access", "not_public"),
            dated=day(body, "dated"),
            comment=text(body, "comment"),
        )
        document = add_document(self.context, draft, from_json(body.get("file"), "file"))
        idempotency.finish(self.request, IUUID(document))
        return self._made(document)

    def _made(self, document: Any) -> dict[str, Any]:
        self.request.response.setHeader("ETag", etag_of(document))
        return self.created(document)


class WholenessGet(RecordService):
    """`GET <document>/@wholeness`: parts the code wants of a decision or order that its newest text does not show.

    `checked` is false for other kinds of documents, `readable` for files without a text. A warning, never a refusal.
    """

    def answer(self) -> dict[str, Any]:
        """What is missing, each with its article."""
        report = decision_report(self.context)
        return {
            "@id": f"{self.context.absolute_url()}/@wholeness",
            "checked": report is not None,
            "readable": bool(report and report.readable),
            "missing": [
                {"part": each.key, "basis": each.basis} for each in (report.missing if report else ())
            ],
        }


class VersionsPost(ActService):
    """`POST <document>/@versions`: the next version. Body: `file`, `comment`.

    `If-Match` with the document's entity tag makes sure that nobody wrote one meanwhile (412),
    `Lock-Token` with the check-out's `lock_id` that the check-out is still in force (423).
    """

    def answer(self) -> dict[str, Any]:
        """201 with the document."""
        new_version(
            self.context,
            from_json(self.body.get("file"), "file"),
            comment=text(self.body, "comment"),
            lock_id=self.request.getHeader("Lock-Token"),
        )
        self.request.response.setHeader("ETag", etag_of(self.context))
        return self.created(self.context)


class CheckOutPost(ActService):
    """`POST <document>/@check-out`: hold the document for editing."""

    def answer(self) -> dict[str, Any]:
        """The document as it is now."""
        check_out(self.context)
        return self.as_json(self.context)


class CheckOutDelete(WritingService):
    """`DELETE <document>/@check-out`: let it go without a new version."""

    def answer(self) -> dict[str, Any]:
        """The document as it is now."""
        check_in(self.context)
        return self.as_json(self.context)


class AcceptancePost(ActService):
    """`POST <document>/@acceptance`: a step on the way to acceptance.

    Body: `step` (`submit` with `acceptor`, `pass_on` with the next `acceptor` and a `remark`, `accept`, `reject` with
    `remark`, `cancel`).
    """

    def answer(self) -> dict[str, Any]:
        """The document as it is now."""
        body = self.body
        step = text(body, "step")
        if step == "submit":
            submit_document(self.context, text(body, "acceptor"))
        elif step == "pass_on":
            pass_on(self.context, text(body, "acceptor"), text(body, "remark"))
        elif step == "accept":
            accept_document(self.context)
        elif step == "reject":
            reject_document(self.context, text(body, "remark"))
        elif step == "cancel":
            cancel_document(self.context)
        else:
            raise invalid("step", "not_in_list")
        return self.as_json(self.context)
