"""Rows that have had their time: which tables only grow, how long their rows are kept, and their nightly end.

What is no longer needed and names people has to go (RODO art. 5(1)(e)); what the law wants kept stays whatever a setting
says: every kind has the fewest days it may be set to. The journal, numbers, grants and the public change log never go.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.aside import aside
from infostrada.core.aside import one
from infostrada.core.maintenance.interfaces import IMaintenanceSettings
from infostrada.core.maintenance.interfaces import PREFIX
from plone.registry.interfaces import IRegistry
from psycopg import Connection
from typing import Any
from zope.component import getUtility


# One statement may not hold its rows for long: others may be waiting for them.
BATCH = 5_000
# Nobody names these sets any more, and nobody who is about to do so has passed the lock.
LOCK = "LOCK TABLE core.access_set IN SHARE ROW EXCLUSIVE MODE"
UNNAMED = """
    DELETE FROM core.access_set AS held
    WHERE NOT EXISTS (SELECT 1 FROM core.record WHERE record.access = held.id)
"""


@dataclass(frozen=True)
class Kept:
    """Rows of a table that go after so many days; `past` is their condition, with the parameter `days`.

    `setting` is the record of the registry that changes `days`, or "".
    """

    table: str
    past: str
    days: int
    setting: str = ""


_kept: dict[str, Kept] = {}


def register_kept(name: str, kept: Kept) -> None:
    """Let the nightly work end rows of a domain's table under a name of their own."""
    _kept[name] = kept


register_kept(
    "outbox",
    Kept(
        "core.outbox",
        "state = 'delivered' AND ended < now() - make_interval(days => %(days)s)",
        90,
        "outbox_days",
    ),
)
register_kept(
    "jobs",
    Kept(
        "core.job",
        "state IN ('done', 'failed', 'cancelled') AND ended < now() - make_interval(days => %(days)s)",
        365,
        "job_days",
    ),
)
register_kept(
    "access_log",
    Kept(
        "core.access_log",
        # By whole hours: an hour's seal fits all of its rows or none.
        "moment < date_trunc('hour', now() - make_interval(days => %(days)s), 'UTC')",
        731,
        "access_log_days",
    ),
)
register_kept(
    "visits", Kept("core.visit", "day < current_date - CAST(%(days)s AS integer)", 1_827, "visit_days")
)


def kept() -> Mapping[str, Kept]:
    """Every kind of rows that go, by its name."""
    return dict(sorted(_kept.items()))


def days_of(each: Kept) -> int:
    """For how many days such rows are kept as the site is set now."""
    records = getUtility(IRegistry).forInterface(IMaintenanceSettings, check=False, prefix=PREFIX)
    asked = getattr(records, each.setting, None) if each.setting else None
    return each.days if asked is None else int(asked)


def forget_kind(name: str) -> int:
    """Delete rows of one kind that are past their time; returns how many."""
    each = _kept[name]
    days = days_of(each)
    with aside() as connection:
        return _delete(connection, each, days)


def overdue(name: str) -> int:
    """How many rows of a kind are past their time."""
    each = _kept[name]
    counting = f"SELECT count(*) FROM {each.table} WHERE {each.past}"  # noqa: S608 - our own names and conditions
    with aside() as connection:
        return int(one(connection.execute(counting, {"days": days_of(each)}))[0])


def forget() -> dict[str, int]:
    """Delete what is past its time; how many rows of each kind went."""
    wanted = {name: (each, days_of(each)) for name, each in kept().items()}
    with aside() as connection:
        gone = {name: _delete(connection, each, days) for name, (each, days) in wanted.items()}
    return {**gone, "access_sets": forget_sets()}


def forget_sets() -> int:
    """Delete access sets no row names; returns how many.

    A writer that found its set there holds a lock on the table until its row is committed, so waiting for the lock is
    waiting for the row. It is waited for two seconds only: new writers stand behind; the next night is soon enough.
    """
    with aside() as connection, connection.transaction():
        connection.execute(LOCK)
        return int(connection.execute(UNNAMED).rowcount)


def _delete(connection: Connection[Any], each: Kept, days: int) -> int:
    statement = f"""
        DELETE FROM {each.table} WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM {each.table} WHERE {each.past} LIMIT {BATCH}))
    """  # noqa: S608 - our own names and conditions
    gone = 0
    while count := connection.execute(statement, {"days": days}).rowcount:
        gone += count
        if count < BATCH:
            break
    return gone
