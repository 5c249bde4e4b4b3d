"""Pages of types of cases: those of the office, one type; a case's own data, checklist and stages."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.browser.acts import basis_facts
from infostrada.site.records.browser.acts import basis_field
from infostrada.site.records.browser.acts import sent_basis
from infostrada.site.records.browser.elsewhere import exemption_facts
from infostrada.site.records.browser.elsewhere import said_fields
from infostrada.site.records.browser.registers.choices import orgs_of_new_cases
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.versioned import Keeping
from infostrada.site.records.browser.versioned import VersionedPage
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.templates.operations import templates
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.operations import check_off
from infostrada.site.records.types.operations import fill_in
from infostrada.site.records.types.operations import go_to
from infostrada.site.records.types.operations import MANAGE
from infostrada.site.records.types.operations import open_typed
from infostrada.site.records.types.operations import renew_type
from infostrada.site.records.types.operations import restore_type
from infostrada.site.records.types.operations import TypedOpening
from infostrada.site.records.types.operations import types
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.types.operations import withdraw_type
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.types.rules import TypeField
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


FIELD_KINDS = {"text": "text", "date": "date", "number": "text"}
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


class _Defining(DeskPage):
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


class CaseTypesPage(_Defining):
    """Types of the office, and the form that adds one."""

    heading = _("Types of cases")
    lead = _(
        "What is asked in every case of a kind, its stages, checklist, term and template. A case stays on its version."
    )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The table and the form."""
        rows = [
            {
                "id": IUUID(item),
                "title": item.title,
                "url": f"{item.absolute_url()}/view",
                "cells": {
                    "title": {"text": item.title},
                    "class": {"text": item.latest.definition.class_symbol},
                    "version": {"text": str(item.latest.number)},
                    "made": dated(item.latest.at, self.request),
                    "state": tagged(state_of(item)),
                },
            }
            for item in types(self.context)
        ]
        columns = (
            ("title", _("Name of the type")),
            ("class", _("Class of the plan")),
            ("version", _("Version")),
            ("made", _("Made")),
            ("state", _("State")),
        )
        register = {
            **table(_("Types of cases of the office"), columns, rows),
            "quiet": True,
            "empty": _("No type yet. Describe the cases the office settles over and over."),
        }
        part: dict[str, Any] = {"id": "types", "title": _("Types"), "register": register}
        if self.may(MANAGE):
            name = {"name": "title", "label": _("Name of the type"), "required": True}
            form = self.one(
                "add", _("Add the type"), name, *self.fields_of(Definition("")), fold=_("Add a type")
            )
            part["forms"] = [form]
        return [part]

    def do_add(self) -> str:
        """Add a type."""
        made = add_type(self.context, self.text("title"), self.definition())
        self.say(_("The type has been added."))
        return f"{made.absolute_url()}/view"


class CaseTypePage(_Defining, VersionedPage):
    """A type: its newest version, versions, opening a case, keeping it up to date."""

    keeping = Keeping(
        permission=MANAGE,
        listed=(_("Types of cases"), "case-types"),
        title=_("Keep the type up to date"),
        withdraw=_("Withdraw the type"),
        restore=_("Use the type again"),
        withdrawing=withdraw_type,
        restoring=restore_type,
    )

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What the newest version says."""
        given = self.context.latest.definition
        return [
            fact(_("State"), STATES[state_of(self.context)][0]),
            fact(_("Version"), str(self.context.latest.number)),
            fact(_("Class of the plan"), given.class_symbol),
            fact(_("Statutory term"), TERMS[given.term] if given.term else ""),
            fact(_("Data of the case"), ", ".join(field.label for field in given.fields)),
            fact(_("Stages"), " → ".join(given.stages)),
            fact(_("Checklist"), ", ".join(given.checklist)),
            *basis_facts(given.basis, acts_of(self.unit)),
            *exemption_facts(Exemption(given.system, given.metryka, given.exempt_basis)),
            fact(_("Proof of service before the end"), _("required") if given.proof else ""),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Opening, versions, keeping."""
        versions = {"id": "versions", "title": _("Versions"), "register": self._versions()}
        return [*self._opening(), versions, *self.kept()]

    def _opening(self) -> list[dict[str, Any]]:
        orgs = orgs_of_new_cases(self)
        if state_of(self.context) != "active" or not orgs:
            return []
        form = self.one(
            "open",
            _("Open the case"),
            {"name": "title", "label": _("Title of the case"), "required": True},
            {"name": "org_id", "label": _("Organisational unit"), "kind": "select", "options": orgs},
        )
        return [{"id": "opening", "title": _("Open a case of this type"), "forms": [form]}]

    def _versions(self) -> dict[str, Any]:
        rows = [
            row(
                str(item.number),
                number=str(item.number),
                made=dated(item.at, self.request),
                author=item.actor.name,
                comment=item.comment,
            )
            for item in reversed(self.context.versions)
        ]
        columns = (
            ("number", _("Version")),
            ("made", _("Made")),
            ("author", _("Author")),
            ("comment", _("Comment")),
        )
        return table(_("Versions, the newest first"), columns, numbered("version", rows))

    def renewal(self) -> list[dict[str, Any]]:
        """The newest definition."""
        return self.fields_of(self.context.latest.definition)

    def renewed(self, comment: str) -> None:
        """The definition that was sent."""
        renew_type(self.context, self.definition(), comment)

    def do_open(self) -> str:
        """Open a case."""
        opening = TypedOpening(self.text("title"), self.text("org_id"))
        case = open_typed(self.context, opening, idempotency_key=self.attempt)
        self.say(_("The case has the sign ${sign}.", mapping={"sign": str(case.sign)}))
        return f"{case.absolute_url()}/view"


class Typed(Part):
    """On a case of a type: its data, checklist and stage."""

    position = 5

    def section(self) -> dict[str, Any] | None:
        """What the version asks, and the forms while the case is open."""
        version = version_of(self.context)
        if version is None:
            return None
        given, typed = version.definition, self.context.typed
        values = dict(typed.values)
        rows = [
            {
                "id": f"data-{field.name}",
                "title": field.label,
                "cells": {"what": {"text": field.label}, "value": {"text": values.get(field.name, "")}},
            }
            for field in given.fields
        ]
        rows += [
            {
                "id": f"check-{place}",
                "title": item,
                "cells": {
                    "what": {"text": item},
                    "value": {"text": _("done"), "tone": "done"}
                    if item in typed.done
                    else {"text": _("not done yet"), "tone": "wait"},
                },
            }
            for place, item in enumerate(given.checklist)
        ]
        columns = (("what", _("What is asked")), ("value", _("Value")))
        part = {
            "id": "typed",
            "title": _("Data of the case"),
            "text": " → ".join(f"[{stage}]" if stage == typed.stage else stage for stage in given.stages),
            "register": table(_("Data and checklist of the case"), columns, rows),
        }
        works = state_of(self.context) in OPEN and self.page.may(WORK_ON)
        return {**part, "forms": self._forms(given, values)} if works else part

    def _forms(self, given: Definition, values: dict[str, str]) -> list[Any]:
        forms, typed = [], self.context.typed
        if given.fields:
            asked = [
                {
                    "name": f"data.{field.name}",
                    "label": field.label,
                    "kind": FIELD_KINDS[field.kind],
                    "value": values.get(field.name, ""),
                }
                for field in given.fields
            ]
            forms.append(self.page.one("fill", _("Save the data"), *asked, tone="btn-secondary"))
        if given.checklist:
            boxes = [
                {
                    "name": f"done.{place}",
                    "label": item,
                    "kind": "checkbox",
                    "value": "1" if item in typed.done else "",
                }
                for place, item in enumerate(given.checklist)
            ]
            forms.append(self.page.one("check", _("Save the checklist"), *boxes, tone="btn-secondary"))
        if given.stages:
            listed = options({stage: stage for stage in given.stages})
            field = {
                "name": "stage",
                "label": _("Stage"),
                "kind": "select",
                "options": listed,
                "value": typed.stage,
            }
            forms.append(self.page.one("stage", _("Go to the stage"), field, tone="btn-secondary"))
        return forms

    def do_fill(self) -> str:
        """Save the data."""
        version = version_of(self.context)
        names = [field.name for field in version.definition.fields] if version else []
        fill_in(self.context, {name: self.page.text(f"data.{name}") for name in names})
        return str(self.page.here)

    def do_check(self) -> str:
        """Save what is done."""
        version = version_of(self.context)
        listed = version.definition.checklist if version else ()
        check_off(
            self.context, [item for place, item in enumerate(listed) if self.page.text(f"done.{place}")]
        )
        return str(self.page.here)

    def do_stage(self) -> str:
        """Reach a stage."""
        go_to(self.context, self.page.text("stage"))
        return str(self.page.here)
