"""``infostrada worker``: the process beside Zope."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.journal.compensation import compensate
from infostrada.core.journal.repository import serials
from infostrada.core.server.plone import open_site
from infostrada.core.worker.loop import Worker
from zope.component.hooks import getSite

import click
import logging
import signal
import transaction


@click.command()
def worker() -> None:
    """Deliver the outbox, run jobs, seal the journal; ends at SIGTERM after the batch in work."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    running = Worker(_site, tidy=_compensate)
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


def _compensate() -> None:
    """Look for rows of lost commits, as far as they are due."""
    transaction.begin()
    try:
        compensate(serials(getSite().getPhysicalRoot()))
        transaction.commit()
    finally:
        transaction.abort()
