"""Winning projects of participatory budgets get their rows for sums over units and the region."""

from infostrada.site.participation.budget.projects.interfaces import IBudgetProject
from plone import api
from typing import Any


def mirror_projects(tool: Any) -> None:
    """Write each project's row again; there are some hundreds of them at most."""
    for brain in api.content.find(object_provides=IBudgetProject):
        brain.getObject().reindexObject(idxs=["review_state"])
