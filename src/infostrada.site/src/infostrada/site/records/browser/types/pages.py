"""Types of cases of an office, and one of them."""

from infostrada.site import _
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.browser.acts import basis_facts
from infostrada.site.records.browser.elsewhere import exemption_facts
from infostrada.site.records.browser.registers.choices import orgs_of_new_cases
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.types.defining import Defining
from infostrada.site.records.browser.versioned import Keeping
from infostrada.site.records.browser.versioned import VersionedPage
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.operations import MANAGE
from infostrada.site.records.types.operations import open_typed
from infostrada.site.records.types.operations import renew_type
from infostrada.site.records.types.operations import restore_type
from infostrada.site.records.types.operations import TypedOpening
from infostrada.site.records.types.operations import types
from infostrada.site.records.types.operations import withdraw_type
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


class CaseTypesPage(Defining):
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


class CaseTypePage(Defining, VersionedPage):
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
