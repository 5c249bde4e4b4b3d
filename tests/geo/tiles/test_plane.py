"""The ground of a small tile as a plane, against PROJ."""

from infostrada.geo.features.moving import plane
from infostrada.geo.tiles.grids import grids
from pyproj import Transformer

import pytest


def test_a_small_tile_is_a_plane_and_a_large_one_is_not():
    world = grids()["WebMercatorQuad"]
    moved = Transformer.from_crs(2180, 3857, always_xy=True)
    for zoom, easting, northing in ((14, 500_000, 570_000), (16, 180_000, 250_000), (18, 800_000, 700_000)):
        row, column = world.tile(zoom, *moved.transform(easting, northing))
        edges = world.bounds(zoom, row, column)
        unit = (edges[2] - edges[0]) / 4096
        xx, xy, yx, yy, x0, y0 = plane(edges, 3857, unit / 2)
        for fraction in (0.0, 0.37, 1.0):
            x, y = (edges[0] + fraction * 4096 * unit, edges[3] - fraction**2 * 4096 * unit)
            e, n = moved.transform(x, y, direction="INVERSE")
            assert (xx * e + xy * n + x0, yx * e + yy * n + y0) == pytest.approx((x, y), abs=unit / 2)
    assert plane(world.bounds(10, 338, 565), 3857, 2.0) is None
    assert plane(world.bounds(14, 0, 0), 3857, 2.0) is None
