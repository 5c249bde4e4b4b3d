"""Tilesets and TileJSON, and tiles of the world's grid against the numbers of the standard and of PROJ."""

from pyproj import Transformer
from tests.geo.conftest import NS
from tests.geo.tiles.test_tiles import decode

import math
import pytest


TILES = "@@geo/collections/dzialki/tiles"


def world_tile(longitude, latitude, zoom):
    """Column and row by the formula every slippy map uses."""
    n = 2**zoom
    phi = math.radians(latitude)
    return int((longitude + 180) / 360 * n), int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * n)


def test_the_worlds_grid_is_that_of_the_standard(anonymous):
    """17-083r4, annex D.1: zoom 0 has 559,082,264.029 as its scale, zoom 18 has 2,132.729 583 85."""
    grid = anonymous.get("@@geo/tileMatrixSets/WebMercatorQuad").json()
    matrices = {each["id"]: each for each in grid["tileMatrices"]}
    assert matrices["0"]["scaleDenominator"] == pytest.approx(559_082_264.0287178)
    assert matrices["18"]["scaleDenominator"] == pytest.approx(2_132.729583849784)
    assert matrices["0"]["pointOfOrigin"] == pytest.approx([-20_037_508.3427892, 20_037_508.3427892])
    own = anonymous.get("@@geo/tileMatrixSets/PL1992").json()
    assert own["crs"].endswith("/2180")
    assert own["tileMatrices"][0]["pointOfOrigin"] == [900_000, 100_000]
    assert anonymous.get("@@geo/tileMatrixSets/inna").status_code == 404


def test_a_tile_of_the_world_holds_the_parcels_where_they_are(anonymous):
    to_degrees = Transformer.from_crs("EPSG:2180", "OGC:CRS84", always_xy=True)
    column, row = world_tile(*to_degrees.transform(500_150, 570_050), 16)
    found = {
        f["properties"]["fid"]: f for f in decode(anonymous.get(f"{TILES}/WebMercatorQuad/16/{row}/{column}"))
    }
    side = 2 * 20_037_508.342789244 / 2**16
    corners = found[f"{NS}:a2"]["geometry"]["coordinates"][0]
    xs = [-20_037_508.342789244 + (column + x / 4096) * side for x, _y in corners]
    ys = [20_037_508.342789244 - (row + y / 4096) * side for _x, y in corners]
    to_world = Transformer.from_crs("EPSG:2180", "EPSG:3857", always_xy=True)
    right = [to_world.transform(x, y) for x in (500_100, 500_200) for y in (570_000, 570_100)]
    unit = side / 4096
    assert (min(xs), max(xs)) == pytest.approx((min(x for x, _ in right), max(x for x, _ in right)), abs=unit)
    assert (min(ys), max(ys)) == pytest.approx((min(y for _, y in right), max(y for _, y in right)), abs=unit)


def test_tilesets_lead_to_tiles(anonymous, manager):
    listed = anonymous.get(TILES).json()["tilesets"]
    assert {each["crs"].rpartition("/")[2] for each in listed} == {"2180", "3857"}
    for each in listed:
        here = next(link["href"] for link in each["links"] if link["rel"] == "self")
        tileset = anonymous.get(here).json()
        assert tileset["layers"][0]["propertiesSchema"]["properties"]["numer"] == {"type": "string"}
        item = next(link for link in tileset["links"] if link["rel"] == "item")
        limits = tileset["tileMatrixSetLimits"][-1]
        address = item["href"].format(
            tileMatrix=limits["tileMatrix"], tileRow=limits["minTileRow"], tileCol=limits["minTileCol"]
        )
        assert item["templated"] is True
        assert decode(anonymous.get(address))
    json = anonymous.get(f"{TILES}/WebMercatorQuad?f=tilejson").json()
    assert json["tilejson"] == "3.0.0"
    # Shown from zoom 5 of PL1992 on, which is ten of the world.
    assert json["minzoom"] == 10
    assert json["vector_layers"] == [
        {"id": "dzialki", "fields": {"business_id": "String", "numer": "String"}}
    ]
    assert anonymous.get(f"{TILES}/PL1992?f=tilejson").status_code == 400
    for path in ("", "/PL1992", "/WebMercatorQuad?f=tilejson", "/WebMercatorQuad/16/1/1"):
        assert anonymous.get(f"@@geo/collections/tajne/tiles{path}").status_code == 404
        assert manager.get(f"@@geo/collections/tajne/tiles{path}").status_code == 200


def test_nothing_is_cut_where_the_layer_is_not_shown(anonymous):
    """Zoom 4 would be a tile of half a voivodeship with every parcel in it."""
    assert anonymous.get(f"{TILES}/PL1992/4/6/8").content == b""
    assert anonymous.get(f"{TILES}/WebMercatorQuad/0/0/0").content == b""


def test_tiles_of_the_past(anonymous):
    path = f"{TILES}/PL1992/10/422/512"
    assert decode(anonymous.get(path, params={"datetime": "2025-06-01"})) == []
    assert len(decode(anonymous.get(path, params={"datetime": "2026-06-01"}))) == 3
    assert anonymous.get(path, params={"datetime": "wczoraj"}).status_code == 400
