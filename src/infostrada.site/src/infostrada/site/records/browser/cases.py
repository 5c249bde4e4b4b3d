"""Pages of cases: the form of opening, the list, the case."""

from datetime import date
from infostrada.site import _
from infostrada.site.records import listings
from infostrada.site.records.browser.letters import order_fields
from infostrada.site.records.browser.letters import sent_order
from infostrada.site.records.browser.letters import task_register
from infostrada.site.records.browser.page import choices
from infostrada.site.records.browser.page import DeskPage
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import ACTIONS
from infostrada.site.records.browser.words import dated
from infostrada.site.records.browser.words import fact
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.browser.words import options
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.browser.words import when
from infostrada.site.records.browser.words import word
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations import close_case
from infostrada.site.records.cases.operations import finish_case
from infostrada.site.records.cases.operations import open_case
from infostrada.site.records.cases.operations import Opening
from infostrada.site.records.cases.operations import reopen_case
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.find import by_uid
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import invalid
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


class OpenCasePage(DeskPage):
    """The form that gives a case its sign."""

    heading = _("Open a case")
    lead = _("The sign is given when you save: organisational unit, class, number, year.")

    @property
    def letter(self) -> Any:
        """The letter the case begins with, if the form was opened from one."""
        uid = self.text("letter")
        return by_uid(uid, ILetter, near=self.context) if uid else None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """One form."""
        letter = self.letter
        readable = letter is not None and self.may("View", letter)
        fields = (
            {
                "name": "title",
                "label": _("Title of the case"),
                "required": True,
                "value": letter.title if readable else "",
            },
            {
                "name": "org_id",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": self._orgs(),
            },
            {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "hint": _("Only final classes with a category hold cases."),
                "kind": "select",
                "required": True,
                "options": self._classes(),
            },
            {
                "name": "term",
                "label": _("Statutory term"),
                "kind": "select",
                "options": options(TERMS, _("none")),
            },
            {
                "name": "party",
                "label": _("Party"),
                "value": letter.sender if readable else "",
            },
            {
                "name": "access",
                "label": _("Access"),
                "kind": "select",
                "required": True,
                "value": "not_public",
                "options": options(ACCESS),
            },
            {"name": "description", "label": _("Description"), "kind": "textarea"},
        )
        kept = [{"name": "letter", "value": self.text("letter")}] if letter is not None else []
        form = self.one("open", _("Open the case"), *fields, kept=kept)
        text = f"RPW {letter.rpw_number}: {letter.title}" if readable else ""
        return [{"id": "case", "title": _("Case"), "text": text, "forms": [form]}]

    def _orgs(self) -> list[dict[str, Any]]:
        found = []
        pending = [structure_of(self.unit)]
        while pending:
            for item in pending.pop().objectValues():
                if IOrganisationalUnit.providedBy(item):
                    pending.append(item)
                    if self.may("infostrada.site: Open cases", item):
                        label = f"{item.symbol} – {item.title}"
                        found.append({"value": item.org_id, "label": label})
        return sorted(found, key=lambda option: option["label"])

    def _classes(self) -> list[dict[str, Any]]:
        plan = plan_on(self.unit, date.today())
        listed = plan.classes() if plan is not None else ()
        final = [
            {"value": item.symbol, "label": f"{item.symbol} {item.title} ({item.category_lead})"}
            for item in listed
            if plan.takes_cases(item.symbol)
        ]
        return [{"value": "", "label": _("choose")}, *final]

    def do_open(self) -> str:
        """Open the case and show it."""
        party = self.text("party")
        case = open_case(
            self.context,
            Opening(
                title=self.text("title"),
                org_id=self.text("org_id"),
                class_symbol=self.text("class_symbol"),
                letter=self.letter,
                term=self.text("term") or None,
                description=self.text("description"),
                access=self.text("access"),
                parties=(Participant(party, "strona"),) if party else (),
            ),
        )
        self.say(_("The case has the sign ${sign}.", mapping={"sign": str(case.sign)}))
        return f"{case.absolute_url()}/view"


class CasesPage(DeskPage):
    """Cases the visitor may see."""

    heading = _("Cases")
    lead = _("You see the cases you work on, were given a right to, or supervise.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """Where a clerk goes from here."""
        url = self.unit.absolute_url()
        return [
            {"label": _("Open a case"), "url": f"{url}/@@open-case"},
            {"label": _("My work"), "url": f"{url}/@@my-work"},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The table."""
        page = listings.cases(self.unit.unit_id, cursor=self.text("cursor") or None)
        url = f"{self.context.absolute_url()}/@@cases"
        following = urlencode({"cursor": page.next_cursor or ""})
        paging = {
            "first_url": url if self.text("cursor") else None,
            "next_url": f"{url}?{following}" if page.next_cursor else None,
        }
        register = case_register(page.rows, self.request)
        register["paging"] = paging if any(paging.values()) else None
        return [{"id": "cases", "title": _("List of cases"), "register": register}]


def case_register(rows: list[dict[str, Any]], request: Any) -> dict[str, Any]:
    """Table of cases from the listing."""
    return {
        "caption": _("Cases"),
        "columns": [
            {"name": "sign", "label": _("Sign of the case")},
            {"name": "title", "label": _("Title of the case")},
            {"name": "party", "label": _("Party")},
            {"name": "officer", "label": _("Officer")},
            {"name": "started", "label": _("Start of the case")},
            {"name": "due", "label": _("Term")},
            {"name": "state", "label": _("State")},
        ],
        "rows": [
            {
                "id": row["uid"],
                "title": row["sign"],
                "url": request.physicalPathToURL(row["path"].split("/")) + "/view",
                "cells": {
                    "sign": {"text": row["sign"]},
                    "title": {"text": row["title"]},
                    "party": {"text": row["party"]},
                    "officer": {"text": row["officer_name"]},
                    "started": dated(row["started_on"], request),
                    "due": dated(row["due_on"], request),
                    "state": tagged(row["state"]),
                },
            }
            for row in rows
        ],
    }


class CasePage(DeskPage):
    """A case: where it is, what lies in it, what was done."""

    placed = True

    @property
    def lead(self) -> str:
        """The sign."""
        return str(self.context.sign)

    @property
    def state(self) -> str:
        """Where the case is."""
        return state_of(self.context)

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The route of the case."""
        case, request = self.context, self.request
        open_now = self.state in OPEN
        stopped = self.state in ("paused", "suspended")
        going = ("stopped" if stopped else "now") if open_now else "past"
        term = _("statutory term: ${day}", mapping={"day": when(case.due_on, request)})
        settled = "ahead" if open_now else "now" if self.state == "settled" else "past"
        return [
            {"title": _("Started"), "when": when(case.started_on, request), "state": "past"},
            {
                "title": _("Clock stopped") if stopped else _("In progress"),
                "when": word(term, request) if case.due_on and open_now else None,
                "state": going,
            },
            {"title": _("Settled"), "when": when(case.settled_on, request), "state": settled},
            {
                "title": _("Finally ended"),
                "when": when(case.closed_on, request),
                "state": "now" if self.state == "closed" else "ahead",
            },
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The fact sheet."""
        case, request = self.context, self.request
        return [
            fact(_("Sign of the case"), str(case.sign)),
            fact(_("State"), STATES[self.state][0]),
            fact(_("Class of the plan"), f"{case.class_symbol} {case.class_title}"),
            fact(_("Archival category"), case.category),
            fact(_("Way of keeping"), MODES[case.handling_mode]),
            fact(_("Officer"), case.officer_name),
            fact(_("Parties"), ", ".join(f"{item.name} ({item.role})" for item in case.parties)),
            fact(_("Start of the case"), when(case.started_on, request)),
            fact(_("Opened"), when(case.opened_at, request)),
            fact(_("Statutory term"), when(case.due_on, request)),
            fact(_("Settled"), when(case.settled_on, request)),
            fact(_("Finally ended"), when(case.closed_on, request)),
            fact(_("Access"), ACCESS[case.access]),
            fact(_("Description"), case.description),
        ]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The lists, and the places of the case."""
        url = self.unit.absolute_url()
        found = [
            {"label": _("My work"), "url": f"{url}/@@my-work"},
            {"label": _("Cases"), "url": f"{url}/@@cases"},
            {"label": _("Terms"), "url": f"{self.context.absolute_url()}/@@clock"},
            {"label": _("Metryka"), "url": f"{self.context.absolute_url()}/@@metryka"},
            {"label": _("Ties"), "url": f"{self.context.absolute_url()}/@@ties"},
        ]
        if self.may("infostrada.geo: Link to places"):
            places = f"{self.context.absolute_url()}/@@places"
            found.append({"label": _("Places on the map"), "url": places})
        return found

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Documents, letters, tasks, the end, the metryka."""
        parts = [self._documents(), self._letters(), self._tasks()]
        if self.may("infostrada.site: Close cases"):
            parts.append(self._ending())
        if self.state in ("settled", "closed") and self.may("infostrada.site: Reopen cases"):
            parts.append(self._reopening())
        return [*parts, self._metryka()]

    @property
    def _works(self) -> bool:
        return self.state in OPEN and self.may("infostrada.site: Work on cases")

    def _documents(self) -> dict[str, Any]:
        rows = [
            {
                "id": IUUID(document),
                "title": document.title,
                "url": f"{document.absolute_url()}/view",
                "cells": {
                    "title": {"text": document.title},
                    "kind": {"text": document.document_kind},
                    "version": {"text": str(len(document.versions))},
                    "author": {"text": document.author.name},
                    "filed": dated(document.filed_at, self.request),
                    "state": tagged(state_of(document)),
                },
            }
            for document in documents_of(self.context)
        ]
        columns = [
            {"name": "title", "label": _("Title of the document")},
            {"name": "kind", "label": _("Kind of document")},
            {"name": "version", "label": _("Version"), "num": True},
            {"name": "author", "label": _("Author")},
            {"name": "filed", "label": _("Filed")},
            {"name": "state", "label": _("State")},
        ]
        register = {"caption": _("Documents of the case"), "columns": columns, "rows": rows}
        part = {"id": "documents", "title": _("Documents"), "register": register}
        return {**part, "forms": [self._document_form()]} if self._works else part

    def _document_form(self) -> Any:
        return self.one(
            "document",
            _("Add a document"),
            {"name": "title", "label": _("Title of the document"), "required": True},
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "required": True,
                "options": choices(DOCUMENT_KINDS, _("choose")),
            },
            {"name": "file", "label": _("File"), "kind": "file", "required": True},
            {"name": "comment", "label": _("Comment")},
            tone="btn-secondary",
        )

    def _letters(self) -> dict[str, Any]:
        letters = [by_uid(uid, ILetter, near=self.context) for uid in self.context.letters]
        rows = [
            {
                "id": IUUID(letter),
                "title": letter.rpw_number,
                "url": f"{letter.absolute_url()}/view",
                "cells": {
                    "number": {"text": letter.rpw_number},
                    "title": {"text": letter.title},
                    "sender": {"text": letter.sender},
                    "received": dated(letter.received_date, self.request),
                },
            }
            for letter in letters
        ]
        columns = [
            {"name": "number", "label": _("RPW number")},
            {"name": "title", "label": _("Title of the letter")},
            {"name": "sender", "label": _("From whom")},
            {"name": "received", "label": _("Date of receipt")},
        ]
        register = {"caption": _("Letters of the case"), "columns": columns, "rows": rows}
        return {"id": "letters", "title": _("Letters"), "register": register}

    def _tasks(self) -> dict[str, Any]:
        register = task_register(tasks_of(self.context), self.request)
        part: dict[str, Any] = {"id": "tasks", "title": _("Tasks"), "register": register}
        if self._works:
            fields = order_fields(self.unit.unit_id)
            part["forms"] = [self.one("ask", _("Give a task"), *fields, tone="btn-secondary")]
        return part

    def _ending(self) -> dict[str, Any]:
        part: dict[str, Any] = {"id": "ending", "title": _("End of the case")}
        if self.state == "settled":
            field = {"name": "closed_on", "label": _("Last day"), "kind": "date", "required": True}
            field["value"] = date.today().isoformat()
            text = _("End the case when the decision has been served and is final.")
            return {**part, "text": text, "forms": [self.one("finish", _("End finally"), field)]}
        accepted = [item for item in documents_of(self.context) if state_of(item) == "accepted"]
        listed = [{"value": IUUID(item), "label": item.title} for item in accepted]
        form = self.one(
            "close",
            _("Settle the case"),
            {
                "name": "decision",
                "label": _("Document that settles the case"),
                "hint": _("Only accepted documents are listed."),
                "kind": "select",
                "required": True,
                "options": [{"value": "", "label": _("choose")}, *listed],
            },
            {
                "name": "settled_on",
                "label": _("Day of settling"),
                "kind": "date",
                "required": True,
                "value": date.today().isoformat(),
            },
            {"name": "note", "label": _("How it was settled")},
        )
        return {**part, "forms": [form]} if self.state in OPEN else part

    def _reopening(self) -> dict[str, Any]:
        field = {"name": "reason", "label": _("Reason"), "required": True}
        form = self.one("reopen", _("Take the case up again"), field, tone="btn-danger")
        return {"id": "reopening", "title": _("Reopening"), "forms": [form]}

    def _metryka(self) -> dict[str, Any]:
        rows = [
            {
                "id": str(place),
                "title": when(step.at, self.request),
                "cells": {
                    "at": dated(step.at, self.request),
                    "who": {"text": ", ".join(filter(None, (step.actor.name, step.actor.post)))},
                    "what": {"text": ACTIONS[step.action]},
                    "label": {"text": step.label},
                    "document": {"text": step.document},
                },
            }
            for place, step in enumerate(self.context.metryka, start=1)
        ]
        for row in rows:
            row["cells"]["at"] = {"text": row["title"]}
        columns = [
            {"name": "at", "label": _("Date of the act")},
            {"name": "who", "label": _("Person and post")},
            {"name": "what", "label": _("Act")},
            {"name": "label", "label": _("Concerns")},
            {"name": "document", "label": _("Document's identifier"), "code": True},
        ]
        register = {"caption": _("Acts in the case"), "columns": columns, "rows": rows}
        return {"id": "metryka", "title": _("Metryka sprawy"), "register": register}

    def do_document(self) -> str:
        """Add a document."""
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        kind, comment = self.text("document_kind"), self.text("comment")
        draft = Draft(self.text("title"), kind, comment=comment)
        document = add_document(self.context, draft, upload)
        self.say(_("The document has been added."))
        return f"{document.absolute_url()}/view"

    def do_ask(self) -> str:
        """Give a task."""
        task = ask(self.context, sent_order(self))
        self.say(_("The task was given to ${name}.", mapping={"name": task.assignee_name}))
        return self._here

    def do_close(self) -> str:
        """Settle the case."""
        close_case(
            self.context,
            decision=self.text("decision") or None,
            settled_on=self.day("settled_on"),
            note=self.text("note"),
        )
        self.say(_("The case has been settled."))
        return self._here

    def do_finish(self) -> str:
        """End the case."""
        finish_case(self.context, self.day("closed_on"))
        self.say(_("The case has ended."))
        return self._here

    def do_reopen(self) -> str:
        """Take the case up again."""
        reopen_case(self.context, self.text("reason"))
        return self._here

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/view"


def my_cases(unit_id: str) -> list[dict[str, Any]]:
    """Open cases of the person."""
    user_id = api.user.get_current().getId()
    return listings.cases(unit_id, officer=user_id, open_only=True).rows
