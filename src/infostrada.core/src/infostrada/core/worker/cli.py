"""``infostrada worker``: the process beside Zope."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.idempotency import expire
from infostrada.core.journal.compensation import compensate
from infostrada.core.journal.repository import serials
from infostrada.core.maintenance import night
from infostrada.core.numbers import sweep
from infostrada.core.security import throttle
from infostrada.core.security.sessions import rotate
from infostrada.core.server.plone import open_site
from infostrada.core.worker.interfaces import IChore
from infostrada.core.worker.loop import Worker
from zope.component import getUtilitiesFor
from zope.component.hooks import getSite

import click
import logging
import signal
import transaction


logger = logging.getLogger(__name__)


@click.command()
def worker() -> None:
    """Deliver the outbox, run jobs, seal the journal; ends at SIGTERM after the batch in work."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    running = Worker(_site, tidy=_tidy, night=_night)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: running.stop())
    # Zope starts once, before the threads open their own connections.
    with open_site():
        pass
    running.run()


@contextmanager
def _site() -> Iterator[object]:
    with open_site() as (_app, site):
        yield site


def _night() -> None:
    """Read the settings as they are now, then work outside of any transaction."""
    transaction.begin()
    try:
        night.work(getSite()._p_jar.db())
    finally:
        transaction.abort()


def _tidy() -> None:
    """Settle what lost commits left behind, as far as it is due; forget what is old."""
    root = getSite().getPhysicalRoot()
    for step in (lambda: compensate(serials(root)), sweep, expire, rotate, throttle.tidy):
        transaction.begin()
        try:
            step()
            transaction.commit()
        finally:
            transaction.abort()
    for name, chore in getUtilitiesFor(IChore):
        transaction.begin()
        try:
            chore.run()
        except Exception:
            logger.exception("The chore %s stumbled; it comes again", name)
        finally:
            transaction.abort()
