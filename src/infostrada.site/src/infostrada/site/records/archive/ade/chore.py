"""What the worker does with transfers on their way through the ADE, every half minute."""

from infostrada.core.record.sql import rows
from infostrada.core.worker.interfaces import IChore
from infostrada.site.records.archive.ade.rules import due
from infostrada.site.records.archive.ade.work import note_step
from infostrada.site.records.archive.ade.work import take_step
from infostrada.site.records.archive.transfer import OPEN
from infostrada.site.records.deed import now
from infostrada.site.records.find import record_at
from plone import api
from zope.interface import implementer

import logging
import transaction


logger = logging.getLogger(__name__)
RUNNING = """
    SELECT uid FROM core.record WHERE type = 'records_transfer' AND state = ANY(%(states)s) ORDER BY created, uid
"""
STEPS_AT_ONCE = 10


@implementer(IChore)
class Submissions:
    """Each transfer goes on by itself: what fails holds up no other."""

    def run(self) -> None:
        """All transfers that are not ended."""
        found = [row["uid"] for row in rows(RUNNING, {"states": list(OPEN)})]
        transaction.abort()
        for uid in found:
            try:
                visit(uid)
            except Exception:
                # Whatever the far side sends must not stop the worker's other chores.
                transaction.abort()
                logger.exception("ADE: transfer %s", uid)


def visit(uid: str) -> None:
    """Carry out the steps of one transfer that are due; none of them while a transaction is open."""
    for _step in range(STEPS_AT_ONCE):
        transfer = record_at(uid)
        held = transfer.ade if transfer is not None else None
        if held is None or not due(held.step, held.stopped, bool(held.fault), held.asked_at, now()):
            transaction.abort()
            return
        with api.env.adopt_roles(["Manager"]):
            step, outcome = take_step(transfer, transaction.abort)
        for attempt in transaction.manager.attempts(3):
            with attempt, api.env.adopt_roles(["Manager"]):
                note_step(record_at(uid), step, outcome)
        if outcome.fault or outcome.status is not None:
            return
