"""The secret that signs session cookies."""

from plone.keyring.interfaces import IKeyManager
from zope.component import getUtility

import time


RING = "_system"
# Five secrets are kept, so a ticket signed today is still read weeks after it has expired.
AGE = 7 * 24 * 60 * 60


def rotate(now: float | None = None) -> bool:
    """Put a new secret in front when the present one is a week old; returns whether it did."""
    manager = getUtility(IKeyManager)
    moment = time.time() if now is None else now
    if moment - manager[RING].last_rotation < AGE:
        return False
    manager.rotate(ring=RING)
    return True
