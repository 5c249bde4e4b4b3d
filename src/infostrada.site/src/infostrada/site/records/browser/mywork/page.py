"""What waits for the person, all lists on one page."""

from collections.abc import Callable
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.record.addresses import Addresses
from infostrada.site import _
from infostrada.site.desk.page import MAIN_KEY
from infostrada.site.desk.register.asking import AskingPage
from infostrada.site.desk.register.page import RowFault
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import View
from infostrada.site.desk.words import done_rows
from infostrada.site.desk.words import word
from infostrada.site.records.archive.operations import APPROVE
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.browser.mywork.acts import DOINGS
from infostrada.site.records.browser.mywork.away import away_section
from infostrada.site.records.browser.mywork.fitting import fits_term
from infostrada.site.records.browser.mywork.fitting import fits_words
from infostrada.site.records.browser.mywork.lists import LISTS
from infostrada.site.records.browser.mywork.lists import Waiting
from infostrada.site.records.browser.registers.choices import mine
from infostrada.site.records.browser.registers.choices import TERM
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.bulk import Outcome
from infostrada.site.records.bulk import perform
from infostrada.site.records.mywork import COUNTED
from infostrada.site.records.mywork import my_work
from infostrada.site.records.mywork import Work
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from typing import Any


REGISTER = "infostrada.site: View the register of letters"
DEALT_WITH = frozenset(
    {"done", "withdrawn", "accepted", "cancelled", "assigned", "in_case", "sent", "delivered"}
)
"""States in which nothing waits any more: a page shown before may still offer the row."""
SHOWN = 50
"""Rows of each list: what is more urgent comes first, the whole list is one step away."""


def _lists(page: Any) -> list[Option]:
    return [
        Option("", _("everything that waits for me")),
        *(Option(each.name, each.within) for each in LISTS if page.work.lists.get(each.name)),
    ]


def _terms(page: Any) -> list[Option]:
    first, past, *others = TERM.options(page)
    return [first, past, Option("today", _("due today")), *others]


def _by_term(term: str) -> Callable[[Any], str]:
    def counted(page: Any) -> str:
        found = page.work.terms[term]
        return _counted(found) if found else ""

    return counted


class MyWorkPage(AskingPage):
    """Tasks, letters to assign, documents to accept, lists of the archive, drafts, open cases; the nearest term first."""

    name = "my-work"
    heading = _("My work")
    choices = (Choice("list", _("List"), _lists), Choice(TERM.name, TERM.label, _terms))
    views = (
        View(_("Everything"), {}),
        View(_("Overdue"), {"term": "past"}, _by_term("past")),
        View(_("Due today"), {"term": "today"}, _by_term("today")),
        View(_("In seven days"), {"term": "near"}, _by_term("near")),
    )

    @cached_property
    def work(self) -> Work:
        """All lists, by one query."""
        size = COUNTED if self._filtered or self.whole else SHOWN
        return my_work(
            self.unit.unit_id,
            tuple(mine()),
            registry=self.may(REGISTER),
            keeper=self.may(KEEP),
            approver=self.may(APPROVE),
            size=size,
        )

    @property
    def lead(self) -> str:
        """How much is late, or that nothing waits."""
        if not any(self.work.totals.values()):
            return word(_("Nothing waits for you in this office."), self.request)
        if late := self.work.terms["past"]:
            count = _counted(late)
            return word(_("Past their term: ${count}.", mapping={"count": count}), self.request)
        return word(_("Nothing is past its term."), self.request)

    @property
    def links(self) -> list[dict[str, Any]]:
        """What begins new work."""
        url = self.unit.absolute_url()
        opening = {"label": _("Open a case"), "url": f"{url}/@@open-case"}
        if not self.may("infostrada.site: Register letters"):
            return [{**opening, "key": MAIN_KEY}]
        return [{"label": _("Register a letter"), "url": f"{url}/@@register-letter", "main": True}, opening]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The lists that hold something the address asks for; above all of them, who stands in for whom."""
        wanted = self.asked.chosen.get("list")
        away = None if self._filtered or wanted else away_section(self.unit, self.request)
        return [
            *([away] if away else []),
            *(
                self._section(waiting, found)
                for waiting in LISTS
                if wanted in (None, waiting.name) and (found := self._found(waiting))
            ),
        ]

    @property
    def bars_above(self) -> bool:  # type: ignore[override]
        """Filters, where there is something to choose from."""
        return any(self.work.totals.values())

    @property
    def folds(self) -> bool:  # type: ignore[override]
        """On a telephone all lists together are headings with their counts; what was asked for or ticked is shown."""
        return not (self._filtered or "list" in self.asked.chosen or self.ticked)

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
        found = fitting if self.whole else fitting[:SHOWN]
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
        return {"url": self.url, "kept": kept, "acts": acts, "ticked": self.ticked, "counter": counter}

    def act_on(self, name: str) -> str | None:
        """Do an act to every ticked row; what could not be done is listed with its reason, the rest is done."""
        doing = DOINGS.get(name.removeprefix("bulk-"))
        if doing is None or not name.startswith("bulk-"):
            return super().act_on(name)
        if not self.ticked:
            raise Blocked([RowFault("", _("Tick at least one row."))])
        outcomes = perform(doing.act, [(uid, self.form) for uid in self.ticked], near=self.context)
        refused = [each for each in outcomes if each.problem is not None]
        if len(refused) == len(outcomes) and isinstance(refused[0].problem, InvalidData):
            raise refused[0].problem
        if len(refused) < len(outcomes):
            self.say(done_rows(len(outcomes) - len(refused)))
        if not refused:
            return self.to(self.asked)
        if len(refused) < len(outcomes):
            self.errors_title = _("Not everything could be done")
        for each in refused:
            said = word(self._why(each), self.request)
            self.errors.append({"id": None, "text": f"{each.title}: {said}" if each.title else said})
        return None

    def _why(self, outcome: Outcome) -> Any:
        """Why a row was refused; of one somebody else has dealt with meanwhile, how."""
        state = state_of(outcome.obj) if outcome.title else ""
        if state in DEALT_WITH:
            mapping = {"state": word(STATES[state][0], self.request)}
            return _("somebody has dealt with it meanwhile, its state is: ${state}", mapping=mapping)
        return outcome.problem.message if outcome.problem is not None else ""

    @cached_property
    def _addresses(self) -> Addresses:
        return Addresses(self.context, self.request)

    def address_of(self, path: str) -> str:
        """Page of the record at a path."""
        return f"{self._addresses.of(path)}/view"


def _counted(total: int) -> str:
    """A number of rows; "1000+" where no more were counted."""
    return f"{total}+" if total >= COUNTED else str(total)
