"""``@@health`` for programs, ``@@status`` for the operator."""

from AccessControl import getSecurityManager
from dataclasses import asdict
from infostrada.core.health.checks import addons
from infostrada.core.health.checks import DEGRADED
from infostrada.core.health.checks import DOWN
from infostrada.core.health.checks import examine
from infostrada.core.health.checks import Finding
from infostrada.core.health.checks import OK
from infostrada.core.health.checks import overall
from infostrada.core.health.sizes import Sizes
from infostrada.core.health.sizes import sizes
from infostrada.core.i18n import _
from Products.Five.browser import BrowserView

import json


VIEW_STATUS = "Infostrada: View status"

NAMES = {
    "database": _("health_database", default="Database"),
    "migrations": _("health_migrations", default="Database revisions not applied"),
    "worker": _("health_worker", default="Seconds since the worker's last sign of life"),
    "journal": _("health_journal", default="Age of the oldest journal row without a seal, seconds"),
    "outbox": _("health_outbox", default="Delay of the oldest message, seconds"),
    "dead_letters": _("health_dead_letters", default="Messages given up"),
    "jobs": _("health_jobs", default="Jobs failed in the last day"),
    "texts": _(
        "health_texts", default="Delay of the oldest attached file not yet read for the search, seconds"
    ),
    "unread": _("health_unread", default="Objects with a file nobody could read, in the last day"),
    "scans": _("health_scans", default="Files that are scans without text"),
    "forget": _("health_forget", default="Hours since rows past their time were last deleted"),
    "pack": _("health_pack", default="Hours since the object database was last packed"),
}

STATES = {
    OK: _("health_ok", default="well"),
    DEGRADED: _("health_degraded", default="needs attention"),
    DOWN: _("health_down", default="not working"),
}


class HealthView(BrowserView):
    """JSON. ``?probe=live`` only says that the process answers; otherwise 503 while it cannot serve.

    Names and figures are for those with the permission; everybody else gets the overall word.
    """

    def __call__(self) -> str:
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        response.setHeader("Cache-Control", "no-store")
        if self.request.form.get("probe") == "live":
            return json.dumps({"status": OK})
        findings = examine()
        state = overall(findings)
        if state == DOWN:
            response.setStatus(503)
        answer: dict[str, object] = {"status": state}
        if getSecurityManager().checkPermission(VIEW_STATUS, self.context):
            answer["checks"] = [asdict(finding) for finding in findings]
            answer["sizes"] = asdict(sizes())
        return json.dumps(answer)


class StatusView(BrowserView):
    """The operator's page."""

    def findings(self) -> list[Finding]:
        return examine()

    def sizes(self) -> Sizes:
        return sizes()

    def megabytes(self, number: int) -> str:
        """Of 10^6 bytes, one place behind the comma."""
        return f"{number / 1e6:,.1f}".replace(",", "\u00a0").replace(".", ",")

    def name(self, finding: Finding) -> str:
        return NAMES.get(finding.name) or dict(addons())[finding.name].title

    def state(self, finding: Finding) -> str:
        return STATES[finding.state]
