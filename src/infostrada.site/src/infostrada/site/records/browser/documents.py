"""Page of a document with its versions."""

from infostrada.geo.links.operations import may_link
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.records.actor import name_of
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.browser.acts import LegalBasis
from infostrada.site.records.browser.deciding import Wholeness
from infostrada.site.records.browser.people import acceptor_field
from infostrada.site.records.browser.preview import Preview
from infostrada.site.records.browser.registers.choices import mine
from infostrada.site.records.browser.signatures import Signatures
from infostrada.site.records.browser.stamps import Renewals
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.tables import versions_table
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.deed import now
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.interfaces import IDocumentStep
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import cancel_document
from infostrada.site.records.documents.operations import check_in
from infostrada.site.records.documents.operations import check_out
from infostrada.site.records.documents.operations import may_change
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.documents.operations import pass_on
from infostrada.site.records.documents.operations import reject_document
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.documents.rules import CHECK_OUT
from infostrada.site.records.mywork import next_to_accept
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import subscribers


class DocumentPage(DeskPage):
    """A document: versions, check-out, acceptance."""

    placed = True
    parts = (Preview, LegalBasis, Wholeness, Signatures, Renewals)

    @property
    def lead(self) -> str:
        """Sign of the case."""
        return str(case_of(self.context).sign)

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the case, and the steps other domains offer."""
        steps = subscribers((self.context, self.request), IDocumentStep)
        return [
            {"label": _("Case"), "url": f"{case_of(self.context).absolute_url()}/view", "key": CASE_KEY},
            *self._newest(),
            *self._print(),
            *({"label": each.label, "url": each.url, "main": each.main} for each in steps if each.url),
            *self._places(),
            *self._next(),
        ]

    def _next(self) -> list[dict[str, Any]]:
        """The document that waits longest for the visitor's acceptance."""
        if not self.may("infostrada.site: Accept documents"):
            return []
        found = next_to_accept(self.unit.unit_id, tuple(mine()), but=IUUID(self.context))
        if found is None:
            return []
        url = f"{self.request.physicalPathToURL(found['path'].split('/'))}/view"
        return [{"label": _("Next to accept"), "url": url, "key": "N"}]

    def _places(self) -> list[dict[str, Any]]:
        if not (self.has_places and may_link(self.context)):
            return []
        return [{"label": _("Places on the map"), "url": f"{self.context.absolute_url()}/@@places"}]

    def _print(self) -> list[dict[str, Any]]:
        """The print for the post of what was signed electronically."""
        document, version = self.context, self.context.latest
        signed = version is not None and any(each.version == version.number for each in document.signed_files)
        if not signed or state_of(document) != "accepted" or not self.may(WORK_ON):
            return []
        return [{"label": _("Certified print (PDF)"), "url": f"{document.absolute_url()}/@@certified-print"}]

    def _newest(self) -> list[dict[str, Any]]:
        version = self.context.latest
        if version is None or isinstance(version.file, GoneFile):
            return []
        url = f"{self.context.absolute_url()}/@@version/{version.number}"
        return [{"label": _("Download the newest version"), "url": url}]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Metadata set C."""
        document, request = self.context, self.request
        holder = document.holder(now())
        accepted = document.accepted_by
        facts = [
            fact(_("State"), STATES[state_of(document)][0]),
            fact(_("Kind of document"), document.document_kind),
            fact(_("Author"), ", ".join(filter(None, (document.author.name, document.author.post)))),
            fact(_("Filed"), when(document.filed_at, request)),
            fact(_("Date on the document"), when(document.dated, request)),
            fact(_("Access"), ACCESS[document.access]),
        ]
        if document.template:
            facts.append(fact(_("Made from a template"), document.versions[0].comment))
        if holder:
            facts.append(fact(_("Checked out by"), name_of(holder)))
        if document.acceptor:
            facts.append(fact(_("Waits for"), name_of(document.acceptor)))
        if accepted:
            facts.append(fact(_("Accepted by"), f"{accepted.name}, {accepted.post}".rstrip(", ")))
            if document.signed_as:
                facts.append(fact(_("Signs as"), document.signed_as))
            facts.append(fact(_("Accepted on"), when(document.accepted_at, request)))
        return facts

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Versions and what the visitor may do."""
        parts = [self._versions(), *self._approvals()]
        document = self.context
        if state_of(document) == "returned":
            notice = {"kind": "warn", "title": _("Returned with remarks"), "text": document.remark}
            parts[0]["notice"] = notice
        if self._writes:
            parts += [self._writing(), self._submitting()]
        if self._accepts:
            parts.append(self._accepting())
        return [*parts, *super().sections]

    @property
    def _writes(self) -> bool:
        return may_change(self.context)

    @property
    def _accepts(self) -> bool:
        waits = state_of(self.context) in ("draft", "submitted", "returned")
        return waits and self.may("infostrada.site: Accept documents")

    def _versions(self) -> dict[str, Any]:
        register = versions_table(self.context, self.request, digest=True)
        return {"id": "versions", "title": _("Versions"), "register": register}

    def _writing(self) -> dict[str, Any]:
        held = self.context.holder(now()) is not None
        text = _(
            "Check the document out, download the newest version, change it in your editor and save it here. Nobody "
            "else can save a version meanwhile."
        )
        if held:
            until = when(self.context.checked_out_at + CHECK_OUT, self.request)
            text = _(
                "You hold the document until ${moment}. Download the newest version, change it in your editor and "
                "save it here; that also lets the document go.",
                mapping={"moment": until},
            )
        kept = [{"name": "etag", "value": etag_of(self.context)}]
        forms = [
            self.one(
                "version",
                _("Save a new version"),
                {"name": "file", "label": _("File"), "kind": "file", "required": True},
                {"name": "comment", "label": _("Comment")},
                kept=kept,
            ),
            self.one("check-in", _("Let the document go"), tone="btn-secondary")
            if held
            else self.one("check-out", _("Check the document out"), tone="btn-secondary"),
        ]
        return {"id": "writing", "title": _("New version"), "text": text, "forms": forms}

    def _submitting(self) -> dict[str, Any]:
        field = acceptor_field(self.unit, case_of(self.context).org_id)
        forms = [
            self.one("submit", _("Submit for acceptance"), field),
            self.one("cancel", _("Cancel the draft"), tone="btn-danger", fold=_("Cancel the document")),
        ]
        return {"id": "submitting", "title": _("Acceptance"), "forms": forms}

    def _accepting(self) -> dict[str, Any]:
        text = _("After acceptance the newest version is final and nothing in it changes.")
        forms = [self.one("accept", _("Accept"))]
        if state_of(self.context) == "submitted":
            forms.append(self._passing())
            field = {"name": "remark", "label": _("Remark"), "kind": "textarea", "required": True}
            words = _("Return with remarks")
            forms.append(self.one("reject", words, field, tone="btn-secondary", fold=words))
        return {"id": "accepting", "title": _("Your decision"), "text": text, "forms": forms, "beside": True}

    def _passing(self) -> Any:
        onward = acceptor_field(
            self.unit,
            case_of(self.context).org_id,
            label=_("Who is next"),
            hint=_("You approve this version; the last person on the way accepts it and it becomes final."),
        )
        said = {"name": "remark", "label": _("Remark")}
        return self.one("pass-on", _("Approve and pass on"), onward, said, tone="btn-secondary")

    def _approvals(self) -> list[dict[str, Any]]:
        """The preliminary approvals, when there are any."""
        if not self.context.approvals:
            return []
        columns = (
            ("who", _("Who approved")),
            ("when", _("When")),
            ("version", _("Version")),
            ("onward", _("Passed on to")),
            ("remark", _("Remark")),
        )
        rows = [
            row(
                one.actor.name,
                who=", ".join(filter(None, (one.actor.name, one.actor.post))),
                when=dated(one.at, self.request),
                version=str(one.version),
                onward=one.onward,
                remark=one.remark,
            )
            for one in self.context.approvals
        ]
        register = table(_("Preliminary approvals"), columns, numbered("approval", rows))
        return [{"id": "approvals", "title": _("Preliminary approvals"), "register": register}]

    def do_version(self) -> str:
        """Save a version."""
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        etag = self.text("etag") or None
        new_version(self.context, upload, comment=self.text("comment"), if_match=etag)
        self.say(_("The version has been saved."))
        return self.here

    def do_check_out(self) -> str:
        """Hold the document."""
        check_out(self.context)
        self.say(_("The document is yours: download the newest version, change it and save it here."))
        return self.here

    def do_check_in(self) -> str:
        """Let the document go."""
        check_in(self.context)
        self.say(_("Others may change the document again."))
        return self.here

    def do_submit(self) -> str:
        """Submit for acceptance."""
        submit_document(self.context, self.text("acceptor"))
        self.say(_("The document waits for acceptance."))
        return self.here

    def do_cancel(self) -> str:
        """Give the draft up."""
        cancel_document(self.context)
        self.say(_("The draft has been cancelled."))
        return self.here

    def do_accept(self) -> str:
        """Accept."""
        accept_document(self.context)
        self.say(_("The document has been accepted."))
        return self.here

    def do_pass_on(self) -> str:
        """Approve and send on."""
        approval = pass_on(self.context, self.text("acceptor"), self.text("remark"))
        self.say(_("Approved and passed on to ${name}.", mapping={"name": approval.onward}))
        return self.here

    def do_reject(self) -> str:
        """Return with remarks."""
        reject_document(self.context, self.text("remark"))
        self.say(_("The document went back to its author with your remarks."))
        return self.here
