"""Refusals of the records domain, with every fault and its words."""

from collections.abc import Iterable
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.core.errors import Forbidden
from infostrada.core.errors import Unauthorized
from infostrada.site.desk.refusals import refusal
from plone import api
from typing import Any
from typing import NamedTuple


class Fault(NamedTuple):
    """A field (or object) and the machine word of what is wrong with it."""

    field: str
    reason: str
    text: str = ""


class InvalidData(BadRequest):
    """Input with faults; the answer names the first, `faults` holds all of them."""

    def __init__(self, faults: Iterable[Any]) -> None:
        self.faults = [Fault(fault.field, fault.reason, refusal(fault.reason)) for fault in faults]
        first = self.faults[0]
        super().__init__(first.text, field=first.field, reason=first.reason)


class Blocked(Conflict):
    """An act the state of things forbids; `blockers` holds everything that stands against it."""

    def __init__(self, blockers: Iterable[Any], reason: str = "blocked") -> None:
        self.blockers = list(blockers)
        super().__init__(refusal(reason), reason=reason)


def invalid(field: str, reason: str) -> InvalidData:
    """One fault of one field."""
    return InvalidData([Fault(field, reason)])


def require(permission: str, context: Any) -> None:
    """Raise Unauthorized (nobody logged in) or Forbidden unless the user has the permission."""
    if api.user.has_permission(permission, obj=context):
        return
    raise Unauthorized() if api.user.is_anonymous() else Forbidden()
