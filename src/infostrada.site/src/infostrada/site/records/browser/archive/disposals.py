"""Destruction lists: proposed by the archivist, approved by two others, carried out with a protocol."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.records.archive import listing
from infostrada.site.records.archive.content import Answer
from infostrada.site.records.archive.operations import APPROVE
from infostrada.site.records.archive.operations import approve_disposal
from infostrada.site.records.archive.operations import exclude
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.operations import LARGEST_LIST
from infostrada.site.records.archive.operations import note_consent
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.papers import papers_of
from infostrada.site.records.archive.rules import GROUPS
from infostrada.site.records.archive.services import destroy
from infostrada.site.records.browser.archive.covers import Cover
from infostrada.site.records.browser.archive.handovers import Cases
from infostrada.site.records.browser.archive.papers import DisposalPapers
from infostrada.site.records.browser.archive.papers import PAPER
from infostrada.site.records.browser.archive.papers import PDFS
from infostrada.site.records.browser.archive.tables import cases_table
from infostrada.site.records.browser.archive.tables import lists_table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from plone import api
from typing import Any


NONE = _(
    "No list has been made yet. Cases whose time of keeping is over are listed by the archivist; two others approve the list."
)


class Disposals(Part):
    """On the archive's page: the lists so far and what may be listed."""

    position = 40

    def section(self) -> dict[str, Any]:
        """A table; for the archivist a form."""
        register = lists_table(listing.DISPOSALS, self.page, _("Destruction lists of the office"), NONE)
        part = {"id": "disposals", "title": _("Destruction lists"), "register": register}
        return {**part, "forms": [self._form()]} if self.page.may(KEEP) else part

    def _form(self) -> Any:
        group = {
            "name": "group",
            "label": _("Group"),
            "kind": "select",
            "required": True,
            "options": choices(GROUPS),
        }
        declaration = {
            "name": "declaration",
            "label": _("Declaration"),
            "hint": _("That the time of keeping is over and the records are no longer needed."),
            "kind": "textarea",
            "required": True,
        }
        submit = _("List what may be destroyed")
        return self.page.one("disposal", submit, group, declaration, fold=_("New destruction list"))

    def do_disposal(self) -> str:
        """List everything of the group that may be destroyed."""
        group = self.page.text("group")
        uids = listing.due_uids(self.page.unit.unit_id, group, LARGEST_LIST)
        made = propose_disposal(self.context, group, uids, self.page.text("declaration"))
        self.page.say(_("The list was drawn up; it waits for two people to approve it."))
        return f"{made.absolute_url()}/view"


class Excluded(Part):
    """Cases taken off the list again."""

    position = 15

    def section(self) -> dict[str, Any] | None:
        """The table, when there are any."""
        if not self.context.excluded:
            return None
        register = cases_table(self.context.excluded, self.request)
        return {"id": "excluded", "title": _("Taken off the list"), "register": register}


class Approval(Part):
    """One of the two approvals."""

    position = 20

    def section(self) -> dict[str, Any] | None:
        """The form, for who may approve at all."""
        if state_of(self.context) != "proposed" or not self.page.may(APPROVE):
            return None
        text = _("Two people approve the list, neither of them who made it.")
        part: dict[str, Any] = {"id": "approval", "title": _("Approval"), "text": text}
        approvers = {one.actor.id for one in self.context.approvals}
        me = api.user.get_current().getId()
        if me == self.context.made_by.id:
            return {**part, "text": _("You drew the list up, so two others approve it.")}
        if me in approvers:
            return {**part, "text": _("You have approved the list; another person approves it too.")}
        return {**part, "forms": [self.page.one("approve", _("Approve the destruction list"))]}

    def do_approve(self) -> str:
        """Approve."""
        approve_disposal(self.context)
        self.page.say(_("Your approval has been noted."))
        return str(self.page.here)


class Consent(Part):
    """The state archive's answer: consent, or a case to be kept longer."""

    position = 30

    def section(self) -> dict[str, Any] | None:
        """Two forms."""
        if state_of(self.context) not in ("proposed", "approved") or not self.page.may(KEEP):
            return None
        cases = [{"value": row.uid, "label": row.sign} for row in self.context.rows]
        consent = (
            {"name": "reference", "label": _("Sign of the consent"), "required": True},
            {"name": "given_on", "label": _("Day of the consent"), "kind": "date", "required": True},
            {
                "name": "general",
                "label": _("A general consent, for all records of a kind"),
                "kind": "checkbox",
            },
            PAPER,
            {"name": "opinion", "label": _("Expert opinion"), "hint": _("Needed for the group BE.")},
        )
        exclusion = (
            {"name": "uid", "label": _("Case"), "kind": "select", "required": True, "options": cases},
            {"name": "category", "label": _("New category"), "required": True},
            {"name": "reason", "label": _("Reason"), "required": True},
        )
        one = self.page.one
        forms = [
            one("consent", _("Note the consent"), *consent, fold=_("Note the consent"), open=self._awaited),
            one("exclude", _("Take off the list"), *exclusion, fold=_("A case the archive keeps longer")),
        ]
        return {"id": "archivist", "title": _("State archive"), "forms": forms}

    @property
    def _awaited(self) -> bool:
        """Is the consent what the list waits for, or what was just sent?"""
        record = self.context
        waits = state_of(record) == "approved" and record.asks_archive and record.consent is None
        return bool(waits or self.page.holds("consent"))

    def do_consent(self) -> str:
        """Note the consent of the state archive."""
        page = self.page
        note_consent(
            self.context,
            page.text("reference"),
            page.day("given_on"),
            general=page.text("general") == "1",
            opinion=page.text("opinion"),
            paper=from_form(page.form.get("file")),
        )
        page.say(_("The consent has been noted."))
        return str(page.here)

    def do_exclude(self) -> str:
        """Take a case off."""
        page = self.page
        exclude(self.context, page.text("uid"), page.text("category"), page.text("reason"))
        page.say(_("The case has been taken off the list."))
        return str(page.here)


class Destruction(Part):
    """The protocol; the job behind it destroys."""

    position = 40

    def section(self) -> dict[str, Any] | None:
        """The form, when two have approved and the state archive has agreed."""
        agreed = self.context.consent is not None or not self.context.asks_archive
        if state_of(self.context) != "approved" or not agreed or not self.page.may(KEEP):
            return None
        text = _("Files are gone for good afterwards; metadata, metryka, the list and the protocol stay.")
        form = self.page.one(
            "destroy",
            _("Destroy the records"),
            {"name": "method", "label": _("Way of destruction"), "required": True},
            {"name": "witnesses", "label": _("Witnesses"), "required": True},
            tone="btn-danger",
        )
        return {"id": "destruction", "title": _("Destruction"), "text": text, "forms": [form]}

    def do_destroy(self) -> str:
        """Write the protocol and show the job."""
        job = destroy(self.context, self.page.text("method"), self.page.text("witnesses"))
        return f"{self.page.unit.absolute_url()}/@@job/{job}"


class DisposalPage(DeskPage):
    """A destruction list."""

    parts = (Cases, Excluded, DisposalPapers, Cover, Approval, Consent, Destruction)

    @property
    def lead(self) -> str:
        """The declaration."""
        text: str = self.context.declaration
        return text

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive, and the papers there are."""
        url = f"{self.context.absolute_url()}/@@disposal-paper"
        papers = [{"label": PDFS[name], "url": f"{url}/{name}.pdf"} for name in papers_of(self.context)]
        return [{"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"}, *papers]

    @property
    def stages(self) -> list[dict[str, Any]]:
        """Made, approved twice, agreed to by the state archive, carried out."""
        record, request, state = self.context, self.request, state_of(self.context)
        approvals, protocol, consent = record.approvals, record.protocol, record.consent
        second = approvals[1] if len(approvals) > 1 else None
        approving = "past" if second else "now"
        agreed = consent is not None or not record.asks_archive
        ending = "past" if protocol else "now" if state == "approved" and agreed else "ahead"
        asking = {
            "title": _("Consent of the state archive"),
            "when": when(consent.given_on, request) if consent else None,
            "state": "past" if consent else "now" if state == "approved" else "ahead",
        }
        return [
            {"title": STATES["proposed"][0], "when": when(record.made_at, request), "state": "past"},
            {
                "title": _("Approvals: ${count} of 2", mapping={"count": len(approvals)}),
                "when": when(second.at, request) if second else None,
                "state": approving,
            },
            *([asking] if consent or record.asks_archive else []),
            {
                "title": STATES["carried_out"][0],
                "when": when(protocol.destroyed_on, request) if protocol else None,
                "state": ending,
            },
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Where the list is."""
        record, request = self.context, self.request
        consent, protocol = record.consent, record.protocol
        approvals = "; ".join(f"{one.actor.name}, {when(one.at, request)}" for one in record.approvals)
        noted = record.consent_noted
        agreed = f"{consent.reference}, {when(consent.given_on, request)}" if consent else None
        facts = [
            fact(_("State"), STATES[state_of(record)][0]),
            fact(_("Group"), record.group),
            fact(_("Drawn up by"), record.made_by.name),
            fact(_("Approvals"), approvals),
            fact(_("Application"), _sent(record.application, request)),
            fact(_("Consent"), agreed),
            fact(_("Consent written in by"), noted.actor.name if noted else None),
            fact(_("Expert opinion"), record.opinion),
            fact(_("Protocol"), when(protocol.destroyed_on, request) if protocol else None),
            fact(_("Way of destruction"), protocol.method if protocol else None),
            fact(_("Witnesses"), protocol.witnesses if protocol else None),
        ]
        return known(facts)


def _sent(application: Answer | None, request: Any) -> str | None:
    """The sign and day of the application, and the number it went out by."""
    if application is None:
        return None
    return ", ".join(
        filter(None, (application.reference, application.remark, when(application.day, request)))
    )
