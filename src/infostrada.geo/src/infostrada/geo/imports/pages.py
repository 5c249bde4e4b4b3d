"""`@@geo-imports`: send a file, say what goes where, follow the import, read its report."""

from datetime import datetime
from infostrada.core.addressed import TakesNames
from infostrada.core.aside import aside
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Problem
from infostrada.core.jobs.rows import get as get_job
from infostrada.core.record.sql import rows as found_rows
from infostrada.geo import _
from infostrada.geo.browser.assets import Styled
from infostrada.geo.imports import operations
from infostrada.geo.imports import rows
from infostrada.geo.imports.messages import LEVELS
from infostrada.geo.imports.messages import spoken
from infostrada.geo.imports.messages import STATES
from infostrada.geo.imports.report import as_csv
from infostrada.geo.imports.report import as_json
from infostrada.geo.said import said
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate


PAGE = 100
REFRESH = 3

COUNTS = (
    ("new", _("new")),
    ("unchanged", _("unchanged")),
    ("attributes", _("attributes changed")),
    ("geometry", _("shape changed")),
    ("older", _("older than stored")),
    ("gone", _("no longer there")),
    ("split", _("split")),
    ("merged", _("merged")),
    ("refused", _("refused")),
)


class ImportsPage(TakesNames, Styled, BrowserView):
    """The list with the form to send a file; `@@geo-imports/<id>` is one import."""

    page_title = _("Import of map data")
    list_template = ViewPageTemplateFile("templates/imports.pt")
    order_template = ViewPageTemplateFile("templates/order.pt")
    run_template = ViewPageTemplateFile("templates/run.pt")

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.problem: Problem | None = None

    def __call__(self) -> Any:
        self.request.response.setHeader("Cache-Control", "private, no-store")
        if not self.name:
            return self._receive() if self._is_post() else self.list_template()
        self.run = operations.visible(self.context, operations.run_id(self.name))
        if self.run.state == "uploaded":
            return self._order() if self._is_post() else self.order_template()
        asked = self.request.form.get("format")
        if asked in ("csv", "json"):
            return self._download(asked)
        self._follow_job()
        return self.run_template()

    @property
    def address(self) -> str:
        """Where the list is."""
        return f"{self.context.absolute_url()}/@@geo-imports"

    @property
    def error(self) -> str:
        """What was wrong with the form, in words; empty when nothing was."""
        return translate(self.problem.message, context=self.request) if self.problem else ""

    def runs(self) -> list[dict[str, Any]]:
        """The newest imports for the list."""
        rows.tidy()
        return [
            {
                "url": f"{self.address}/{run.id}",
                "file": run.file_name,
                "state": self.state_of(run),
                "when": self._moment(run.created),
                "layers": ", ".join(sorted(set(run.options.get("layers", {}).values()))),
                "dry_run": run.options.get("dry_run", False),
            }
            for run in rows.newest(self.run_unit())
        ]

    def run_unit(self) -> str | None:
        """The unit whose imports are listed; None for all of the site."""
        return operations.unit_of(self.context)

    def state_of(self, run: rows.Run) -> str:
        """State of an import in words."""
        return str(translate(STATES[run.state], context=self.request))

    def classes(self) -> list[dict[str, Any]]:
        """Rows of the form: a class, how many, and the layers it may go to."""
        sent = self.request.form
        return [
            {
                "id": f"class-{number}",
                "name": each["name"],
                "count": each["count"],
                "chosen": sent.get(f"class-{number}", each["layer"]),
            }
            for number, each in enumerate(self.run.found["classes"])
        ]

    def layers(self) -> list[dict[str, Any]]:
        """The layers of the site."""
        return found_rows(operations.LAYERS)

    def may_persons(self) -> bool:
        """May this person import what a register says of persons?"""
        return bool(api.user.has_permission(operations.PERSONS, obj=self.context))

    def left_out(self) -> str:
        """Objects about persons, which are never stored."""
        return ", ".join(f"{name} ({count})" for name, count in self.run.found.get("personal", {}).items())

    def counts(self) -> list[dict[str, Any]]:
        """The table of the finished import."""
        return [
            {
                "layer": layer,
                "cells": [
                    {"title": title, "count": found.get(name, 0)}
                    for (name, _title), title in zip(COUNTS, self.count_titles(), strict=True)
                ],
            }
            for layer, found in self.run.summary.get("layers", {}).items()
        ]

    def count_titles(self) -> list[str]:
        """Heads of that table."""
        return [str(translate(title, context=self.request)) for _name, title in COUNTS]

    def findings(self) -> list[dict[str, Any]]:
        """A page of the report."""
        after = str(self.request.form.get("after", "0"))
        found = rows.findings(self.run.id, after=int(after) if after.isdigit() else 0, size=PAGE)
        self.next_after = found[-1]["number"] if len(found) == PAGE else None
        return [
            {
                **each,
                "level": str(translate(LEVELS[each["level"]], context=self.request)),
                "is_refused": each["level"] == "refused",
                "name": each["business_id"] or each["fid"],
                "words": f"{spoken(each['reason'], self.request)} {each['detail']}".strip(),
                "place": f"{each['easting']:.2f} {each['northing']:.2f}"
                if each["easting"] is not None
                else "",
            }
            for each in found
        ]

    def _is_post(self) -> bool:
        return bool(self.request.method == "POST")

    def _receive(self) -> Any:
        CheckAuthenticator(self.request)
        file = self.request.form.get("file")
        try:
            if not getattr(file, "filename", ""):
                raise BadRequest(_("Choose a file."), field="file", reason="missing")
            run = operations.receive(self.context, file, file.filename)
        except BadRequest as problem:
            self.problem = problem
            self.request.response.setStatus(400)
            return self.list_template()
        return self.request.response.redirect(f"{self.address}/{run.id}", status=303)

    def _order(self) -> Any:
        CheckAuthenticator(self.request)
        form = self.request.form
        chosen = {each["name"]: each["chosen"] for each in self.classes() if each["chosen"]}
        texts = {name: str(form.get(name, "")).strip() for name in ("unit", "crs", "as_of", "name_field")}
        try:
            if not chosen:
                raise BadRequest(_("Say which class goes into which layer."), field="layers")
            operations.order(
                self.context,
                self.run.id,
                {
                    **texts,
                    "layers": chosen,
                    "vanish": str(form.get("vanish", "guarded")),
                    "dry_run": bool(form.get("dry_run")),
                    "persons": bool(form.get("persons")),
                    "validate": bool(form.get("validate")),
                },
            )
        except BadRequest as problem:
            self.problem = problem
            self.request.response.setStatus(400)
            return self.order_template()
        return self.request.response.redirect(f"{self.address}/{self.run.id}", status=303)

    def _follow_job(self) -> None:
        with aside() as connection:
            self.job = get_job(connection, self.run.job) if self.run.job else None
        if self.run.state == "queued" and self.job is not None and self.job.open:
            self.request.response.setHeader("Refresh", str(REFRESH))

    def _download(self, kind: str) -> bytes:
        response = self.request.response
        types = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
        response.setHeader("Content-Type", types[kind])
        response.setHeader("Content-Disposition", f'attachment; filename="import-{self.run.id}.{kind}"')
        return as_csv(self.run, self.request) if kind == "csv" else as_json(self.run)

    def _moment(self, when: datetime) -> str:
        return said(when, self.request.get("LANGUAGE", "pl"))
