"""`@listing` over HTTP, and that it wakes no object."""

from infostrada.core.record.access import principals
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.pages import page
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from pytest_plone.fixtures.requests import RelativeSession
from ZODB.Connection import Connection

import pytest
import transaction


@pytest.fixture
def listing(monkeypatch):
    from infostrada.core.record import listing as module

    monkeypatch.setattr(module, "_listings", {})
    made = Listing(name="test-sheets", types=("sheet",), permission="View", sorts={"title": Sort(("title",))})
    register_listing(made)
    return made


@pytest.fixture
def sheets(committed):
    for unit, count in ((committed.lipnowo, 12), (committed.rypin, 3)):
        binder = api.content.create(unit, "binder", id="b1", title="Segregator")
        for number in range(count):
            sheet = api.content.create(binder, "sheet", title=f"Karta {number:02}")
            if number % 2:
                api.content.transition(sheet, "publish")
    transaction.commit()
    return committed


@pytest.fixture
def get(sheets, listing):
    """GET as JSON, by default as the site's owner."""

    def call(path: str, params=None, anonymous=False):
        session = RelativeSession(sheets.absolute_url())
        session.headers.update({"Accept": "application/json"})
        if not anonymous:
            session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        return session.get(path, params=params)

    return call


def test_pages_follow_each_other(get):
    answer = get("/@listing", {"name": "test-sheets", "size": 10}).json()
    assert answer["items_total"] == 15
    assert answer["items_total_exact"] is True
    assert len(answer["items"]) == 10
    assert answer["items"][0]["title"] == "Karta 00"
    assert answer["items"][0]["@id"].startswith("http://localhost")
    following = get(answer["batching"]["next"]).json()
    assert len(following["items"]) == 5
    assert "batching" not in following
    assert len({each["uid"] for each in answer["items"] + following["items"]}) == 15


def test_limited_to_the_unit_and_the_container(get):
    assert get("/rypin/@listing", {"name": "test-sheets"}).json()["items_total"] == 3
    assert get("/rypin/b1/@listing", {"name": "test-sheets"}).json()["items_total"] == 3
    found = get("/lipnowo/@listing", {"name": "test-sheets", "state": "published"}).json()
    assert found["items_total"] == 6


def test_anonymous_sees_what_is_published(get, sheets):
    found = get("/@listing", {"name": "test-sheets"}, anonymous=True).json()
    assert found["items_total"] == 7
    assert {item["state"] for item in found["items"]} == {"published"}
    refused = get("/lipnowo/@listing", {"name": "test-sheets"}, anonymous=True)
    # Whether there is such a unit is not told either.
    assert refused.status_code in (401, 404)


@pytest.mark.parametrize(
    ("params", "status", "field"),
    [
        ({"name": "no-such"}, 404, "name"),
        ({}, 404, "name"),
        ({"name": "test-sheets", "size": "201"}, 400, "size"),
        ({"name": "test-sheets", "size": "many"}, 400, "size"),
        ({"name": "test-sheets", "sort": "uid"}, 400, "sort"),
        ({"name": "test-sheets", "order": "down"}, 400, "order"),
        ({"name": "test-sheets", "access": "x"}, 400, "access"),
        ({"name": "test-sheets", "cursor": "x"}, 400, "cursor"),
    ],
)
def test_refusals_name_the_field(get, params, status, field):
    answer = get("/@listing", params)
    assert answer.status_code == status
    assert answer.json()["field"] == field


def test_listing_with_a_permission_of_its_own(get):
    register_listing(Listing(name="managers", types=("sheet",), permission="Manage portal"))
    assert get("/@listing", {"name": "managers"}).status_code == 200
    assert get("/@listing", {"name": "managers"}, anonymous=True).status_code in (401, 403)


def test_no_content_object_is_loaded(sheets, listing, monkeypatch):
    """Counted on the connection: a page of rows loads no Dexterity object at all."""
    asking = principals()
    sheets._p_jar.cacheMinimize()
    loaded: list[str] = []
    original = Connection.setstate

    def noting(self, obj):
        loaded.append(type(obj).__module__)
        return original(self, obj)

    monkeypatch.setattr(Connection, "setstate", noting)
    found = page(listing, asking, size=10)
    assert len(found.rows) == 10
    assert [name for name in loaded if name.startswith("plone.dexterity")] == []
    sheets.lipnowo.b1.objectValues()[0].title
    assert [name for name in loaded if name.startswith("plone.dexterity")] != []
