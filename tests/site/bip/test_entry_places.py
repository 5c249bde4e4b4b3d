"""A published entry linked to a parcel: read by anybody as a page, over REST and on the map."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.site.bip import operations
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from pytest_plone.fixtures.requests import RelativeSession
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square
from tests.site.bip.conftest import with_bulletin
from tests.site.bip.test_bip_operations import DATA
from tests.site.records.world import make_office

import pytest
import transaction


PARCEL = "049901_2.0001.1"


@pytest.fixture
def entry(functional):
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Manager"])
    map_layer(portal, "dzialki", "published", linkable=True)
    flush()
    store.load("dzialki", [feature("dzialki", "a1", PARCEL, square(500_000, 570_000))])
    office = make_office(portal)
    bulletin = with_bulletin(office)
    with office.acting("maria.bip"):
        made = operations.draft_entry(bulletin["obwieszczenia"], DATA)
        operations.publish_entry(made)
        assert api.user.has_permission("infostrada.geo: Link to places", obj=made)
        link(made, [Ask(PARCEL)])
    transaction.commit()
    return made


def test_anybody_finds_the_entry_by_its_parcel(functional, entry):
    portal = functional["portal"]
    with RelativeSession(portal.absolute_url()) as session:
        page = session.get(entry.absolute_url()).text
        assert "data-geo-map=" in page
        assert PARCEL in page
        assert "@@places" not in page
        headers = {"Accept": "application/json"}
        seen = session.get(f"{entry.absolute_url()}/@places", headers=headers).json()
        assert [each["business_id"] for each in seen["items"]] == [PARCEL]
        here = session.get("@@geo/what-is-here", params={"x": 500_050, "y": 570_050}).json()
        (record,) = here["features"][0]["properties"]["records"]
        assert record["title"] == DATA.title
        assert session.get(record["url"]).status_code == 200
        assert session.get(f"{entry.absolute_url()}/@@places", allow_redirects=False).status_code in (
            302,
            401,
        )


def test_the_map_of_the_unit_lists_it(functional, entry):
    unit = api.portal.get_navigation_root(entry)
    with RelativeSession(functional["portal"].absolute_url()) as session:
        page = session.get(f"{unit.absolute_url()}/@@map").text
        assert DATA.title in page


def test_residents_find_what_was_decided_around_an_address(functional, entry):
    """The parcel is a square of 100 m: a point 350 m east of its middle is 300 m away from it."""
    site = functional["portal"].absolute_url()
    with RelativeSession(site) as session:
        session.headers["Accept-Language"] = "pl"

        def asked(**params):
            return session.get(
                f"{site}/@around-me", params=params, headers={"Accept": "application/json"}
            ).json()

        (place,) = asked(q=PARCEL)["places"]
        assert (place["title"], round(place["at"][0], 3)) == (PARCEL, 19.001)
        (item,) = session.get(place["@id"], headers={"Accept": "application/json"}).json()["items"]
        assert (item["title"], item["metres"], item["place"]) == (DATA.title, 0, PARCEL)
        east = place["at"][0] + 350 / 67_100
        at = f"{east},{place['at'][1]}"
        assert asked(at=at, distance="200")["items_total"] == 0
        (item,) = asked(at=at, distance="500")["items"]
        assert 290 < item["metres"] < 310
        page = session.get(f"{site}/@@around-me", params={"q": PARCEL, "distance": "500"}).text
        assert DATA.title in page and "W promieniu 500 m" in page and "data-extent=" in page
        assert "Nie znamy tu takiego miejsca" in session.get(f"{site}/@@around-me?q=nigdzie").text
        for wrong in ("at=x,y", "at=1e999,53", "at=0,0", "q=%00", "q=!!!", "at=19,53&distance=7&start=x"):
            assert session.get(f"{site}/@@around-me?{wrong}").status_code == 200, wrong
        assert session.get(f"{site}/@@around-me.xml").status_code == 404
        feed = session.get(f"{site}/@@around-me.xml", params={"at": at, "distance": "500"})
        assert feed.headers["Content-Type"].startswith("application/atom+xml") and DATA.title in feed.text
        operations.withdraw_entry(entry, "Omyłka")
        transaction.commit()
        assert asked(at=at, distance="500")["items_total"] == 0
