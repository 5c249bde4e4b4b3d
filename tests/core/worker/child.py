"""A worker process with test handlers that kills itself at a named point; forked by the crash tests."""

from collections.abc import Mapping
from contextlib import nullcontext
from infostrada.core.jobs import runner
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.outbox import delivery
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.sql import session
from infostrada.core.worker.loop import Worker
from pathlib import Path
from sqlalchemy import text
from zope.component import provideUtility

import os
import random
import signal
import transaction


NEVER = "never"


class Death:
    """kill -9 at a named point, when its turn has come."""

    def __init__(self, point: str, seed: int) -> None:
        self._point = point
        # A process starts a job once; every other point it passes many times.
        self._passes = 1 if point == "after start" else random.Random(seed).randint(1, 4)

    def strike(self, point: str) -> None:
        """Pass a point, for the last time perhaps."""
        if point == self._point:
            self._passes -= 1
            if self._passes == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def after(self, point, function):
        """The function with a point behind it."""

        def wrapped(*args):
            result = function(*args)
            self.strike(point)
            return result

        return wrapped


class Handler:
    """Notes a delivery in a file, which no rollback takes away, and in a row, which one does."""

    def __init__(self, death: Death) -> None:
        self._death = death

    def deliver(self, message):
        with Path(os.environ["DELIVERIES"]).open("a") as log:
            log.write(f"{message.key}\n")
        self._death.strike("before effect")
        session().execute(text("INSERT INTO effect (key) VALUES (:key)"), {"key": message.key})
        self._death.strike("after effect")


class Summing:
    """Adds 1..total in batches of ten; a batch's rows and its checkpoint stand or fall together."""

    title = "Summing"

    def __init__(self, death: Death) -> None:
        self._death = death

    def run(self, job, params):
        at = (job.checkpoint or {"at": 0})["at"]
        while at < params["total"]:
            for number in range(at + 1, at + 11):
                session().execute(text("INSERT INTO summand VALUES (:n)"), {"n": number})
                self._death.strike("within batch")
            at += 10
            yield Progress(at, params["total"], {"at": at})
            self._death.strike("after batch")


def work(point: str, seed: int, environ: Mapping[str, str]) -> None:
    """Run a worker until SIGTERM, or until it dies at `point`; `seed` decides after how many passes."""
    os.environ.update(environ)
    death = Death(point, seed)
    delivery._claim = death.after("after claim", delivery._claim)
    runner._save = death.after("after save", runner._save)
    runner._start = death.after("after start", runner._start)
    transaction.manager.commit = death.after("after commit", transaction.manager.commit)
    transaction.commit = transaction.manager.commit
    provideUtility(Handler(death), IOutboxHandler, name="effect")
    provideUtility(Summing(death), IJobHandler, name="summing")
    worker = Worker(nullcontext)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()
