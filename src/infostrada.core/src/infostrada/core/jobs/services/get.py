"""GET @jobs and GET @jobs/<id>."""

from infostrada.core.errors import NotFound
from infostrada.core.jobs.access import listed
from infostrada.core.jobs.access import visible
from infostrada.core.jobs.rows import Job
from infostrada.core.rest import Service
from typing import Any
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class JobService(Service):
    """Takes the job's id from the address."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.steps: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> "JobService":
        self.steps.append(name)
        return self

    def job(self) -> Job:
        """The job named in the address; raises `NotFound`."""
        if len(self.steps) != 1:
            raise NotFound(reason="no_such_job")
        return visible(self.context, self.steps[0])

    def shown(self, job: Job) -> dict[str, object]:
        return {"@id": f"{self.context.absolute_url()}/@jobs/{job.id}"} | job.as_dict()


class JobsGet(JobService):
    """One job, or the newest ones."""

    def reply(self) -> dict[str, object]:
        if self.steps:
            return self.shown(self.job())
        here = f"{self.context.absolute_url()}/@jobs"
        return {"@id": here, "items": [self.shown(job) for job in listed(self.context)]}
