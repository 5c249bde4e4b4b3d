"""The PL-1992 tile grid against hand calculation."""

from infostrada.geo.tiles.grids import grids

import json
import pytest


GRID = grids()["PL1992"]


def test_zoom_0_is_one_square_over_poland():
    assert GRID.bounds(0, 0, 0) == (100_000, 100_000, 900_000, 900_000)


@pytest.mark.parametrize(
    ("place", "bounds"),
    [
        # 800,000 / 2 = 400,000: row 1 is the southern, column 1 the eastern half.
        ((1, 1, 1), (500_000, 100_000, 900_000, 500_000)),
        # 800,000 / 1,024 = 781.25: column 512 begins at 100,000 + 512 * 781.25 = 500,000;
        # row 422 begins at 900,000 - 422 * 781.25 = 570,312.5.
        ((10, 422, 512), (500_000, 569_531.25, 500_781.25, 570_312.5)),
    ],
)
def test_bounds_by_hand(place, bounds):
    assert GRID.bounds(*place) == bounds


def test_a_point_lies_in_its_tile():
    assert GRID.tile(10, 500_050, 570_050) == (422, 512)


@pytest.mark.parametrize("place", [(-1, 0, 0), (0, 0, 1), (0, 1, 0), (14, 0, 0), (3, -1, 0)])
def test_no_tile_outside_the_grid(place):
    with pytest.raises(ValueError, match="no tile"):
        GRID.bounds(*place)


def test_both_sides_read_one_definition(top):
    front = top / "src/infostrada.geo/front/src/projection.ts"
    assert "../../src/infostrada/geo/tiles/grids.json" in front.read_text()
    data = json.loads((top / "src/infostrada.geo/src/infostrada/geo/tiles/grids.json").read_text())
    assert data["PL1992"]["size"] == 2**9 * 1562.5
