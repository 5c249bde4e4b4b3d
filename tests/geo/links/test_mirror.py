"""The truth on the record and its mirror in SQL, in one transaction."""

from infostrada.core.errors import BadRequest
from infostrada.core.sql import reader
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import open_links
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.rules import Ask
from plone import api

import pytest
import transaction


ONE, TWO = "049901_2.0001.1", "049901_2.0001.2"


def mirror(uid):
    with reader() as connection:
        return connection.execute(
            "SELECT business_id, role, valid_to IS NULL, reason, ST_AsText(geom)"
            " FROM geo.record_link WHERE uid = %s ORDER BY valid_from, business_id",
            [uid],
        ).fetchall()


SQUARE_ONE = "POLYGON((500100 570000,500100 570100,500000 570100,500000 570000,500100 570000))"


def test_a_link_is_on_the_record_and_in_the_mirror(document):
    record = document("Decyzja")
    link(record, [Ask(ONE, "subject")])
    transaction.commit()
    (kept,) = IGeoLinks(record).geo_links
    assert kept.business_id == ONE
    assert kept.snapshot.area == 10_000
    assert kept.snapshot.attrs == {"numer": "1"}
    assert mirror(record.UID()) == [(ONE, "subject", True, "", SQUARE_ONE)]


def test_an_aborted_link_is_nowhere(document):
    record = document("Decyzja")
    transaction.commit()
    link(record, [Ask(ONE)])
    transaction.abort()
    assert IGeoLinks(record).geo_links == ()
    assert mirror(record.UID()) == []


def test_a_repeated_transaction_writes_one_row(document):
    record = document("Decyzja")
    transaction.commit()
    for attempt in transaction.manager.attempts(3):
        with attempt as current:
            link(record, [Ask(ONE)])
            if attempt.manager is transaction.manager and not getattr(document, "failed", False):
                document.failed = True
                current.addBeforeCommitHook(_conflict)
    assert [row[0] for row in mirror(record.UID())] == [ONE]
    assert len(IGeoLinks(record).geo_links) == 1


def _conflict():
    raise transaction.interfaces.TransientError("somebody else was first")


def test_unlink_closes_the_row(document):
    record = document("Decyzja")
    (first, second) = link(record, [Ask(ONE), Ask(TWO)])
    transaction.commit()
    unlink(record, [first.link_id], "pomyłka")
    transaction.commit()
    assert [each.business_id for each in open_links(IGeoLinks(record).geo_links)] == [TWO]
    rows = {row[0]: row[2:4] for row in mirror(record.UID())}
    assert rows == {ONE: (False, "pomyłka"), TWO: (True, "")}
    with pytest.raises(BadRequest):
        unlink(record, [first.link_id], "jeszcze raz")
    assert second.is_open


def test_deleting_the_record_closes_its_rows(document):
    record = document("Decyzja")
    uid = record.UID()
    link(record, [Ask(ONE)])
    transaction.commit()
    api.content.delete(record)
    transaction.commit()
    assert [row[:4] for row in mirror(uid)] == [(ONE, "subject", False, "record deleted")]


def test_moving_the_record_leaves_its_links_open(site, document):
    record = document("Decyzja")
    link(record, [Ask(ONE)])
    folder = api.content.create(site, "Folder", "teczka")
    transaction.commit()
    moved = api.content.move(record, folder)
    transaction.commit()
    assert [row[2] for row in mirror(moved.UID())] == [True]


def test_a_copy_has_its_own_rows(site, document):
    record = document("Decyzja")
    link(record, [Ask(ONE)])
    transaction.commit()
    copied = api.content.copy(record, site, "kopia")
    transaction.commit()
    assert [row[0] for row in mirror(copied.UID())] == [ONE]
    assert [row[2] for row in mirror(record.UID())] == [True]


def test_a_feature_that_is_not_there_is_named(document):
    with pytest.raises(BadRequest) as refusal:
        link(document("Decyzja"), [Ask("049901_2.0001.77")])
    assert refusal.value.field == "geo_links"
    assert refusal.value.message.mapping == {"names": "049901_2.0001.77"}


def test_the_link_survives_a_change_of_the_geodata(document):
    """The statement holds for the parcel as it stood: nothing rewrites the snapshot."""
    from infostrada.geo.features import store
    from tests.geo.conftest import feature
    from tests.geo.conftest import square

    record = document("Decyzja")
    link(record, [Ask(ONE)])
    smaller = square(500_000, 570_000, 50)
    store.load("dzialki", [feature("dzialki", "a1", ONE, smaller, version="2")])
    transaction.commit()
    assert IGeoLinks(record).geo_links[0].snapshot.area == 10_000
    assert mirror(record.UID())[0][4] == SQUARE_ONE
