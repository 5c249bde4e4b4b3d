"""What the pages of the desk share: parts, forms, refusals shown beside their fields."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from infostrada.core.errors import ContentionError
from infostrada.core.errors import Problem
from infostrada.site import _
from infostrada.site.records.browser.words import word
from infostrada.site.records.messages import message
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any

import transaction


REFUSED = (400, 409, 412, 423)


class DeskPage(BrowserView):
    """A page of parts; a form posts to the page's own address with the word `do`.

    `do_<word>` acts through an operation and answers with the address to go on to. A refusal
    shows the form again with its words, and nothing it did is kept.
    """

    index = ViewPageTemplateFile("desk.pt")
    desk = True
    lead: Any = ""
    stages: Sequence[Mapping[str, Any]] = ()
    facts: Sequence[Mapping[str, Any]] = ()
    links: Sequence[Mapping[str, Any]] = ()
    placed = False

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.errors: list[dict[str, Any]] = []
        self.told: dict[str, Any] = {}

    @property
    def page_title(self) -> str:
        """Title of the browser's window."""
        return word(self.heading, self.request)

    @property
    def heading(self) -> Any:
        """The page's title."""
        return self.context.title

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The page's parts: title with a register, forms or a notice."""
        raise NotImplementedError

    @property
    def unit(self) -> Any:
        """The unit the page belongs to."""
        return unit_of(self.context)

    @property
    def form(self) -> Mapping[str, Any]:
        """What was sent."""
        sent: Mapping[str, Any] = self.request.form
        return sent

    def __call__(self) -> Any:
        """Show the page, or act first when a form was sent."""
        if self.request.method == "POST" and self.form.get("do"):
            target = self._act(str(self.form["do"]))
            if target is not None:
                return self.request.response.redirect(target, status=303)
        return self.index()

    def _act(self, name: str) -> str | None:
        CheckAuthenticator(self.request)
        act = getattr(self, f"do_{name.replace('-', '_')}", None)
        if act is None:
            raise invalid("do", "not_in_list")
        try:
            target: str | None = act()
            return target
        except ContentionError:
            raise
        except Problem as problem:
            if problem.status not in REFUSED:
                raise
            transaction.abort()
            self._tell(name, problem)
            return None

    def _tell(self, name: str, problem: Problem) -> None:
        self.request.response.setStatus(problem.status)
        if isinstance(problem, InvalidData):
            for fault in problem.faults:
                field, _colon, line = fault.field.partition(":")
                self.told[f"{name}-{field}"] = fault.text
                self.errors.append({"id": f"{name}-{field}", "text": self._at(fault.text, line)})
        elif isinstance(problem, Blocked) and problem.blockers:
            self.errors += [{"id": None, "text": self._about(item)} for item in problem.blockers]
        else:
            self.errors.append({"id": None, "text": word(problem.message, self.request)})

    def _at(self, text: str, line: str) -> str:
        said = word(text, self.request)
        return f"{said} ({word(_('line'), self.request)} {line})" if line else said

    def _about(self, blocker: Any) -> str:
        said = word(message(blocker.reason), self.request)
        return f"{blocker.title}: {said}" if blocker.title else said

    def say(self, text: Any) -> None:
        """A message for the next page."""
        api.portal.show_message(word(text, self.request), self.request)

    def may(self, permission: str, obj: Any = None) -> bool:
        """Has the visitor the permission here?"""
        allowed: bool = api.user.has_permission(permission, obj=self.context if obj is None else obj)
        return allowed

    # forms

    def one(self, name: str, submit: Any, *fields: Mapping[str, Any], **more: Any) -> Any:
        """A form; its fields get ids, the values sent before and the words of refusals."""
        sent = self.form.get("do") == name
        return {
            "name": name,
            "url": f"{self.context.absolute_url()}/{self.address}",
            "submit": submit,
            "fields": [self._field(name, field, sent) for field in fields],
            **more,
        }

    @property
    def address(self) -> str:
        """Last step of the page's own address."""
        name = self.__name__
        return "view" if name == "view" else f"@@{name}"

    def _field(self, form: str, field: Mapping[str, Any], sent: bool) -> dict[str, Any]:
        key = f"{form}-{field['name']}"
        value = field.get("value", "")
        if sent and field.get("kind") != "file":
            value = self.form.get(field["name"], "")
        return {**field, "id": key, "value": value, "error": self.told.get(key)}

    def text(self, name: str) -> str:
        """A text sent."""
        return str(self.form.get(name) or "").strip()

    def day(self, name: str) -> date | None:
        """A date sent; InvalidData for something else."""
        sent = self.text(name)
        if not sent:
            return None
        try:
            return date.fromisoformat(sent)
        except ValueError as error:
            raise invalid(name, "not_a_date") from error


def choices(values: Sequence[str], first: Any = None) -> list[dict[str, Any]]:
    """Options of a closed list whose words are their own labels."""
    options = [{"value": value, "label": value} for value in values]
    return [{"value": "", "label": first}, *options] if first is not None else options
