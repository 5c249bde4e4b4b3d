"""A job's page: progress, errors, cancelling. Works without scripts by the Refresh header."""

from AccessControl import getSecurityManager
from infostrada.core.addressed import TakesNames
from infostrada.core.context import unit_of
from infostrada.core.errors import NotFound
from infostrada.core.i18n import _
from infostrada.core.jobs.access import visible
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.rows import cancel
from infostrada.core.jobs.rows import Job
from infostrada.core.record.uids import path_of
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.component import queryUtility


# Seconds between two looks while the job is open.
REFRESH = 3

STATES = {
    "queued": _("job_queued", default="Waiting for its turn"),
    "running": _("job_running", default="In progress"),
    "done": _("job_done", default="Done"),
    "failed": _("job_failed", default="Failed"),
    "cancelled": _("job_cancelled", default="Cancelled"),
}


class JobView(TakesNames, BrowserView):
    """``@@job/<id>``; POST with ``cancel`` ends the job."""

    template = ViewPageTemplateFile("job.pt")

    def __call__(self) -> str | None:
        if not self.name:
            raise NotFound(reason="no_such_job")
        self.job: Job = visible(self.context, self.name)
        if self.request.method == "POST" and "cancel" in self.request.form:
            CheckAuthenticator(self.request)
            cancel(self.job.id)
            return self.request.response.redirect(self.address)
        if self.job.open:
            self.request.response.setHeader("Refresh", str(REFRESH))
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return self.template()

    @property
    def address(self) -> str:
        return f"{self.context.absolute_url()}/@@job/{self.job.id}"

    @property
    def title(self) -> str:
        handler = queryUtility(IJobHandler, name=self.job.name)
        return self.job.name if handler is None else handler.title

    @property
    def outcome(self) -> dict[str, str] | None:
        """Where the outcome is seen: the record the job is about, else a page; None for what the visitor may not see."""
        handler = queryUtility(IJobHandler, name=self.job.name)
        path = path_of(str(self.job.params.get(getattr(handler, "about", ""), "")))
        record = None if path is None else self.context.unrestrictedTraverse(path, None)
        if record is not None and getSecurityManager().checkPermission("View", record):
            return {"title": record.title, "url": f"{record.absolute_url()}/view"}
        page = getattr(handler, "leads_to", "")
        if not page or unit_of(self.context) != self.job.unit:
            return None
        return {"title": "", "url": f"{self.context.absolute_url()}/{page}"}

    @property
    def state(self) -> str:
        if self.job.state == "running" and self.job.cancel:
            return _("job_ending", default="Being cancelled")
        return STATES[self.job.state]
