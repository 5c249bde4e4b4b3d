"""What a result of the search says of a record: its kind, its sign or number, its state and term."""

from collections.abc import Mapping
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.sql import rows as read
from infostrada.site import _
from infostrada.site.desk.words import short
from infostrada.site.desk.words import termed
from infostrada.site.desk.words import word
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.theme.interfaces import IFoundFacts
from typing import Any
from zope.interface import implementer


@implementer(IFoundFacts)
class FoundRecords:
    """Records of one type; each says which statement tells of them and what is made of a line of it."""

    kind: Any = ""
    statement = ""

    def facts(self, rows: list[dict[str, Any]], request: Any) -> dict[str, dict[str, Any]]:
        """One statement for all of them."""
        pending.flush()
        states = {row["uid"]: row["state"] for row in rows}
        told = {line["uid"]: line for line in read(self.statement, {"uids": list(states)})}
        return {
            uid: {
                "tag": _tag(state, request),
                "meta": [word(self.kind, request), *self.meta(told[uid], state, request)],
            }
            for uid, state in states.items()
            if uid in told
        }

    def meta(self, line: Mapping[str, Any], state: str, request: Any) -> list[str]:
        """Sign, term and the like; empty texts are left out by `said`."""
        raise NotImplementedError


def _tag(state: str, request: Any) -> dict[str, str] | None:
    if state not in STATES:
        return None
    text, tone = STATES[state]
    return {"text": word(text, request), "tone": tone}


def said(*texts: str) -> list[str]:
    """The texts there are."""
    return [text for text in texts if text]


def term(due: date | None, request: Any, *, running: bool) -> str:
    """The term, and in words whether it is past or near."""
    if due is None:
        return ""
    note = termed(due, request, today=polish_today(), running=running).get("note")
    day = word(_("term ${day}", mapping={"day": short(due, request)}), request)
    return f"{day} ({word(note['text'], request)})" if note else day


class FoundCases(FoundRecords):
    """Cases."""

    kind = _("Case")
    statement = "SELECT uid, sign, due_on, officer_name FROM site.case_listing WHERE uid = ANY(%(uids)s)"

    def meta(self, line: Mapping[str, Any], state: str, request: Any) -> list[str]:
        running = state in OPEN
        return said(
            line["sign"] or "",
            term(line["due_on"], request, running=running) if running else "",
            line["officer_name"],
        )


class FoundLetters(FoundRecords):
    """Letters that came."""

    kind = _("Incoming letter")
    statement = (
        "SELECT uid, number, year, sender, received_date FROM site.letter_listing WHERE uid = ANY(%(uids)s)"
    )

    def meta(self, line: Mapping[str, Any], state: str, request: Any) -> list[str]:
        number = f"RPW {line['number']}/{line['year']}" if line["number"] else ""
        return said(number, line["sender"], short(line["received_date"], request))


class FoundOutgoing(FoundRecords):
    """Letters that went out."""

    kind = _("Outgoing letter")
    statement = (
        "SELECT uid, number, year, recipient, case_sign FROM site.outgoing_listing WHERE uid = ANY(%(uids)s)"
    )

    def meta(self, line: Mapping[str, Any], state: str, request: Any) -> list[str]:
        number = f"RPWych {line['number']}/{line['year']}" if line["number"] else ""
        return said(number, line["case_sign"], line["recipient"])


class FoundDocuments(FoundRecords):
    """Documents of cases."""

    kind = _("Document")
    statement = "SELECT uid, case_sign, document_kind, author_name FROM site.document_listing WHERE uid = ANY(%(uids)s)"

    def meta(self, line: Mapping[str, Any], state: str, request: Any) -> list[str]:
        return said(line["case_sign"], line["document_kind"], line["author_name"])


class FoundTasks(FoundRecords):
    """Tasks."""

    kind = _("Task")
    statement = (
        "SELECT uid, about_label, assignee_name, due_on FROM site.task_listing WHERE uid = ANY(%(uids)s)"
    )

    def meta(self, line: Mapping[str, Any], state: str, request: Any) -> list[str]:
        return said(
            line["about_label"], line["assignee_name"], term(line["due_on"], request, running=state == "open")
        )
