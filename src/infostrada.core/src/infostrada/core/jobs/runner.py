"""Run jobs: one batch, one transaction, one checkpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.aside import aside
from infostrada.core.aside import one
from infostrada.core.errors import Problem
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import given_up
from infostrada.core.jobs.messages import unexpected
from infostrada.core.jobs.messages import words
from infostrada.core.jobs.owner import acting_as
from infostrada.core.jobs.rows import get
from infostrada.core.jobs.rows import Job
from infostrada.core.sql import session
from sqlalchemy import text
from transaction.interfaces import TransientError
from uuid import UUID
from zope.component import getUtility

import json
import logging
import secrets
import transaction


logger = logging.getLogger(__name__)

# Starts without a finished batch in between: a job that kills its worker ends as failed, not in a loop.
STARTS = 5

WAITING = "SELECT id FROM core.job WHERE state IN ('queued', 'running') ORDER BY created, id LIMIT 50"

# Held by the worker's own connection: a killed worker lets go at once, and another one resumes.
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('infostrada.job:' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('infostrada.job:' || %s, 0))"

START = """
    UPDATE core.job SET state = 'running', started = coalesce(started, now()), starts = starts + 1
    WHERE id = %s AND state IN ('queued', 'running')
"""

SAVE = text("""
    UPDATE core.job SET done = :done, total = :total, message = :message,
        checkpoint = CAST(:checkpoint AS jsonb), starts = 0
    WHERE id = :id RETURNING cancel
""")

END = text("UPDATE core.job SET state = :state, ended = now(), error = '' WHERE id = :id")

FAIL = """
    UPDATE core.job SET state = 'failed', ended = now(), error = %s
    WHERE id = %s AND state IN ('queued', 'running')
"""


def run_next() -> bool:
    """Run the oldest open job nobody else is at; returns whether there was one."""
    with aside() as connection:
        waiting = [job for (job,) in connection.execute(WAITING)]
    return any(run(job) for job in waiting)


def run(job: UUID) -> bool:
    """Run one job to its end or resume it; returns False when it has ended or another worker is at it."""
    with _claimed(job) as mine:
        if not mine:
            return False
        while (state := _start(job)) is not None:
            if _attempt(state):
                return True
        return False


@contextmanager
def _claimed(job: UUID) -> Iterator[bool]:
    with aside() as connection:
        mine = bool(one(connection.execute(LOCK, [str(job)]))[0])
        try:
            yield mine
        finally:
            if mine:
                connection.execute(UNLOCK, [str(job)])


def _start(job: UUID) -> Job | None:
    with aside() as connection:
        if not connection.execute(START, [job]).rowcount:
            return None
        return get(connection, job)


def _attempt(job: Job) -> bool:
    """One run through the handler; returns False when it is worth another start from the checkpoint."""
    if job.starts > STARTS:
        _fail(job, words(given_up(STARTS)))
        return True
    try:
        transaction.begin()
        with acting_as(job.owner):
            state = _batches(job)
            session().execute(END, {"id": job.id, "state": state})
            transaction.commit()
    except TransientError:
        transaction.abort()
        return False
    except Problem as problem:
        transaction.abort()
        _fail(job, words(problem.message))
    except Exception:
        # A job has nobody above it who could handle the error: it is logged, and its owner told.
        transaction.abort()
        reference = secrets.token_hex(4)
        logger.exception("Job %s (%s) failed, reference %s", job.id, job.name, reference)
        _fail(job, words(unexpected(reference)))
    return True


def _batches(job: Job) -> str:
    """Do batch after batch; returns the state the job ends in."""
    steps = getUtility(IJobHandler, name=job.name).run(job, job.params)
    for progress in steps:
        cancelled = _save(job, progress)
        transaction.commit()
        transaction.begin()
        if cancelled:
            steps.close()
            return "cancelled"
    return "done"


def _save(job: Job, progress: Progress) -> bool:
    values = {
        "id": job.id,
        "done": progress.done,
        "total": progress.total,
        "message": progress.message,
        "checkpoint": json.dumps(progress.checkpoint),
    }
    return session().execute(SAVE, values).scalar_one()


def _fail(job: Job, error: str) -> None:
    with aside() as connection:
        connection.execute(FAIL, [error, job.id])
