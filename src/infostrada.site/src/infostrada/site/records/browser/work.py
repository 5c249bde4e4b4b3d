"""The page of a task, and the way from a folder of records to the work list."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.records.browser.orders import order_fields
from infostrada.site.records.browser.orders import sent_order
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.find import record_at
from infostrada.site.records.tasks.operations import correct_task
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.operations import note_transcription
from infostrada.site.records.tasks.operations import withdraw_task
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api
from Products.Five import BrowserView
from typing import Any


class TaskPage(DeskPage):
    """A task: what is to be done and the two ways it ends."""

    @property
    def heading(self) -> str:
        """The title of what it is about; of a letter in a case with special categories of data that it is restricted."""
        return str(self.context.Title())

    @property
    def lead(self) -> str:
        """Number or sign of what it is about."""
        label: str = self.context.about_label
        return label

    @property
    def links(self) -> list[dict[str, Any]]:
        """What the task is about."""
        about = record_at(self.context.about)
        found = [{"label": _("My work"), "url": f"{self.unit.absolute_url()}/@@my-work"}]
        if about is not None and self.may("View", about):
            label = self.context.about_label
            words = _("To the letter ${number}", mapping={"number": label})
            if self.context.about_kind == "case":
                words = _("To the case ${sign}", mapping={"sign": label})
            found.insert(0, {"label": words, "url": f"{about.absolute_url()}/view", "main": True})
        return found

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The dekretacja."""
        task, request = self.context, self.request
        facts = [
            fact(_("State"), STATES[state_of(task)][0]),
            fact(_("To whom"), task.assignee_name),
            fact(_("Disposition"), task.disposition),
            fact(_("Term"), when(task.due_on, request)),
            fact(_("Instruction"), task.instruction),
            fact(_("Who signs"), task.sign_off),
            fact(_("Given by"), task.author.name),
            fact(_("Given"), when(task.given_at, request)),
            fact(_("Ended"), when(task.done_at, request)),
            fact(_("Outcome"), task.outcome),
            fact(_("Rewritten onto the paper"), self._transcribed()),
        ]
        return known(facts)

    def _transcribed(self) -> str:
        note = self.context.transcribed
        return f"{note.actor.name}, {when(note.at, self.request)}" if note is not None else ""

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Finish it, or take it back."""
        task = self.context
        if state_of(task) != "open":
            return []
        forms: list[Any] = []
        if self.may("infostrada.site: Finish tasks"):
            field = {"name": "outcome", "label": _("Outcome"), "kind": "textarea"}
            forms.append(self.one("finish", _("Done"), field))
        if api.user.get_current().getId() == task.author.id:
            field = {"name": "reason", "label": _("Reason"), "required": True}
            words = _("Take the task back")
            forms.append(self.one("withdraw", _("Take back"), field, tone="btn-danger", fold=words))
        found = [{"id": "end", "title": _("End of the task"), "forms": forms}] if forms else []
        if api.user.get_current().getId() == task.author.id:
            found.append(self._correcting())
        if task.about_kind == "letter" and task.transcribed is None:
            found.append(self._transcribing())
        return found

    def _correcting(self) -> dict[str, Any]:
        text = _("A wrong dekretacja is taken back and given anew in one act; both stay in the register.")
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        form = self.one(
            "correct",
            _("Give it anew"),
            *order_fields(self.unit.unit_id),
            reason,
            tone="btn-secondary",
            fold=_("Give it anew"),
        )
        return {"id": "correcting", "title": _("Mend the dekretacja"), "text": text, "forms": [form]}

    def _transcribing(self) -> dict[str, Any]:
        text = _(
            "Write the dekretacja onto the paper by hand, with the day and your signature, and note it here."
        )
        form = self.one("transcribe", _("Note that it was rewritten"), tone="btn-secondary")
        return {"id": "transcribing", "title": _("Dekretacja on the paper"), "text": text, "forms": [form]}

    def do_correct(self) -> str:
        """Take it back and give it anew."""
        made = correct_task(self.context, sent_order(self), self.text("reason"))
        self.say(_("The task was given to ${name}.", mapping={"name": made.assignee_name}))
        return f"{made.absolute_url()}/view"

    def do_transcribe(self) -> str:
        """Note the dekretacja on the paper."""
        note_transcription(self.context)
        return self.here

    def do_finish(self) -> str:
        """Done."""
        finish_task(self.context, self.text("outcome"))
        self.say(_("Done: ${title}.", mapping={"title": self.context.title}))
        return f"{self.unit.absolute_url()}/@@my-work"

    def do_withdraw(self) -> str:
        """Taken back."""
        withdraw_task(self.context, self.text("reason"))
        self.say(_("The task has been taken back."))
        return f"{self.unit.absolute_url()}/@@my-work"


class ToMyWork(BrowserView):
    """The folders of records have no page of their own: they lead to the work list."""

    def __call__(self) -> Any:
        """Go on to the unit's work list."""
        return self.request.response.redirect(f"{unit_of(self.context).absolute_url()}/@@my-work")
