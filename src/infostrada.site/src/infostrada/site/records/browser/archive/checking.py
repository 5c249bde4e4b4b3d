"""A package or list from anywhere, checked on the archive's page; the yearly sample of what is kept."""

from collections.abc import Iterable
from infostrada.core import jobs
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.archive.destruction import SAMPLE
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.lists import check_list
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.archive.package.words import WORDS
from infostrada.site.records.archive.package.xml import Finding
from infostrada.site.records.archive.yearly import SIZE
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.problems import invalid
from typing import Any


COLUMNS = (("where", _("Where")), ("reason", _("What")), ("detail", _("Detail")))


ANY = _("Whichever system made it. The file is read and thrown away, nothing is kept.")


class Checking(Part):
    """Send a file, read what is wrong with it; nothing is kept."""

    position = 50

    def __init__(self, context: Any, page: Any) -> None:
        super().__init__(context, page)
        self.report: Report | None = None

    def section(self) -> dict[str, Any]:
        """The form, and what the check found."""
        file = {
            "name": "package",
            "label": _("Package (tar or zip) or handover list (xml)"),
            "kind": "file",
            "required": True,
        }
        here = f"{self.page.unit.absolute_url()}/@@archive#check"
        form = self.page.one("check", _("Check the package"), file, tone="btn-secondary", url=here)
        part: dict[str, Any] = {"id": "check", "title": _("Check a package"), "text": ANY, "forms": [form]}
        if self.report is None:
            return part
        valid = self.report.valid
        title = _("The package is valid.") if valid else _("The package is not valid.")
        text = left_out(self.report.more)
        part["notice"] = {"kind": "done" if valid else "warn", "title": title, "text": text}
        if self.report.findings:
            part["register"] = findings_table(self.report.findings)
        return part

    def do_check(self) -> None:
        """Check what was sent and show it on this page."""
        sent = self.page.form.get("package")
        if not getattr(sent, "filename", ""):
            raise invalid("package", "file_missing")
        is_list = sent.filename.lower().endswith(".xml")
        self.report = (check_list if is_list else check_package)(sent, sent.filename)


def left_out(count: int) -> Any:
    """That there are more findings than are shown; empty when there are not."""
    return _("And ${count} more, which are not shown.", mapping={"count": str(count)}) if count else ""


class Sample(Part):
    """The yearly check of what is kept (rozporządzenie MSWiA z 30.10.2006, § 6)."""

    position = 45

    def section(self) -> dict[str, Any] | None:
        """What is checked, and the button."""
        if not self.page.may(KEEP):
            return None
        form = self.page.one("sample", _("Check a sample of this year"), tone="btn-secondary")
        return {"id": "sample", "title": _("Yearly sample"), "text": SAMPLED, "forms": [form]}

    def do_sample(self) -> str:
        """Order the yearly check and show its progress."""
        if not self.page.may(KEEP):
            raise invalid("do", "not_in_list")
        unit = self.page.unit.unit_id
        job = jobs.enqueue(SAMPLE, {"unit": unit, "year": polish_today().year, "size": SIZE}, unit=unit)
        return f"{self.page.unit.absolute_url()}/@@job/{job}"


SAMPLED = _(
    "Once a year the files of a sample of fifty cases of the archive are read and compared with their digests. The check runs by itself; you may order it now."
)


def findings_table(findings: Iterable[Finding]) -> dict[str, Any]:
    """What is wrong with a package, and where."""
    return table(_("Findings"), COLUMNS, numbered("finding", map(_finding, findings)))


def _finding(finding: Finding) -> dict[str, Any]:
    where = f"{finding.where}:{finding.line}" if finding.line else finding.where
    tone = "warn" if finding.blocking else "wait"
    return {
        "title": finding.where,
        "cells": {
            "where": {"text": where},
            "reason": {"text": WORDS[finding.reason], "tone": tone},
            "detail": {"text": finding.detail},
        },
    }
