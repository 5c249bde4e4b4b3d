"""What happens to projects and editions becomes news."""

from infostrada.site import _
from infostrada.site.participation.budget.notices.news import AT_WORK
from infostrada.site.participation.budget.notices.news import is_public
from infostrada.site.participation.budget.notices.news import LISTED
from infostrada.site.participation.budget.notices.news import PROPOSALS
from infostrada.site.participation.budget.notices.news import RESULTS
from infostrada.site.participation.budget.notices.news import WORKS
from infostrada.site.participation.budget.notices.operations import tell
from infostrada.site.participation.budget.projects.browser.words import STEP_WORDS
from infostrada.site.participation.budget.projects.events import ProjectMoved
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from typing import Any
from zope.component import adapter
from zope.i18n import translate


@adapter(ProjectMoved)
def on_project(event: ProjectMoved) -> None:
    """A project came on the list, or its works went on."""
    topic = PROPOSALS if event.action in LISTED else WORKS if event.action in AT_WORK else ""
    if topic and is_public(event.object):
        project = event.object
        words = translate(STEP_WORDS[event.action], target_language="pl")
        tell(project.__parent__, topic, f"{project.number}. {project.title}: {words}", project.absolute_url())


def on_round(edition: Any, event: IAfterTransitionEvent) -> None:
    """The results became public."""
    if event.transition is not None and event.new_state.id == "published":
        words = translate(_("news_results", default="the results are public"), target_language="pl")
        tell(edition, RESULTS, words, edition.absolute_url())
