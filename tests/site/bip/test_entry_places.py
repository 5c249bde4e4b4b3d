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
