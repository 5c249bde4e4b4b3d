"""Mend what was filed in the wrong case or opened by mistake."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.ties.other import case_of
from infostrada.site.records.browser.ties.other import sign_field
from infostrada.site.records.cases.kinship import refile_letter
from infostrada.site.records.cases.kinship import void_case
from infostrada.site.records.cases.permissions import CLOSE
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from plone.uuid.interfaces import IUUID
from typing import Any


class Mistakes(Part):
    """A letter of another case, a case that is none."""

    position = 40

    def section(self) -> dict[str, Any] | None:
        """The forms, for whoever may settle the case."""
        if not (self.page.works and self.page.may(CLOSE)):
            return None
        return {"id": "mistakes", "title": _("Mistakes"), "forms": self._forms()}

    def _forms(self) -> list[Any]:
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        forms = []
        letters = [record_at(uid) for uid in self.context.letters]
        if letters:
            chosen = {
                "name": "letter_uid",
                "label": _("Letter"),
                "kind": "select",
                "required": True,
                "options": [
                    {"value": IUUID(letter), "label": f"{letter.rpw_number} {letter.title}"}
                    for letter in letters
                ],
            }
            sign = sign_field(self.page, _("Sign of the right case"))
            forms.append(
                self.page.one(
                    "refile",
                    _("Move the letter"),
                    chosen,
                    sign,
                    reason,
                    tone="btn-secondary",
                    fold=_("Move the letter to another case"),
                )
            )
        words = _("Opened by mistake")
        return [*forms, self.page.one("void", words, reason, tone="btn-danger", fold=words)]

    def do_refile(self) -> str:
        """Move a letter to the right case."""
        letter = by_uid(self.page.text("letter_uid"), ILetter, near=self.context)
        refile_letter(self.context, letter, case_of(self.page, "sign"), self.page.text("reason"))
        return str(self.page.here)

    def do_void(self) -> str:
        """The case was opened by mistake."""
        void_case(self.context, self.page.text("reason"))
        return f"{self.page.unit.absolute_url()}/@@cases"
