"""Prepare letters from a document: to parties of the case, to somebody else."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Problem
from infostrada.site import _
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.parties.picking import MAY_ENTER
from infostrada.site.parties.picking import party_of
from infostrada.site.parties.picking import sender_fields
from infostrada.site.records.browser.picking import address_fields
from infostrada.site.records.browser.picking import country_field
from infostrada.site.records.browser.picking import EMAIL
from infostrada.site.records.browser.picking import name_fields
from infostrada.site.records.browser.picking import PickingPage
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.representation import ATTORNEY
from infostrada.site.records.cases.representation import PARTY
from infostrada.site.records.correspondence.outgoing.networks import send_all_by_network
from infostrada.site.records.correspondence.outgoing.operations import addressee_of
from infostrada.site.records.correspondence.outgoing.operations import attorneys_for
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.parties import addressee_of_party
from infostrada.site.records.correspondence.outgoing.parties import known_parties
from infostrada.site.records.correspondence.outgoing.parties import offices
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.outgoing.rules import SENDABLE
from infostrada.site.records.correspondence.outgoing.ways import METHODS
from infostrada.site.records.correspondence.outgoing.ways import ways_on
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.documents.interfaces import IDocumentStep
from infostrada.site.records.find import record_at
from infostrada.site.records.numbering.operations import held_outgoing
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.signatures.content import newest_signed
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


KINDS = {
    "person": _("a person"),
    "body": _("an organisation that is no public body"),
    "public": _("a public body"),
}


@implementer(IDocumentStep)
@adapter(IDocument, Interface)
class ToSending:
    """The way from an accepted document to its letters."""

    label = _("Prepare letters")
    main = True

    def __init__(self, document: Any, request: Any) -> None:
        self.document = document

    @property
    def url(self) -> str:
        """Address of the page for whoever works on the case; empty for others."""
        works = api.user.has_permission(WORK_ON, obj=case_of(self.document))
        if state_of(self.document) not in SENDABLE or not works:
            return ""
        return f"{self.document.absolute_url()}/@@send"


class SendPage(PickingPage):
    """Who gets the document, and by which way."""

    heading = _("Prepare letters")

    @cached_property
    def _incomplete(self) -> list[Addressee]:
        """Parties of the case whose data a chosen way needs."""
        return []

    @property
    def lead(self) -> str:
        """The document and its case."""
        return f"{case_of(self.context).sign}: {self.context.title}"

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the document and the case."""
        return [
            {"label": _("Document"), "url": f"{self.context.absolute_url()}/view"},
            {"label": _("Case"), "url": f"{case_of(self.context).absolute_url()}/view", "key": CASE_KEY},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Parties, offices of the platform, anybody else."""
        if state_of(self.context) not in SENDABLE:
            notice = {"kind": "warn", "title": _("Only accepted documents are sent."), "text": ""}
            return [{"id": "send", "title": _("Letters"), "notice": notice}]
        found = self._unsigned()
        if self._parties:
            text = _("Each party gets a letter with a number of its own in the RPWych.")
            found.append(
                {"id": "to-parties", "title": _("Parties of the case"), "text": text, "forms": [self._to_parties()]}
            )  # fmt: skip
        if self._offices:
            found.append(
                {"id": "to-office", "title": _("Another office of the platform"), "forms": [self._to_office()]}
            )  # fmt: skip
        found.append({"id": "to-other", "title": _("Another addressee"), "forms": [self._to_other()]})
        return [*found, {"id": "ways", "title": _("Order of ways"), "register": self._ways()}]

    def _unsigned(self) -> list[dict[str, Any]]:
        """Said before the numbers are given: a letter by a network goes out with the signature or without."""
        if newest_signed(self.context, self.context.versions[-1].number) is not None:
            return []
        text = _(
            "By a network it would go out without one. Keep the signed file on the document's page first."
        )
        notice = {"kind": "warn", "title": _("The document has no signature that was kept."), "text": text}
        return [{"id": "unsigned", "title": _("Signature"), "notice": notice}]

    @property
    def _parties(self) -> list[Addressee]:
        return known_parties(case_of(self.context))

    @property
    def _offices(self) -> dict[str, str]:
        return offices(self.unit)

    def _way(self, name: str = "method", reason: str = "reason") -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "label": _("Way of dispatch"),
                "kind": "select",
                "options": choices(METHODS, _("the first way of the law")),
            },
            {
                "name": reason,
                "label": _("Why another way"),
                "hint": _(
                    "Needed when you choose another way than the first one of the law, or write to a party that has an "
                    "attorney."
                ),
            },
        ]

    @cached_property
    def _held(self) -> list[str]:
        return held_outgoing(self.unit)

    def _reserved(self) -> list[dict[str, Any]]:
        """A number the sender has set aside, for one addressee; nothing for whoever has none."""
        if not self._held:
            return []
        return [
            {
                "name": "reserved",
                "label": _("Number of the RPWych"),
                "hint": _("A reserved one goes to one addressee."),
                "kind": "select",
                "options": choices(self._held, _("the next one")),
            }
        ]

    def _now(self) -> dict[str, Any]:
        """Networks are quick: usually the letter leaves with the same button."""
        value = "" if self.sent else "1"
        return {"name": "now", "label": _("Send by the network at once"), "kind": "checkbox", "value": value}

    def _attachments(self) -> list[dict[str, Any]]:
        others = [each for each in documents_of(case_of(self.context)) if each != self.context]
        return [
            {"name": f"with-{IUUID(each)}", "label": each.title, "kind": "checkbox"}
            for each in others
            if state_of(each) in SENDABLE
        ]

    def _to_parties(self) -> Any:
        ticks = [self._tick(place, each) for place, each in enumerate(self._parties)]
        groups = [(_("Addressees"), ticks), (_("Way"), [*self._way(), *self._reserved(), self._now()])]
        if attachments := self._attachments():
            groups.append((_("Attachments"), attachments))
        return self.one("parties", _("Prepare"), groups=groups)

    def _tick(self, place: int, each: Addressee) -> dict[str, Any]:
        """Parties and their attorneys are ticked; a party with an attorney says who gets the letter instead."""
        instead = attorneys_for(case_of(self.context).parties, each, polish_today())
        usual = each.role in (PARTY, ATTORNEY) and not instead
        tick: dict[str, Any] = {
            "name": f"to-{place}",
            "label": ", ".join(filter(None, (each.line, each.role, each.ade or each.address))),
            "kind": "checkbox",
            "value": "1" if usual and not self.sent else "",
        }
        if instead:
            names = ", ".join(attorney.name for attorney in instead)
            tick["hint"] = _("Letters go to the attorney: ${names}.", mapping={"names": names})
        return tick

    def _to_office(self) -> Any:
        field = {
            "name": "unit",
            "label": _("Office"),
            "kind": "select",
            "required": True,
            "options": options(self._offices, _("choose")),
        }
        return self.one(
            "office",
            _("Prepare"),
            field,
            *self._attachments(),
            *self._reserved(),
            self._now(),
            tone="btn-secondary",
        )

    def _to_other(self) -> Any:
        groups = [
            (_("Addressee"), [*self.picker(_("Addressee from the register of parties")), *self._addressee()]),
            (_("Way"), [*self._way(), *self._attachments(), *self._reserved(), self._now()]),
        ]
        return self.one("other", _("Prepare"), groups=groups)

    def _addressee(self) -> list[dict[str, Any]]:
        return [
            {"name": "kind", "label": _("Who it is"), "kind": "select", "options": options(KINDS)},
            *name_fields(),
            *address_fields(),
            country_field(),
            EMAIL,
            {
                "name": "ade",
                "label": _("Address for electronic delivery"),
                "hint": "AE:PL-12345-67890-ABCDE-12",
            },
        ]

    def _ways(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"way-{place}",
                "title": way.method,
                "cells": {
                    "method": {"text": way.method},
                    "basis": {"text": way.basis},
                    "proves": {"text": _("yes") if way.proves else _("no")},
                },
            }
            for place, way in enumerate(ways_on(polish_today()))
        ]
        columns = (
            ("method", _("Way of dispatch")),
            ("basis", _("Legal basis")),
            ("proves", _("Proof of receipt")),
        )
        return table(_("Ways in the order of the law"), columns, rows)  # fmt: skip

    def prefix(self, name: str) -> str:
        """The buttons of the picker belong to the form of another addressee."""
        return "other" if name in ("find-party", "pick-party") else name

    def taken(self, party: Any) -> dict[str, str]:
        """The addressee's name, address and address for electronic delivery."""
        kind = "person" if party.kind == "person" else "body"
        return {**sender_fields(party), "ade": party.ade or "", "kind": kind}

    def _chosen(self) -> list[str]:
        return [
            name.removeprefix("with-")
            for name in self.form
            if name.startswith("with-") and self.form[name] == "1"
        ]

    def _tell(self, name: str, problem: Problem) -> None:
        """What is wrong, and where the data of parties are completed."""
        super()._tell(name, problem)
        self.errors += [self._completing(each) for each in self._incomplete]

    def _completing(self, each: Addressee) -> dict[str, Any]:
        party = record_at(each.party) if each.party else None
        if party is not None and self.may(MAY_ENTER, party):
            said = _("Complete the data of ${name} in the register of parties.", mapping={"name": each.line})
            return {
                "id": None,
                "url": f"{party.absolute_url()}/@@edit-party",
                "text": word(said, self.request),
            }
        said = _(
            "Enter ${name} below as another addressee, with the data missing.", mapping={"name": each.line}
        )
        return {"id": "to-other", "text": word(said, self.request)}

    def _prepare(self, dispatches: list[Dispatch], names: list[str]) -> str:
        """Make the letters; a fault of addressee n is told beside the field `names[n]`."""
        reserved = self.text("reserved")
        if reserved and len(dispatches) > 1:
            raise invalid("reserved", "reserved_for_one")
        dispatches = [each._replace(reserved=reserved) for each in dispatches]
        try:
            letters = prepare_letters(
                self.context, dispatches, attachments=self._chosen(), idempotency_key=self.attempt
            )
            if self.form.get("now") == "1":
                send_all_by_network(letters)
        except InvalidData as problem:
            faults = []
            for fault in problem.faults:
                place, _dot, field = fault.field.partition(".")
                name = names[int(place)] if place.isdigit() else fault.field
                if name and place.isdigit() and fault.reason in COMPLETED:
                    self._incomplete.append(dispatches[int(place)].addressee)
                faults.append(Fault(name or _FORM_NAMES.get(field, field), fault.reason))
            raise InvalidData(faults) from problem
        numbers = ", ".join(letter.rpw_number for letter in letters)
        self.say(_("Letters registered in the RPWych: ${numbers}.", mapping={"numbers": numbers}))
        return f"{case_of(self.context).absolute_url()}/view#outgoing"

    def do_parties(self) -> str:
        """To the ticked parties."""
        ticked = [
            (place, each) for place, each in enumerate(self._parties) if self.form.get(f"to-{place}") == "1"
        ]
        if not ticked:
            raise invalid("to-0", "addressee_missing")
        method, reason = self.text("method"), self.text("reason")
        dispatches = [Dispatch(each, method, reason) for _place, each in ticked]
        names = ["method"] if len(ticked) == 1 else [f"to-{place}" for place, _each in ticked]
        return self._prepare(dispatches, names)

    def do_office(self) -> str:
        """To an office of the platform."""
        unit = self.text("unit")
        if unit not in self._offices:
            raise invalid("unit", "unit_unknown")
        return self._prepare([Dispatch(addressee_of_party(self.unit, unit))], ["unit"])

    def do_other(self) -> str:
        """To somebody typed in or picked."""
        if self.text("party"):
            party_of(self.unit, self.text("party"))
        values = {
            name: self.text(_FORM_NAMES.get(name, name)) for name in Addressee._fields if name != "unit"
        }
        to = addressee_of(values)
        return self._prepare([Dispatch(to, self.text("method"), self.text("reason"))], [""])

    @property
    def page_title(self) -> str:
        """Title of the browser's window."""
        return f"{word(self.heading, self.request)}: {self.context.title}"


# What is wanting at an addressee, and not at the letter or the office.
COMPLETED = frozenset({"way_needs_ade", "way_needs_email", "way_needs_postal", "way_none"})
_FORM_NAMES = {
    "org_name": "sender_org_name",
    "surname": "sender_surname",
    "given_names": "sender_given_names",
}
