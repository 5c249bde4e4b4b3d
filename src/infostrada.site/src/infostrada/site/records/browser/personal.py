"""Pages of the report on one person, for the data-protection officer."""

from datetime import date
from datetime import datetime
from functools import cached_property
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import short
from infostrada.site.desk.words import word
from infostrada.site.parties.interfaces import IParty
from infostrada.site.records.browser.clauses import WAYS
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.personal.registers.fields import OUTCOMES as OUTCOMES_OF
from infostrada.site.records.personal.registers.fields import RIGHTS
from infostrada.site.records.personal.report import candidates
from infostrada.site.records.personal.report import person_report
from infostrada.site.records.personal.sheet import sheet
from infostrada.site.records.problems import invalid
from plone import api
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any
from urllib.parse import urlencode


SHORTEST = 3
HIDDEN = ("kind",)


class FindPerson(DeskPage):
    """Whom the report is about."""

    heading = _("Personal data of one person")
    lead = _(
        "What the office holds about a person and who has looked at it. Each search by number and each report leaves a trace in the access log."
    )

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.found: list[dict[str, Any]] | None = None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, then whom it found."""
        words = {
            "name": "words",
            "label": _("Name or whole number"),
            "hint": _(
                "At least three letters of the name, or the whole PESEL, NIP, REGON, KRS or address for electronic delivery."
            ),
            "required": True,
        }
        parts: list[dict[str, Any]] = [
            {"id": "whom", "title": _("Whom about"), "forms": [self.one("find", _("Find"), words)]}
        ]
        if self.found is not None:
            parts.append({"id": "found", "title": _("Found in the register"), "register": self._found()})
        return parts

    def _found(self) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": row["title"],
                "url": f"{self.request.physicalPathToURL(row['path'].split('/'))}/@@person-report",
                "cells": {"name": {"text": row["title"]}, "city": {"text": row["city"]}},
            }
            for row in self.found or ()
        ]
        empty = _("Nobody in the register bears these words. Try a shorter part of the name, or a number.")
        return {**table(_("Persons found"), (("name", _("Name")), ("city", _("Town"))), rows), "empty": empty}

    def do_find(self) -> None:
        """Look in the register."""
        words = self.text("words")
        if len(words) < SHORTEST:
            raise invalid("words", "required")
        self.found = candidates(self.context, words)


class PersonReport(DeskPage):
    """The report on the page."""

    folds = True

    @cached_property
    def report(self) -> dict[str, Any]:
        """What is held; asked for only when the visitor is known."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return person_report(self.context)

    @property
    def heading(self) -> Any:
        """Whom about."""
        return _("Personal data: ${name}", mapping={"name": self.context.title})

    @property
    def links(self) -> list[dict[str, Any]]:
        """As PDF, as JSON, another person."""
        url = self.context.absolute_url()
        return [
            {"label": _("Download as PDF"), "url": f"{url}/@@person-report-pdf", "main": True},
            {"label": _("Another person"), "url": f"{self.unit.absolute_url()}/@@person-search"},
            {"label": _("Note a request"), "url": self._new("requests", person=self.context.title)},
            {"label": _("Note a disclosure"), "url": self._new("disclosures")},
        ]

    def _new(self, register: str, **more: str) -> str:
        asked = urlencode({"register": register, "party": IUUID(self.context), **more})
        return f"{self.unit.absolute_url()}/@@personal-registers?{asked}#new"

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The entry of the register, numbers masked."""
        return [fact(label, value) for label, value in entry_of(self.report)]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Cases, letters, documents, outgoing letters, who looked."""
        return [
            {
                "id": part["name"],
                "title": part["title"],
                "count": str(len(part["rows"])),
                "register": _register(part),
            }
            for part in parts_of(self.report, self.request)
        ]


def entry_of(report: dict[str, Any]) -> list[tuple[Any, str]]:
    """What the register says of the person, by the labels of its fields; numbers are masked."""
    person = report["person"]
    return [
        (IParty.getDescriptionFor(name).title, value)
        for name, value in person.items()
        if value and name not in HIDDEN
    ]


def _register(part: dict[str, Any]) -> dict[str, Any]:
    columns = [(f"c{number}", label) for number, label in enumerate(part["headings"])]
    rows = [
        {
            "id": f"{part['name']}-{place}",
            "title": row[0],
            "cells": {f"c{number}": {"text": text} for number, text in enumerate(row)},
        }
        for place, row in enumerate(part["rows"])
    ]
    return {**table(part["title"], columns, rows), "empty": _("The office holds nothing of the kind.")}


def parts_of(report: dict[str, Any], request: Any) -> list[dict[str, Any]]:
    """The report as tables of texts, for the page and for the sheet."""

    def state(row: dict[str, Any]) -> str:
        return word(STATES[row["state"]][0], request) if row["state"] in STATES else row["state"] or ""

    def sure(row: dict[str, Any]) -> str:
        return word(_("by the register") if row["sure"] else _("only the same name or case"), request)

    def day(row: dict[str, Any], name: str = "day") -> str:
        return short(date.fromisoformat(row[name][:10]), request) if row[name] else ""

    def number(row: dict[str, Any]) -> str:
        return f"{row['number']}/{row['year']}" if row["number"] else "–"

    def say(*labels: Any) -> list[str]:
        return [word(label, request) for label in labels]

    return [
        {
            "name": "cases",
            "title": word(_("Cases"), request),
            "headings": say(_("Sign of the case"), _("Title of the case"), _("State"), _("Start of the case"), _("Finally ended"), _("Archival category"), _("Found")),
            "widths": (26, 50, 22, 20, 20, 16, 24),
            "rows": [[row["sign"] or "–", row["title"], state(row), day(row, "started_on"), day(row, "closed_on"), row["category"], sure(row)] for row in report["cases"]],
        },
        {
            "name": "letters",
            "title": word(_("Letters"), request),
            "headings": say(_("RPW number"), _("Title of the letter"), _("Date of receipt"), _("Way of delivery"), _("State"), _("Found")),
            "widths": (18, 60, 22, 26, 24, 26),
            "rows": [[number(row), row["title"], day(row), row["way"], state(row), sure(row)] for row in report["letters"]],
        },
        {
            "name": "outgoing",
            "title": word(_("Outgoing letters"), request),
            "headings": say(_("RPWych number"), _("Title of the letter"), _("Day"), _("Way of delivery"), _("State"), _("Found")),
            "widths": (18, 60, 22, 26, 24, 26),
            "rows": [[number(row), row["title"], day(row), row["way"], state(row), sure(row)] for row in report["outgoing"]],
        },
        {
            "name": "documents",
            "title": word(_("Documents of these cases"), request),
            "headings": say(_("Sign of the case"), _("Title of the document"), _("Kind of document"), _("Day"), _("State")),
            "widths": (28, 66, 34, 22, 26),
            "rows": [[row["case_sign"] or "", row["title"], row["document_kind"], day(row), state(row)] for row in report["documents"]],
        },
        {
            "name": "tasks",
            "title": word(_("Tasks about these records"), request),
            "headings": say(_("Matter"), _("Disposition"), _("Term"), _("State")),
            "widths": (80, 50, 26, 26),
            "rows": [[row["title"], row["disposition"], day(row), state(row)] for row in report["tasks"]],
        },
        {
            "name": "clauses",
            "title": word(_("Clauses of personal data given (RODO art. 13)"), request),
            "headings": say(_("Sign of the case"), _("Clause"), _("Version"), _("When"), _("How"), _("Noted by")),
            "widths": (30, 60, 16, 24, 36, 30),
            "rows": [[row["case_sign"], row["clause"], str(row["number"]), day(row), word(WAYS[row["way"]], request), row["by"]] for row in report["clauses"]],
        },
        {
            "name": "mentions",
            "title": word(_("Texts and files with the person's number"), request),
            "headings": say(_("Title"), _("Kind"), _("Day"), _("State")),
            "widths": (96, 40, 24, 26),
            "rows": [[row["title"], _kind(row["type"], request), day(row), state(row)] for row in report["mentions"]],
        },
        {
            "name": "requests",
            "title": word(_("Requests of the person"), request),
            "headings": say(_("Number"), _("Right"), _("Received on"), _("Outcome"), _("Answered on")),
            "widths": (20, 60, 30, 40, 30),
            "rows": [
                [row["number"], word(RIGHTS[row["right"]], request), day(row, "received_on"),
                 word(OUTCOMES_OF[row["outcome"]], request) if row.get("outcome") else "–", day({"answered_on": "", **row}, "answered_on")]
                for row in report["requests"]
            ],
        },
        {
            "name": "disclosures",
            "title": word(_("To whom data were given"), request),
            "headings": say(_("Disclosed on"), _("To whom"), _("Legal basis"), _("Which data")),
            "widths": (24, 52, 52, 60),
            "rows": [[day(row), row["recipient"], row["basis"], row["data"]] for row in report["disclosures"]],
        },
        {
            "name": "access",
            "title": word(_("Who looked"), request),
            "headings": say(_("When"), _("Who"), _("What"), _("Act"), _("Outcome"), _("Reason")),
            "widths": (30, 32, 50, 30, 20, 30),
            "rows": [
                [_moment(row["moment"], request), row["who"], row["what"], act_of(row["action"], request), word(OUTCOMES[row["outcome"]], request), row["reason"]]
                for row in report["access"]
            ],
        },
    ]  # fmt: skip


ACTS = {
    "view": _("looked at"),
    "records.download": _("downloaded a file"),
    "records.preview": _("looked at a page of a file"),
    "records.metryka": _("took the metryka as a file"),
    "records.print": _("took a print"),
    "records.package": _("took a package"),
    "archive.list": _("took a list of the archive as a file"),
    "records.bae": _("looked up the address for electronic delivery"),
    "parties.read": _("took the address into a letter"),
    "parties.pesel.reveal": _("looked at the whole PESEL"),
    "parties.search.pesel": _("searched by PESEL"),
    "search.pesel": _("searched by PESEL"),
    "personal.report": _("made a report on the person"),
    "personal.register": _("read a register of personal data"),
    "personal.special": _("looked who sees special categories of data"),
}


def act_of(action: str, request: Any) -> str:
    """What was done, in words; the page or address where it was one of many."""
    kind, _space, page = action.partition(" ")
    if not page:
        return word(ACTS[action], request) if action in ACTS else action
    named = {"page": page.removeprefix("@@")}
    if kind == "view":
        return word(_("looked at: ${page}", mapping=named), request)
    return word(_("asked for: ${page}", mapping=named), request)


def _kind(portal_type: str, request: Any) -> str:
    found = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
    return portal_type if found is None else word(found.Title(), request)


OUTCOMES = {"granted": _("granted"), "refused": _("refused")}


def _moment(text: str, request: Any) -> str:
    at = datetime.fromisoformat(text).astimezone(WARSAW)
    return f"{short(at, request)}, {at:%H:%M}"


class PersonSheet(BrowserView):
    """`<party>/@@person-report-pdf`: the report as a PDF file."""

    def __call__(self) -> bytes:
        """The file; never kept by a cache."""
        report = person_report(self.context)
        entry = [(word(label, self.request), value) for label, value in entry_of(report)]
        data = sheet(report, entry, parts_of(report, self.request))
        return sent(self, data, f"dane-osobowe-{IUUID(self.context)}.pdf")
