"""What waits for the person, all lists on one page."""

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.record.addresses import Addresses
from infostrada.site import _
from infostrada.site.desk.register.asking import AskingPage
from infostrada.site.desk.register.page import RowFault
from infostrada.site.desk.register.parts import Cell
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import View
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import done_rows
from infostrada.site.desk.words import termed
from infostrada.site.desk.words import unaccented
from infostrada.site.desk.words import word
from infostrada.site.records.browser.orders import order_fields
from infostrada.site.records.browser.people import addressees
from infostrada.site.records.browser.registers.choices import mine
from infostrada.site.records.browser.registers.choices import TERM
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.bulk import perform
from infostrada.site.records.mywork import COUNTED
from infostrada.site.records.mywork import my_work
from infostrada.site.records.mywork import Work
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from typing import Any
from typing import NamedTuple


REGISTER = "infostrada.site: View the register of letters"
SHOWN = 50
"""Rows of each list: what is more urgent comes first, the whole list is one step away."""
NEAR = timedelta(days=7)
UNSEEN = frozenset({"uid", "path", "about", "about_path", "about_kind", "officer", "state"})


def day(name: str) -> Cell:
    """A cell with a day or moment of the row."""

    def cell(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
        return dated(datetime.fromisoformat(row[name]).date() if row[name] else None, page.request)

    return cell


def term(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell with the term, and a warning when it is near or past."""
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return termed(due, page.request, today=polish_today())


def state(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell with the state."""
    return tagged(row["state"])


def number(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell with the number of the RPW."""
    return {"text": f"{row['number']}/{row['year']}"}


def disposition(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell that leads to the task itself; the row leads to what it is about."""
    return {"text": row["disposition"], "url": page.address_of(row["path"])}


class Waiting(NamedTuple):
    """One list: where all of it is, its columns, and the column of the row that names the address."""

    name: str
    title: Any
    within: Any
    """How the sentence of filters calls it."""
    caption: Any
    register: str
    columns: tuple[tuple[str, Any, Callable[[Mapping[str, Any], Any], dict[str, Any]]], ...]
    path: str = "path"
    acts: tuple[str, ...] = ()


class Doing(NamedTuple):
    """An act on ticked rows: its word in `bulk`, the button, the permission to ask for, its fields."""

    act: str
    label: Any
    permission: str = ""
    fields: Callable[[Any], tuple[Mapping[str, Any], ...]] = lambda page: ()


def fits_term(row: Mapping[str, Any], term: str, today: date) -> bool:
    """Is the row's term past, near or none, as the address asks? Rows of lists without terms have none."""
    if not term:
        return True
    due = date.fromisoformat(row["due_on"]) if row.get("due_on") else None
    if due is None or term == "none":
        return due is None and term == "none"
    return due < today if term == "past" else today <= due <= today + NEAR


def fits_words(row: Mapping[str, Any], words: str) -> bool:
    """Do all the words stand in what the row shows, whatever their case and accents?"""
    texts = [str(value) for name, value in row.items() if name not in UNSEEN and value]
    said = unaccented(" ".join((*texts, f"{row.get('number')}/{row.get('year')}")))
    return all(word in said for word in unaccented(words).split())


REMARK = {"name": "remark", "label": _("Remark")}
DOINGS = {
    "finish_task": Doing("finish_task", _("The ticked tasks are done"),
                         fields=lambda page: ({"name": "outcome", "label": _("Outcome")},)),
    "assign": Doing("assign", _("Assign the ticked letters"), "infostrada.site: Assign letters to anybody",
                    lambda page: order_fields(page.unit.unit_id, instruction=False)),
    "accept": Doing("accept", _("Accept the ticked documents")),
    "reject": Doing("reject", _("Give the ticked documents back"), fields=lambda page: (REMARK,)),
    "submit": Doing("submit", _("Submit the ticked documents"), fields=lambda page: (
        {"name": "acceptor", "label": _("Who accepts"), "kind": "select", "required": True,
         "options": addressees(page.unit.unit_id)},
    )),
    "send_by_network": Doing("send_by_network", _("Send the ticked letters again")),
}  # fmt: skip

LISTS = (
    Waiting(
        "tasks", _("Tasks"), _("my tasks"), _("Tasks given to me or to my post"), "tasks?whose=me",
        (
            ("title", _("Matter"), plain("title")),
            ("about", _("RPW number or sign"), plain("about_label")),
            ("disposition", _("Disposition"), disposition),
            ("due", _("Term"), term),
            ("author", _("By whom"), plain("author_name")),
        ),
        "about_path",
        ("finish_task",),
    ),
    Waiting(
        "unsent", _("Letters not sent"), _("letters not sent"), _("Letters the network did not take"), "outgoing?state=unsent",
        (
            ("number", _("RPWych number"), lambda row, page: {"text": f"W/{row['number']}/{row['year']}"}),
            ("title", _("Title of the letter"), plain("title")),
            ("recipient", _("Addressee"), plain("recipient")),
            ("method", _("Way of dispatch"), plain("method")),
            ("sign", _("Sign of the case"), plain("case_sign")),
        ),
        acts=("send_by_network",),
    ),
    Waiting(
        "letters", _("Letters to be assigned"), _("letters to be assigned"), _("Letters nobody has been given yet"),
        "letters?state=waiting",
        (
            ("number", _("RPW number"), number),
            ("title", _("Title of the letter"), plain("title")),
            ("sender", _("From whom"), plain("sender")),
            ("received", _("Date of receipt"), day("received_date")),
            ("state", _("State"), state),
        ),
        acts=("assign",),
    ),
    Waiting(
        "to_accept", _("To be accepted"), _("documents to be accepted"), _("Documents waiting for my acceptance"),
        "documents?state=submitted&whose=to-accept",
        (
            ("title", _("Title of the document"), plain("title")),
            ("sign", _("Sign of the case"), plain("case_sign")),
            ("kind", _("Kind of document"), plain("document_kind")),
            ("author", _("Author"), plain("author_name")),
            ("submitted", _("Submitted"), day("submitted_at")),
        ),
        acts=("accept", "reject"),
    ),
    Waiting(
        "drafts", _("My drafts"), _("my drafts"), _("Documents I have not submitted yet, or have been given back"),
        "documents?state=draft&whose=me",
        (
            ("title", _("Title of the document"), plain("title")),
            ("sign", _("Sign of the case"), plain("case_sign")),
            ("kind", _("Kind of document"), plain("document_kind")),
            ("modified", _("Changed"), day("modified")),
            ("state", _("State"), state),
        ),
        acts=("submit",),
    ),
    Waiting(
        "cases", _("My open cases"), _("my open cases"), _("Cases I lead"), "cases?state=open&whose=me&sort=due",
        (
            ("sign", _("Sign of the case"), plain("sign")),
            ("title", _("Title of the case"), plain("title")),
            ("party", _("Party"), plain("party")),
            ("started", _("Start of the case"), day("started_on")),
            ("due", _("Term"), term),
            ("state", _("State"), state),
        ),
    ),
)  # fmt: skip


def _lists(page: Any) -> list[Option]:
    return [
        Option("", _("everything that waits for me")),
        *(Option(each.name, each.within) for each in LISTS if page.work.lists.get(each.name)),
    ]


class MyWorkPage(AskingPage):
    """Tasks, letters to assign, documents to accept, drafts, open cases; the nearest term first."""

    name = "my-work"
    heading = _("My work")
    choices = (Choice("list", _("List"), _lists), TERM)
    views = (
        View(_("Everything"), {}),
        View(_("Overdue"), {"term": "past"}),
        View(_("In seven days"), {"term": "near"}),
    )

    @cached_property
    def work(self) -> Work:
        """All lists, by one query."""
        size = COUNTED if self._filtered else SHOWN
        return my_work(self.unit.unit_id, tuple(mine()), registry=self.may(REGISTER), size=size)

    @property
    def lead(self) -> str:
        """How much is late, or that nothing waits."""
        if not any(self.work.totals.values()):
            return word(_("Nothing waits for you in this office."), self.request)
        if self.work.late:
            count = _counted(self.work.late)
            return word(_("Past their term: ${count}.", mapping={"count": count}), self.request)
        return word(_("Nothing is past its term."), self.request)

    @property
    def links(self) -> list[dict[str, Any]]:
        """What begins new work."""
        url = self.unit.absolute_url()
        opening = {"label": _("Open a case"), "url": f"{url}/@@open-case"}
        if not self.may("infostrada.site: Register letters"):
            return [opening]
        return [{"label": _("Register a letter"), "url": f"{url}/@@register-letter", "main": True}, opening]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The lists that hold something the address asks for."""
        wanted = self.asked.chosen.get("list")
        return [
            self._section(waiting, found)
            for waiting in LISTS
            if wanted in (None, waiting.name) and (found := self._found(waiting))
        ]

    @property
    def bars_above(self) -> bool:  # type: ignore[override]
        """Filters, where there is something to choose from."""
        return any(self.work.totals.values())

    @property
    def _filtered(self) -> bool:
        return bool(self.asked.q or self.asked.chosen.get("term"))

    def _found(self, waiting: Waiting) -> list[dict[str, Any]]:
        asked, today = self.asked, polish_today()
        return [
            row
            for row in self.work.lists.get(waiting.name) or ()
            if fits_term(row, asked.chosen.get("term", ""), today) and fits_words(row, asked.q)
        ]

    def _section(self, waiting: Waiting, fitting: list[dict[str, Any]]) -> dict[str, Any]:
        total = len(fitting) if self._filtered else self.work.totals[waiting.name]
        found = fitting[:SHOWN]
        columns = [(name, label) for name, label, _cell in waiting.columns]
        rows = [
            {
                "id": row["uid"],
                "title": row["title"],
                "url": self.address_of(row[waiting.path] or row["path"]),
                "cells": {name: cell(row, self) for name, _label, cell in waiting.columns},
            }
            for row in found
        ]
        return {
            "id": waiting.name.replace("_", "-"),
            "title": waiting.title,
            "count": _counted(total),
            "text": self._part(len(found), total),
            "more": f"{self.unit.absolute_url()}/@@{waiting.register}",
            "register": {**table(waiting.caption, columns, rows), "bulk": self._bulk(waiting)},
        }

    def _part(self, shown: int, total: int) -> str | None:
        """That only the beginning of a long list is here."""
        if shown == total:
            return None
        numbers = {"shown": str(shown), "count": _counted(total)}
        return word(_("The first ${shown} of ${count} are shown.", mapping=numbers), self.request)

    def _bulk(self, waiting: Waiting) -> dict[str, Any] | None:
        doings = [DOINGS[act] for act in waiting.acts]
        acts = [
            {
                "value": f"bulk-{doing.act}",
                "label": doing.label,
                "fields": [self._field(f"bulk-{doing.act}", field) for field in doing.fields(self)],
            }
            for doing in doings
            if not doing.permission or self.may(doing.permission)
        ]
        if not acts:
            return None
        counter = f"ticked-{waiting.name.replace('_', '-')}"
        kept = self.asked.pairs()
        return {"url": self.url, "kept": kept, "acts": acts, "ticked": self._ticked, "counter": counter}

    @property
    def _ticked(self) -> list[str]:
        sent = self.form.get("rows") or []
        return [str(uid) for uid in (sent if isinstance(sent, list) else [sent])]

    def act_on(self, name: str) -> str | None:
        """Do an act to every ticked row; what could not be done is listed with its reason, the rest is done."""
        doing = DOINGS.get(name.removeprefix("bulk-"))
        if doing is None or not name.startswith("bulk-"):
            return super().act_on(name)
        if not self._ticked:
            raise Blocked([RowFault("", _("Tick at least one row."))])
        outcomes = perform(doing.act, [(uid, self.form) for uid in self._ticked], near=self.context)
        refused = [each for each in outcomes if each.problem is not None]
        if len(refused) == len(outcomes) and isinstance(refused[0].problem, InvalidData):
            raise refused[0].problem
        if len(refused) < len(outcomes):
            self.say(done_rows(len(outcomes) - len(refused)))
        if not refused:
            return self.to(self.asked)
        for each in refused:
            said = word(each.problem.message, self.request)  # type: ignore[union-attr]
            self.errors.append({"id": None, "text": f"{each.title}: {said}" if each.title else said})
        return None

    @cached_property
    def _addresses(self) -> Addresses:
        return Addresses(self.context, self.request)

    def address_of(self, path: str) -> str:
        """Page of the record at a path."""
        return f"{self._addresses.of(path)}/view"


def _counted(total: int) -> str:
    """A number of rows; "1000+" where no more were counted."""
    return f"{total}+" if total >= COUNTED else str(total)
