"""Put messages into the outbox."""

from collections.abc import Mapping
from infostrada.core.sql import session
from sqlalchemy import text

import json


INSERT = text("""
    INSERT INTO core.outbox (topic, key, payload) VALUES (:topic, :key, CAST(:payload AS jsonb))
    ON CONFLICT (key) DO NOTHING
""")


def put(topic: str, payload: Mapping, *, key: str) -> None:
    """Send `payload` to the handler named `topic` once the current transaction has been committed.

    `key` makes the message one of a kind: putting the same key again changes nothing, whatever the payload.
    """
    if not topic or not key:
        raise ValueError("A message needs a topic and a key")
    session().execute(INSERT, {"topic": topic, "key": key, "payload": json.dumps(dict(payload))})
