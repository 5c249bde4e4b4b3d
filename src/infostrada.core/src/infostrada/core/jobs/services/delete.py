"""DELETE @jobs/<id>: cancel."""

from infostrada.core.errors import Conflict
from infostrada.core.jobs.rows import cancel
from infostrada.core.jobs.services.get import JobService


class JobsDelete(JobService):
    """Ask for the job's end after its present batch; 409 when it has ended already."""

    def reply(self) -> None:
        if not cancel(self.job().id):
            raise Conflict(reason="job_ended")
        self.request.response.setStatus(204)
