"""Features changed over HTTP (Part 4): who may, what is refused, whose change is lost to nobody."""

from infostrada.core.record.pending import flush
from infostrada.core.sql import reader
from infostrada.geo.features import store
from pyproj import Transformer
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square

import pytest
import threading
import transaction


ITEMS = "@@geo/collections/edycja/items"
ONE = f"{ITEMS}/PL.PZGiK.049901.EGiB:e1"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
GEOJSON = {"Content-Type": "application/geo+json"}


@pytest.fixture
def editable(site):
    map_layer(site, "edycja", "published", editable=True, position=4)
    flush()
    store.load(
        "edycja",
        [feature("edycja", "e1", "E-1", square(500_000, 570_000), nazwa="stara", a={"b": 1, "c": 2})],
    )
    transaction.commit()
    return site


def body(shape, **properties):
    return {"type": "Feature", "geometry": shape, "properties": properties}


def point(x, y):
    return {"type": "Point", "coordinates": [x, y]}


def test_a_feature_comes_changes_and_ends(editable, manager, anonymous):
    made = manager.post(
        ITEMS, json=body(point(19.0, 53.0), nazwa="nowa", business_id="E-2", teryt="049901"), headers=GEOJSON
    )
    assert (made.status_code, made.content) == (201, b"")
    address = made.headers["Location"]
    seen = anonymous.get(address)
    assert seen.headers["ETag"] == made.headers["ETag"]
    assert seen.json()["geometry"]["coordinates"] == pytest.approx([19.0, 53.0], abs=2e-9)
    assert seen.json()["properties"]["nazwa"] == "nowa"
    assert seen.json()["properties"]["business_id"] == "E-2"
    assert anonymous.get(ITEMS).json()["numberMatched"] == 2

    held = {"If-Match": seen.headers["ETag"], **GEOJSON}
    changed = manager.put(address, json=body(point(19.1, 53.0), nazwa="druga"), headers=held)
    assert changed.status_code == 204
    assert manager.put(address, json=body(point(19.2, 53.0)), headers=held).status_code == 412
    assert anonymous.get(address).json()["properties"]["nazwa"] == "druga"

    gone = manager.delete(address, headers={"If-Match": changed.headers["ETag"]})
    assert gone.status_code == 204
    assert anonymous.get(address).status_code == 404
    assert anonymous.get(ITEMS).json()["numberMatched"] == 1
    # Nothing is deleted: the past still shows both versions.
    past = anonymous.get(ITEMS, params={"datetime": "../..", "namespace": "edycja"}).json()["features"]
    assert [each["properties"].get("nazwa") for each in past] == ["nowa", "druga"]


def test_parts_are_merged(editable, manager, anonymous):
    held = {"If-Match": anonymous.get(ONE).headers["ETag"], "Content-Type": "application/merge-patch+json"}
    patch = {"properties": {"nazwa": None, "a": {"b": 5}, "nowe": [1]}}
    assert manager.patch(ONE, json=patch, headers=held).status_code == 204
    after = anonymous.get(ONE).json()
    assert "nazwa" not in after["properties"]
    assert after["properties"]["a"] == {"b": 5, "c": 2}
    assert after["properties"]["nowe"] == [1]
    assert after["properties"]["business_id"] == "E-1"
    assert after["geometry"]["type"] == "Polygon"


@pytest.mark.parametrize(
    ("epsg", "flipped"), [("2180", True), ("2177", True), ("3857", False), ("4326", True)]
)
def test_bodies_stand_in_the_system_they_name(editable, manager, anonymous, epsg, flipped):
    east, north = Transformer.from_crs("EPSG:2180", f"EPSG:{epsg}", always_xy=True).transform(
        501_234.5, 571_234.5
    )
    place = point(*((north, east) if flipped else (east, north)))
    headers = {**GEOJSON, "Content-Crs": f"<{EPSG}{epsg}>"}
    made = manager.post(ITEMS, json=body(place), headers=headers)
    stored = anonymous.get(made.headers["Location"], params={"crs": f"{EPSG}2180"}).json()
    assert stored["geometry"]["coordinates"] == pytest.approx([571_234.5, 501_234.5], abs=1.1e-3)


def test_whose_it_is_not(editable, manager, anonymous):
    shape = body(point(19, 53))
    assert anonymous.post(ITEMS, json=shape, headers=GEOJSON).status_code == 401
    assert anonymous.delete(ONE, headers={"If-Match": "*"}).status_code == 401
    hidden = anonymous.post("@@geo/collections/tajne/items", json=shape, headers=GEOJSON)
    absent = anonymous.post("@@geo/collections/nie-ma/items", json=shape, headers=GEOJSON)
    assert hidden.status_code == absent.status_code == 404
    # Registers are imported: their layers are not editable, whoever asks.
    fixed = manager.post("@@geo/collections/dzialki/items", json=shape, headers=GEOJSON)
    assert (fixed.status_code, fixed.headers["Allow"]) == (405, "GET, HEAD")
    assert anonymous.get(ITEMS).json()["numberMatched"] == 1


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[19, 53], [19.001, 53.001], [19.001, 53], [19, 53.001], [19, 53]]],
}
REFUSED = [
    ({"type": "Point"}, 400, "not_a_feature"),
    ([1], 400, "not_a_feature"),
    (body(None), 400, "not_a_shape"),
    (body({"type": "Point", "coordinates": []}), 400, "empty"),
    (body(SQUARE), 400, "invalid_shape"),
    (body(point(53, 19)), 400, "outside"),
    (body(point(0, 0)), 400, "outside"),
    (body(point(19, 53), teryt="49901"), 400, "not_six_digits"),
    (body(point(19, 53), business_id=5), 400, "not_a_name"),
    (body(point(19, 53), nazwa="a\0b"), 400, "unlawful_attributes"),
    ({**body(point(19, 53)), "id": "bez-dwukropka"}, 400, "not_an_identifier"),
    ({**body(point(19, 53)), "id": "a/b:c"}, 400, "not_an_identifier"),
    ({**body(point(19, 53)), "id": "PL.PZGiK.049901.EGiB:e1"}, 409, "feature_exists"),
]


def test_unlawful_features_are_named_and_leave_nothing(editable, manager, anonymous):
    for given, status, reason in REFUSED:
        answer = manager.post(ITEMS, json=given, headers=GEOJSON)
        assert (answer.status_code, answer.json()["reason"]) == (status, reason), given
    assert manager.post(ITEMS, data=b"{", headers=GEOJSON).json()["reason"] == "malformed"
    assert manager.post(ITEMS, data="a=1").status_code == 415
    assert manager.put(ONE, json=body(point(19, 53)), headers=GEOJSON).status_code == 428
    assert manager.delete(ONE, headers={"If-Match": 'W/"f1"'}).status_code == 412
    assert manager.delete(f"{ITEMS}/a:b", headers={"If-Match": "*"}).status_code == 404
    wrong = {**GEOJSON, "Content-Crs": f"<{EPSG}3120>"}
    assert manager.post(ITEMS, json=body(point(19, 53)), headers=wrong).json()["reason"] == "unknown_crs"
    other = {**body(point(19, 53)), "id": "x:y"}
    assert (
        manager.put(ONE, json=other, headers={**GEOJSON, "If-Match": "*"}).json()["reason"] == "other_feature"
    )
    with reader() as connection:
        assert connection.execute("SELECT count(*) FROM geo.feature WHERE layer = 'edycja'").fetchone() == (
            1,
        )
        rows = connection.execute("SELECT count(*) FROM core.journal WHERE action LIKE 'geo.feature%'")
        assert rows.fetchone() == (0,)


def test_of_two_who_read_the_same_one_wins(editable, manager, anonymous):
    held = {**GEOJSON, "If-Match": anonymous.get(ONE).headers["ETag"]}
    statuses = []

    def put(name):
        statuses.append(manager.put(ONE, json=body(point(19, 53), nazwa=name), headers=held).status_code)

    writers = [threading.Thread(target=put, args=(name,)) for name in ("pierwszy", "drugi")]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert sorted(statuses) == [204, 412]
    versions = anonymous.get(ITEMS, params={"datetime": "../.."}).json()["features"]
    assert len(versions) == 2


def test_the_journal_tells_who_changed_what(editable, manager, anonymous):
    made = manager.post(ITEMS, json=body(point(19, 53)), headers=GEOJSON)
    fid = made.headers["Location"].rpartition("/")[2]
    with reader() as connection:
        found = connection.execute(
            "SELECT action, data ->> 'feature', actor FROM core.journal WHERE action LIKE 'geo.feature%'"
        ).fetchall()
    ((action, told, actor),) = found
    assert (action, told) == ("geo.feature.created", fid)
    assert actor == "admin"


def test_a_box_grows_with_what_comes(editable, manager, anonymous):
    manager.post(ITEMS, json=body(point(19.5, 53.5)), headers=GEOJSON)
    box = anonymous.get("@@geo/collections/edycja").json()["extent"]["spatial"]["bbox"][0]
    assert (
        box[0] <= 19.0 and box[2] == pytest.approx(19.5, abs=1e-2) and box[3] == pytest.approx(53.5, abs=1e-2)
    )
