"""Vector tiles read by an outside decoder (mapbox-vector-tile)."""

from infostrada.geo.features import store
from infostrada.geo.tiles.grids import grids
from tests.geo.conftest import feature
from tests.geo.conftest import NS
from tests.geo.conftest import square

import mapbox_vector_tile
import pytest
import transaction


TILE = "@@geo/collections/dzialki/tiles/PL1992/10/422/512"


def decode(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    if not answer.content:
        return []
    found = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})
    (layer,) = found.values()
    assert layer["extent"] == 4096
    return layer["features"]


def test_coordinates_come_back_to_the_parcel(anonymous):
    """Tile units are 781.25 m / 4096 = 0.19 m; y counts from the tile's northern edge."""
    west, _south, east, north = grids()["PL1992"].bounds(10, 422, 512)
    unit = (east - west) / 4096
    found = {f["properties"]["fid"]: f for f in decode(anonymous.get(TILE))}
    assert set(found) == {f"{NS}:a1", f"{NS}:a2", f"{NS}:a3"}
    corners = found[f"{NS}:a2"]["geometry"]["coordinates"][0]
    eastings = [west + x * unit for x, _y in corners]
    northings = [north - y * unit for _x, y in corners]
    assert (min(eastings), max(eastings)) == pytest.approx((500_100, 500_200), abs=unit)
    assert (min(northings), max(northings)) == pytest.approx((570_000, 570_100), abs=unit)


def test_attributes_and_name_are_in_the_tile(anonymous):
    found = {f["properties"]["fid"]: f["properties"] for f in decode(anonymous.get(TILE))}
    assert found[f"{NS}:a2"]["business_id"] == "049901_2.0001.2"
    assert found[f"{NS}:a2"]["numer"] == "2"


def test_a_commune_sees_its_own(anonymous):
    found = decode(anonymous.get(TILE, params={"teryt": "049963"}))
    assert [f["properties"]["fid"] for f in found] == [f"{NS}:a3"]


def test_empty_and_unlawful_tiles(anonymous):
    base = "@@geo/collections/dzialki/tiles"
    assert decode(anonymous.get(f"{base}/PL1992/10/0/0")) == []
    for path in ("PL1992/10/9999/0", "PL1992/14/0/0", "PL1992/a/0/0", "inna/1/0/0"):
        assert anonymous.get(f"{base}/{path}").status_code == 404


def test_hidden_layer_gives_no_tile(anonymous, manager):
    path = TILE.replace("dzialki", "tajne")
    assert anonymous.get(path).status_code == 404
    answer = manager.get(path)
    assert [f["properties"]["business_id"] for f in decode(answer)] == ["TAJNE-1"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    # Holding an old revision opens nothing either.
    held = {"If-None-Match": answer.headers["ETag"]}
    assert anonymous.get(path, headers=held).status_code == 404


def test_the_tile_changes_its_tag_with_the_data(anonymous):
    first = anonymous.get(TILE)
    held = {"If-None-Match": first.headers["ETag"]}
    assert anonymous.get(TILE, headers=held).status_code == 304
    store.load("dzialki", [feature("dzialki", "a4", "nowa", square(500_200, 570_200))])
    transaction.commit()
    second = anonymous.get(TILE, headers=held)
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert len(decode(second)) == 4
