"""A small hand-made map: three square parcels in two layers, and documents that can be linked."""

from datetime import datetime
from datetime import UTC
from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.features.model import Feature
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from pytest_plone.fixtures.requests import RelativeSession

import pytest
import shapely
import transaction


NS = "PL.PZGiK.049901.EGiB"

# Squares of 100 m beside each other: east of 500,000 lies the meridian 19°E.
PARCELS = {
    "a1": ("049901_2.0001.1", 500_000, 570_000),
    "a2": ("049901_2.0001.2", 500_100, 570_000),
    "a3": ("049963_1.0001.3", 500_000, 570_100),
}
SECRET = {"s1": ("TAJNE-1", 500_020, 570_020)}


def square(easting, northing, side=100):
    return shapely.box(easting, northing, easting + side, northing + side)


def feature(layer, local_id, name, shape, version="1", **attrs):
    return Feature(
        layer=layer,
        ns=NS,
        local_id=local_id,
        version=version,
        valid_from=datetime(2026, 1, int(version), tzinfo=UTC),
        wkb=shapely.to_wkb(shape),
        business_id=name,
        teryt=name[:6] if name[:6].isdigit() else "",
        attrs=attrs,
    )


def map_layer(portal, layer_id, state, **fields):
    layer = api.content.create(
        portal,
        "geo_layer",
        f"warstwa-{layer_id}",
        title=layer_id.capitalize(),
        layer_id=layer_id,
        source="Dane testowe",
        min_zoom=5,
        **{"symbol": "parcel", "label": "", "position": 1, "shown": True, **fields},
    )
    if state != "draft":
        api.content.transition(layer, to_state=state)
    return layer


@pytest.fixture
def site(functional):
    """The site with two layers, `dzialki` published and `tajne` in draft, committed."""
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Manager"])
    fti = portal.portal_types.Document
    fti.behaviors = (*fti.behaviors, "infostrada.geo.links")
    portal.portal_workflow.setChainForPortalTypes(["Document"], "simple_publication_workflow")
    map_layer(portal, "dzialki", "published", linkable=True)
    map_layer(portal, "tajne", "draft", linkable=True, position=2)
    flush()
    store.load("dzialki", [feature("dzialki", k, n, square(x, y), numer=n.rsplit(".")[-1])
                           for k, (n, x, y) in PARCELS.items()])  # fmt: skip
    store.load("tajne", [feature("tajne", k, n, square(x, y, 10)) for k, (n, x, y) in SECRET.items()])
    transaction.commit()
    return portal


@pytest.fixture
def document(site):
    """Makes a document, published or private, in one transaction."""

    def make(title, state="private"):
        made = api.content.create(site, "Document", title=title)
        if state != "private":
            api.content.transition(made, to_state=state)
        return made

    return make


@pytest.fixture
def anonymous(site):
    """HTTP as a visitor."""
    with RelativeSession(site.absolute_url()) as session:
        yield session


@pytest.fixture
def manager(site):
    """HTTP as the site's owner."""
    with RelativeSession(site.absolute_url()) as session:
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        yield session
