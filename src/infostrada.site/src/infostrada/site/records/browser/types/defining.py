"""The form that says what a type of cases is."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.browser.acts import basis_field
from infostrada.site.records.browser.acts import sent_basis
from infostrada.site.records.browser.elsewhere import said_fields
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.templates.operations import templates
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.types.rules import TypeField
from plone.uuid.interfaces import IUUID
from typing import Any


KIND_WORDS = {
    "text": _("kind_of_datum_text", default="text"),
    "date": _("kind_of_datum_date", default="date"),
    "number": _("kind_of_datum_number", default="number"),
}
TYPED_KINDS = {"tekst": "text", "data": "date", "liczba": "number"}
"""Polish words for the kinds; the English ones are the kinds themselves."""
FIELDS_HINT = _(
    "One a line: name, label, kind (text, date, number) and a star when it is needed, with semicolons between; "
    "for example: powierzchnia;Powierzchnia działki;number;*"
)


class Defining(DeskPage):
    """What the forms of a new type and of a new version share."""

    def fields_of(self, given: Definition) -> list[dict[str, Any]]:
        """Fields of the form, filled with a definition."""
        lines = (
            ";".join((f.name, f.label, word(KIND_WORDS[f.kind], self.request), "*" if f.required else ""))
            for f in given.fields
        )
        plan = plan_on(self.unit, polish_today())
        final = [item for item in plan.classes() if plan.takes_cases(item.symbol)] if plan else []
        listed = [{"value": item.symbol, "label": f"{item.symbol} {item.title}"} for item in final]
        return [
            {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "kind": "select",
                "required": True,
                "value": given.class_symbol,
                "options": [{"value": "", "label": _("choose")}, *listed],
            },
            {
                "name": "term",
                "label": _("Statutory term"),
                "kind": "select",
                "value": given.term or "",
                "options": options(TERMS, _("none")),
            },
            {
                "name": "fields",
                "label": _("Data of the case"),
                "hint": FIELDS_HINT,
                "kind": "textarea",
                "rows": 5,
                "value": "\n".join(lines),
            },
            {
                "name": "stages",
                "label": _("Stages, one a line"),
                "kind": "textarea",
                "rows": 4,
                "value": "\n".join(given.stages),
            },
            {
                "name": "checklist",
                "label": _("Checklist, one item a line"),
                "hint": _("Everything on it is done before the case is settled."),
                "kind": "textarea",
                "rows": 4,
                "value": "\n".join(given.checklist),
            },
            basis_field(given.basis),
            {
                "name": "template",
                "label": _("Template"),
                "kind": "select",
                "value": given.templates[0] if given.templates else "",
                "options": [
                    {"value": "", "label": _("none")},
                    *({"value": IUUID(item), "label": item.title} for item in templates(self.unit)),
                ],
            },
            *said_fields(given.system, given.metryka, given.exempt_basis, named="exempt_basis"),
            {
                "name": "proof",
                "label": _("A case ends for good only with proof that its decisions were served"),
                "kind": "checkbox",
                "value": "1" if given.proof else "",
            },
        ]

    def definition(self) -> Definition:
        """The definition as the form says it."""
        return Definition(
            self.text("class_symbol"),
            tuple(self._parsed(line) for line in self._lines("fields")),
            tuple(self._lines("stages")),
            tuple(self._lines("checklist")),
            self.text("term") or None,
            (self.text("template"),) if self.text("template") else (),
            sent_basis(self),
            self.text("system"),
            self.form.get("no_metryka") != "1",
            self.text("exempt_basis"),
            bool(self.text("proof")),
        )

    def _lines(self, name: str) -> list[str]:
        return [line.strip() for line in self.text(name).splitlines() if line.strip()]

    def _parsed(self, line: str) -> TypeField:
        name, label, kind, need, *_more = [part.strip() for part in (line + ";;;").split(";")]
        return TypeField(name, label, TYPED_KINDS.get(kind.lower(), kind or "text"), need == "*")
