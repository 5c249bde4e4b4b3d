"""Problems as JSON for programs and as a page for people."""

from infostrada.core.errors import page
from infostrada.core.errors import Problem
from infostrada.core.errors import Unauthorized
from infostrada.core.errors import Unavailable
from infostrada.core.errors import Unexpected
from plone.rest.interfaces import IAPIRequest
from Products.Five.browser import BrowserView
from typing import Any
from zope.i18n import translate

import json


def as_json(problem: Problem, request: Any) -> dict[str, str | None]:
    """The answer's body in REST: type, message in the visitor's language, field and reason; a fault's reference."""
    reference = {"reference": problem.reference} if isinstance(problem, Unexpected) else {}
    return {
        **reference,
        "type": type(problem).__name__,
        "message": translate(problem.message, context=request),
        "field": problem.field,
        "reason": problem.reason,
    }


class ProblemView(BrowserView):
    """Answers an exception; `problem` is what it means to the visitor."""

    @property
    def problem(self) -> Problem:
        problem: Problem = self.context
        return problem

    @property
    def for_people(self) -> bool:
        """Does a browser ask, and not a program?"""
        accepted = self.request.getHeader("Accept", "text/html")
        return "text/html" in accepted and not IAPIRequest.providedBy(self.request)

    def _send(self, content_type: str, body: str) -> None:
        response = self.request.response
        for name, value in self.problem.headers.items():
            response.setHeader(name, value)
        response.setHeader("Content-Type", content_type)
        response.setHeader("Cache-Control", "no-store")
        # Locked, because the publisher sets the status again by the exception's class; a visitor
        # who has to log in is sent to the login page by PAS, which needs the status free.
        lock = self.problem.status != Unauthorized.status or "json" in content_type
        response.setStatus(self.problem.status, lock=lock)
        response.setBody(body, lock=lock)


class ProblemJSON(ProblemView):
    """For plone.restapi requests."""

    def members(self) -> dict[str, Any]:
        """What the answer says."""
        return dict(as_json(self.problem, self.request))

    def __call__(self) -> None:
        self._send("application/json", json.dumps(self.members(), indent=2, ensure_ascii=False))
        # The login page is no answer to a program: keep PAS from redirecting.
        self.request.response._has_challenged = True


class ProblemPage(ProblemView):
    """For browsers: self-contained, so that it renders while the database is away."""

    def __call__(self) -> None:
        if not self.for_people:
            body = json.dumps(as_json(self.problem, self.request), indent=2)
            return self._send("application/json", body)
        language = self.request.get("LANGUAGE") or "pl"
        message = translate(self.problem.message, context=self.request, target_language=language)
        self.request.response.setHeader("Content-Security-Policy", page.POLICY)
        self._send("text/html; charset=utf-8", page.render(self.problem.status, message, language))


class DatabaseLostMixin:
    """A raw error of the database driver, met while objects were loaded."""

    @property
    def problem(self) -> Problem:
        return Unavailable(reason="database_lost")


class DatabaseLostJSON(DatabaseLostMixin, ProblemJSON):
    """For plone.restapi requests."""


class DatabaseLostPage(DatabaseLostMixin, ProblemPage):
    """For browsers."""
