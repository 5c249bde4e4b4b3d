"""A plan: its classes, finding one, approving it."""

from collections.abc import Iterable
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import options
from infostrada.site.desk.words import unaccented
from infostrada.site.desk.words import when
from infostrada.site.records.browser.plans.comparing import change_part
from infostrada.site.records.browser.plans.comparing import modes_register
from infostrada.site.records.browser.plans.comparing import SHOWN
from infostrada.site.records.browser.plans.list import EXCEPTIONS
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.plan.exceptions import mode_changes
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.plan.rules import diff
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from itertools import islice
from typing import Any
from urllib.parse import urlencode


PLAIN = (
    ("symbol", _("Symbol")),
    ("title", _("Title of the class")),
    ("lead", _("Category")),
    ("other", _("Category elsewhere")),
    ("note", _("Details")),
)


class PlanPage(DeskPage):
    """A version: when it binds, how it differs, its classes, approval."""

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Validity and origin."""
        plan, request = self.context, self.request
        facts = [
            fact(_("State"), STATES[state_of(plan)][0]),
            fact(_("Binds from"), when(plan.valid_from, request)),
            fact(_("Binds to"), when(plan.valid_to, request)),
            fact(_("Classes"), str(len(plan))),
            fact(_("Way of keeping"), MODES[plan.basic_mode]),
            fact(_("Exceptions"), ", ".join(sorted(plan.exceptions()))),
            fact(_("Basis of the exceptions"), plan.exceptions_basis),
            fact(_("Source"), plan.source),
            fact(_("File"), plan.file_name),
            fact(_("Approved by"), plan.approved_by.name if plan.approved_by else ""),
        ]
        return known(facts)

    @property
    def links(self) -> list[dict[str, Any]]:
        """All versions."""
        url = self.unit.absolute_url()
        return [
            {"label": _("Versions"), "url": f"{url}/@@plans"},
            {"label": EXCEPTIONS, "url": f"{url}/@@mode-exceptions"},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Approval, differences, classes."""
        plan = self.context
        parts = []
        running = plan_on(plan, polish_today())
        if state_of(plan) == "draft" and self.may(MANAGE):
            parts.append(self._approval(running))
            before = running.classes() if running is not None else ()
            parts.append(change_part(diff(before, plan.classes()), self.request, whole=self.whole))
        changed = mode_changes(plan)
        if changed:
            parts.append(
                {
                    "id": "modes",
                    "title": _("Classes kept otherwise than before"),
                    "text": _("Cases opened before go on as they are; new ones are kept the new way."),
                    "register": modes_register(changed if self.whole else changed[:SHOWN]),
                    "count": len(changed),
                }
            )
        classes = {"id": "classes", "title": _("Classes"), "register": self._classes()}
        return [*parts, self._finding(), classes]

    def _finding(self) -> dict[str, Any]:
        words = {
            "name": "words",
            "label": _("Words of a class or its symbol"),
            "value": self.text("q"),
            "required": True,
            "width": "is-medium",
        }
        form = self.one("find", _("Find a class"), words, tone="btn-secondary")
        return {"id": "find", "title": _("Find a class"), "quiet": True, "forms": [form]}

    def _approval(self, running: Any) -> dict[str, Any]:
        following = date(polish_today().year + 1, 1, 1) if running is not None else polish_today()
        form = self.one(
            "approve",
            _("Approve the plan"),
            {
                "name": "valid_from",
                "label": _("Binds from"),
                "kind": "date",
                "required": True,
                "value": following.isoformat(),
                "width": "is-short",
            },
            {
                "name": "basic_mode",
                "label": _("Way of keeping"),
                "kind": "select",
                "required": True,
                "options": options(MODES),
            },
            {
                "name": "exceptions",
                "label": _("Exceptions"),
                "hint": _("Symbols of final classes kept the other way, with spaces between."),
            },
            {
                "name": "basis",
                "label": _("Basis of the exceptions"),
                "hint": _("The order of the head of the office; empty: the source of the plan."),
            },
        )
        return {"id": "approval", "title": _("Approval"), "forms": [form]}

    def _classes(self) -> dict[str, Any]:
        top, words = self.text("symbol"), self.text("q")
        url = f"{self.context.absolute_url()}/view"
        shown = self._like(words) if words else self._level(top if top.isdigit() else "")
        rows = [
            {
                "id": item.symbol,
                "title": item.symbol,
                "url": None if self.context.is_final(item.symbol) else f"{url}?symbol={item.symbol}#classes",
                "cells": {
                    "symbol": {"text": item.symbol},
                    "title": {"text": item.title},
                    "lead": {"text": item.category_lead},
                    "other": {"text": item.category_other},
                    "note": {"text": item.note},
                },
            }
            for item in shown
        ]
        return {
            "caption": _("Classes; a symbol opens the classes below it"),
            "columns": [{"name": name, "label": label} for name, label in PLAIN],
            "rows": rows,
            "paging": {"first_url": f"{url}#classes"} if top or words else None,
            "empty": _("No class has these words."),
        }

    def _level(self, top: str) -> Iterable[PlanClass]:
        """Classes right below one; in a file those below these, too."""
        if not self.whole:
            return self.context.below(top)
        return [item for item in self.context.classes() if item.symbol.startswith(top) and item.symbol != top]

    def _like(self, words: str) -> list[PlanClass]:
        """Classes with all the words in their title or details, or with the symbol; 200 on a page."""
        wanted = unaccented(words).split()
        listed = (
            item
            for item in self.context.classes()
            if all(
                word in unaccented(f"{item.title} {item.note}") or item.symbol.startswith(word)
                for word in wanted
            )
        )
        return list(listed if self.whole else islice(listed, SHOWN))

    def do_find(self) -> str:
        """Show the classes with the words."""
        return f"{self.context.absolute_url()}/view?{urlencode({'q': self.text('words')})}#classes"

    def do_approve(self) -> str:
        """Approve."""
        valid_from = self.day("valid_from")
        if valid_from is None:
            raise invalid("valid_from", "required")
        approve_plan(
            self.context,
            valid_from,
            basic_mode=self.text("basic_mode"),
            exceptions=self.text("exceptions").replace(",", " ").split(),
            basis=self.text("basis"),
        )
        self.say(_("The plan has been approved."))
        return f"{self.context.absolute_url()}/view"
