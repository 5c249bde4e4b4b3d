"""Processes killed between the commit of the rows and that of the objects; an undo. The reconciler repairs both."""

from infostrada.core.sql import dispose
from infostrada.core.sql import reader
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import open_links
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.rules import Ask
from infostrada.geo.reconcile.operations import reconcile
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.CMFPlone.Portal import PloneSite
from tests.core.crash.writer import Shot
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage
from zope.component.hooks import setSite

import os
import pytest
import signal
import transaction
import ZODB


ROUNDS = 20
ONE, TWO = "049901_2.0001.1", "049901_2.0001.2"


def rows(uid):
    with reader() as connection:
        found = connection.execute(
            "SELECT business_id FROM geo.record_link WHERE uid = %s AND valid_to IS NULL ORDER BY 1", [uid]
        ).fetchall()
    return [name for (name,) in found]


def kept(record):
    return sorted(each.business_id for each in open_links(IGeoLinks(record).geo_links))


def repaired(portal):
    report = None
    for report in reconcile(portal):
        transaction.commit()
    return report.stale


def killed(change):
    """Make a change in a process of its own that dies after the rows are committed and before the objects are."""
    transaction.abort()
    child = os.fork()
    if child == 0:
        try:
            change()
            transaction.get().join(Shot("tpc_vote", "~~"))
            transaction.commit()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.crash
def test_twenty_kills_between_the_commits(site, document):
    """Links that only the rows know, and ends of links that only the rows know, in turn."""
    record = document("Decyzja", "published")
    (first,) = link(record, [Ask(ONE)])
    transaction.commit()
    uid = record.UID()
    dispose()
    for number in range(ROUNDS):
        if number % 2:
            killed(lambda: unlink(record, [first.link_id], "pomyłka"))
            assert rows(uid) == []
        else:
            killed(lambda: link(record, [Ask(ONE), Ask(TWO)]))
            assert rows(uid) == [ONE, TWO]
        transaction.begin()
        assert kept(record) == [ONE]
        if number % 4 == 3 or number == 4:
            assert repaired(site) == 1
            assert rows(uid) == [ONE]
    assert repaired(site) == 0


def test_an_undone_link_leaves_the_rows_after_reconciling(functional, site, document, tmp_path):
    """On a FileStorage over the site's: undo changes the objects and tells nobody."""
    record = document("Decyzja", "published")
    transaction.commit()
    path, uid = record.getPhysicalPath(), record.UID()
    over = DemoStorage(base=functional["zodbDB"].storage, changes=FileStorage(str(tmp_path / "over.fs")))
    db = ZODB.DB(over)
    connection = db.open()
    try:
        app = connection.root()["Application"].__of__(site.aq_parent.aq_parent)
        portal = app[site.getId()]
        assert isinstance(portal.aq_base, PloneSite)
        setSite(portal)
        login(portal, TEST_USER_NAME)
        mine = app.unrestrictedTraverse(path)
        link(mine, [Ask(ONE)])
        transaction.commit()
        assert (kept(mine), rows(uid)) == ([ONE], [ONE])
        db.undo(db.undoLog(0, 1)[0]["id"])
        transaction.commit()
        assert (kept(mine), rows(uid)) == ([], [ONE])
        assert repaired(portal) == 1
        assert (kept(mine), rows(uid)) == ([], [])
    finally:
        transaction.abort()
        setSite(site)
        login(site, TEST_USER_NAME)
        connection.close()
        db.close()
