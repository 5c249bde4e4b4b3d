"""Take messages from the outbox and deliver them, one at a time.

A claim is committed on its own before the attempt: it counts the attempt and hides the message until the
lease ends. So a message that kills its worker is counted too and ends as a dead letter, not in a loop.
"""

from dataclasses import dataclass
from datetime import timedelta
from infostrada.core.aside import aside
from infostrada.core.outbox import schedule
from infostrada.core.outbox.interfaces import IMessage
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.sql import session
from psycopg.rows import class_row
from sqlalchemy import text
from zope.component import getUtility
from zope.interface import implementer

import logging
import transaction


logger = logging.getLogger(__name__)

# Longer than any attempt may take; only a killed worker lets it run out.
LEASE = timedelta(minutes=2)

CLAIM = """
    UPDATE core.outbox SET attempts = attempts + 1, due = now() + %(lease)s
    WHERE id = (
        SELECT id FROM core.outbox WHERE state = 'waiting' AND due <= now()
        ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, topic, key, payload, attempts AS attempt
"""

# The row stays locked until the commit: an attempt that outlives its lease is not doubled. Another worker's
# claim may have the row locked for the moment it needs to see that it is taken: that is waited for.
HOLD = text("""
    SELECT id FROM core.outbox WHERE id = :id AND state = 'waiting' AND attempts = :attempt
    FOR UPDATE
""")

SETTLE = text("UPDATE core.outbox SET state = 'delivered', ended = now(), error = '' WHERE id = :id")

POSTPONE = """
    UPDATE core.outbox SET due = now() + %(wait)s, error = %(error)s,
        state = CASE WHEN %(dead)s THEN 'dead' ELSE state END,
        ended = CASE WHEN %(dead)s THEN now() END
    WHERE id = %(id)s AND state = 'waiting' AND attempts = %(attempt)s
"""


@implementer(IMessage)
@dataclass(frozen=True)
class Message:
    """A claimed message."""

    id: int
    topic: str
    key: str
    payload: dict
    attempt: int


def deliver_next(lease: timedelta = LEASE) -> bool:
    """Claim one due message and try to deliver it; returns whether there was one."""
    message = _claim(lease)
    if message is None:
        return False
    if schedule.exhausted(message.attempt - 1):
        # Its last attempts ended their workers, or it would have been given up by them.
        _postpone(message, TimeoutError("no attempt came to its end"))
        return True
    transaction.begin()
    try:
        if session().execute(HOLD, {"id": message.id, "attempt": message.attempt}).first():
            getUtility(IOutboxHandler, name=message.topic).deliver(message)
            session().execute(SETTLE, {"id": message.id})
        transaction.commit()
    except Exception as error:
        # Whatever a handler raises means "not delivered": it is noted, counted and tried later.
        transaction.abort()
        _postpone(message, error)
    return True


def _claim(lease: timedelta) -> Message | None:
    with aside() as connection, connection.cursor(row_factory=class_row(Message)) as cursor:
        return cursor.execute(CLAIM, {"lease": lease}).fetchone()


def _postpone(message: Message, error: Exception) -> None:
    dead = schedule.exhausted(message.attempt)
    logger.warning(
        "Outbox %s: attempt %s on topic %s failed%s",
        message.id, message.attempt, message.topic, ", given up" if dead else "",
        exc_info=error,
    )  # fmt: skip
    with aside() as connection:
        connection.execute(
            POSTPONE,
            {
                "id": message.id,
                "attempt": message.attempt,
                "wait": schedule.wait(message.attempt),
                "error": f"{type(error).__name__}: {error}"[:500],
                "dead": dead,
            },
        )
