"""The list of jobs."""

from infostrada.core.calendar import polish_moment
from infostrada.core.jobs.access import listed
from infostrada.core.jobs.browser.job import STATES
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.rows import Job
from Products.Five.browser import BrowserView
from zope.component import queryUtility


class JobsView(BrowserView):
    """One's own jobs; for managers all of the unit or site."""

    def jobs(self) -> list[Job]:
        return listed(self.context)

    def title(self, job: Job) -> str:
        handler = queryUtility(IJobHandler, name=job.name)
        return job.name if handler is None else handler.title

    def state(self, job: Job) -> str:
        return STATES[job.state]

    def moment(self, job: Job) -> str:
        return polish_moment(job.created)
