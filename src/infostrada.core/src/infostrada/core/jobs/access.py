"""Who may see and cancel which job."""

from AccessControl import getSecurityManager
from infostrada.core.context import unit_of
from infostrada.core.errors import NotFound
from infostrada.core.jobs.rows import get
from infostrada.core.jobs.rows import Job
from infostrada.core.jobs.rows import page
from infostrada.core.journal.rows import current_actor
from infostrada.core.sql import reader
from typing import Any
from uuid import UUID


MANAGE = "Infostrada: Manage jobs"


def visible(context: Any, text: str) -> Job:
    """The job, for its owner and for managers of its unit; raises `NotFound` for everybody else.

    A stranger's answer is that of a job that does not exist: ids cannot be tried out.
    """
    try:
        number = UUID(text)
    except ValueError:
        raise NotFound(reason="no_such_job") from None
    with reader() as connection:
        job = get(connection, number)
    if job is None or not (job.owner == current_actor() or _manages(context, job)):
        raise NotFound(reason="no_such_job")
    return job


def listed(context: Any) -> list[Job]:
    """Newest jobs: all of the unit (or site) for managers, one's own for the others."""
    unit = unit_of(context)
    with reader() as connection:
        if _may_manage(context):
            return page(connection, units=None if unit is None else [unit])
        return page(connection, owner=current_actor())


def _manages(context: Any, job: Job) -> bool:
    return _may_manage(context) and unit_of(context) in (None, job.unit)


def _may_manage(context: Any) -> bool:
    return bool(getSecurityManager().checkPermission(MANAGE, context))
