"""Plone's own refusals said to a program as ours are: the same members, statuses and languages."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.errors import Problem
from infostrada.core.errors import Unauthorized
from infostrada.core.errors import UNREADABLE
from infostrada.core.errors.unexpected import ExceptionJSON
from infostrada.core.errors.views import ProblemJSON
from plone import api
from plone.rest.errors import ErrorHandling
from typing import Any


TOO_DEEP = "maximum recursion depth exceeded while decoding a JSON"


class RefusedJSON(ProblemJSON):
    """The publisher let nobody through: 401 asks for a login, 403 tells somebody that it is not theirs."""

    @property
    def problem(self) -> Problem:
        return Forbidden() if is_somebody(self.request) else Unauthorized()


class MissingJSON(ProblemJSON):
    """Nothing at this address, unless what was there has moved."""

    @property
    def problem(self) -> Problem:
        return NotFound()

    def __call__(self) -> None:
        """The redirect Plone remembers, or 404."""
        if not ErrorHandling(self.context, self.request).attempt_redirect():
            super().__call__()


class UnreadableJSON(ProblemJSON):
    """A body that is no JSON object."""

    @property
    def problem(self) -> Problem:
        return BadRequest(UNREADABLE, reason="json_unreadable")


class TooDeepJSON(UnreadableJSON):
    """A body nested deeper than the parser goes; any other recursion is a fault of the program."""

    def __call__(self) -> Any:
        """400, or the answer to a fault of ours."""
        if str(self.context).startswith(TOO_DEEP):
            return super().__call__()
        return ExceptionJSON(self.context, self.request)()


def is_somebody(request: Any) -> bool:
    """Does the request come with a login that holds? When the publisher refuses, it has forgotten who it was."""
    if not api.user.is_anonymous():
        return True
    portal = api.portal.get()
    folders = (portal.acl_users, portal.getPhysicalRoot().acl_users)
    return any(folder._extractUserIds(request, folder.plugins) for folder in folders)
