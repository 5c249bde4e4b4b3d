"""Features as GeoJSON: systems and axis orders, paging, caps, permissions, hostile input."""

from pyproj import Transformer

import pytest


ITEMS = "@@geo/collections/dzialki/items"
PL1992 = "http://www.opengis.net/def/crs/EPSG/0/2180"
CORNERS = [(500_000, 570_000), (500_100, 570_000), (500_100, 570_100), (500_000, 570_100)]


def ring(answer, fid):
    found = next(f for f in answer["features"] if f["id"].endswith(f":{fid}"))
    return {tuple(point) for point in found["geometry"]["coordinates"][0]}


def test_crs84_is_longitude_then_latitude_and_agrees_with_proj(anonymous):
    answer = anonymous.get(ITEMS)
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert "CRS84" in answer.headers["Content-Crs"]
    to_degrees = Transformer.from_crs("EPSG:2180", "OGC:CRS84", always_xy=True)
    expected = sorted(to_degrees.transform(*corner) for corner in CORNERS)
    found = sorted(ring(answer.json(), "a1"))
    assert found == [pytest.approx(point, abs=2e-9) for point in expected]
    # 500,000 is the central meridian: exactly 19 degrees east.
    assert min(found)[0] == pytest.approx(19.0, abs=1e-9)


def test_epsg_2180_is_northing_then_easting(anonymous):
    """OGC 18-058r1, 7.15.1: the axis order of the system itself, for EPSG:2180 x = northing."""
    answer = anonymous.get(ITEMS, params={"crs": PL1992})
    assert answer.headers["Content-Crs"] == f"<{PL1992}>"
    assert ring(answer.json(), "a1") == {(north, east) for east, north in CORNERS}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {"a1", "a2", "a3"}),
        ({"bbox": "570010,500010,570020,500020", "bbox-crs": PL1992}, {"a1"}),
        ({"bbox": "500010,570010,500020,570020", "bbox-crs": PL1992}, set()),
        ({"bbox": "570010,500150,570020,500160", "bbox-crs": PL1992}, {"a2"}),
        ({"bbox": "-180,-90,180,90"}, {"a1", "a2", "a3"}),
        ({"bbox": "10,50,11,51"}, set()),
        ({"business_id": "049901_2.0001.2"}, {"a2"}),
        ({"teryt": "049963"}, {"a3"}),
    ],
)
def test_narrowed_by_box_name_and_commune(anonymous, parameters, expected):
    answer = anonymous.get(ITEMS, params=parameters).json()
    assert {f["id"].partition(":")[2] for f in answer["features"]} == expected
    assert answer["numberMatched"] == answer["numberReturned"] == len(expected)


def test_a_box_in_degrees_finds_what_proj_says_lies_in_it(anonymous):
    to_degrees = Transformer.from_crs("EPSG:2180", "OGC:CRS84", always_xy=True)
    west, south = to_degrees.transform(500_110, 570_010)
    east, north = to_degrees.transform(500_120, 570_020)
    answer = anonymous.get(ITEMS, params={"bbox": f"{west},{south},{east},{north}"}).json()
    assert [f["id"] for f in answer["features"]] == ["PL.PZGiK.049901.EGiB:a2"]


def test_pages_follow_each_other_by_key(anonymous):
    seen, url = [], f"{ITEMS}?limit=2"
    while url:
        answer = anonymous.get(url).json()
        assert answer["numberMatched"] == 3
        seen += [f["id"].partition(":")[2] for f in answer["features"]]
        url = next((link["href"] for link in answer["links"] if link["rel"] == "next"), None)
    assert seen == ["a1", "a2", "a3"]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1; DROP TABLE geo.feature"}, "limit"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "nan,1,2,3"}, "bbox"),
        ({"bbox": "3,1,2,3"}, "bbox"),
        ({"crs": "EPSG:2180"}, "crs"),
        ({"bbox": "1,1,2,2", "bbox-crs": "x"}, "bbox-crs"),
        ({"business_id": ["a", "b"]}, "business_id"),
        ({"business_id": "\0"}, "business_id"),
    ],
)
def test_unlawful_parameters_are_named(anonymous, parameters, field):
    answer = anonymous.get(ITEMS, params=parameters)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


@pytest.mark.parametrize("text", ["' OR '1'='1", "'; DROP TABLE geo.feature; --", "%", "_"])
def test_hostile_names_are_only_text(anonymous, text):
    for name in ("business_id", "teryt"):
        answer = anonymous.get(ITEMS, params={name: text}).json()
        assert answer["numberMatched"] == 0
    assert anonymous.get("@@geo/find", params={"q": text}).json() == {"items": []}
    assert anonymous.get(ITEMS).json()["numberMatched"] == 3


def test_limit_is_capped(anonymous, monkeypatch):
    monkeypatch.setattr("infostrada.geo.services.asking.MOST_ITEMS", 2)
    assert anonymous.get(ITEMS, params={"limit": "1000000"}).json()["numberReturned"] == 2


def test_one_item(anonymous):
    answer = anonymous.get(f"{ITEMS}/PL.PZGiK.049901.EGiB:a2").json()
    assert answer["type"] == "Feature"
    assert answer["properties"]["business_id"] == "049901_2.0001.2"
    assert answer["properties"]["numer"] == "2"
    assert anonymous.get(f"{ITEMS}/PL.PZGiK.049901.EGiB:zz").status_code == 404
    assert anonymous.get(f"{ITEMS}/a2").status_code == 404


def test_forbidden_layer_is_like_a_layer_that_does_not_exist(anonymous, manager):
    hidden = anonymous.get("@@geo/collections/tajne/items")
    absent = anonymous.get("@@geo/collections/nie-ma/items")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()
    assert manager.get("@@geo/collections/tajne/items").json()["numberMatched"] == 1
    listed = anonymous.get("@@geo/collections").json()["collections"]
    assert [each["id"] for each in listed if each["itemType"] == "feature"] == ["dzialki"]
    listed = manager.get("@@geo/collections").json()["collections"]
    assert [each["id"] for each in listed if each["itemType"] == "feature"] == ["dzialki", "tajne"]


def test_shared_caches_keep_only_what_everybody_gets(anonymous, manager):
    public = anonymous.get(ITEMS)
    assert public.headers["Cache-Control"].startswith("public")
    again = anonymous.get(ITEMS, headers={"If-None-Match": public.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in manager.get("@@geo/collections/tajne/items").headers["Cache-Control"]


def test_only_reading(anonymous):
    assert anonymous.post("@@geo").status_code == 405
    assert anonymous.post(ITEMS).status_code == 401
    assert anonymous.get("@@geo/nothing").status_code == 404
