"""Jobs run in this process: progress, resuming, cancelling, failing."""

from click.testing import CliRunner
from infostrada.core.errors import Conflict
from infostrada.core.jobs import enqueue
from infostrada.core.jobs import rows
from infostrada.core.jobs import runner
from infostrada.core.jobs.cli import jobs
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from transaction.interfaces import TransientError
from uuid import UUID
from zope.component import getGlobalSiteManager

import json
import pytest
import transaction


@pytest.fixture
def handler():
    """Registers a generator function as the handler of jobs named ``test``."""
    registry = getGlobalSiteManager()
    registered = []

    def register(function):
        class Handler:
            title = "Test"
            run = staticmethod(function)

        registered.append(Handler())
        registry.registerUtility(registered[-1], IJobHandler, name="test")

    yield register
    for one in registered:
        registry.unregisterUtility(one, IJobHandler, name="test")


def order(params=None):
    job = UUID(enqueue("test", params or {}, unit="gmina-lipnowo"))
    transaction.commit()
    return job


def test_progress_is_saved_batch_by_batch(connection, handler):
    seen = []

    def run(job, params):
        for done in (25, 50, 100):
            yield Progress(done, 100, {"at": done}, f"batch {done}")
            now = rows.get(connection, job.id)
            seen.append((now.state, now.percent, now.checkpoint, now.message))

    handler(run)
    job = order()
    assert runner.run_next()
    assert seen == [
        ("running", 25, {"at": 25}, "batch 25"),
        ("running", 50, {"at": 50}, "batch 50"),
        ("running", 100, {"at": 100}, "batch 100"),
    ]
    ended = rows.get(connection, job)
    assert (ended.state, ended.percent, ended.error) == ("done", 100, "")
    assert not runner.run_next()


def test_a_job_nobody_committed_does_not_start(connection, handler):
    handler(lambda job, params: iter(()))
    enqueue("test", {}, unit=None)
    transaction.abort()
    assert not runner.run_next()


def test_a_transient_error_goes_on_from_the_checkpoint(connection, handler):
    starts = []

    def run(job, params):
        at = (job.checkpoint or {"at": 0})["at"]
        starts.append(at)
        while at < 3:
            if at == 2 and len(starts) == 1:
                raise TransientError("conflict")
            at += 1
            yield Progress(at, 3, {"at": at})

    handler(run)
    job = order()
    runner.run_next()
    assert starts == [0, 2]
    assert rows.get(connection, job).state == "done"


def test_conflicts_without_end_are_given_up(connection, handler):
    def run(job, params):
        raise TransientError("conflict")
        yield

    handler(run)
    job = order()
    runner.run_next()
    ended = rows.get(connection, job)
    assert ended.state == "failed"
    assert "5" in ended.error


def test_a_refusal_is_told_in_its_own_words(connection, handler):
    def run(job, params):
        yield Progress(1, 2)
        raise Conflict("The plan is in use.")

    handler(run)
    job = order()
    runner.run_next()
    ended = rows.get(connection, job)
    assert (ended.state, ended.error, ended.done) == ("failed", "The plan is in use.", 1)


def test_an_unforeseen_error_tells_a_reference_and_no_details(connection, handler, caplog):
    def run(job, params):
        raise KeyError("PESEL of somebody")
        yield

    handler(run)
    job = order()
    runner.run_next()
    error = rows.get(connection, job).error
    assert "PESEL" not in error
    assert error.rpartition(" ")[2] in caplog.text


def test_cancelling_a_running_job_ends_it_after_its_batch(connection, handler):
    batches = []

    def run(job, params):
        for number in range(5):
            batches.append(number)
            if number == 1:
                connection.execute(rows.CANCEL.text.replace(":id", "%s"), [job.id])
            yield Progress(number + 1, 5)

    handler(run)
    job = order()
    runner.run_next()
    ended = rows.get(connection, job)
    assert (ended.state, ended.done, batches) == ("cancelled", 2, [0, 1])


def test_a_queued_job_is_cancelled_at_once_and_only_once(connection, handler):
    handler(lambda job, params: iter(()))
    job = order()
    assert rows.cancel(job)
    transaction.commit()
    assert rows.get(connection, job).state == "cancelled"
    assert not rows.cancel(job)
    assert not runner.run(job)


def test_a_dry_run_says_whether_a_job_would_run(connection, handler):
    handler(lambda job, params: iter(()))
    job = order()

    def said():
        done = CliRunner().invoke(jobs, ["run", str(job), "--dry-run", "--json"])
        return done.exit_code, json.loads(done.output)["would_run"]

    assert said() == (0, True)
    assert rows.get(connection, job).state == "queued"
    assert "would be run" in CliRunner().invoke(jobs, ["run", str(job), "--dry-run"]).output
    assert rows.cancel(job)
    transaction.commit()
    assert said() == (1, False)


def test_two_workers_do_not_run_one_job(connection, handler):
    tried = []

    def run(job, params):
        with runner._claimed(job.id) as mine:
            tried.append(mine)
        yield Progress(1, 1)

    handler(run)
    order()
    runner.run_next()
    assert tried == [False]
