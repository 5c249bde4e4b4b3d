"""`@@geo-health`: do the map's rows say what the objects say? With the buttons to compare and repair."""

from infostrada.geo import _
from infostrada.geo.browser.assets import Styled
from infostrada.geo.reconcile.checks import Check
from infostrada.geo.reconcile.checks import divergence
from infostrada.geo.reconcile.checks import newest
from infostrada.geo.reconcile.job import order
from infostrada.geo.said import said
from infostrada.geo.sql import reader
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class GeoHealthPage(Styled, BrowserView):
    """Comparisons so far; a POST orders one."""

    page_title = _("State of the map's links")
    template = ViewPageTemplateFile("templates/health.pt")

    def __call__(self) -> Any:
        """The page, or on to the job that was ordered."""
        self.request.response.setHeader("Cache-Control", "private, no-store")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            job = order(repair="repair" in self.request.form)
            return self.request.response.redirect(f"{self.context.absolute_url()}/@@job/{job}", status=303)
        return self.template()

    def divergence(self) -> int:
        """Rows known to differ."""
        with reader() as connection:
            return divergence(connection)

    def checks(self) -> list[Check]:
        """The newest comparisons."""
        return newest()

    def moment(self, check: Check) -> str:
        """When it ended, as people read it."""
        return said(check.ended, self.request.get("LANGUAGE", "pl"))
