"""Pages of letters: the register, the form of registering, the letter."""

from datetime import date
from infostrada.core.record.row import unit_of
from infostrada.site import _
from infostrada.site.records import listings
from infostrada.site.records.browser.page import choices
from infostrada.site.records.browser.page import DeskPage
from infostrada.site.records.browser.people import addressees
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import dated
from infostrada.site.records.browser.words import fact
from infostrada.site.records.browser.words import options
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.browser.words import when
from infostrada.site.records.browser.words import word
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.operations import attach_letter
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.operations import add_attachment
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.operations import return_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.lists import DELIVERY_METHODS
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import invalid
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


LETTER_STATES = ("registered", "incomplete", "assigned", "in_case", "outside_case", "returned", "void")


class RegisterPage(DeskPage):
    """The RPW: one row per number, newest first."""

    heading = _("Register of incoming letters (RPW)")
    lead = _("Every letter that came to the office, under the number of the year.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """Where a clerk goes from here."""
        url = self.unit.absolute_url()
        found = [{"label": _("My work"), "url": f"{url}/@@my-work"}]
        if self.may("infostrada.site: Register letters"):
            found.insert(0, {"label": _("Register a letter"), "url": f"{url}/@@register-letter"})
        return found

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The table."""
        page = listings.register(
            unit_of(self.context) or "",
            state=self.text("state") if self.text("state") in LETTER_STATES else None,
            cursor=self.text("cursor") or None,
        )
        return [
            {
                "id": "register",
                "title": _("Letters"),
                "register": {
                    "caption": _("Register of incoming letters"),
                    "columns": self._columns(),
                    "rows": [self._row(row) for row in page.rows],
                    "paging": self._paging(page.next_cursor),
                },
            }
        ]

    def _columns(self) -> list[dict[str, Any]]:
        return [
            {"name": "number", "label": _("RPW number")},
            {"name": "received", "label": _("Date of receipt")},
            {"name": "title", "label": _("Title of the letter")},
            {"name": "sender", "label": _("From whom")},
            {"name": "letter_date", "label": _("Date on the letter")},
            {"name": "reference", "label": _("Sender's reference")},
            {"name": "assigned", "label": _("For whom")},
            {"name": "files", "label": _("Attachments"), "num": True},
            {"name": "state", "label": _("State")},
        ]

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        number = f"{row['number']}/{row['year']}"
        return {
            "id": row["uid"],
            "title": number,
            "url": self.request.physicalPathToURL(row["path"].split("/")) + "/view",
            "cells": {
                "number": {"text": number},
                "received": dated(row["received_date"], self.request),
                "title": {"text": row["title"]},
                "sender": {"text": row["sender"]},
                "letter_date": {"text": row["letter_date"]},
                "reference": {"text": row["sender_reference"]},
                "assigned": {"text": row["assigned_to"]},
                "files": {"text": str(row["attachment_count"])},
                "state": tagged(row["state"]),
            },
        }

    def _paging(self, cursor: str | None) -> dict[str, Any] | None:
        url = f"{self.context.absolute_url()}/@@letters"
        first = url if self.text("cursor") else None
        if cursor is None and first is None:
            return None
        kept = {"cursor": cursor, "state": self.text("state")}
        following = urlencode({name: value for name, value in kept.items() if value})
        return {"first_url": first, "next_url": f"{url}?{following}" if cursor else None}


class RegisterLetterPage(DeskPage):
    """The form of the registry, everything on one page."""

    heading = _("Register a letter")
    lead = _("The number of the RPW is given when you save.")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """One form."""
        today = date.today().isoformat()
        fields = (
            {"name": "title", "label": _("Title of the letter"), "required": True},
            {
                "name": "sender_org_name",
                "label": _("Sender: organisation"),
                "hint": _("Fill in the organisation or the person."),
            },
            {"name": "sender_surname", "label": _("Sender: surname"), "width": "is-medium"},
            {"name": "sender_given_names", "label": _("Sender: given names"), "width": "is-medium"},
            {"name": "postal_code", "label": _("Postcode"), "width": "is-short"},
            {"name": "city", "label": _("Town"), "required": True, "width": "is-medium"},
            {"name": "street", "label": _("Street"), "width": "is-medium"},
            {"name": "building", "label": _("Building"), "width": "is-short"},
            {"name": "apartment", "label": _("Flat"), "width": "is-short"},
            {
                "name": "country",
                "label": _("Country"),
                "required": True,
                "value": "PL",
                "hint": _("Two letters, for example PL."),
                "width": "is-short",
            },
            {"name": "email", "label": _("E-mail"), "kind": "email", "width": "is-medium"},
            {
                "name": "letter_date",
                "label": _("Date on the letter"),
                "required": True,
                "hint": _("2026-11-22, or only 2026-11 or 2026."),
                "width": "is-short",
            },
            {
                "name": "received_date",
                "label": _("Date of receipt"),
                "kind": "date",
                "required": True,
                "value": today,
                "width": "is-short",
            },
            {"name": "sender_reference", "label": _("Sender's reference"), "width": "is-medium"},
            {
                "name": "delivery_method",
                "label": _("Way of delivery"),
                "kind": "select",
                "options": choices(DELIVERY_METHODS, _("choose")),
            },
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "options": choices(DOCUMENT_KINDS, _("choose")),
            },
            {
                "name": "access",
                "label": _("Access"),
                "kind": "select",
                "required": True,
                "value": "not_public",
                "options": options(ACCESS),
            },
            {"name": "remarks", "label": _("Remarks"), "kind": "textarea"},
            {"name": "file", "label": _("Scan or file of the letter"), "kind": "file"},
            {"name": "attachment", "label": _("Attachment"), "kind": "file"},
        )
        form = self.one("register", _("Register"), *fields)
        return [{"id": "letter", "title": _("Letter"), "forms": [form]}]

    def do_register(self) -> str:
        """Register and show the letter."""
        data: dict[str, Any] = {name: self.text(name) for name in FIELDS}
        data["received_date"] = self.day("received_date")
        data["attachment_count"] = None
        sent = (from_form(self.form.get(name)) for name in ("file", "attachment"))
        letter = register_letter(self.context, data, [upload for upload in sent if upload])
        self.say(_("The letter has the RPW number ${number}.", mapping={"number": letter.rpw_number}))
        return f"{letter.absolute_url()}/view"


class LetterPage(DeskPage):
    """A letter: what is known of it, its files, its dekretacja."""

    @property
    def lead(self) -> str:
        """RPW number."""
        return f"RPW {self.context.rpw_number}"

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Metadata set A."""
        letter, request = self.context, self.request
        case = record_at(letter.case_uid)
        street = " ".join(filter(None, (letter.street, letter.building, letter.apartment)))
        town = " ".join(filter(None, (letter.postal_code, letter.city)))
        facts = [
            fact(_("State"), STATES[state_of(letter)][0]),
            fact(_("From whom"), letter.sender),
            fact(_("Address"), ", ".join(filter(None, (street, town)))),
            fact(_("Date of receipt"), when(letter.received_date, request)),
            fact(_("Date on the letter"), letter.letter_date),
            fact(_("Registered"), when(letter.registered_at, request)),
            fact(_("Sender's reference"), letter.sender_reference),
            fact(_("Way of delivery"), letter.delivery_method),
            fact(_("Kind of document"), letter.document_kind),
            fact(_("Access"), ACCESS[letter.access]),
            fact(_("Remarks"), letter.remarks),
        ]
        if case is not None:
            url = f"{case.absolute_url()}/view"
            facts.insert(1, fact(_("Case"), str(case.sign), url if self.may("View", case) else None))
        return facts

    @property
    def links(self) -> list[dict[str, Any]]:
        """Open a case, go to the lists."""
        url = self.unit.absolute_url()
        found = [{"label": _("My work"), "url": f"{url}/@@my-work"}]
        if self._may_handle:
            found.insert(
                0,
                {
                    "label": _("Open a case from this letter"),
                    "url": f"{url}/@@open-case?letter={IUUID(self.context)}",
                },
            )
        return found

    @property
    def _may_handle(self) -> bool:
        handles = self.may("infostrada.site: Handle letters")
        return handles and self.context.case_uid is None and state_of(self.context) in OPEN

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Files, dekretacja and the acts the visitor may do."""
        parts = [self._files(), self._tasks()]
        if self._may_handle:
            parts.append(self._filing())
        if self.may("infostrada.site: Register letters") and state_of(self.context) in OPEN:
            parts.append(self._ending())
        return parts

    def _files(self) -> dict[str, Any]:
        url = self.context.absolute_url()
        rows = [
            {
                "id": item.uid,
                "title": item.filename,
                "url": f"{url}/@@file/{item.uid}",
                "cells": {
                    "name": {"text": item.filename},
                    "size": {"text": f"{-(-item.getSize() // 1024)} kB"},
                    "digest": {"text": item.sha256[:16]},
                },
            }
            for item in self.context.files
        ]
        columns = [
            {"name": "name", "label": _("File")},
            {"name": "size", "label": _("Size"), "num": True},
            {"name": "digest", "label": _("SHA-256 begins with")},
        ]
        part: dict[str, Any] = {
            "id": "files",
            "title": _("Files"),
            "register": {"caption": _("Files of the letter"), "columns": columns, "rows": rows},
        }
        if self.may("infostrada.site: Register letters") and state_of(self.context) in OPEN:
            field = {"name": "file", "label": _("File"), "kind": "file", "required": True}
            part["forms"] = [self.one("file", _("Add a file"), field, tone="btn-secondary")]
        return part

    def _tasks(self) -> dict[str, Any]:
        part: dict[str, Any] = {
            "id": "tasks",
            "title": _("Dekretacja"),
            "register": task_register(tasks_of(self.context), self.request),
        }
        if self.may("infostrada.site: Assign letters"):
            part["forms"] = [self.one("assign", _("Assign"), *order_fields(self.unit.unit_id))]
        return part

    def _filing(self) -> dict[str, Any]:
        user_id = api.user.get_current().getId()
        mine = listings.cases(self.unit.unit_id, officer=user_id, open_only=True).rows
        listed = [{"value": row["uid"], "label": f"{row['sign']} – {row['title']}"} for row in mine]
        field = {
            "name": "case",
            "label": _("Case"),
            "kind": "select",
            "required": True,
            "options": [{"value": "", "label": _("choose")}, *listed],
        }
        form = self.one("attach", _("File in the case"), field, tone="btn-secondary")
        return {"id": "filing", "title": _("File in a case of mine"), "forms": [form]}

    def _ending(self) -> dict[str, Any]:
        field = {"name": "reason", "label": _("Reason"), "required": True}
        forms = [
            self.one("return", _("Return to the sender"), field, tone="btn-secondary"),
            self.one("void", _("Registered by mistake"), field, tone="btn-danger"),
        ]
        text = _("The row and the number stay in the register for ever.")
        return {"id": "ending", "title": _("Not for this office"), "text": text, "forms": forms}

    def do_file(self) -> str:
        """Add a file."""
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        add_attachment(self.context, upload)
        self.say(_("The file has been added."))
        return self._here

    def do_assign(self) -> str:
        """Dekretacja."""
        task = assign(self.context, sent_order(self))
        self.say(_("The letter was assigned to ${name}.", mapping={"name": task.assignee_name}))
        return self._here if self.may("View") else f"{self.unit.absolute_url()}/@@my-work"

    def do_attach(self) -> str:
        """File the letter in a case."""
        case = by_uid(self.text("case"), ICase, near=self.context)
        attach_letter(case, self.context)
        self.say(_("The letter was filed in the case ${sign}.", mapping={"sign": str(case.sign)}))
        return f"{case.absolute_url()}/view"

    def do_return(self) -> str:
        """Send the letter back."""
        return_letter(self.context, self.text("reason"))
        return self._here

    def do_void(self) -> str:
        """Mark the registration as a mistake."""
        void_letter(self.context, self.text("reason"))
        return self._here

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/view"


def order_fields(unit_id: str) -> tuple[dict[str, Any], ...]:
    """Fields of a dekretacja."""
    return (
        {
            "name": "assignee",
            "label": _("To whom"),
            "kind": "select",
            "required": True,
            "options": addressees(unit_id),
        },
        {
            "name": "disposition",
            "label": _("Disposition"),
            "kind": "select",
            "required": True,
            "options": choices(DISPOSITIONS),
        },
        {"name": "due_on", "label": _("Term"), "kind": "date", "width": "is-short"},
        {"name": "instruction", "label": _("Instruction"), "kind": "textarea"},
    )


def sent_order(page: DeskPage) -> Order:
    """The dekretacja a form brought."""
    return Order(
        assignee=page.text("assignee"),
        disposition=page.text("disposition"),
        due_on=page.day("due_on"),
        instruction=page.text("instruction"),
    )


def task_register(tasks: list[Any], request: Any) -> dict[str, Any]:
    """Table of tasks."""
    return {
        "caption": _("Who has it"),
        "columns": [
            {"name": "assignee", "label": _("To whom")},
            {"name": "disposition", "label": _("Disposition")},
            {"name": "due", "label": _("Term")},
            {"name": "author", "label": _("By whom")},
            {"name": "given", "label": _("Given")},
            {"name": "instruction", "label": _("Instruction")},
            {"name": "state", "label": _("State")},
        ],
        "rows": [
            {
                "id": IUUID(task),
                "title": task.assignee_name,
                "url": f"{task.absolute_url()}/view" if api.user.has_permission("View", obj=task) else None,
                "cells": {
                    "assignee": {"text": task.assignee_name},
                    "disposition": {"text": task.disposition},
                    "due": dated(task.due_on, request),
                    "author": {"text": word(task.author.name, request)},
                    "given": dated(task.given_at, request),
                    "instruction": {"text": task.instruction},
                    "state": tagged(state_of(task)),
                },
            }
            for task in tasks
        ],
    }
