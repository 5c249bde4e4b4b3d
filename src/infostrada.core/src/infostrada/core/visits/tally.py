"""Visits of one process: counted in memory, added to the database now and then, beside every transaction.

Counting is one step in a mapping, so a page from memory costs nothing more. Adding goes through a connection of its
own: it is no change of any object, and pages kept in memory stay valid. What a killed process has not added yet is lost:
at most `EVERY` seconds of its visits.
"""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import time as hour
from datetime import timedelta
from infostrada.core.aside import aside
from threading import Event
from threading import Lock
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import atexit
import json
import logging
import time


EVERY = 20
MOST_WAITING = 200_000
WARSAW = ZoneInfo("Europe/Warsaw")
ADD = """
    INSERT INTO core.visit (uid, day, visits)
    SELECT uid, day, visits FROM jsonb_to_recordset(%(rows)s::jsonb) AS given (uid text, day date, visits bigint)
    ORDER BY uid, day
    ON CONFLICT (uid, day) DO UPDATE SET visits = visit.visits + excluded.visits
"""
logger = logging.getLogger(__name__)
Counts = Mapping[tuple[str, str], int]


def add(counts: Counts) -> None:
    """Add counts of objects (by UID) and days to the database; one statement, rows in one order everywhere."""
    rows = [{"uid": uid, "day": day, "visits": number} for (uid, day), number in counts.items()]
    with aside() as connection:
        connection.execute(ADD, {"rows": json.dumps(rows)})


class Tally:
    """The visits of this process that are not in the database yet."""

    def __init__(self, add: Callable[[Counts], None] = add, now: Callable[[], float] = time.time) -> None:
        self._add, self._now = add, now
        self._counts: Counter[tuple[str, str]] = Counter()
        self._alone, self._over = Lock(), Event()
        self._day, self._midnight = "", 0.0
        self._writer: Thread | None = None

    def note(self, uid: str) -> None:
        """Count one visit of the object today, Polish time."""
        now = self._now()
        with self._alone:
            if now >= self._midnight:
                self._turn(now)
            self._counts[uid, self._day] += 1

    def _turn(self, now: float) -> None:
        today: date = datetime.fromtimestamp(now, WARSAW).date()
        self._day = today.isoformat()
        self._midnight = datetime.combine(today + timedelta(days=1), hour(), WARSAW).timestamp()

    def flush(self) -> None:
        """Add what was counted; when the database is away it waits for the next time."""
        with self._alone:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            self._add(counts)
        except Exception:
            logger.warning("Visits could not be added; they wait", exc_info=True)
            with self._alone:
                if len(self._counts) < MOST_WAITING:
                    self._counts.update(counts)

    def begin(self) -> None:
        """Add now and then from a thread of its own, and once more when the process ends."""
        if self._writer is None:
            self._writer = Thread(target=self._run, name="visits", daemon=True)
            self._writer.start()
            atexit.register(self.flush)

    def _run(self, *_nothing: Any) -> None:
        while not self._over.wait(EVERY):
            self.flush()
