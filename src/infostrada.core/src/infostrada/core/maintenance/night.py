"""The nightly work: once a night, inside the time window, by one worker."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from infostrada.core.aside import aside
from infostrada.core.maintenance.interfaces import IMaintenanceSettings
from infostrada.core.maintenance.interfaces import PREFIX
from infostrada.core.maintenance.pack import pack
from infostrada.core.maintenance.retention import forget
from infostrada.core.maintenance.window import parse
from plone.registry.interfaces import IRegistry
from typing import Any
from zoneinfo import ZoneInfo
from zope.component import getUtility

import json
import logging


logger = logging.getLogger(__name__)

POLAND = ZoneInfo("Europe/Warsaw")
# What was thrown away by mistake today can still be fetched out of the database tomorrow.
PACK_DAYS = 1

# Whoever comes second the same night changes no row.
CLAIM = """
    INSERT INTO core.chore AS chore (name, begun) VALUES (%(name)s, %(now)s)
    ON CONFLICT (name) DO UPDATE SET begun = excluded.begun, ended = NULL, outcome = NULL
    WHERE chore.begun < %(opened)s
"""
END = """
    UPDATE core.chore SET ended = clock_timestamp(), last_well = clock_timestamp(), outcome = %s WHERE name = %s
"""
# Nobody misses work that is not asked for.
UNASKED = "DELETE FROM core.chore WHERE name = ANY(%s)"
# Whole hours since the last good end; no row when it is not asked for.
SILENCE = "SELECT extract(epoch FROM now() - last_well) / 3600 FROM core.chore WHERE name = '{}'"
# One night may be missed, the machine may have been off; not two.
MOST_HOURS = 50
CHORES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "forget": lambda _db: forget(),
    "pack": lambda db: pack(db, PACK_DAYS).as_json(),
}


def work(db: Any, now: datetime | None = None) -> bool:
    """Do what is due now; returns whether there was anything. `now` is aware of its time zone."""
    window = parse(_settings().pack_window or "")
    here = (now or datetime.now(POLAND)).astimezone(POLAND)
    if window is None:
        with aside() as connection:
            connection.execute(UNASKED, [list(CHORES)])
        return False
    opened = window.opened(here)
    if opened is None:
        return False
    # One that fails has had its turn tonight and does not stand in the way of the next.
    done = [once(name, here, opened, partial(chore, db)) for name, chore in CHORES.items()]
    return any(done)


def once(name: str, now: datetime, opened: datetime, chore: Callable[[], dict[str, Any]]) -> bool:
    """Do a chore unless it was begun since the window was opened; returns whether it was done."""
    with aside() as connection:
        claimed = connection.execute(CLAIM, {"name": name, "now": now, "opened": opened})
        if not claimed.rowcount:
            return False
    outcome = chore()
    logger.info("Nightly %s: %s", name, outcome)
    with aside() as connection:
        connection.execute(END, [json.dumps(outcome), name])
    return True


def _settings() -> Any:
    return getUtility(IRegistry).forInterface(IMaintenanceSettings, check=False, prefix=PREFIX)
