"""A worker process with test handlers that kills itself at a named point; run by the crash tests.

usage: child.py POINT SEED -- POINT is where kill -9 strikes, SEED decides after how many passes.
"""

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
import sys
import transaction


POINT, SEED = sys.argv[1], int(sys.argv[2])
# A process starts a job once; every other point it passes many times.
passes = 1 if POINT == "after start" else random.Random(SEED).randint(1, 4)


def strike(point):
    """kill -9 when this is the named point and its turn has come."""
    global passes
    if point == POINT:
        passes -= 1
        if passes == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Handler:
    def deliver(self, message):
        with Path(os.environ["DELIVERIES"]).open("a") as log:
            log.write(f"{message.key}\n")
        strike("before effect")
        session().execute(text("INSERT INTO effect (key) VALUES (:key)"), {"key": message.key})
        strike("after effect")


class Summing:
    """Adds 1..total in batches of ten; a batch's rows and its checkpoint stand or fall together."""

    title = "Summing"

    def run(self, job, params):
        at = (job.checkpoint or {"at": 0})["at"]
        while at < params["total"]:
            for number in range(at + 1, at + 11):
                session().execute(text("INSERT INTO summand VALUES (:n)"), {"n": number})
                strike("within batch")
            at += 10
            yield Progress(at, params["total"], {"at": at})
            strike("after batch")


def striking(point, function):
    def wrapped(*args):
        result = function(*args)
        strike(point)
        return result

    return wrapped


delivery._claim = striking("after claim", delivery._claim)
runner._save = striking("after save", runner._save)
runner._start = striking("after start", runner._start)
transaction.manager.commit = striking("after commit", transaction.manager.commit)
transaction.commit = transaction.manager.commit

provideUtility(Handler(), IOutboxHandler, name="effect")
provideUtility(Summing(), IJobHandler, name="summing")

worker = Worker(nullcontext)
signal.signal(signal.SIGTERM, lambda *_: worker.stop())
worker.run()
