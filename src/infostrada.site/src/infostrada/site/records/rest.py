"""What the REST services of the records domain share: bodies, answers, faults."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from infostrada.core.bodies import body_of
from infostrada.core.errors.views import ProblemJSON
from infostrada.core.idempotency import begin
from infostrada.core.idempotency import finish
from infostrada.core.idempotency import key_of
from infostrada.core.idempotency import once
from infostrada.core.rest import Service
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.texts import unwritable
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.interfaces import ISerializeToJson
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.interface import Interface


class RecordService(Service):
    """A service of the records domain."""

    def reply(self) -> Any:
        """Answer the request; refusals are raised and answered by `RefusalJSON`."""
        return self.answer()

    def answer(self) -> Any:
        """The answer when nothing is refused."""
        raise NotImplementedError

    def as_json(self, obj: Any) -> Any:
        """An object as its own address would show it."""
        return getMultiAdapter((obj, self.request), ISerializeToJson)()

    def created(self, obj: Any) -> Any:
        """201 with the address of what was made."""
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", obj.absolute_url())
        return self.as_json(obj)


class WritingService(RecordService):
    """A service that changes something.

    The token check of forms is off as in all of plone.restapi: a foreign page cannot send JSON
    with the visitor's cookie.
    """

    def reply(self) -> Any:
        """Read the body, then answer."""
        alsoProvides(self.request, IDisableCSRFProtection)
        return super().reply()

    @cached_property
    def body(self) -> dict[str, Any]:
        """The JSON object sent, its files laid aside; InvalidData for a text that cannot be written."""
        body = body_of(self.request)
        faults = [Fault(name, "text_unwritable") for name in unwritable(body)]
        if faults:
            raise InvalidData(faults)
        return body


class MakingService(WritingService):
    """A service that makes a record; sent again with its `Idempotency-Key` it answers with the one it made."""

    made: type[Interface]

    def answer(self) -> Any:
        """201 with the record."""
        done = begin(self.request)
        if done is not None:
            return self.created(by_uid(done, self.made, near=self.context))
        record = self.make()
        finish(self.request, IUUID(record))
        return self.created(record)

    def make(self) -> Any:
        """The new record."""
        raise NotImplementedError


class ActService(WritingService):
    """A service that acts on its record; sent again with its `Idempotency-Key` it acts once and answers the same."""

    def reply(self) -> Any:
        """Act, or answer as the first time."""
        alsoProvides(self.request, IDisableCSRFProtection)
        return once(self.context, self.request, self.answer, lambda: self.as_json(self.context))


class RefusalJSON(ProblemJSON):
    """A refusal with all faults or blockers, not only the first."""

    def members(self) -> dict[str, Any]:
        """The usual members, and the list."""
        problem, request = self.problem, self.request
        more: dict[str, Any] = {}
        if isinstance(problem, InvalidData):
            more["faults"] = [
                {"field": fault.field, "reason": fault.reason, "message": say(fault.text, request)}
                for fault in problem.faults
            ]
        if isinstance(problem, Blocked):
            more["blockers"] = blockers_json(problem, request)
        return {**super().members(), **more}


def say(text: str, request: Any) -> str:
    """A message in the visitor's language."""
    said: str = translate(text, context=request)
    return said


def blockers_json(problem: Blocked, request: Any) -> list[dict[str, str]]:
    """What stands against an act, in words."""
    return [
        {
            "reason": item.reason,
            "uid": item.uid,
            "title": item.title,
            "message": say(refusal(item.reason), request),
        }
        for item in problem.blockers
    ]


def text(body: Mapping[str, Any], name: str, default: str = "") -> str:
    """A text of the body; InvalidData naming the field when it is not text."""
    value = body.get(name, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise invalid(name, "json_not_text")
    return value.strip()


def day(body: Mapping[str, Any], name: str) -> date | None:
    """A date of the body as YYYY-MM-DD; InvalidData naming the field."""
    value = text(body, name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise invalid(name, "not_a_date") from error


def attempt_key(request: Any) -> str | None:
    """The Idempotency-Key of this user: keys of two users never meet."""
    key = key_of(request)
    return f"{api.user.get_current().getId()}:{key}" if key else None
