"""Shapes brought from the systems of the border into EPSG:2180 (easting, northing).

PROJ is loaded by the first place that is moved: twenty megabytes that pages without a map do without.
"""

from functools import cache
from functools import lru_cache
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import DEGREES
from shapely import Geometry
from typing import Any

import numpy
import shapely
import threading


class _Transformers(threading.local):
    """One set of transformers a thread: PROJ's objects are not to be shared."""

    def __init__(self) -> None:
        self.between = cache(_transformer)


def _transformer(source: int, target: int) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)


_transformers = _Transformers()


def to_store(shape: Geometry, crs: Crs, clip: bool = False) -> Geometry:
    """A shape in the axis order of its system as EPSG:2180 with x = easting.

    `clip` leaves out what lies where EPSG:2180 is not defined, and gives long edges more vertices;
    for shapes that are asked about, not for shapes that are stored.
    """
    if crs.is_flipped:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    if clip:
        shape = shapely.intersection(shape, shapely.box(*crs.area))
        shape = shapely.segmentize(shape, 0.1 if crs.srid in DEGREES else 20_000)
    return _moved(shape, crs.srid, 2180)


def from_store(shape: Geometry, crs: Crs) -> Geometry:
    """A shape of EPSG:2180 in another system and its axis order."""
    shape = _moved(shape, 2180, crs.srid)
    return shapely.transform(shape, lambda points: points[:, ::-1]) if crs.is_flipped else shape


def box_from_store(extent: list[float], crs: Crs) -> list[float]:
    """The box in another system, and its axis order, that holds a box of EPSG:2180."""
    west, south, east, north = extent
    if crs.srid != 2180:
        move = _transformers.between(2180, crs.srid)
        west, south, east, north = move.transform_bounds(west, south, east, north, densify_pts=21)
    box = [south, west, north, east] if crs.is_flipped else [west, south, east, north]
    return [round(edge, crs.digits) for edge in box]


def _moved(shape: Geometry, source: int, target: int) -> Geometry:
    if source == target:
        return shape
    move = _transformers.between(source, target)
    return shapely.transform(
        shape, lambda points: numpy.column_stack(move.transform(points[:, 0], points[:, 1]))
    )


@lru_cache(4096)
def bounds_in_store(edges: tuple[float, float, float, float], srid: int) -> tuple[float, float, float, float]:
    """The box of EPSG:2180 that holds a box (west, south, east, north) of Web Mercator, clipped to Poland."""
    if srid == 2180:
        return edges
    west, south, east, north = edges
    box = Box(west=west, south=south, east=east, north=north, srid=srid).clipped()
    move = _transformers.between(srid, 2180)
    moved = move.transform_bounds(box.west, box.south, box.east, box.north, densify_pts=5)
    return (moved[0], moved[1], moved[2], moved[3])


@lru_cache(4096)
def plane(
    edges: tuple[float, float, float, float], srid: int, tolerance: float
) -> tuple[float, float, float, float, float, float] | None:
    """EPSG:2180 into another system as one affine map, for a box (west, south, east, north) of that system.

    The coefficients are in the order of `ST_Affine`. None where the map strays from the true one by more than
    `tolerance`, in the other system's unit, or where EPSG:2180 is not defined.
    """
    west, south, east, north = edges
    if Box(*edges, srid=srid).clipped() != Box(*edges, srid=srid):
        return None
    x, y = (
        axis.ravel()
        for axis in numpy.meshgrid(numpy.linspace(west, east, 5), numpy.linspace(south, north, 5))
    )
    eastings, northings = _transformers.between(srid, 2180).transform(x, y)
    e0, n0 = float(eastings.mean()), float(northings.mean())
    known = numpy.column_stack([eastings - e0, northings - n0, numpy.ones(len(x))])
    wanted = numpy.column_stack([x, y])
    found = numpy.linalg.lstsq(known, wanted, rcond=None)[0]
    if not numpy.abs(known @ found - wanted).max() <= tolerance:
        return None
    (xx, yx), (xy, yy), (x0, y0) = found.tolist()
    return xx, xy, yx, yy, x0 - xx * e0 - xy * n0, y0 - yx * e0 - yy * n0
