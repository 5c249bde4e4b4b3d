"""The head of a case: whose it is, for whom, by when, what it waits for, what its officer does next."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import NEAR
from infostrada.site.desk.words import plural
from infostrada.site.desk.words import termed
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.actor import name_of
from infostrada.site.records.browser.registers.choices import mine
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.papers import is_large
from infostrada.site.records.cases.papers import newest
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.upcoming import Held
from infostrada.site.records.cases.upcoming import is_pressed
from infostrada.site.records.cases.upcoming import next_step
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.find import record_at
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.types.blockers import TypeBlockers
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


SHOWN = 3
STEPS = {
    "mend": _("Mend what was returned: ${title}"),
    "send": _("Send the letter: ${title}"),
    "submit": _("Submit for acceptance: ${title}"),
    "write": _("Write the answer or the decision"),
    "notify": _("Tell the parties of the delay: why, and the new term (KPA art. 36)"),
    "check": _("Do what the type of the case asks for: ${title}"),
    "prepare": _("Prepare letters: ${title}"),
    "settle": _("Settle the case"),
    "finish": _("End the case finally"),
    "wait_acceptance": _("Accept: ${title}"),
    "wait_task": _("Do the task: ${title}"),
}
"""Words of the steps; those others wait for are offered to whoever they wait for."""
PLACES = {
    "notify": "#delays",
    "check": "#typed",
    "write": "#documents",
    "settle": "#ending",
    "finish": "#ending",
}


class Glance:
    """What the first screen of a case answers."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.case, self.request = page.context, page.request
        self.state = state_of(page.context)

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Label and lines of each answer; a line is a text, perhaps with an address and a tag."""
        case = self.case
        found: list[dict[str, Any]] = [
            {"label": _("Officer"), "lines": [{"text": case.officer_name}]},
            {"label": _("Parties"), "lines": self._parties},
            {"label": _("Term"), "lines": [self._term]},
            {"label": _("Waits for"), "lines": self._waiting if self.state in FILING else []},
        ]
        return [each for each in found if each["lines"]]

    @property
    def act(self) -> dict[str, Any] | None:
        """The next step, if it is the visitor's."""
        step = next_step(
            self.state,
            self._documents,
            self._letters,
            self._tasks,
            self.case.decision_uid or "",
            term_runs=self._party_term is not None,
            pressed=self._is_pressed,
            lacking=[blocker.title for blocker in TypeBlockers(self.case).blockers],
        )
        if step.word not in STEPS or not self._is_theirs(step.word, step.about):
            return None
        label = _title_in(STEPS[step.word], step.title)
        return {"label": label, "url": PLACES.get(step.word) or self._address(step.word, step.about)}

    @property
    def _is_pressed(self) -> bool:
        """A clock that stands presses nobody."""
        running = self.state not in ("paused", "suspended")
        return running and is_pressed(self.case.due_on, polish_today(), NEAR)

    def _is_theirs(self, said: str, about: str) -> bool:
        if said == "wait_acceptance":
            return self._acceptors.get(about) in mine()
        if said == "wait_task":
            return record_at(about).assignee in mine()
        needed = "Close cases" if said in ("settle", "finish") else "Work on cases"
        return bool(self.page.may(f"infostrada.site: {needed}"))

    def _address(self, said: str, about: str) -> str:
        if said in ("send", "wait_task"):
            return f"{record_at(about).absolute_url()}/view"
        page = "@@send" if said == "prepare" else "view"
        return f"{self.case.absolute_url()}/{about}/{page}"

    @property
    def _parties(self) -> list[dict[str, Any]]:
        names = [each.name for each in self.case.parties]
        if len(names) > SHOWN:
            mapping = {"names": "; ".join(names[:SHOWN]), "count": len(names) - SHOWN}
            return [{"text": _("${names} and ${count} more", mapping=mapping)}]
        return [{"text": "; ".join(names)}] if names else []

    @property
    def _term(self) -> dict[str, Any]:
        case, request = self.case, self.request
        if self.state not in OPEN:
            settled = when(case.settled_on, request)
            if case.due_on is None or case.settled_on is None:
                return {"text": word(_("settled ${day}", mapping={"day": settled}), request)}
            late = case.settled_on > case.due_on
            tag = (
                {"text": _("after the term"), "tone": "warn"}
                if late
                else {"text": _("in time"), "tone": "done"}
            )
            return {"text": word(_("settled ${day}", mapping={"day": settled}), request), "tag": tag}
        if case.due_on is None:
            return {"text": _("no statutory term")}
        return {"text": when(case.due_on, request), "tag": self._time_left(case.due_on)}

    def _time_left(self, due: date) -> dict[str, Any] | None:
        if self.state in ("paused", "suspended"):
            return {"text": _("Clock stopped"), "tone": "warn"}
        today = polish_today()
        days = abs((due - today).days)
        if due < today:
            return {"text": _late(days), "tone": "warn"}
        if due == today:
            return {"text": _("today"), "tone": "run"}
        return {"text": _left(days), "tone": "wait"} if due - today <= 3 * NEAR else None

    @property
    def _waiting(self) -> list[dict[str, Any]]:
        found = [*self._acceptances(), *self._open_tasks(), *self._underway()]
        if self._party_term is not None:
            day = when(self._party_term, self.request)
            found.append({"text": _("term of the party, until ${day}", mapping={"day": day})})
        if len(found) > SHOWN:
            more = _("and ${count} more", mapping={"count": len(found) - SHOWN})
            return [*found[:SHOWN], {"text": more}]
        return found or [{"text": _("nobody else")}]

    def _acceptances(self) -> Iterable[dict[str, Any]]:
        for each in self._documents:
            if each.state == "submitted":
                who = name_of(self._acceptors[each.uid]) if self._acceptors.get(each.uid) else ""
                yield {
                    "text": _said(
                        _("acceptance of: ${title}", mapping={"title": each.title}), who, self.request
                    ),
                    "url": f"{self.case.absolute_url()}/{each.uid}/view",
                }

    def _open_tasks(self) -> Iterable[dict[str, Any]]:
        for task in self._given:
            if state_of(task) == "open":
                term = termed(task.due_on, self.request, today=polish_today())
                yield {
                    "text": _said(task.disposition, task.assignee_name, self.request),
                    "url": f"{task.absolute_url()}/view" if self.page.may("View", task) else None,
                    "tag": term.get("note"),
                }

    def _underway(self) -> Iterable[dict[str, Any]]:
        words = {
            "ready": _("to be sent: ${number}"),
            "sent": _("proof of delivery: ${number}"),
            "undelivered": _("not delivered: ${number}"),
        }
        again = {
            (letter.document_uid, letter.recipient)
            for letter in self._posted
            if state_of(letter) != "undelivered"
        }
        for letter in self._posted:
            state = state_of(letter)
            if state in words and (
                state != "undelivered" or (letter.document_uid, letter.recipient) not in again
            ):
                mapping = {"number": f"{letter.rpw_number} {letter.recipient}"}
                url = f"{letter.absolute_url()}/view" if self.page.may("View", letter) else None
                yield {"text": word(_(words[state], mapping=mapping), self.request), "url": url}

    @cached_property
    def _party_term(self) -> date | None:
        """The last day of a party's term that runs, for example to appeal."""
        opened = (
            term_opened(letter.document_kind, letter.served_on, letter.answer_days)
            for letter in self._posted
            if letter.served_on is not None
        )
        ends = [term[1].end for term in opened if term is not None]
        return max((end for end in ends if end >= polish_today()), default=None)

    @cached_property
    def _papers(self) -> Sequence[Any]:
        """Documents, woken; none of a large case, whose list is read instead."""
        return () if is_large(self.case) else documents_of(self.case)

    @cached_property
    def _acceptors(self) -> dict[str, str]:
        return {IUUID(each): each.acceptor or "" for each in self._papers}

    @cached_property
    def _documents(self) -> list[Held]:
        if is_large(self.case):
            rows = reversed(newest(self.case))
            return [Held(row["uid"], row["title"], row["state"], row["document_kind"]) for row in rows]
        return [Held(IUUID(each), each.title, state_of(each), each.document_kind) for each in self._papers]

    @cached_property
    def _given(self) -> Sequence[Any]:
        return tasks_of(self.case)

    @property
    def _tasks(self) -> list[Held]:
        return [Held(IUUID(task), task.disposition, state_of(task)) for task in self._given]

    @cached_property
    def _posted(self) -> list[Any]:
        return [letter for letter in map(record_at, self.case.outgoing) if letter is not None]

    @property
    def _letters(self) -> list[Held]:
        """Letters of the case; one that waits for its network is on its way."""
        return [
            Held(
                IUUID(letter),
                letter.rpw_number,
                "queued" if letter.queued_at and state_of(letter) == "ready" else state_of(letter),
                letter.document_uid,
            )
            for letter in self._posted
        ]


def _title_in(message: Any, title: str) -> Any:
    return _(message, mapping={"title": title})


def _said(what: Any, who: str, request: Any) -> str:
    said = word(what, request)
    return f"{who} – {said}" if who else said


def _late(days: int) -> Any:
    return plural(
        days,
        _("late_by_one", default="${count} day overdue"),
        _("late_by_few", default="${count} days overdue"),
        _("late_by_many", default="${count} days overdue"),
    )


def _left(days: int) -> Any:
    return plural(
        days,
        _("left_one", default="${count} day left"),
        _("left_few", default="${count} days left"),
        _("left_many", default="${count} days left"),
    )
