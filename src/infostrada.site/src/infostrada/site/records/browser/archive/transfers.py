"""Transfers to the state archive: list, application, consent, package, receipt."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import sized
from infostrada.site.desk.words import when
from infostrada.site.records.archive import listing
from infostrada.site.records.archive.address import address_of
from infostrada.site.records.archive.address import ArchiveAddress
from infostrada.site.records.archive.ade.rules import runs
from infostrada.site.records.archive.content import Answer
from infostrada.site.records.archive.operations import handed
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.application import application
from infostrada.site.records.archive.sending import LARGEST
from infostrada.site.records.archive.sending import send_to_archive
from infostrada.site.records.archive.sending import sent_next
from infostrada.site.records.archive.sending import sign_of
from infostrada.site.records.archive.state import archive_of
from infostrada.site.records.archive.transfer import confirm_transfer
from infostrada.site.records.archive.transfer import note_application
from infostrada.site.records.archive.transfer import note_consent
from infostrada.site.records.archive.transfer import OPEN
from infostrada.site.records.archive.transfer import order_package
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.archive.transfer import refuse_transfer
from infostrada.site.records.browser.archive.ade import ThroughAde
from infostrada.site.records.browser.archive.carrier import OnCarrier
from infostrada.site.records.browser.archive.covers import Cover
from infostrada.site.records.browser.archive.handovers import Cases
from infostrada.site.records.browser.archive.papers import PAPER
from infostrada.site.records.browser.archive.papers import Shipments
from infostrada.site.records.browser.archive.papers import TransferPapers
from infostrada.site.records.browser.archive.tables import lists_table
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.downloads import XML
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from Products.Five import BrowserView
from typing import Any


ROUTE = ("proposed", "applied", "agreed", "packed", "received")
SIGN = {"name": "reference", "label": _("Sign of the letter"), "required": True}
DAY = {"name": "day", "label": _("Day"), "kind": "date", "required": True}
REMARK = {"name": "remark", "label": _("Remarks")}


NONE = _("Nothing has been given to the state archive yet.")


class Transfers(Part):
    """On the archive's page: the transfers so far and the form that lists what goes."""

    position = 30

    def section(self) -> dict[str, Any]:
        """A table; for the archivist a form."""
        caption = _("Transfers of the office to the state archive")
        register = lists_table(listing.TRANSFERS, self.page, caption, NONE)
        part = {"id": "transfers", "title": _("Transfers to the state archive"), "register": register}
        return {**part, "forms": [self._form()]} if self.page.may(KEEP) else part

    def _form(self) -> Any:
        archive = {
            "name": "archive",
            "label": _("State archive"),
            "hint": _("Archived cases of category A whose ten years are over are listed."),
            "value": archive_of(self.page.unit.teryt or ""),
            "required": True,
        }
        return self.page.one(
            "transfer", _("List what goes to the state archive"), archive, fold=_("New transfer")
        )

    def do_transfer(self) -> str:
        """List the archival material whose time has come."""
        made = propose_transfer(self.context, self.page.text("archive"))
        return f"{made.absolute_url()}/view"


class NextStep(Part):
    """What the archivist notes or orders next."""

    position = 20

    def section(self) -> dict[str, Any] | None:
        """The forms of the transfer's state."""
        state = state_of(self.context)
        if state not in OPEN or not self.page.may(KEEP):
            return None
        refused = self.page.one(
            "refuse",
            _("Note the refusal"),
            {**REMARK, "required": True},
            tone="btn-danger",
            fold=_("Refused by the state archive"),
        )
        forms = [*getattr(self, f"_{state}")(), refused]
        return {"id": "next", "title": _("State archive"), "forms": forms}

    def _proposed(self) -> list[Any]:
        held = self.context.ade
        if held is not None and runs(held.step, held.stopped):
            # It is on its way through the ADE: by another way it would be asked for twice.
            return []
        return [
            self._sending(_("Send the application by e-Doręczenia")),
            self.page.one(
                "apply", _("Note that the application was sent"), SIGN, DAY, fold=_("Sent in another way")
            ),
        ]

    def _applied(self) -> list[Any]:
        agreed = self.page.one("agree", _("Note the consent"), SIGN, DAY, PAPER, REMARK)
        if sent_next(self.context) is None:
            return [agreed]
        return [self._sending(_("Send the application by e-Doręczenia")), agreed]

    def _agreed(self) -> list[Any]:
        return [self.page.one("package", _("Make the package"))]

    def _packed(self) -> list[Any]:
        held, parcel = self.context.ade, self.context.parcel
        by_ade = held is not None and runs(held.step, held.stopped)
        small = parcel is not None and parcel.size <= LARGEST
        waits = small and not by_ade and sent_next(self.context) is not None
        sending = [self._sending(_("Send the package by e-Doręczenia"))] if waits else []
        return [
            *sending,
            self.page.one(
                "confirm",
                _("Note the receipt of the package"),
                SIGN,
                DAY,
                PAPER,
                fold=_("Receipt of the package"),
                open=not waits or self.page.holds("confirm"),
            ),
            self.page.one("package", _("Make the package again"), tone="btn-secondary"),
        ]

    def _sending(self, submit: Any) -> Any:
        kept = address_of(self.page.unit)
        ade = {
            "name": "ade",
            "label": _("Address for electronic delivery of the state archive"),
            "hint": _("AE:PL-12345-67890-ABCDE-12; kept for the next letters of the office."),
            "value": kept.ade,
            "required": True,
        }
        city = {
            "name": "city",
            "label": _("Town of the state archive"),
            "value": kept.city,
            "required": True,
        }
        return self.page.one("send", submit, ade, city)

    def do_send(self) -> str:
        """The application or the package goes to the state archive."""
        page = self.page
        letter = send_to_archive(self.context, ArchiveAddress(page.text("ade"), page.text("city")))
        page.say(_("Letters registered in the RPWych: ${numbers}.", mapping={"numbers": letter.rpw_number}))
        return str(page.here)

    def do_apply(self) -> str:
        """The application went out."""
        note_application(self.context, self.page.text("reference"), self.page.day("day"))
        self.page.say(_("The application has been noted. Now the state archive decides."))
        return str(self.page.here)

    def do_agree(self) -> str:
        """The state archive agreed."""
        page = self.page
        paper = from_form(page.form.get("file"))
        note_consent(self.context, page.text("reference"), page.day("day"), page.text("remark"), paper)
        page.say(_("The consent has been noted. Now make the package."))
        return str(page.here)

    def do_package(self) -> str:
        """Order the package and show the progress."""
        return f"{self.page.unit.absolute_url()}/@@job/{order_package(self.context)}"

    def do_confirm(self) -> str:
        """The archive has the package; the cases are moved."""
        page = self.page
        paper = from_form(page.form.get("file"))
        job = confirm_transfer(self.context, page.text("reference"), page.day("day"), paper)
        return f"{self.page.unit.absolute_url()}/@@job/{job}"

    def do_refuse(self) -> str:
        """The archive refused."""
        refuse_transfer(self.context, self.page.text("remark"))
        self.page.say(_("The refusal has been noted; the cases stay in the archive of the office."))
        return str(self.page.here)


class TransferPage(DeskPage):
    """A transfer: its cases, the state archive's answers, the package."""

    parts = (Cases, TransferPapers, Shipments, ThroughAde, Cover, NextStep, OnCarrier)

    @property
    def lead(self) -> str:
        """Which archive."""
        text: str = self.context.archive
        return text

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive, the list and the application; the package when it was made."""
        url = self.context.absolute_url()
        found = [
            {"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"},
            {"label": _("List as XML"), "url": f"{url}/@@handover-xml"},
            {"label": _("Application as XML"), "url": f"{url}/@@application-xml"},
        ]
        if self.context.parcel is not None and self.may(KEEP):
            found.append({"label": _("Download the package"), "url": f"{url}/@@transfer-package"})
        return found

    @property
    def stages(self) -> list[dict[str, Any]]:
        """From the list to the receipt; a refusal ends the way where it was."""
        record, state = self.context, state_of(self.context)
        parcel = record.parcel
        days = (
            record.made_at,
            record.application and record.application.day,
            record.consent and record.consent.day,
            parcel and parcel.made_at,
            record.receipt and record.receipt.day,
        )
        reached = ROUTE.index(state) if state in ROUTE else sum(1 for day in days if day) - 1
        shown = [
            {
                "title": STATES[name][0],
                "when": when(day, self.request),
                "state": "past" if place < reached else "now" if place == reached else "ahead",
            }
            for place, (name, day) in enumerate(zip(ROUTE, days, strict=True))
        ]
        if state == "received":
            shown[-1]["state"] = "past"
        if state == "refused":
            refusal = {"title": STATES["refused"][0], "when": "", "state": "stopped"}
            shown = [{**stage, "state": "past"} for stage in shown[: reached + 1]] + [refusal]
        return shown

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Where the transfer is."""
        record, request = self.context, self.request
        parcel = record.parcel
        facts = [
            fact(_("State"), STATES[state_of(record)][0]),
            fact(_("Drawn up by"), record.made_by.name),
            fact(_("Application"), self._told(record.application)),
            fact(_("Consent"), self._told(record.consent)),
            fact(_("Package made"), when(parcel.made_at, request) if parcel else None),
            fact(_("Size"), sized(parcel.size, request) if parcel else None),
            fact(_("Digest of the package (SHA-256)"), parcel.sha256 if parcel else None),
            fact(_("Receipt of the package"), self._told(record.receipt)),
            fact(_("Remarks"), record.remark),
        ]
        return known(facts)

    def _told(self, answer: Answer | None) -> str | None:
        if answer is None:
            return None
        parts = (answer.reference, when(answer.day, self.request), answer.remark)
        return ", ".join(part for part in parts if part)


class ApplicationFile(BrowserView):
    """`<transfer>/@@application-xml`: the application (wniosek) to the state archive."""

    def __call__(self) -> bytes:
        """The XML."""
        record = self.context
        sign = record.application.reference if record.application else sign_of(record)
        data = application(sign, record.made_at, [handed(row) for row in record.rows], record.title)
        return sent(self, data, "wniosek.xml", XML, noted="archive.list", reason="application")
