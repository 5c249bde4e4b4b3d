"""What the pages of the desk share: parts, forms, refusals shown beside their fields."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.errors import ContentionError
from infostrada.core.errors import Problem
from infostrada.core.idempotency import find
from infostrada.core.idempotency import remember
from infostrada.core.record.export.formats import KINDS
from infostrada.core.record.export.listed import file_of
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.listed import wanted
from infostrada.geo.interfaces import IGeoLinked
from infostrada.site import _
from infostrada.site.desk.interfaces import IDeskPage
from infostrada.site.desk.interfaces import IDeskPart
from infostrada.site.desk.listed import listed_on
from infostrada.site.desk.once import attempt_of_form
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import word
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.texts import is_writable
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from zope.component import subscribers
from zope.interface import implementer

import transaction


REFUSED = (400, 409, 412, 423)
LONG = 4
MAIN_KEY = "Z"
"""The single key of a page's first main link."""
"""Sections of a page that wants a list of them."""
Groups = Sequence[tuple[Any, Sequence[Mapping[str, Any]]]]


@implementer(IDeskPage)
class DeskPage(BrowserView):
    """A page of parts; a form posts to the page's own address with the word `do`.

    `do_<word>` acts through an operation and answers with the address to go on to. A refusal
    shows the form again with its words, and nothing it did is kept.
    """

    index = ViewPageTemplateFile("desk.pt")
    desk_patterns = ViewPageTemplateFile("desk.pt")
    field_patterns = ViewPageTemplateFile("fields.pt")
    desk = True
    edit_bar = editing = False
    parts: Sequence[Callable[[Any, Any], Any]] = ()
    placed = False
    folds = False
    """Do the sections fold under their headings on a telephone?"""
    glance: Any = None
    """What the first screen answers: `facts`, each a label with lines, and the `act` that comes next."""
    bars_above = False
    """Does the page begin with a sentence of filters for all its sections?"""
    errors_title: Any = None
    """What the summary of refusals is called where it is about no form."""
    whole = False
    """Is the page asked for all rows of its lists, where it shows the first ones of a long list?"""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.errors: list[dict[str, Any]] = []
        self.told: dict[str, Any] = {}
        self.messaged = False

    @property
    def has_places(self) -> bool:
        """Is the page one with a map, and its record of a type that may be linked?"""
        return self.placed and bool(IGeoLinked.providedBy(self.context))

    @property
    def page_title(self) -> str:
        """Title of the browser's window."""
        return word(self.heading, self.request)

    @property
    def heading(self) -> Any:
        """The page's title."""
        return self.context.title

    @property
    def lead(self) -> Any:
        """A sentence below the title."""
        return ""

    @property
    def links(self) -> Sequence[Mapping[str, Any]]:
        """Ways on from the page: label and url, `main` for the one that matters most, `key` for one with a single key."""
        return ()

    @property
    def head_links(self) -> list[Mapping[str, Any]]:
        """The ways on as the page shows them: the first that matters most answers to `MAIN_KEY`, unless it has a key of its own."""
        found = list(self.links)
        first = next((at for at, link in enumerate(found) if link.get("main")), None)
        if first is not None:
            found[first] = {"key": MAIN_KEY, **found[first]}
        return found

    @property
    def stages(self) -> Sequence[Mapping[str, Any]]:
        """The route."""
        return ()

    @property
    def facts(self) -> Sequence[Mapping[str, Any]]:
        """The fact sheet."""
        return ()

    @cached_property
    def offered(self) -> list[Any]:
        """The page's own parts and those other domains offer, in the order of their positions."""
        own = [factory(self.context, self) for factory in self.parts]
        others = subscribers((self.context, self), IDeskPart)
        return sorted((*own, *others), key=lambda part: part.position)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """What the parts show: title with a register, forms or a notice; one that stands `beside` the others is acted on
        while they are read, so it comes first on a telephone.
        """
        return [section for part in self.offered if (section := part.section()) is not None]

    def jumps(self, sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Ways to the sections of a long page, with how much each holds; none for a short one."""
        named = [section for section in sections if not section.get("quiet")]
        if len(named) < LONG:
            return []
        return [{"id": each["id"], "title": each["title"], "count": held(each)} for each in named]

    def listed(self) -> list[Listed]:
        """The lists of the page, whole."""
        self.whole = True
        return listed_on(self)

    def files_of(self, sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Ways to the page's lists as files; none for a table with bars, which offer it themselves."""
        if self.request.method == "POST":
            return []
        asked = [
            pair
            for pair in parse_qsl(self.request.get("QUERY_STRING") or "")
            if pair[0] not in ("table", "export")
        ]
        return [
            {
                "title": section["title"],
                "files": [
                    {
                        "kind": kind.upper(),
                        "url": f"{self._own}?{urlencode([*asked, ('table', section['id']), ('export', kind)])}",
                    }
                    for kind in KINDS
                ],
            }
            for section in sections
            if (register := section.get("register")) and register.get("rows") and not register.get("bars")
        ]

    @property
    def unit(self) -> Any:
        """The unit the page belongs to."""
        return unit_of(self.context)

    @property
    def form(self) -> Mapping[str, Any]:
        """What was sent."""
        sent: Mapping[str, Any] = self.request.form
        return sent

    @property
    def sent(self) -> str:
        """Word of the form or button that was sent; a button's own word comes behind its form's."""
        words = self.form.get("do") or ""
        return str(words[-1] if isinstance(words, list) else words)

    def prefix(self, name: str) -> str:
        """Which form's fields a refusal of `name` concerns: several buttons may share one form."""
        return name

    def __call__(self) -> Any:
        """Show the page, or act first when a form was sent; or give one of its lists as a file."""
        if wanted(self.request):
            return file_of(self)
        if self.request.method == "POST" and self.sent:
            target = self._act(self.sent)
            if target is not None:
                if not self.messaged and target in (self.here, self._own):
                    self.say(_("Saved."))
                return self.request.response.redirect(target, status=303)
        return self.index()

    def _act(self, name: str) -> str | None:
        CheckAuthenticator(self.request)
        try:
            return self._act_once(name)
        except Problem as problem:
            if not self.refusable(problem):
                raise
            transaction.abort()
            self._tell(name, problem)
            return None

    def _act_once(self, name: str) -> str | None:
        """Act; of a form sent twice to a record of an office, whoever comes second is led where the first one was.

        Forms of a unit make something with a number; their operations know the `attempt` by its number.
        """
        attempt = attempt_of_form(self.request) if IAccessLogged.providedBy(self.context) else None
        if attempt is None:
            return self.act_on(name)
        earlier = find(self.context, attempt)
        if earlier is not None and earlier.location:
            return earlier.location
        target = self.act_on(name)
        if target is not None:
            remember(self.context, attempt, None, location=target)
        return target

    @cached_property
    def attempt(self) -> str | None:
        """A key for what the form sent makes: the same form sent again has the same one."""
        attempt = attempt_of_form(self.request)
        return f"{attempt.principal}:{attempt.key}" if attempt is not None else None

    @cached_property
    def once(self) -> str:
        """The word of the page's forms."""
        return token_hex(16)

    def act_on(self, name: str) -> str | None:
        """Do what the form `name` is for; answers with the address to go on to."""
        method = f"do_{name.replace('-', '_')}"
        for place in (self, *self.offered):
            if act := getattr(place, method, None):
                target: str | None = act()
                return target
        raise invalid("do", "not_in_list")

    def refusable(self, problem: Problem) -> bool:
        """Is it for the person to mend, rather than for another try or another page?"""
        return problem.status in REFUSED and not isinstance(problem, ContentionError)

    def _tell(self, name: str, problem: Problem) -> None:
        self.request.response.setStatus(problem.status)
        name = self.prefix(name)
        if isinstance(problem, InvalidData):
            for fault in problem.faults:
                field, _colon, line = fault.field.partition(":")
                self.told[f"{name}-{field}"] = fault.text
                self.errors.append({"id": f"{name}-{field}", "text": self._at(fault.text, line)})
        elif isinstance(problem, Blocked) and problem.blockers:
            self.errors_title = _("This cannot be done now")
            self.errors += [{"id": None, "text": self._about(item)} for item in problem.blockers]
        else:
            key = f"{name}-{problem.field}" if problem.field else None
            self.errors.append({"id": key, "text": word(problem.message, self.request)})
            if key:
                self.told[key] = problem.message

    def _at(self, text: str, line: str) -> str:
        said = word(text, self.request)
        return f"{said} ({word(_('line'), self.request)} {line})" if line else said

    def _about(self, blocker: Any) -> str:
        said = word(getattr(blocker, "text", None) or refusal(blocker.reason), self.request)
        return f"{blocker.title}: {said}" if blocker.title else said

    def say(self, text: Any) -> None:
        """A message for the next page."""
        self.messaged = True
        api.portal.show_message(word(text, self.request), self.request)

    def may(self, permission: str, obj: Any = None) -> bool:
        """Has the visitor the permission here?"""
        allowed: bool = api.user.has_permission(permission, obj=self.context if obj is None else obj)
        return allowed

    # forms

    def one(
        self,
        name: str,
        submit: Any,
        *fields: Mapping[str, Any],
        groups: Groups = (),
        later: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """A form; its fields get ids, the values sent before and the words of refusals.

        Long forms have `groups` of fields, each with a title, instead; those whose titles are named in `later` stay
        shut while nothing in them is filled in or wrong. A form with `fold` stays shut behind those words until
        somebody wants it or it comes back with a refusal.
        """
        return {
            "name": name,
            "url": self._own,
            "submit": submit,
            "open": self.holds(name),
            "fields": [self._field(name, field) for field in fields],
            "groups": [self._group(name, title, held, later) for title, held in groups],
            **more,
        }

    def _group(
        self, form: str, title: Any, held: Sequence[Mapping[str, Any]], later: Sequence[Any]
    ) -> dict[str, Any]:
        fields = [self._field(form, field) for field in held]
        begun = any(field["error"] or field["value"] for field in fields)
        return {"title": title, "fields": fields, "later": title in later, "open": begun}

    def holds(self, form: str) -> bool:
        """Was it this form of the page that came back?"""
        return bool(self.sent) and self.prefix(self.sent) == form

    def value(self, field: Mapping[str, Any]) -> Any:
        """What a field of the form that came back holds."""
        return self.form.get(field["name"], "")

    @property
    def here(self) -> str:
        """Address of the object's own page."""
        return f"{self.context.absolute_url()}/view"

    @property
    def _own(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"

    @property
    def address(self) -> str:
        """Last step of the page's own address."""
        name = self.__name__
        return "view" if name == "view" else f"@@{name}"

    def _field(self, form: str, field: Mapping[str, Any]) -> dict[str, Any]:
        key = f"{form}-{field['name']}"
        value = field.get("value", "")
        if self.holds(form) and field.get("kind") not in ("file", "password"):
            value = self.value(field)
        if key in self.told:
            self._name_in_summary(key, field.get("label"))
        return {**field, "id": key, "value": value, "error": self.told.get(key)}

    def _name_in_summary(self, key: str, label: Any) -> None:
        """In the summary a refusal says which field it is about; beside the field it need not."""
        for error in self.errors:
            if label and error["id"] == key and not error.get("named"):
                error.update(text=f"{word(label, self.request)}: {error['text']}", named=True)

    def text(self, name: str) -> str:
        """A text sent; InvalidData for characters no file or answer could hold."""
        sent = str(self.form.get(name) or "").strip()
        if not is_writable(sent):
            raise invalid(name, "text_unwritable")
        return sent

    def day(self, name: str) -> date | None:
        """A date sent; InvalidData for something else."""
        sent = self.text(name)
        if not sent:
            return None
        try:
            return date.fromisoformat(sent)
        except ValueError as error:
            raise invalid(name, "not_a_date") from error


def held(section: Mapping[str, Any]) -> str:
    """How much a section says it holds, or how many rows its table has; nothing for an empty one or one without a table."""
    if section.get("count"):
        return str(section["count"])
    rows = (section.get("register") or {}).get("rows") or ()
    return str(len(rows)) if rows else ""
