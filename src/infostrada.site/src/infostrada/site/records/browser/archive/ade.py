"""Pages of the archive of electronic documents (ADE): the office's account, and where a transfer is on its way."""

from datetime import date
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.records.archive.ade import rules
from infostrada.site.records.archive.ade.operations import apply_by_ade
from infostrada.site.records.archive.ade.operations import send_by_ade
from infostrada.site.records.archive.ade.operations import try_again
from infostrada.site.records.archive.ade.settings import account_of
from infostrada.site.records.archive.ade.settings import drop_account
from infostrada.site.records.archive.ade.settings import keep_account
from infostrada.site.records.archive.ade.settings import OPEN_NAMES
from infostrada.site.records.archive.ade.settings import shown
from infostrada.site.records.archive.content import Submission
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.transfer import OPEN
from infostrada.site.records.browser.connection import ConnectionPage
from infostrada.site.records.browser.connection import Keeping
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from typing import Any


PEM: dict[str, Any] = {"kind": "textarea", "rows": 5}
STEPS = {
    rules.OPEN_REQUEST: (_("application is being sent"), "run"),
    rules.SEND_REQUEST: (_("application is being sent"), "run"),
    rules.MARK_REQUEST: (_("application is being sent"), "run"),
    rules.WAIT_REQUEST: (_("application waits for the state archive"), "wait"),
    rules.AGREED: (_("application accepted"), "done"),
    rules.REQUEST_REJECTED: (_("application rejected"), "warn"),
    rules.OPEN_ARCHIVE: (_("package is being sent"), "run"),
    rules.SEND_ARCHIVE: (_("package is being sent"), "run"),
    rules.MARK_ARCHIVE: (_("package is being sent"), "run"),
    rules.WAIT_ARCHIVE: (_("package waits for the state archive"), "wait"),
    rules.TAKEN: (_("package taken by the state archive"), "done"),
    rules.ARCHIVE_REJECTED: (_("package rejected"), "warn"),
}


class AccountPage(ConnectionPage):
    """Where the ADE answers and by what certificate the office proves itself."""

    heading = _("Account at the archive of electronic documents (ADE)")
    lead = _(
        "Transfers to the state archive go through its interface by the worker, with the certificate of the office."
    )
    keeping = Keeping(shown, keep_account, drop_account, OPEN_NAMES)
    part = "account"
    fields = (
        {"name": "url", "label": _("Address of the interface"), "required": True,
         "hint": _("As in the agreement with the state archive, without the last slash.")},
        {"name": "requestor", "label": _("Applicant (requestorId)"), "required": True},
        {"name": "certificate", "label": _("Certificate of the system's account"), "required": True, **PEM,
         "hint": _("In PEM form, with those between it and its authority.")},
        {"name": "key", "label": _("Private key"), **PEM,
         "hint": _("In PEM form, without a password. Left empty, the kept key stays.")},
        {"name": "authority", "label": _("Authority of the server's certificate"), **PEM,
         "hint": _("In PEM form; empty when the machine trusts it anyway.")},
    )  # fmt: skip

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What is kept."""
        held = self.held
        if not held:
            return []
        last = date.fromisoformat(held["valid_to"])
        return [
            fact(_("Address of the interface"), held["url"]),
            fact(_("Applicant (requestorId)"), held["requestor"]),
            fact(_("Account in the certificate"), held["account"]),
            fact(_("Certificate is valid to"), when(last, self.request)),
            fact(_("Key"), _("kept, sealed")),
        ]


class ThroughAde(Part):
    """On a transfer: its way through the ADE and what may be ordered next."""

    position = 16

    def section(self) -> dict[str, Any] | None:
        """Where it is; forms for the archivist of an office with an account."""
        held: Submission | None = self.context.ade
        forms = self._forms(held) if self.page.may(KEEP) else []
        if held is None and not forms:
            return None
        part: dict[str, Any] = {
            "id": "ade",
            "title": _("Archive of electronic documents (ADE)"),
            "forms": forms,
        }
        if held is None:
            return {
                **part,
                "text": _("The application and the package can go through the interface of the ADE."),
            }
        columns = (("what", _("What")), ("said", _("What the archive says")))
        rows = [
            {
                "title": str(each["label"]),
                "cells": {"what": {"text": each["label"]}, "said": _cell(each["value"])},
            }
            for each in known(self._facts(held))
        ]
        return {**part, "register": table(_("Way through the ADE"), columns, numbered("ade", rows))}

    def _facts(self, held: Submission) -> list[dict[str, Any]]:
        said, tone = STEPS[held.step]
        if held.stopped:
            tone = "warn"
        signature = held.signature
        return [
            fact(_("Where it is"), {"text": said, "tone": tone}),
            fact(_("Identifier of the application"), held.request_id),
            fact(_("Identifier of the archive"), held.archive_id),
            fact(_("Last answer"), held.status),
            fact(_("Comment of the state archive"), held.comment),
            fact(_("Fault of the last try"), held.fault),
            fact(_("Asked last"), when(held.asked_at, self.request) if held.asked_at else None),
            fact(_("Ordered by"), f"{held.by.name}, {when(held.ordered_at, self.request)}"),
            fact(_("Signature of the package"), signature.filename if signature is not None else None),
        ]

    def _forms(self, held: Submission | None) -> list[Any]:
        state = state_of(self.context)
        if state not in OPEN or account_of(self.page.unit) is None:
            return []
        one, forms = self.page.one, []
        anew = held is None or held.stopped or held.step == rules.REQUEST_REJECTED
        if anew and state in ("proposed", "applied"):
            forms.append(one("ade_apply", _("Send the application through the ADE"), tone="btn-secondary"))
        if held is not None and not held.fault and held.step in rules.REJECTION:
            forms.append(one("ade_again", _("Ask for the answer now"), tone="btn-secondary"))
        if held is not None and held.fault:
            forms.append(one("ade_again", _("Try the step again"), tone="btn-secondary"))
        if state == "packed" and held is not None and held.step in (rules.AGREED, rules.ARCHIVE_REJECTED):
            signature = {
                "name": "file",
                "label": _("Signature of the package (XAdES, detached)"),
                "hint": _("Download the package, sign it outside and choose the signature here."),
                "kind": "file",
                "required": True,
            }
            forms.append(one("ade_package", _("Send the package through the ADE"), signature))
        return forms

    def do_ade_apply(self) -> str:
        """The application goes."""
        apply_by_ade(self.context)
        return self._ordered()

    def do_ade_package(self) -> str:
        """The package goes."""
        send_by_ade(self.context, from_form(self.page.form.get("file")))
        return self._ordered()

    def do_ade_again(self) -> str:
        """Another try."""
        try_again(self.context)
        return self._ordered()

    def _ordered(self) -> str:
        self.page.say(_("Ordered; the worker carries it to the ADE."))
        return str(self.page.here)


def _cell(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"text": value}
