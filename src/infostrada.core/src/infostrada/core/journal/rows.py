"""Write journal rows in the joined transaction."""

from AccessControl import getSecurityManager
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from datetime import UTC
from infostrada.core.journal.digest import Entry
from infostrada.core.journal.expectations import expect
from infostrada.core.journal.expectations import expected
from infostrada.core.sql import session
from sqlalchemy import text
from uuid import uuid4

import json


INSERT = text("""
    INSERT INTO core.journal (key, unit, moment, actor, action, uid, data, digest)
    VALUES (:key, :unit, :moment, :actor, :action, :uid, CAST(:data AS jsonb), :digest)
    RETURNING id
""")

WITH_EXPECTATION = text("""
    WITH entered AS (
        INSERT INTO core.journal (key, unit, moment, actor, action, uid, data, digest)
        VALUES (:key, :unit, :moment, :actor, :action, :uid, CAST(:data AS jsonb), :digest)
        RETURNING id, uid
    ), expected AS (
        INSERT INTO core.journal_expectation (row, uid, path, serial)
        SELECT id, uid, :path, :serial FROM entered
    )
    SELECT id FROM entered
""")

MANY = text("""
    INSERT INTO core.journal (key, unit, moment, actor, action, uid, data, digest)
    SELECT key, unit, moment, actor, action, uid, CAST(data AS jsonb), digest
    FROM unnest(
        CAST(:key AS uuid[]), CAST(:unit AS text[]), CAST(:moment AS timestamptz[]), CAST(:actor AS text[]),
        CAST(:action AS text[]), CAST(:uid AS text[]), CAST(:data AS text[]), CAST(:digest AS bytea[])
    ) WITH ORDINALITY AS given (key, unit, moment, actor, action, uid, data, digest, place)
    ORDER BY place RETURNING id, uid
""")

SYSTEM = "system"
_gathered: ContextVar[list[Entry] | None] = ContextVar("journal_gathered", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Rows written inside go to the database together, in their order, when the block ends; none if it fails.

    For deeds done by the hundred in one transaction: one statement instead of one for each.
    """
    if _gathered.get() is not None:
        yield
        return
    entries: list[Entry] = []
    token = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(token)
    _write_many(entries)


def _write_many(entries: list[Entry]) -> None:
    if not entries:
        return
    rows = [as_row(entry) for entry in entries]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    for row, uid in session().execute(MANY, columns):
        if uid:
            expect(row, uid)


def append(action: str, *, unit: str | None, uid: str | None = None, data: Mapping | None = None) -> None:
    """Write one row that lives and dies with the current transaction.

    `action` is a dotted machine word (``records.letter.register``), `unit` the stable id of the unit (None:
    the whole site), `uid` the object the deed was done to. `data` holds text, integers, lists and mappings;
    never a citizen's personal data: the journal is not erased. Actor and time are taken here.
    """
    write(action, unit=unit, uid=uid, data=data, actor=current_actor())


def write(action: str, *, unit: str | None, uid: str | None, data: Mapping | None, actor: str) -> None:
    """`append` for a deed whose actor is not the current user (a login, a worker's finding)."""
    entry = Entry(
        key=uuid4(),
        unit=unit or "",
        moment=datetime.now(UTC),
        actor=actor,
        action=action,
        uid=uid or "",
        data=dict(data or {}),
    )
    waiting = _gathered.get()
    if waiting is not None:
        waiting.append(entry)
        return
    noted = expected(uid) if uid else None
    if noted is None:
        row = session().execute(INSERT, as_row(entry)).scalar_one()
    else:
        row = session().execute(WITH_EXPECTATION, as_row(entry) | noted._asdict()).scalar_one()
    if uid:
        expect(row, uid, noted)


def as_row(entry: Entry) -> dict[str, object]:
    """Bound parameters of `INSERT`."""
    return {
        "key": entry.key,
        "unit": entry.unit,
        "moment": entry.moment,
        "actor": entry.actor,
        "action": entry.action,
        "uid": entry.uid,
        "data": json.dumps(dict(entry.data), ensure_ascii=False),
        "digest": entry.digest(),
    }


def current_actor() -> str:
    """Id of the user at work; ``system`` where nobody is logged in."""
    return getSecurityManager().getUser().getId() or SYSTEM
