"""Each decision about a project is told to its author by letter, with the reasons and what can be done now."""

from infostrada.site import _
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.notices.mail import Mail
from infostrada.site.participation.budget.notices.mail import send
from infostrada.site.participation.budget.projects.browser.words import STEP_WORDS
from infostrada.site.participation.budget.projects.events import ProjectMoved
from infostrada.site.participation.budget.projects.operations import author_of
from infostrada.site.participation.budget.terms.rules import WARSAW
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.i18n import translate


# What the author did is not told back, except for what ends the project.
UNTOLD = ("amended", "appealed", "agreed", "attached", "detached")


@adapter(ProjectMoved)
def on_project(event: ProjectMoved) -> None:
    """A letter for one step."""
    project = event.object
    to = author_of(project).get("email", "")
    if event.action in UNTOLD or not to:
        return
    name = f"{project.number}. {project.title}"
    lines = [
        _say(STEP_WORDS[event.action]),
        event.words,
        _say(what_now(project, event.action)),
        project_line(project),
    ]
    said = {"name": name, "edition": project.__parent__.title, "lines": "\n\n".join(filter(None, lines))}
    body = _("author_mail", default="Your project ${name} (${edition}):\n\n${lines}\n", mapping=said)
    key = f"author:{IUUID(project)}:{len(project.steps)}"
    send(Mail(to, f"{name}: {_say(STEP_WORDS[event.action])}", _say(body)), key)


def what_now(project: Any, action: str) -> Any:
    """What the author can do after a step; empty where there is nothing to do."""
    phases = project.__parent__.terms().phases
    said = {name: _moment(phases[name]) for name in ("appeals_to", "voting_from", "voting_to")}
    match action:
        case "submitted":
            return _(
                "Keep the key you were given: only with it you can amend the project, appeal or withdraw."
            )
        case "amend":
            return _("Amend the project on the author's page with your key.")
        case "refused" if now() <= phases["appeals_to"]:
            return _("now_appeal", default="You can appeal until ${appeals_to} on the author's page with your key. Another body decides.", mapping=said)  # fmt: skip
        case "listed" | "upheld":
            return _("now_vote", default="Residents vote from ${voting_from} to ${voting_to}.", mapping=said)
        case "merge_offered":
            return _("Say on the author's page with your key whether you agree.")
    return ""


def project_line(project: Any) -> str:
    """Address of the author's page, which opens with the key alone."""
    return f"{project.absolute_url()}/@@author"


def _moment(value: Any) -> str:
    return f"{value.astimezone(WARSAW):%d.%m.%Y, %H:%M}"


def _say(words: Any) -> str:
    return str(translate(words, target_language="pl")) if words else ""
