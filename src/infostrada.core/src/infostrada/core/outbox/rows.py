"""Put messages into the outbox, see how they stand, try those given up again."""

from collections.abc import Mapping
from datetime import datetime
from infostrada.core.sql import session
from sqlalchemy import text
from typing import NamedTuple

import json


INSERT = text("""
    INSERT INTO core.outbox (topic, key, payload) VALUES (:topic, :key, CAST(:payload AS jsonb))
    ON CONFLICT (key) DO NOTHING
""")
STANDING = text("SELECT state, attempts, due, error FROM core.outbox WHERE key = :key")
AGAIN = text("""
    UPDATE core.outbox SET state = 'waiting', attempts = 0, due = now(), ended = NULL
    WHERE key = :key AND state = 'dead' RETURNING id
""")


class Standing(NamedTuple):
    """How a message stands: `waiting`, `delivered` or `dead`, when it is due next, and its last fault."""

    state: str
    attempts: int
    due: datetime
    error: str


def put(topic: str, payload: Mapping, *, key: str) -> None:
    """Send `payload` to the handler named `topic` once the current transaction has been committed.

    `key` makes the message one of a kind: putting the same key again changes nothing, whatever the payload.
    """
    if not topic or not key:
        raise ValueError("A message needs a topic and a key")
    session().execute(INSERT, {"topic": topic, "key": key, "payload": json.dumps(dict(payload))})


def standing(key: str) -> Standing | None:
    """How the message with this key stands; None when there is none."""
    row = session().execute(STANDING, {"key": key}).one_or_none()
    return Standing(*row) if row is not None else None


def again(key: str) -> bool:
    """Give a message that was given up its attempts anew; returns whether it was one."""
    return session().execute(AGAIN, {"key": key}).one_or_none() is not None


FORGET = text("""
    DELETE FROM core.outbox WHERE topic = :topic AND state <> 'waiting'
        AND ended < now() - make_interval(secs => :seconds)
""")


def forget(topic: str, seconds: int) -> None:
    """Delete messages of a topic that ended so long ago: for those that name people and prove nothing afterwards."""
    session().execute(FORGET, {"topic": topic, "seconds": seconds})
