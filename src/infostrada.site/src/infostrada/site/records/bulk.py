"""Many records in one request: each item is acted on by itself and answers for itself.

What one item does is kept or taken back alone, by a savepoint; what was done is committed together at the end.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.errors import ContentionError
from infostrada.core.errors import Problem
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.operations import return_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.paper import note_scan
from infostrada.site.records.correspondence.paper import shelve
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import reject_document
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import text
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.rules import Order
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.interface import Interface

import transaction


MOST = LARGEST_PAGE
Told = Mapping[str, Any]


class BulkAct(NamedTuple):
    """An act many records of one kind take; `do` may answer with the record it made."""

    contract: type[Interface]
    do: Callable[[Any, Told], Any]


class Outcome(NamedTuple):
    """What became of one item; `problem` is None when it was done, `made` the UID of a new record."""

    uid: str
    obj: Any
    problem: Problem | None
    made: str | None = None

    @property
    def status(self) -> int:
        """As a request for this item alone would be answered."""
        return 200 if self.problem is None else self.problem.status

    @property
    def title(self) -> str:
        """What the item is called, for those who may see it."""
        seen = self.obj is not None and api.user.has_permission("View", obj=self.obj)
        return str(self.obj.title) if seen else ""


def _order(told: Told) -> Order:
    return Order(
        assignee=text(told, "assignee"),
        disposition=text(told, "disposition"),
        due_on=day(told, "due_on"),
        instruction=text(told, "instruction"),
        sign_off=text(told, "sign_off"),
    )


def _close(case: Any, told: Told) -> None:
    close_case(
        case,
        decision=text(told, "decision") or None,
        settled_on=day(told, "settled_on"),
        note=text(told, "note"),
    )


ACTS: Mapping[str, BulkAct] = {
    "accept": BulkAct(IDocument, lambda obj, told: accept_document(obj)),
    "reject": BulkAct(IDocument, lambda obj, told: reject_document(obj, text(told, "remark"))),
    "submit": BulkAct(IDocument, lambda obj, told: submit_document(obj, text(told, "acceptor"))),
    "assign": BulkAct(ILetter, lambda obj, told: assign(obj, _order(told))),
    "scan": BulkAct(
        ILetter, lambda obj, told: note_scan(obj, text(told, "scan"), text(told, "note"), text(told, "media"))
    ),
    "shelve": BulkAct(ILetter, lambda obj, told: shelve(obj, text(told, "sequence"), text(told, "place"))),
    "void": BulkAct(ILetter, lambda obj, told: void_letter(obj, text(told, "reason"))),
    "return": BulkAct(ILetter, lambda obj, told: return_letter(obj, text(told, "reason"))),
    "finish_task": BulkAct(ITask, lambda obj, told: finish_task(obj, text(told, "outcome"))),
    "close": BulkAct(ICase, _close),
    "hand_over": BulkAct(
        ICase,
        lambda obj, told: hand_over(obj, text(told, "officer"), text(told, "reason"), text(told, "org_id")),
    ),
    "finish_case": BulkAct(ICase, lambda obj, told: finish_case(obj, day(told, "closed_on"))),
    "send": BulkAct(
        IOutgoing, lambda obj, told: send_letter(obj, day(told, "sent_on"), text(told, "tracking"))
    ),
    "send_by_network": BulkAct(IOutgoing, lambda obj, told: send_by_network(obj)),
    "cancel": BulkAct(IOutgoing, lambda obj, told: cancel_letter(obj, text(told, "reason"))),
}


def perform(name: str, items: Sequence[tuple[str, Told]], *, near: Any) -> list[Outcome]:
    """Do the act named to every item (UID and what it is told), in their order.

    Raises InvalidData for an act that is none, no item or more than 200; a Problem of one item is
    its own outcome. Raises ContentionError, which repeats the whole request.
    """
    act = ACTS.get(name)
    if act is None:
        raise invalid("act", "not_in_list")
    if not items:
        raise invalid("items", "required")
    if len(items) > MOST:
        raise invalid("items", "too_many")
    return [_one(act, uid, told, near) for uid, told in items]


def _one(act: BulkAct, uid: str, told: Told, near: Any) -> Outcome:
    before = transaction.savepoint(optimistic=True)
    obj = None
    try:
        obj = by_uid(uid, act.contract, near=near)
        made = act.do(obj, told)
    except ContentionError:
        raise
    except Problem as problem:
        before.rollback()
        return Outcome(uid, obj, problem)
    return Outcome(uid, obj, None, IUUID(made, None))
