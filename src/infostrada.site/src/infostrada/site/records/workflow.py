"""States change only inside the operations, which check the rules and leave the traces.

The stock status menu, `@workflow` and `content_status_modify` would change a state without the
deed: no metryka, no journal, no rule asked. They are refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from infostrada.core.errors import Conflict
from infostrada.site.records.problems import Blocked
from plone import api
from Products.CMFCore.WorkflowCore import WorkflowException
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from typing import Any


PREFIX = "records_"
_acting: ContextVar[bool] = ContextVar("records_acting", default=False)


def state_of(obj: Any) -> str:
    """Word of the object's state."""
    state: str = api.portal.get_tool("portal_workflow").getInfoFor(obj, "review_state")
    return state


def move(obj: Any, transition: str) -> None:
    """Take a transition on behalf of an operation that has checked the right to it.

    Raises Blocked when the present state does not know the transition.
    """
    with _operation():
        try:
            api.portal.get_tool("portal_workflow").doActionFor(obj, transition)
        except WorkflowException as error:
            raise Blocked([], reason="state_forbids") from error


@contextmanager
def _operation() -> Iterator[None]:
    token = _acting.set(True)
    try:
        with api.env.adopt_roles(["Manager"]):
            yield
    finally:
        _acting.reset(token)


def refuse_bare_transition(obj: Any, event: IBeforeTransitionEvent) -> None:
    """Subscriber: no state of a record changes outside an operation."""
    if str(getattr(obj, "portal_type", "")).startswith(PREFIX):
        refuse_outside_operation(obj, event)


def refuse_outside_operation(obj: Any, event: IBeforeTransitionEvent) -> None:
    """Subscriber for types whose states only operations change."""
    if event.transition is not None and not _acting.get():
        raise Conflict(reason="state_forbids")
