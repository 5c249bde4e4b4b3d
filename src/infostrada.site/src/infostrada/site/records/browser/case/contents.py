"""What lies in a case: documents, letters, tasks, and the forms that add to them."""

from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.export import all_rows
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import choices
from infostrada.site.records.browser.orders import order_fields
from infostrada.site.records.browser.orders import sent_order
from infostrada.site.records.browser.tables import documents_table
from infostrada.site.records.browser.tables import letters_table
from infostrada.site.records.browser.tables import newest_table
from infostrada.site.records.browser.tables import tasks_table
from infostrada.site.records.browser.words import DATED
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.papers import is_large
from infostrada.site.records.cases.papers import newest
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.mail_filing import file_mail
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.find import by_uid
from infostrada.site.records.listings import DOCUMENTS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import invalid
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.templates.operations import templates_for
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import quote


SHOWN = 50


def works(page: Any) -> bool:
    """Is the case open, and does the visitor work on it?"""
    return state_of(page.context) in OPEN and page.may(WORK_ON)


def joins(page: Any) -> bool:
    """Was the visitor asked to add something to the open case?"""
    return state_of(page.context) in OPEN and page.may("infostrada.site: Join in cases")


class Documents(Part):
    """Documents, and the form that files a new one."""

    position = 10

    def section(self) -> dict[str, Any]:
        """The table, then the form."""
        part = {"id": "documents", "title": _("Documents"), "register": self._register()}
        if is_large(self.context):
            part["count"] = str(len(self.context))
            part["text"] = _("The newest documents of the case; search finds the others by its sign.")
        if works(self.page):
            return {**part, "forms": [*self._from_template(), self._form(), self._mail()]}
        return {**part, "forms": [self._form(), self._mail()]} if joins(self.page) else part

    def _register(self) -> dict[str, Any]:
        if not is_large(self.context):
            return documents_table(documents_of(self.context), self.request)
        if self.page.whole:
            place = "/".join(self.context.getPhysicalPath())
            found = all_rows(DOCUMENTS, principals(), Question(below=place, sort="modified"))
            return newest_table(found, self.request)
        return newest_table(newest(self.context)[:SHOWN], self.request)

    def _from_template(self) -> list[Any]:
        version = version_of(self.context)
        first = version.definition.templates if version else ()
        listed = sorted(templates_for(self.context), key=lambda item: IUUID(item) not in first)
        if not listed:
            return []
        field = {
            "name": "template",
            "label": _("Template"),
            "kind": "select",
            "required": True,
            "options": [{"value": IUUID(item), "label": item.title} for item in listed],
        }
        return [self.page.one("template", _("Draft a letter from a template"), field)]

    def do_template(self) -> str:
        """On to the preview of the letter."""
        return f"{self.context.absolute_url()}/@@draft?template={quote(self.page.text('template'))}"

    def _form(self) -> Any:
        kinds = choices(DOCUMENT_KINDS, _("choose"))
        return self.page.one(
            "document",
            _("Add a document"),
            {"name": "title", "label": _("Title of the document"), "required": True},
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "required": True,
                "options": kinds,
            },
            DATED,
            {"name": "file", "label": _("File"), "kind": "file", "required": True},
            {"name": "comment", "label": _("Comment")},
            tone="btn-secondary",
            fold=_("Add a document from a file"),
        )

    def _mail(self) -> Any:
        field = {
            "name": "file",
            "label": _("Message (.eml or .msg)"),
            "hint": _(
                "Working e-mail goes here without the RPW. What came to the office's official address, or decides the "
                "matter, is registered by the registry; the rest is not recorded."
            ),
            "kind": "file",
            "required": True,
        }
        words = _("File an e-mail")
        return self.page.one("mail", words, field, tone="btn-secondary", fold=words)

    def do_mail(self) -> str:
        """File an e-mail without registering it."""
        upload = from_form(self.page.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        document = file_mail(self.context, upload)
        self.page.say(_("The e-mail lies in the case."))
        return f"{document.absolute_url()}/view"

    def do_document(self) -> str:
        """Add a document."""
        page = self.page
        upload = from_form(page.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        title, kind = page.text("title"), page.text("document_kind")
        draft = Draft(title, kind, dated=page.day("dated"), comment=page.text("comment"))
        document = add_document(self.context, draft, upload)
        page.say(_("The document has been added."))
        return f"{document.absolute_url()}/view"


class Letters(Part):
    """Letters filed in the case."""

    position = 20

    def section(self) -> dict[str, Any]:
        """The table."""
        letters = [by_uid(uid, ILetter, near=self.context) for uid in self.context.letters]
        register = letters_table(letters, self.request)
        return {"id": "letters", "title": _("Letters"), "register": register}


class Tasks(Part):
    """Tasks of the case, and the form that gives one."""

    position = 30

    def section(self) -> dict[str, Any]:
        """The table, then the form."""
        register = tasks_table(tasks_of(self.context), self.request)
        part: dict[str, Any] = {"id": "tasks", "title": _("Tasks"), "register": register}
        if works(self.page):
            fields = order_fields(self.page.unit.unit_id)
            part["forms"] = [
                self.page.one("ask", _("Give the task"), *fields, tone="btn-secondary", fold=_("Give a task"))
            ]
        return part

    def do_ask(self) -> str:
        """Give a task."""
        task = ask(self.context, sent_order(self.page))
        self.page.say(_("The task was given to ${name}.", mapping={"name": task.assignee_name}))
        return str(self.page.here)
