"""A state an object is put into by the product itself, without a transition anybody could take."""

from DateTime import DateTime
from plone import api
from typing import Any


def enter_state(obj: Any, state: str, actor: str) -> None:
    """Make `state` the object's own, with the rights that belong to it; the caller reindexes it."""
    tool = api.portal.get_tool("portal_workflow")
    for workflow in tool.getWorkflowsFor(obj):
        status = {
            workflow.state_var: state,
            "action": None,
            "actor": actor,
            "comments": "",
            "time": DateTime(),
        }
        tool.setStatusOf(workflow.getId(), obj, status)
        workflow.updateRoleMappingsFor(obj)
