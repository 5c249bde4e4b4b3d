"""How a case ends, and how it is taken up again."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import ending_blockers
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.ending import reopen_case
from infostrada.site.records.cases.operations.ending import UNPROVED
from infostrada.site.records.cases.papers import accepted
from infostrada.site.records.cases.permissions import CLOSE
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.tree import close_tree
from infostrada.site.records.cases.tree import ending_of
from infostrada.site.records.cases.tree import size_of
from infostrada.site.records.workflow import state_of
from plone import api
from typing import Any


class Ending(Part):
    """Settle the case, then end it for good."""

    position = 80

    def section(self) -> dict[str, Any] | None:
        """The form of the step that is next."""
        if not self.page.may(CLOSE):
            return None
        part = {"id": "ending", "title": _("End of the case")}
        state = state_of(self.context)
        if state == "settled":
            text = _("End the case when the decision has been served and is final.")
            return {**part, "text": text, "forms": [self._finishing()]}
        if state not in OPEN:
            return None
        parts, documents = size_of(self.context)
        if not parts:
            return {**part, "forms": [self._closing("close", _("Settle the case"))]}
        text = _(
            "The case has ${parts} open sub-cases with ${documents} documents in all. They are settled with it, by its "
            "decision; what stands against that is shown first.",
            mapping={"parts": parts, "documents": documents},
        )
        return {**part, "text": text, "forms": [self._closing("close-tree", _("Settle with all sub-cases"))]}

    def _finishing(self) -> Any:
        today = polish_today().isoformat()
        field = {
            "name": "closed_on",
            "label": _("Last day"),
            "kind": "date",
            "required": True,
            "value": today,
        }
        fields = [field]
        if any(one.reason in UNPROVED for one in ending_blockers(self.context, polish_today())):
            fields.append(
                {
                    "name": "without_proof",
                    "label": _("Why the case ends without proof of service"),
                    "hint": _("Its type asks for proof that its decisions were served; some is missing."),
                }
            )
        return self.page.one("finish", _("End finally"), *fields)

    def _closing(self, name: str, submit: Any) -> Any:
        listed = [{"value": uid, "label": title} for uid, title in accepted(self.context)]
        needed = name != "close" or not self.context.exemption.system
        return self.page.one(
            name,
            submit,
            {
                "name": "decision",
                "label": _("Document that settles the case"),
                "hint": _("Only accepted documents are listed.")
                if needed
                else _("Empty when it lies in the system that leads the case."),
                "kind": "select",
                "required": needed,
                "options": [{"value": "", "label": _("choose")}, *listed],
            },
            {
                "name": "settled_on",
                "label": _("Day of settling"),
                "kind": "date",
                "required": True,
                "value": polish_today().isoformat(),
            },
            {"name": "note", "label": _("How it was settled")},
            fold=None if listed or not needed else submit,
        )

    def do_close(self) -> str:
        """Settle the case."""
        close_case(
            self.context,
            decision=self.page.text("decision") or None,
            settled_on=self.page.day("settled_on"),
            note=self.page.text("note"),
        )
        self.page.say(_("The case has been settled."))
        return str(self.page.here)

    def do_close_tree(self) -> str:
        """Order the closing of the case with its sub-cases and show the job."""
        page = self.page
        ending = ending_of(page.text("decision"), page.day("settled_on"), page.text("note"))
        job = close_tree(self.context, ending)
        return f"{api.portal.get().absolute_url()}/@@job/{job}"

    def do_finish(self) -> str:
        """End the case."""
        finish_case(self.context, self.page.day("closed_on"), without_proof=self.page.text("without_proof"))
        self.page.say(_("The case has ended."))
        return str(self.page.here)


class Reopening(Part):
    """Take a settled or ended case up again."""

    position = 85

    def section(self) -> dict[str, Any] | None:
        """A form with the reason."""
        ended = state_of(self.context) in ("settled", "closed")
        if not ended or not self.page.may(REOPEN):
            return None
        field = {"name": "reason", "label": _("Reason"), "required": True}
        words = _("Take the case up again")
        form = self.page.one("reopen", words, field, tone="btn-danger", fold=words)
        return {"id": "reopening", "title": _("Reopening"), "forms": [form]}

    def do_reopen(self) -> str:
        """Take the case up again."""
        reopen_case(self.context, self.page.text("reason"))
        self.page.say(_("The case is in progress again."))
        return str(self.page.here)
