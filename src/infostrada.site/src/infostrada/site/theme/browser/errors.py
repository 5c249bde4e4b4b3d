"""Error pages that say what happened, what now and whom to ask."""

from Acquisition import aq_base
from infostrada.core.errors import Problem
from infostrada.core.errors.unexpected import ExceptionJSON
from infostrada.core.errors.unexpected import is_meant
from infostrada.core.errors.unexpected import problem_of
from infostrada.core.errors.views import ProblemPage
from infostrada.site import _
from infostrada.site.theme.browser.shell import may_see
from plone import api
from plone.base.interfaces import INavigationRoot
from plone.rest.interfaces import IAPIRequest
from Products.CMFCore.utils import getToolByName
from Products.CMFPlone.browser.exceptions import ExceptionView
from Products.CMFPlone.browser.login.login import RequireLoginView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.component import getMultiAdapter


WORDS = {
    400: (_("This data cannot be accepted"), _("There is a mistake in the address or in the data sent.")),
    401: (_("Please log in"), _("This page is only for people with an account in the office.")),
    403: (_("This page is not for you"), _("Your account has no right to see it.")),
    404: (
        _("There is no such page"),
        _("The address may be mistyped, or the page has been moved or withdrawn."),
    ),
    409: (_("This cannot be done now"), ""),
    412: (_("Someone has changed this document"), ""),
    423: (_("Someone else is working on this"), ""),
    429: (_("Too many requests"), ""),
}
OTHER = (
    _("Something went wrong"),
    _("The fault is ours. Nothing you entered on earlier pages is lost. Try again in a moment."),
)
REFUSED = (401, 403)


def told(context: Any, request: Any, status: int, text: Any = None) -> dict[str, Any]:
    """What an error page says and offers: a title, a text (its own or the one given), ways on."""
    title, usual = WORDS.get(status, OTHER)
    lines = [] if status not in REFUSED else _account(context, request)
    return {
        "title": title,
        "text": text or usual,
        "lines": lines,
        "actions": actions(context, request, status),
    }


def actions(context: Any, request: Any, status: int = 0) -> list[dict[str, Any]]:
    """What a visitor can do from an error page; where it is a matter of rights, logging in comes first."""
    state = getMultiAdapter((context, request), name="plone_portal_state")
    root = state.navigation_root_url()
    front = {"label": _("Go to the front page"), "url": root}
    contact = {"label": _("Contact"), "url": f"{root}/contact-info"}
    if status not in REFUSED:
        return [{"label": _("Search"), "url": f"{root}/@@search"}, front, contact]
    asked = _asked(context, request)
    entry = f"{root}/login?{urlencode({'came_from': asked})}" if asked else f"{root}/login"
    if state.anonymous():
        return [{"label": _("Log in"), "url": entry}, front, contact]
    before = _inside(context, request.getHeader("Referer", ""))
    back = [{"label": _("Go back"), "url": before}] if before and before != asked else []
    other = {"label": _("Log in with another account"), "url": f"{root}/logout?{urlencode({'next': entry})}"}
    return [*back, front, other, contact]


def _account(context: Any, request: Any) -> list[Any]:
    """Who the office takes the visitor for."""
    if getMultiAdapter((context, request), name="plone_portal_state").anonymous():
        return []
    person = api.user.get_current()
    name = person.getProperty("fullname", "") or person.getUserName()
    return [_("You are logged in as ${name}.", mapping={"name": name})]


def _asked(context: Any, request: Any) -> str:
    """Address of the page that was refused."""
    return _inside(context, request.form.get("came_from") or request.get("ACTUAL_URL", ""))


def _inside(context: Any, url: Any) -> str:
    """The address, if it is one of this site's."""
    inside = isinstance(url, str) and url and getToolByName(context, "portal_url").isURLInPortal(url)
    return str(url) if inside else ""


def office_of(portal: Any, request: Any, url: str) -> Any:
    """The office an address lies in: the last navigation root on its path that the visitor may see, else the portal.

    Names of the path are followed no further than to the first object that is no navigation root; neither that one nor
    an office the visitor may not see is told apart from one that does not exist.
    """
    found = portal
    start = portal.getPhysicalPath()
    try:
        path = tuple(request.physicalPathFromURL(urlsplit(url).path))
    except ValueError:
        return found
    for name in path[len(start) :] if path[: len(start)] == start else ():
        step = found._getOb(name, None)
        if not INavigationRoot.providedBy(step) or not may_see(step):
            break
        found = step
    return found


def content_of(place: Any) -> Any:
    """The object a refusal is about: a page that was asked for more than it has stands for the object it shows."""
    while not hasattr(aq_base(place), "getPhysicalPath"):
        above = getattr(place, "__parent__", None)
        if above is None:
            break
        place = above
    return place


class ErrorPage(ExceptionView):
    """Plone's exception view in the house's words; redirects of moved pages go on working."""

    desk = False
    edit_bar = False
    __parent__: Any

    def __call__(self) -> Any:
        """A page for people; programs get JSON and no way to the login page. Faults of ours come with a reference alone."""
        if IAPIRequest.providedBy(self.request):
            return ExceptionJSON(self.context, self.request)()
        self.__parent__ = content_of(self.__parent__)
        return super().__call__() if is_meant(self.context) else self.fault()

    def fault(self) -> None:
        """The page of a fault nobody foresaw; the one without a shell when the shell is what fails."""
        problem = problem_of(self.context, self.request)
        try:
            page = ProblemInShell(problem, self.request)
            page.__parent__ = self.__parent__
            page()
        except Exception:
            ProblemPage(problem, self.request)()

    @property
    def state(self) -> dict[str, Any]:
        return told(self.context, self.request, self.request.response.getStatus())

    @property
    def page_title(self) -> str:
        return self.state["title"]


class RequireLogin(RequireLoginView):
    """Plone's fork in the road, which leads to the pages of the office whose page was asked for and names that page."""

    def __call__(self) -> None:
        super().__call__()
        asked = _inside(self.context, self.request.form.get("came_from"))
        if not asked:
            return
        portal = api.portal.get()
        office = office_of(portal, self.request, asked).absolute_url()
        page = "login" if api.user.is_anonymous() else "insufficient-privileges"
        self.request.response.redirect(f"{office}/{page}?{urlencode({'came_from': asked})}")


class ForbiddenPage(ErrorPage):
    """Where Plone sends people whose account has no right to a page."""

    def __call__(self) -> str:
        self.request.response.setStatus(403)
        return self.index()


class ProblemInShell(ProblemPage):
    """A refusal of ours inside the page shell; 503 keeps the page that needs no database."""

    desk = False
    edit_bar = False
    template = ViewPageTemplateFile("templates/error.pt")

    def __call__(self) -> None:
        problem: Problem = self.problem
        if problem.status == 503 or not self.for_people:
            return super().__call__()
        self.context = content_of(self.__parent__)
        self.state = told(self.context, self.request, problem.status, problem.message)
        self.page_title = self.state["title"]
        body = self.template()
        self.context = problem
        self._send("text/html; charset=utf-8", body)
        return None
