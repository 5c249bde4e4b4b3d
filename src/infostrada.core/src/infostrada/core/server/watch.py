"""Look after a running installation: what ends by itself is started again."""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.cluster import Cluster
from infostrada.core.cluster import ClusterError
from infostrada.core.config import Settings
from infostrada.core.server import installation
from infostrada.core.server import process
from infostrada.core.server.process import StartError

import psycopg
import time


DATABASE = "postgresql"
# Seconds between two starts of one that falls again and again; one that has stood for a minute begins anew.
PAUSES = (2.0, 5.0, 15.0, 30.0)
STEADY = 60.0


class Watch:
    """Remembers who fell when: a process that cannot stand yet is tried again, less and less often.

    A Zope process or worker that is just starting while the database falls ends by itself; nobody but the watch
    would bring it back.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._falls: dict[str, int] = {}
        self._started: dict[str, float] = {}

    def look(self) -> Iterator[str]:
        """Start again what has fallen and is due; yields a sentence for each. Never raises for a failed start."""
        for name in self._fallen():
            if self._due(name):
                yield self._again(name)

    def _fallen(self) -> list[str]:
        """The private database alone when it is down: nothing else can start without it.

        `infostrada stop`, given elsewhere, takes the notes of all processes away before the database ends.
        """
        noted = process.names(self._settings.var)
        if noted and self._settings.private and not Cluster(self._settings.var).running():
            return [DATABASE]
        return installation.died(self._settings)

    def _due(self, name: str) -> bool:
        if name not in self._started:
            return True
        pause = PAUSES[min(self._falls[name], len(PAUSES)) - 1]
        return self._clock() - self._started[name] >= pause

    def _again(self, name: str) -> str:
        now = self._clock()
        stood = now - self._started.get(name, -STEADY) >= STEADY
        self._falls[name] = 1 if stood else self._falls[name] + 1
        self._started[name] = now
        try:
            if name == DATABASE:
                Cluster(self._settings.var).start()
            else:
                installation.restart(self._settings, name)
        except (StartError, ClusterError, psycopg.OperationalError) as error:
            return f"{name} ended by itself and cannot be started yet: {error}"
        return f"{name} ended by itself and is started again; see {self._settings.var}/log"
