"""One page that is one form, shared by the domains whose pages are not desks of parts."""

from collections import Counter
from collections.abc import Sequence
from infostrada.core.security.uploads import harmless_name
from infostrada.site import _
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import all_from_form
from infostrada.site.records.upload import Upload
from plone.protect import CheckAuthenticator
from typing import Any

import re


class OneForm:
    """Mixed into a page that can `say` words and print itself (`index`).

    Subclasses give `fields()` and `act()`; a refusal brings the form back with its words beside what is wrong.
    """

    desk = True
    label: Any = ""
    button: Any = _("Save")
    lead: Any = ""
    faults: Sequence[Fault] = ()

    request: Any
    index: Any
    say: Any

    @property
    def page_title(self) -> Any:
        """Title of the window and last crumb."""
        return self.label

    def __call__(self) -> Any:
        """Show the form, or do what it says and go to where the result is seen."""
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                return self.done()
            except InvalidData as problem:
                self.refuse(problem)
            except Blocked as problem:
                self.faults = [Fault("", problem.reason, problem.message)]
            self.request.response.setStatus(400)
        return self.index()

    def done(self) -> Any:
        """Do it and go to where the result is seen, or answer with a page of its own."""
        return self.request.response.redirect(self.act())

    def act(self) -> str:
        """Do it; returns the address to go to."""
        raise NotImplementedError

    def refuse(self, problem: InvalidData) -> None:
        """Keep what is wrong for the form that is shown again."""
        self.faults = problem.faults

    def fields(self) -> list[dict[str, Any]]:
        """The fields as the pattern wants them."""
        return []

    def shown(self) -> list[dict[str, Any]]:
        """The fields with what was sent and what is wrong."""
        wrong = {_field(fault): self._worded(fault) for fault in self.faults}
        return [
            {
                **field,
                "id": f"form-{field['name']}",
                "label": self.say(field["label"]),
                "hint": self.say(field["hint"]) if field.get("hint") else None,
                "value": self._value(field),
                "error": wrong.get(field["name"]),
            }
            for field in self.fields()
        ]

    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the summary above the form."""
        labels = {field["name"]: str(self.say(field["label"])) for field in self.fields()}
        words = told_apart([(labels.get(_field(fault), ""), self._worded(fault)) for fault in self.faults])
        return [
            {"id": f"form-{_field(fault)}" if _field(fault) in labels else "", "text": text}
            for fault, text in zip(self.faults, words, strict=True)
        ]

    def text(self, name: str) -> str:
        """A text of the form, without spaces around it."""
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def uploads(self, name: str = "files") -> tuple[Upload, ...]:
        """The files chosen in the form."""
        return tuple(all_from_form(self.request.form.get(name)))

    def _worded(self, fault: Fault) -> str:
        """What is wrong; of several files the one it is about is named."""
        words, place = str(self.say(fault.text)), re.search(r"\[(\d+)\]$", fault.field)
        given = self.request.form.get(_field(fault))
        if place is None or given is None:
            return words
        files = [
            item for item in (given if isinstance(given, list) else [given]) if getattr(item, "filename", "")
        ]
        number = int(place[1])
        return f"{harmless_name(files[number].filename)}: {words}" if number < len(files) else words

    def _value(self, field: dict[str, Any]) -> Any:
        if field.get("kind") == "file":
            return ""
        return self.request.form.get(field["name"], field.get("value", ""))


def told_apart(faults: Sequence[tuple[str, str]]) -> list[str]:
    """Words of a summary's lines, of pairs of a field's label and what is wrong: what is wrong twice names its field."""
    times = Counter(words for _label, words in faults)
    return [f"{label}: {words}" if label and times[words] > 1 else words for label, words in faults]


def _field(fault: Fault) -> str:
    """The field of the form a fault is about: `files.0` and `files[0]` belong to `files`."""
    return re.split(r"[.\[]", fault.field, maxsplit=1)[0]
