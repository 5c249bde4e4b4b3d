"""What integrators send to the map's services, as the guide shows it; the exchanges are written to tests/http/geo."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.wms.program import program
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square
from tests.site.records.exchange import Client

import pytest
import transaction


PARCELS = "@@geo/collections/dzialki"
LAMPS = "@@geo/collections/lampy/items"
GEOJSON = {"Accept": "application/geo+json"}


@pytest.fixture
def office(site, document):
    """A layer of lamps that may be changed one by one, and a decision about a parcel."""
    map_layer(site, "lampy", "published", editable=True, position=4)
    flush()
    lamp = feature("lampy", "lampa-17", "L-17", square(500_010, 570_010, 2), moc=70, stan="sprawna")
    store.load("lampy", [lamp])
    decision = document("Decyzja o warunkach zabudowy", "published")
    link(decision, [Ask("049901_2.0001.1")])
    transaction.commit()
    return decision


@pytest.fixture
def visitor(site):
    return Client(site.absolute_url(), "", folder="geo")


@pytest.fixture
def editor(site):
    return Client(site.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD, folder="geo")


def test_reading(office, visitor):
    features(visitor)
    older_services(visitor)


def test_writing(office, editor, visitor):
    changes(editor)
    places_of_records(office, editor, visitor)


def features(visitor):
    page = visitor.send("GET", f"{PARCELS}/items?limit=2", record="items_get", headers=GEOJSON).json()
    assert (page["numberReturned"], page["numberMatched"]) == (2, 3)
    (after,) = (each["href"] for each in page["links"] if each["rel"] == "next")
    assert visitor.send("GET", after, headers=GEOJSON).json()["numberReturned"] == 1
    inside = "filter=business_id+LIKE+'049901%25'+AND+numer+IN+('1','3')"
    found = visitor.send("GET", f"{PARCELS}/items?{inside}", record="items_cql2_get", headers=GEOJSON).json()
    assert [each["properties"]["business_id"] for each in found["features"]] == ["049901_2.0001.1"]
    refused = visitor.send(
        "GET", f"{PARCELS}/items?filter=numer+==+1", record="items_get_400", headers=GEOJSON
    )
    assert refused.status_code == 400
    one = f"{PARCELS}/items/PL.PZGiK.049901.EGiB:a1?crs=http://www.opengis.net/def/crs/EPSG/0/2180"
    feature_ = visitor.send("GET", one, record="item_get", headers=GEOJSON)
    # Northing first, as the authority's axes go.
    assert feature_.json()["geometry"]["coordinates"][0][0][0] >= 570_000
    assert visitor.send("GET", f"{PARCELS}/tiles/PL1992", record="tileset_get").status_code == 200
    tile = visitor.send(
        "GET", f"{PARCELS}/tiles/PL1992/10/422/512", record="tile_get", headers={"Accept": "*/*"}
    )
    assert len(tile.content) > 50
    records = visitor.send("GET", "@@geo/collections/catalogue.layers/items?q=dzialki", record="records_get")
    assert records.json()["numberMatched"] == 1


def changes(editor):
    point = {"type": "Point", "coordinates": [19.0002, 52.98]}
    body = {
        "type": "Feature",
        "id": "lampy:18",
        "geometry": point,
        "properties": {"business_id": "L-18", "moc": 50},
    }
    made = editor.send(
        "POST", LAMPS, body, record="items_post", headers={"Content-Type": "application/geo+json"}
    )
    assert made.status_code == 201, made.text
    held = {"Content-Type": "application/geo+json", "If-Match": made.headers["ETag"]}
    changed = {**body, "properties": {"business_id": "L-18", "moc": 35}}
    assert (
        editor.send("PUT", f"{LAMPS}/lampy:18", changed, record="item_put", headers=held).status_code == 204
    )
    late = editor.send("PUT", f"{LAMPS}/lampy:18", body, record="item_put_412", headers=held)
    assert late.status_code == 412


def places_of_records(office, editor, visitor):
    here = visitor.send(
        "GET", "@@geo/what-is-here?x=500050&y=570050", record="what_is_here_get", headers=GEOJSON
    )
    (parcel,) = here.json()["features"]
    assert [each["title"] for each in parcel["properties"]["records"]] == ["Decyzja o warunkach zabudowy"]
    found = visitor.send("GET", "@search?geo.bbox=18.9,52.9,19.1,53.2", record="search_get").json()
    assert [each["title"] for each in found["items"]] == ["Decyzja o warunkach zabudowy"]
    wrong = visitor.send("GET", "@search?geo.bbox=18.9,52.9", record="search_get_400")
    assert (wrong.status_code, wrong.json()["reason"]) == (400, "invalid_bbox")
    path = office.absolute_url()
    wanted = {
        "geo_links": [
            {"business_id": "049901_2.0001.1"},
            {"business_id": "049901_2.0001.2", "role": "neighbour"},
        ]
    }
    shown = {"Prefer": "return=representation"}
    patched = editor.send("PATCH", path, wanted, record="links_patch", headers=shown)
    assert patched.status_code == 200, patched.text
    assert [each["business_id"] for each in patched.json()["geo_links"]] == [
        "049901_2.0001.1",
        "049901_2.0001.2",
    ]
    places = visitor.send("GET", f"{path}/@places", record="places_get").json()["items"]
    assert {each["role"] for each in places} == {"subject", "neighbour"}


def older_services(visitor):
    for name in ("wfs", "wms", "wmts") if program() else ("wfs",):
        path = f"@@geo/{name}?SERVICE={name.upper()}&REQUEST=GetCapabilities"
        answer = visitor.send("GET", path, record=f"{name}_capabilities", headers={"Accept": "*/*"})
        assert answer.status_code == 200 and b"dzialki" in answer.content
    if program():
        pixel = "@@geo/wmts/dzialki/default/PL1992/10/422/512/172/32.json"
        answer = visitor.send("GET", pixel, record="wmts_info_get", headers={"Accept": "*/*"})
        assert [each["id"] for each in answer.json()["features"]] == ["PL.PZGiK.049901.EGiB:a1"]
