"""Where a letter goes: to a person, to a case."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.orders import order_fields
from infostrada.site.records.browser.orders import sent_order
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.browser.tables import tasks_table
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.find import by_uid
from infostrada.site.records.listings import cases
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.workflow import state_of
from typing import Any


def may_handle(page: Any) -> bool:
    """May the visitor open a case with the page's letter, or file it in one?"""
    letter = page.context
    handles: bool = page.may("infostrada.site: Handle letters")
    return handles and letter.case_uid is None and state_of(letter) in OPEN


class Assigning(Part):
    """Dekretacja: who has the letter, and the form that gives it to somebody: beside the letter while nobody has it."""

    position = 8

    def section(self) -> dict[str, Any]:
        """The tasks, then the form."""
        register = tasks_table(tasks_of(self.context), self.request)
        part: dict[str, Any] = {"id": "tasks", "title": _("Dekretacja"), "register": register}
        if self.page.may("infostrada.site: Assign letters"):
            fields = order_fields(self.page.unit.unit_id)
            fold = _("Assign again") if register["rows"] else None
            part["forms"] = [self.page.one("assign", _("Assign"), *fields, fold=fold)]
            if not register["rows"]:
                del part["register"]
                part["beside"] = True
        return part

    def do_assign(self) -> str:
        """Dekretacja."""
        task = assign(self.context, sent_order(self.page))
        self.page.say(_("The letter was assigned to ${name}.", mapping={"name": task.assignee_name}))
        return str(self.page.here) if self.page.may("View") else f"{self.page.unit.absolute_url()}/@@my-work"


class Filing(Part):
    """The form that files the letter in a case of the clerk's own."""

    position = 30

    def section(self) -> dict[str, Any] | None:
        """A choice among the clerk's open cases; nothing for whoever has none."""
        if not may_handle(self.page):
            return None
        mine = cases(self.page.unit.unit_id, officer=me(), open_only=True).rows
        if not mine:
            return None
        listed = [{"value": row["uid"], "label": f"{row['sign']} – {row['title']}"} for row in mine]
        field = {
            "name": "case",
            "label": _("Case"),
            "kind": "select",
            "required": True,
            "options": [{"value": "", "label": _("choose")}, *listed],
        }
        form = self.page.one("attach", _("File in the case"), field, tone="btn-secondary")
        return {"id": "filing", "title": _("File in a case of mine"), "forms": [form], "beside": True}

    def do_attach(self) -> str:
        """File the letter in a case."""
        case = by_uid(self.page.text("case"), ICase, near=self.context)
        attach_letter(case, self.context)
        sign = str(case.sign)
        self.page.say(_("The letter was filed in the case ${sign}.", mapping={"sign": sign}))
        return f"{case.absolute_url()}/view"
