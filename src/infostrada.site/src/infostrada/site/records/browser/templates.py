"""Pages of templates: those of the office, one template, a letter drafted from one."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.tables import versions_table
from infostrada.site.records.browser.versioned import Keeping
from infostrada.site.records.browser.versioned import VersionedPage
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.browser.words import DATED
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.find import by_uid
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import invalid
from infostrada.site.records.templates.filling import texts_of
from infostrada.site.records.templates.interfaces import ITemplate
from infostrada.site.records.templates.office import read_office
from infostrada.site.records.templates.operations import add_template
from infostrada.site.records.templates.operations import draft_letter
from infostrada.site.records.templates.operations import MANAGE
from infostrada.site.records.templates.operations import preview
from infostrada.site.records.templates.operations import renew_template
from infostrada.site.records.templates.operations import restore_template
from infostrada.site.records.templates.operations import TemplateData
from infostrada.site.records.templates.operations import templates
from infostrada.site.records.templates.operations import templates_for
from infostrada.site.records.templates.operations import Wish
from infostrada.site.records.templates.operations import withdraw_template
from infostrada.site.records.templates.rules import fields_in
from infostrada.site.records.templates.rules import LABELS
from infostrada.site.records.templates.rules import Line
from infostrada.site.records.templates.rules import OWN
from infostrada.site.records.upload import from_form
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


LINE_STATES = {
    "filled": (_("known"), "done"),
    "listed": (_("for every party"), "done"),
    "missing": (_("missing"), "warn"),
    "empty": (_("may stay empty"), "wait"),
}
FILE = {
    "name": "file",
    "label": _("File"),
    "hint": _("DOCX or ODT without macros; fields in double braces."),
    "kind": "file",
    "required": True,
}


def sent_file(page: DeskPage) -> Upload:
    """The file of the form; InvalidData when none was chosen."""
    upload = from_form(page.form.get("file"))
    if upload is None:
        raise invalid("file", "file_missing")
    return upload


class TemplatesPage(DeskPage):
    """Templates of the office, and the form that adds one."""

    heading = _("Templates of letters")
    lead = _(
        "An office file with fields. In a case, a letter is drafted from it with everything the case knows."
    )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The table, the form, the fields there are."""
        part: dict[str, Any] = {"id": "templates", "title": _("Templates"), "register": self._templates()}
        parts = [{**part, "forms": [self._form()]} if self.may(MANAGE) else part]
        text = _(
            "Write a field in double braces, for example {{sprawa.znak}}; a question mark, {{strona.email?}}, lets "
            "it stay empty; {{pole.rozstrzygnięcie}} is asked of whoever drafts the letter. A paragraph or table row "
            "with a field of the parties is repeated for each of them."
        )
        return [*parts, {"id": "fields", "title": _("Fields"), "text": text, "register": self._fields()}]

    def _templates(self) -> dict[str, Any]:
        columns = (
            ("title", _("Name of the template")),
            ("kind", _("Kind of document")),
            ("classes", _("Classes")),
            ("version", _("Version")),
            ("made", _("Made")),
            ("state", _("State")),
        )
        rows = [
            {
                "id": IUUID(item),
                "title": item.title,
                "url": f"{item.absolute_url()}/view",
                "cells": {
                    "title": {"text": item.title},
                    "kind": {"text": item.document_kind},
                    "classes": {"text": ", ".join(item.classes) or word(_("all"), self.request)},
                    "version": {"text": str(item.latest.number)},
                    "made": dated(item.latest.made_at, self.request),
                    "state": tagged(state_of(item)),
                },
            }
            for item in templates(self.context)
        ]
        shown = {**table(_("Templates of the office"), columns, rows), "quiet": True}
        return {
            **shown,
            "empty": _("No template yet. Add a letter of the office with fields in double braces."),
        }

    def _form(self) -> Any:
        return self.one(
            "add",
            _("Add the template"),
            {"name": "title", "label": _("Name of the template"), "required": True},
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "required": True,
                "options": choices(DOCUMENT_KINDS, _("choose")),
            },
            {
                "name": "classes",
                "label": _("Classes"),
                "hint": _("Symbols with spaces between; classes below are included. Empty: for all cases."),
            },
            FILE,
            fold=_("Add a template"),
        )

    def _fields(self) -> dict[str, Any]:
        rows = [
            {
                "id": name,
                "title": name,
                "cells": {"field": {"text": f"{{{{{name}}}}}"}, "meaning": {"text": label}},
            }
            for name, label in LABELS.items()
        ]
        columns = (("field", _("Field")), ("meaning", _("What it says")))
        return table(_("Fields the case fills"), columns, rows)

    def do_add(self) -> str:
        """Add a template."""
        classes = tuple(self.text("classes").replace(",", " ").split())
        data = TemplateData(self.text("title"), self.text("document_kind"), classes)
        made = add_template(self.context, data, sent_file(self))
        self.say(_("The template has been added."))
        return f"{made.absolute_url()}/view"


class TemplatePage(VersionedPage):
    """A template: what it is for, its fields and versions."""

    keeping = Keeping(
        permission=MANAGE,
        listed=(_("Templates"), "templates"),
        title=_("Keep the template up to date"),
        withdraw=_("Withdraw the template"),
        restore=_("Use the template again"),
        withdrawing=withdraw_template,
        restoring=restore_template,
    )

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What it is for."""
        template = self.context
        return [
            fact(_("State"), STATES[state_of(template)][0]),
            fact(_("Kind of document"), template.document_kind),
            fact(_("Classes"), ", ".join(template.classes) or _("all")),
            fact(_("Version"), str(template.latest.number)),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Fields, versions, what its keeper may do."""
        return [
            {"id": "fields", "title": _("Fields"), "register": self._fields()},
            {
                "id": "versions",
                "title": _("Versions"),
                "register": versions_table(self.context, self.request),
            },
            *self.kept(),
        ]

    def _fields(self) -> dict[str, Any]:
        fields = fields_in(texts_of(read_office(self.context.latest.file.data)))
        rows = [
            {
                "id": field.name,
                "title": field.name,
                "cells": {
                    "field": {"text": field.name},
                    "meaning": {"text": LABELS.get(field.name) or _("asked of whoever drafts the letter")},
                    "need": {"text": _("may stay empty") if field.optional else _("needed")},
                },
            }
            for field in fields
        ]
        columns = (("field", _("Field")), ("meaning", _("What it says")), ("need", _("Need")))
        return table(_("Fields of the newest version"), columns, rows)

    def renewal(self) -> list[dict[str, Any]]:
        """The file."""
        return [FILE]

    def renewed(self, comment: str) -> None:
        """The file that was sent."""
        renew_template(self.context, sent_file(self), comment)


class DraftPage(DeskPage):
    """A letter from a template: every field with its value first, then the letter."""

    heading = _("Draft a letter from a template")

    @property
    def lead(self) -> str:
        """Sign of the case."""
        return str(self.context.sign)

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the case."""
        return [{"label": _("Case"), "url": self.here, "key": CASE_KEY}]

    @property
    def template(self) -> Any:
        """The template the page was opened with."""
        return by_uid(self.text("template"), ITemplate, near=self.context)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """What is known and missing, then the form for the rest; without a template, which there are."""
        if not self.text("template"):
            return [{"id": "templates", "title": _("Templates"), "register": self._choice()}]
        template = self.template
        listed = preview(self.context, template)
        missing = [line for line in listed if line.state == "missing"]
        part: dict[str, Any] = {
            "id": "preview",
            "title": template.title,
            "register": self._table(listed),
        }
        if missing:
            # What the template asks for is no fault of the case.
            lacking = [line for line in missing if not line.name.startswith(OWN)]
            title = _("Missing in the case") if lacking else _("To be filled in below")
            said = ", ".join(word(line.label, self.request) for line in lacking or missing)
            part["notice"] = {"kind": "warn" if lacking else "info", "title": title, "text": said}
        return [part, {"id": "letter", "title": _("The letter"), "forms": [self._form(template, listed)]}]

    def _choice(self) -> dict[str, Any]:
        rows = [
            {
                "id": IUUID(item),
                "title": item.title,
                "url": f"{self.context.absolute_url()}/@@draft?template={IUUID(item)}",
                "cells": {"title": {"text": item.title}, "kind": {"text": item.document_kind}},
            }
            for item in templates_for(self.context)
        ]
        columns = (("title", _("Name of the template")), ("kind", _("Kind of document")))
        return table(_("Templates of the office"), columns, rows)

    def _table(self, listed: list[Line]) -> dict[str, Any]:
        rows = [
            {
                "id": line.name,
                "title": line.name,
                "cells": {
                    "field": {"text": line.label},
                    "value": {"text": line.value},
                    "state": {"text": LINE_STATES[line.state][0], "tone": LINE_STATES[line.state][1]},
                },
            }
            for line in listed
        ]
        columns = (("field", _("Field")), ("value", _("Value")), ("state", _("State")))
        return table(_("Fields of the letter"), columns, rows)

    def _form(self, template: Any, listed: list[Line]) -> Any:
        first = next((line.name for line in listed if line.asked and line.state == "missing"), None)
        asked = [
            {
                "name": line.name,
                "label": line.label,
                "kind": "textarea" if line.name.startswith(OWN) else "text",
                "rows": 4,
                "autofocus": line.name == first,
                "hint": _("may stay empty") if line.state == "empty" else None,
            }
            for line in listed
            if line.asked
        ]
        more = [
            {"name": "leave_blank", "label": _("Put dots where something is missing"), "kind": "checkbox"}
        ]
        return self.one(
            "make",
            _("Make the document"),
            {
                "name": "title",
                "label": _("Title of the document"),
                "required": True,
                "value": template.title,
                "autofocus": first is None,
            },
            {
                "name": "access",
                "label": _("Access"),
                "kind": "select",
                "required": True,
                "value": "not_public",
                "options": options(ACCESS),
            },
            DATED,
            *asked,
            *(more if any(line.state == "missing" for line in listed) else []),
            kept=[{"name": "template", "value": IUUID(template)}],
        )

    def do_make(self) -> str:
        """Make the document and show it."""
        asked = [line.name for line in preview(self.context, self.template) if line.asked]
        values = {name: self.text(name) for name in asked if self.text(name)}
        dots, dated = bool(self.text("leave_blank")), self.day("dated")
        wish = Wish(self.text("title"), values, dots, self.text("access"), dated)
        document = draft_letter(self.context, self.template, wish)
        self.say(_("The document has been added."))
        return f"{document.absolute_url()}/view"
