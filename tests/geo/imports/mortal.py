"""A worker's process that runs an import and may be shot at named points of it.

The shots are functions of the pipeline with a death before or after them; the product knows nothing of them.
"""

from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.runner import run
from infostrada.geo.imports import job
from infostrada.geo.imports import staging
from uuid import UUID
from zope.component import provideUtility

import os
import signal


# A few objects a transaction, so that a small file has several.
ITEMS = 3

# Which function, at which call, and whether it has done its work by then.
POINTS = {
    "before_the_first_batch": (job, "stage", 1, False),
    "in_a_batch": (job, "stage", 2, True),
    "between_batches": (job, "stage", 3, False),
    "in_the_checks": (job.checks, "check", 1, True),
    "before_a_layer": (job, "settle", 1, False),
    "in_a_layer": (job, "settle", 1, True),
    "between_layers": (job, "settle", 2, False),
    "while_tidying_up": (job.rows, "empty", 1, True),
}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def work(conninfo, job_id, point=None):
    """Run a job to its end, or until it dies at `point`."""
    os.environ["INFOSTRADA_DSN"] = conninfo
    staging.MOST_ITEMS = ITEMS
    provideUtility(job.ImportJob(), IJobHandler, name=job.NAME)
    if point is not None:
        _aim(*POINTS[point])
    assert run(UUID(job_id))


def _aim(module, name, call, after):
    plain, calls = getattr(module, name), []

    def deadly(*args, **values):
        calls.append(name)
        if len(calls) == call and not after:
            die()
        answer = plain(*args, **values)
        if len(calls) == call:
            die()
        return answer

    setattr(module, name, deadly)
