"""The real repository: objects of a Plone site, found by the side index and looked at themselves."""

from infostrada.core.errors import ContentionError
from infostrada.core.presence import IRecordExists
from infostrada.core.presence import settled
from infostrada.core.sql import session
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from zope.component import getUtility
from zope.component.hooks import setSite

import pytest
import transaction


@pytest.fixture
def site(functional_portal):
    setSite(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        yield functional_portal


def create(site, name):
    document = api.content.create(site, "Document", name, title=name)
    return IUUID(document)


def test_an_object_is_there_when_its_transaction_is_over(site):
    records = getUtility(IRecordExists)
    uid = create(site, "letter")
    transaction.savepoint()
    assert not records.newest(uid)
    transaction.commit()
    assert records.here(uid)
    assert records.newest(uid)
    assert settled(uid, "promise")


def test_an_object_of_another_place_does_not_count(site):
    uid = create(site, "letter")
    create(site, "other")
    transaction.commit()
    session().execute(
        text("UPDATE core.record SET path = :path WHERE uid = :uid"),
        {"path": "/".join(site.getPhysicalPath()) + "/other", "uid": uid},
    )
    assert not getUtility(IRecordExists).here(uid)


def test_a_row_without_its_object_does_not_count(site):
    uid = create(site, "letter")
    transaction.commit()
    api.content.delete(site["letter"])
    transaction.commit()
    assert not getUtility(IRecordExists).newest(uid)
    assert not settled(uid, "promise")


def test_an_object_committed_meanwhile_asks_for_a_repetition(site, monkeypatch):
    uid = create(site, "letter")
    transaction.commit()
    monkeypatch.setattr(type(getUtility(IRecordExists)), "here", lambda self, uid: False)
    with pytest.raises(ContentionError):
        settled(uid, "promise")
