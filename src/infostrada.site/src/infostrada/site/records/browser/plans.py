"""Pages of the classification plan: versions, import with preview, approval."""

from collections.abc import Iterable
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import options
from infostrada.site.desk.words import unaccented
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import CHANGES
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.plan.exceptions import mode_changes
from infostrada.site.records.plan.exceptions import ModeChange
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.plan.operations import Preview
from infostrada.site.records.plan.operations import preview_plan
from infostrada.site.records.plan.rules import Change
from infostrada.site.records.plan.rules import diff
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from itertools import islice
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


MANAGE = "infostrada.site: Manage classification plans"
SHOWN = 200
EXCEPTIONS = _("Exceptions from the way of keeping")
PLAIN = (
    ("symbol", _("Symbol")),
    ("title", _("Title of the class")),
    ("lead", _("Category")),
    ("other", _("Category elsewhere")),
    ("note", _("Details")),
)


class PlansPage(DeskPage):
    """Versions of the plan; a file is read and compared before anything is made."""

    heading = _("Classification plan (JRWA)")
    lead = _("A version binds from the day it is approved with; the earlier one ends the day before.")
    preview: Preview | None = None

    @property
    def links(self) -> list[dict[str, Any]]:
        """Classes kept otherwise."""
        return [{"label": EXCEPTIONS, "url": f"{self.context.absolute_url()}/@@mode-exceptions"}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Versions, the import, what a preview found."""
        parts = [{"id": "versions", "title": _("Versions"), "register": self._versions()}]
        if self.preview is not None:
            parts += preview_parts(self.preview, self.request)
        if self.may(MANAGE):
            parts.append(self._import())
        return parts

    def _versions(self) -> dict[str, Any]:
        return {
            "caption": _("Versions of the plan"),
            "columns": [
                {"name": "title", "label": _("Name of the plan")},
                {"name": "from", "label": _("Binds from")},
                {"name": "to", "label": _("Binds to")},
                {"name": "classes", "label": _("Classes"), "num": True},
                {"name": "state", "label": _("State")},
            ],
            "rows": [
                {
                    "id": IUUID(plan),
                    "title": plan.title,
                    "url": f"{plan.absolute_url()}/view",
                    "cells": {
                        "title": {"text": plan.title},
                        "from": dated(plan.valid_from, self.request),
                        "to": dated(plan.valid_to, self.request),
                        "classes": {"text": str(len(plan))},
                        "state": tagged(state_of(plan)),
                    },
                }
                for plan in plans(self.context)
            ],
            "quiet": True,
            "empty": _(
                "The office has no plan yet, so no case can be opened. Import one below and approve it."
            ),
        }

    def _import(self) -> dict[str, Any]:
        file = {
            "name": "file",
            "label": _("File"),
            "hint": _(
                "CSV, XLSX, JSON of EZD RP, XML of the National Digital Archive or a Word table (DOCX)."
            ),
            "kind": "file",
            "required": True,
        }
        forms = [
            self.one("preview", _("Compare and check"), file, tone="btn-secondary", fold=_("Check a file")),
            self.one(
                "import",
                _("Import as a draft"),
                {"name": "title", "label": _("Name of the plan"), "required": True},
                {"name": "source", "label": _("Source")},
                file,
                fold=_("Import a plan"),
            ),
        ]
        text = _("Checking changes nothing. A file with faults is never imported in part.")
        return {"id": "import", "title": _("Import"), "text": text, "forms": forms}

    def do_preview(self) -> None:
        """Read and compare; the page shows what was found."""
        upload = self._upload()
        self.preview = preview_plan(self.context, upload.filename, upload.data)

    def do_import(self) -> str:
        """Make a draft."""
        upload = self._upload()
        plan = import_plan(
            self.context,
            file_name=upload.filename,
            data=upload.data,
            title=self.text("title"),
            source=self.text("source"),
        )
        self.say(_("The plan was imported as a draft. Approve it with its first day."))
        return f"{plan.absolute_url()}/view"

    def _upload(self) -> Any:
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        return upload


def preview_parts(preview: Preview, request: Any) -> list[dict[str, Any]]:
    """What an import would find: faults, then differences."""
    faults = {
        "caption": _("Faults and warnings"),
        "columns": [
            {"name": "line", "label": _("Line of the file")},
            {"name": "symbol", "label": _("Symbol")},
            {"name": "text", "label": _("What is wrong")},
            {"name": "weight", "label": _("Weight")},
        ],
        "rows": [
            {
                "id": f"fault-{place}",
                "title": str(finding.line),
                "cells": {
                    "line": {"text": str(finding.line)},
                    "symbol": {"text": finding.symbol},
                    "text": {"text": refusal(finding.reason)},
                    "weight": {
                        "text": _("forbids the import") if finding.blocking else _("warning"),
                        "tone": "warn" if finding.blocking else "wait",
                    },
                },
            }
            for place, finding in enumerate(preview.findings[:SHOWN])
        ],
        "empty": _("The file has no faults; it may be imported."),
    }
    total = _("${count} classes in the file", mapping={"count": len(preview.classes)})
    return [
        {"id": "faults", "title": _("Check"), "text": word(total, request), "register": faults},
        change_part(preview.changes, request),
    ]


def change_part(changes: list[Change], request: Any, *, whole: bool = False) -> dict[str, Any]:
    """The section of differences with their number; the first 200, or all."""
    shown = changes if whole else changes[:SHOWN]
    counted = {"shown": str(SHOWN), "count": str(len(changes))}
    more = _("The first ${shown} of ${count} are shown.", mapping=counted)
    return {
        "id": "changes",
        "title": _("Differences from the version that binds today"),
        "count": str(len(changes)) if changes else None,
        "text": word(more, request) if len(changes) > len(shown) else None,
        "register": change_register(shown),
    }


def change_register(changes: list[Change]) -> dict[str, Any]:
    """Table of differences."""
    return {
        "caption": _("Differences between the versions"),
        "columns": [
            {"name": "symbol", "label": _("Symbol")},
            {"name": "kind", "label": _("Difference")},
            {"name": "before", "label": _("Before")},
            {"name": "after", "label": _("After")},
        ],
        "rows": [
            {
                "id": f"change-{change.symbol}",
                "title": change.symbol,
                "cells": {
                    "symbol": {"text": change.symbol},
                    "kind": {"text": CHANGES[change.kind]},
                    "before": {"text": _in_words(change.before)},
                    "after": {"text": _in_words(change.after)},
                },
            }
            for change in changes
        ],
        "quiet": True,
        "empty": _("No difference."),
    }


def _in_words(item: PlanClass | None) -> str:
    if item is None:
        return ""
    categories = " / ".join(filter(None, (item.category_lead, item.category_other)))
    return ", ".join(filter(None, (item.title, categories, item.note)))


def modes_register(changed: list[ModeChange]) -> dict[str, Any]:
    """Classes whose way of keeping changes with a version."""
    columns = (
        ("symbol", _("Symbol")),
        ("title", _("Title of the class")),
        ("before", _("Before")),
        ("after", _("After")),
    )
    rows = [
        row(
            each.symbol,
            symbol=each.symbol,
            title=each.title,
            before={"text": MODES[each.before]},
            after={"text": MODES[each.after]},
        )
        for each in changed
    ]
    return table(_("Classes kept otherwise than before"), columns, numbered("mode", rows))


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
