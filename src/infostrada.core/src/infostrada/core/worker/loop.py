"""The worker's loops, one thread each: a long job holds up neither messages nor seals."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from infostrada.core.aside import aside
from infostrada.core.jobs.runner import run_next
from infostrada.core.journal.sealer import seal
from infostrada.core.maintenance.idle import let_go
from infostrada.core.outbox.delivery import deliver_next
from infostrada.core.search.attached import Step
from threading import Event
from threading import Thread
from zope.component.hooks import getSite

import logging
import os
import socket


logger = logging.getLogger(__name__)

IDLE = 1.0
PULSE = 2.0
AFTER_ERROR = 5.0

BEAT = """
    INSERT INTO core.worker (name) VALUES (%s) ON CONFLICT (name) DO UPDATE SET beat = now()
"""
FORGET = "DELETE FROM core.worker WHERE name = %s OR beat < now() - interval '1 day'"

Place = Callable[[], AbstractContextManager[object]]


class Worker:
    """Runs until `stop`; `place` opens what a thread works in (the site, with its own ZODB connection)."""

    def __init__(
        self,
        place: Place,
        tidy: Callable[[], object] | None = None,
        night: Callable[[], object] | None = None,
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._place = place
        self._tidy = tidy
        self._night = night
        self._stop = Event()

    def stop(self) -> None:
        """Finish the present message and batch, then end."""
        self._stop.set()

    def run(self) -> None:
        """Start the threads and wait for their end."""
        threads = [
            Thread(target=self._loop, args=(name, step), name=name)
            for name, step in (
                ("outbox", deliver_next),
                ("jobs", run_next),
                ("texts", Step()),
                ("tidy", self._tidied),
                ("night", self._nightly),
            )
        ]
        for thread in threads:
            thread.start()
        self._guard("pulse", self._pulse)
        for thread in threads:
            thread.join()
        with aside() as connection:
            connection.execute(FORGET, [self.name])

    def _loop(self, name: str, step: Callable[[], bool]) -> None:
        with self._place():
            self._guard(name, lambda: step() or self._rest(IDLE))

    def _rest(self, seconds: float) -> bool:
        """Wait for the next round without holding up the database: its connection reads nothing meanwhile."""
        let_go(getattr(getSite(), "_p_jar", None))
        return self._stop.wait(seconds)

    def _guard(self, name: str, step: Callable[[], object]) -> None:
        """Repeat `step`; a database that is away is waited for, without a restart."""
        while not self._stop.is_set():
            try:
                step()
            except Exception:
                logger.exception("The worker's %s stumbled; it goes on in %s s", name, AFTER_ERROR)
                self._stop.wait(AFTER_ERROR)

    def _pulse(self) -> None:
        with aside() as connection:
            connection.execute(BEAT, [self.name])
            while seal(connection):
                pass
        self._stop.wait(PULSE)

    def _tidied(self) -> bool:
        if self._tidy is not None:
            self._tidy()
        self._rest(30)
        return True

    def _nightly(self) -> bool:
        if self._night is not None:
            self._night()
        self._rest(60)
        return True
