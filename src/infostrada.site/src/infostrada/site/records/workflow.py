"""States change only inside the operations, which check the rules and leave the traces.

The stock status menu, `@workflow` and `content_status_modify` would change a state without the
deed: no metryka, no journal, no rule asked. They are refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from DateTime import DateTime
from infostrada.core.errors import Conflict
from infostrada.core.journal.expectations import touched
from infostrada.site.records.problems import Blocked
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.WorkflowCore import WorkflowException
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from typing import Any


PREFIX = "records_"
KNOWN_VARIABLES = {"action", "actor", "time"}
_bulk: ContextVar[bool] = ContextVar("records_bulk", default=False)
_acting: ContextVar[bool] = ContextVar("records_acting", default=False)


def state_of(obj: Any) -> str:
    """Word of the object's state."""
    state: str = api.portal.get_tool("portal_workflow").getInfoFor(obj, "review_state")
    return state


def move(obj: Any, transition: str) -> None:
    """Take a transition on behalf of an operation that has checked the right to it.

    Raises Blocked when the present state does not know the transition.
    """
    if _bulk.get() and _enter(obj, transition):
        return
    with _operation():
        try:
            api.portal.get_tool("portal_workflow").doActionFor(obj, transition)
        except WorkflowException as error:
            raise Blocked([], reason="state_forbids") from error


@contextmanager
def in_bulk() -> Iterator[None]:
    """Objects made and moved inside enter their states directly: same states, histories and rights, no events.

    For operations that make hundreds of objects whose types take part (`begin_in_bulk`), or move hundreds. Nobody but the operation may
    listen to transitions of these types, and it indexes its objects itself.
    """
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)


def begin_in_bulk(obj: Any) -> bool:
    """Put a new object into the first state of its workflow; False outside `in_bulk`: the tool does it then."""
    workflow = _plain_workflow(obj) if _bulk.get() else None
    if workflow is None:
        return False
    _note(obj, workflow, None, workflow.initial_state)
    return True


def _enter(obj: Any, transition: str) -> bool:
    workflow = _plain_workflow(obj)
    if workflow is None:
        return False
    step = workflow.transitions.get(transition, None)
    if step is None or transition not in workflow.states[state_of(obj)].transitions:
        raise Blocked([], reason="state_forbids")
    _note(obj, workflow, transition, step.new_state_id)
    touched(IUUID(obj), obj)
    return True


def _plain_workflow(obj: Any) -> Any:
    """The one workflow of the object, when it records no more than an act, a person and a moment."""
    found = api.portal.get_tool("portal_workflow").getWorkflowsFor(obj)
    if len(found) != 1 or set(found[0].variables.objectIds()) - KNOWN_VARIABLES:
        return None
    return found[0]


def _note(obj: Any, workflow: Any, action: str | None, state: str) -> None:
    status = {
        "action": action,
        "actor": api.user.get_current().getId(),
        "time": DateTime(),
        workflow.state_var: state,
    }
    api.portal.get_tool("portal_workflow").setStatusOf(workflow.getId(), obj, status)
    workflow.updateRoleMappingsFor(obj)


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
