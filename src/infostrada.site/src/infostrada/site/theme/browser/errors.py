"""Error pages that say what happened, what now and whom to ask."""

from infostrada.core.errors import Problem
from infostrada.core.errors.views import ProblemPage
from infostrada.site import _
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from Products.CMFPlone.browser.exceptions import ExceptionView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.component import getMultiAdapter


WORDS = {
    401: (_("Please log in"), _("This page is only for people with an account in the office.")),
    403: (_("This page is not for you"), _("Your account has no right to see it.")),
    404: (
        _("There is no such page"),
        _("The address may be mistyped, or the page has been moved or withdrawn."),
    ),
}
OTHER = (
    _("Something went wrong"),
    _("The fault is ours. Nothing you entered on earlier pages is lost. Try again in a moment."),
)


def actions(context: Any, request: Any) -> list[dict[str, Any]]:
    """What a visitor can do from an error page."""
    state = getMultiAdapter((context, request), name="plone_portal_state")
    root = state.navigation_root_url()
    return [
        {"label": _("Search"), "url": f"{root}/@@search"},
        {"label": _("Go to the front page"), "url": root},
        {"label": _("Contact"), "url": f"{root}/contact-info"},
    ]


class ErrorPage(ExceptionView):
    """Plone's exception view in the house's words; redirects of moved pages go on working."""

    desk = False

    def __call__(self) -> Any:
        """A page for people; programs get the JSON of plone.rest and no way to the login page."""
        if IAPIRequest.providedBy(self.request):
            return ErrorHandling(self.context, self.request)()
        return super().__call__()

    @property
    def state(self) -> dict[str, Any]:
        title, text = WORDS.get(self.request.response.getStatus(), OTHER)
        return {"title": title, "text": text, "actions": actions(self.context, self.request)}

    @property
    def page_title(self) -> str:
        return self.state["title"]


class ForbiddenPage(ErrorPage):
    """Where Plone sends people whose account has no right to a page."""

    def __call__(self) -> str:
        self.request.response.setStatus(403)
        return self.index()

    @property
    def state(self) -> dict[str, Any]:
        title, text = WORDS[403]
        return {"title": title, "text": text, "actions": actions(self.context, self.request)}


class ProblemInShell(ProblemPage):
    """A refusal of ours inside the page shell; 503 keeps the page that needs no database."""

    desk = False
    template = ViewPageTemplateFile("templates/error.pt")

    def __call__(self) -> None:
        problem: Problem = self.problem
        if problem.status == 503 or not self.for_people:
            return super().__call__()
        self.context = self.__parent__
        title, _text = WORDS.get(problem.status, OTHER)
        self.page_title = title
        self.state = {
            "title": title,
            "text": problem.message,
            "actions": actions(self.context, self.request),
        }
        body = self.template()
        self.context = problem
        self._send("text/html; charset=utf-8", body)
        return None
