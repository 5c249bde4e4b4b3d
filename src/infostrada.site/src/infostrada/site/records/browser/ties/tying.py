"""Tie a case to another, open one within it."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.ties.other import case_of
from infostrada.site.records.browser.ties.other import sign_field
from infostrada.site.records.browser.words import TIES
from infostrada.site.records.cases.kinship import found_group
from infostrada.site.records.cases.kinship import relate
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from typing import Any


class Tying(Part):
    """Related cases, sub-cases and groups."""

    position = 20

    def section(self) -> dict[str, Any] | None:
        """The forms, for whoever works on the case."""
        if not self.page.works:
            return None
        return {"id": "tie", "title": _("Tie"), "forms": self._forms()}

    def _forms(self) -> list[Any]:
        sign = sign_field(self.page, _("Sign of the case"))
        kind = {
            "name": "kind",
            "label": _("Tie"),
            "kind": "select",
            "required": True,
            "options": [{"value": key, "label": TIES[key]} for key in ("related", "part_of")],
        }
        forms = [
            self.page.one(
                "relate", _("Tie the case"), sign, kind, tone="btn-secondary", fold=_("Tie to another case")
            ),
            self._opening("part", _("Open a sub-case")),
        ]
        if self.context.is_group:
            forms.append(self._opening("member", _("Open a case of the group")))
        elif self.context.sign.inside is None:
            forms.append(self.page.one("group", _("Found a group on this case"), tone="btn-secondary"))
        return forms

    def _opening(self, name: str, words: Any) -> Any:
        title = {"name": "title", "label": _("Title of the case"), "required": True}
        return self.page.one(name, words, title, tone="btn-secondary", fold=words)

    def do_relate(self) -> str:
        """Tie."""
        relate(self.context, case_of(self.page, "sign"), self.page.text("kind"))
        return str(self.page.here)

    def do_group(self) -> str:
        """Let a group stand on the case."""
        found_group(self.context)
        return str(self.page.here)

    def do_member(self) -> str:
        """Open a case of the group."""
        return self._open(group=self.context)

    def do_part(self) -> str:
        """Open a sub-case."""
        return self._open(whole=self.context)

    def _open(self, **tied: Any) -> str:
        here = self.context
        opening = Opening(self.page.text("title"), here.org_id, here.class_symbol, access=here.access, **tied)
        made = open_case(here, opening)
        self.page.say(_("The case has the sign ${sign}.", mapping={"sign": str(made.sign)}))
        return f"{made.absolute_url()}/view"
