"""GET @jobs and GET @jobs/<id>."""

from infostrada.core.addressed import TakesNames
from infostrada.core.errors import NotFound
from infostrada.core.jobs.access import listed
from infostrada.core.jobs.access import visible
from infostrada.core.jobs.rows import Job
from infostrada.core.rest import Service


class JobService(TakesNames, Service):
    """Takes the job's id from the address."""

    def job(self) -> Job:
        """The job named in the address; raises `NotFound`."""
        if not self.name:
            raise NotFound(reason="no_such_job")
        return visible(self.context, self.name)

    def shown(self, job: Job) -> dict[str, object]:
        return {"@id": f"{self.context.absolute_url()}/@jobs/{job.id}"} | job.as_dict()


class JobsGet(JobService):
    """One job, or the newest ones."""

    def reply(self) -> dict[str, object]:
        if self.name:
            return self.shown(self.job())
        here = f"{self.context.absolute_url()}/@jobs"
        return {"@id": here, "items": [self.shown(job) for job in listed(self.context)]}
