from infostrada.core.security.sessions import rotate
from plone.keyring.interfaces import IKeyManager
from zope.component import getUtility


def test_the_secret_is_renewed_once_a_week_and_old_ones_still_read(portal):
    ring = getUtility(IKeyManager)["_system"]
    start = ring.last_rotation
    first = ring.current
    assert not rotate(now=start + 7 * 86400 - 1)
    assert ring.current == first
    assert rotate(now=start + 7 * 86400)
    assert ring.current != first
    assert first in list(ring)


def test_sessions_end_after_two_hours(portal):
    assert portal.acl_users.session.getProperty("timeout") == 7200
