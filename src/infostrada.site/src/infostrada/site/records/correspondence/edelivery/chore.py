"""What the worker does with the boxes every half minute."""

from collections.abc import Callable
from functools import partial
from infostrada.core.worker.interfaces import IChore
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.receiving import take_message
from infostrada.site.records.correspondence.edelivery.receiving import unseen
from infostrada.site.records.correspondence.edelivery.sending import follow
from infostrada.site.records.correspondence.edelivery.sending import give_back
from infostrada.site.records.correspondence.edelivery.sending import given_up
from infostrada.site.records.correspondence.edelivery.sending import running
from infostrada.site.records.correspondence.edelivery.settings import boxes
from infostrada.site.records.find import record_at
from plone import api
from typing import Any
from zope.interface import implementer

import logging
import transaction


logger = logging.getLogger(__name__)


@implementer(IChore)
class Boxes:
    """Letters on their way and messages that came, box by box."""

    def run(self) -> None:
        """Each letter and message in a transaction of its own: what fails holds up nothing else."""
        for uid, why in given_up():
            _try(f"letter {uid} given up", partial(give_back, uid, why))
        for unit, box in boxes():
            visit(unit, Client(box))


def _follow(uid: str, client: Client) -> None:
    follow(record_at(uid), client)


def visit(unit: Any, client: Client) -> None:
    """One round of one box."""
    for uid in running(unit.unit_id):
        _try(f"letter {uid}", partial(_follow, uid, client))
    waiting: list[str] = []
    _try(f"inbox of {unit.unit_id}", lambda: waiting.extend(unseen(unit.unit_id, client)))
    for message_id in waiting:
        _try(f"message {message_id}", partial(take_message, unit, client, message_id))


def _try(about: str, act: Callable[[], object]) -> None:
    """Do and commit; a fault is logged and comes again in the next round."""
    try:
        for attempt in transaction.manager.attempts(3):
            with attempt, api.env.adopt_roles(["Manager"]):
                act()
    except Exception:
        # Whatever the far side sends must not stop the worker's other chores.
        transaction.abort()
        logger.exception("e-Doręczenia: %s", about)
