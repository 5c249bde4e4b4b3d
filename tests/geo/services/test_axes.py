"""The axis-order matrix of the services: answers and boxes in every system, against PROJ's own numbers."""

from pyproj import Transformer

import pytest


ITEMS = "@@geo/collections/dzialki/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"

# The axis order each authority prescribes: does the first axis point north?
SYSTEMS = {"2180": True, "2176": True, "2177": True, "2178": True, "2179": True,
           "4326": True, "4258": True, "3857": False}  # fmt: skip
CORNERS = [(500_000, 570_000), (500_100, 570_000), (500_100, 570_100), (500_000, 570_100)]


def expected(epsg, corners=CORNERS):
    move = Transformer.from_crs("EPSG:2180", f"EPSG:{epsg}", always_xy=True)
    moved = [move.transform(*corner) for corner in corners]
    return sorted((y, x) if SYSTEMS[epsg] else (x, y) for x, y in moved)


@pytest.mark.parametrize("epsg", SYSTEMS)
def test_answers_and_boxes_stand_in_the_order_of_the_system(anonymous, epsg):
    crs = f"{EPSG}{epsg}"
    answer = anonymous.get(ITEMS, params={"crs": crs})
    assert answer.headers["Content-Crs"] == f"<{crs}>"
    parcel = next(f for f in answer.json()["features"] if f["id"].endswith(":a1"))
    found = sorted({tuple(point) for point in parcel["geometry"]["coordinates"][0]})
    tolerance = 2e-9 if epsg in ("4326", "4258") else 1.1e-3
    for point, right in zip(found, expected(epsg), strict=True):
        assert point == pytest.approx(right, abs=tolerance)
    # A box around the middle of the second parcel finds it alone; turned round it finds nothing or is refused.
    (a, b), (c, d) = expected(epsg, [(500_145, 570_045), (500_155, 570_055)])
    box = f"{min(a, c)},{min(b, d)},{max(a, c)},{max(b, d)}"
    found = anonymous.get(ITEMS, params={"bbox": box, "bbox-crs": crs}).json()
    assert [f["id"].partition(":")[2] for f in found["features"]] == ["a2"]
    turned = f"{min(b, d)},{min(a, c)},{max(b, d)},{max(a, c)}"
    assert not anonymous.get(ITEMS, params={"bbox": turned, "bbox-crs": crs}).json().get("features")


def test_one_feature_in_the_zone_of_its_commune(anonymous):
    crs = f"{EPSG}2177"
    one = anonymous.get(f"{ITEMS}/PL.PZGiK.049901.EGiB:a1", params={"crs": crs})
    assert one.headers["Content-Crs"] == f"<{crs}>"
    northing, easting = one.json()["geometry"]["coordinates"][0][0]
    # Zone 6 has its false easting at 6,500,000 on the meridian 18°E; 19°E lies about 67 km east of it.
    assert 6_560_000 < easting < 6_570_000
    assert 5_800_000 < northing < 5_900_000
    unknown = anonymous.get(f"{ITEMS}/PL.PZGiK.049901.EGiB:a1", params={"crs": f"{EPSG}3120"})
    assert (unknown.status_code, unknown.json()["reason"]) == (400, "unknown_crs")


def test_whole_planes_are_asked_for_without_harm(anonymous):
    for epsg in SYSTEMS:
        most = "-90,-180,90,180" if epsg in ("4326", "4258") else "-1e9,-1e9,1e9,1e9"
        answer = anonymous.get(ITEMS, params={"bbox": most, "bbox-crs": f"{EPSG}{epsg}"})
        assert answer.json()["numberMatched"] == 3, epsg
    assert anonymous.get(ITEMS, params={"bbox": "18,50,0,20,54,300"}).json()["numberMatched"] == 3
