"""Parcels of a commune as an exact coverage on a grid of 1 cm: no gap, no overlap."""

from dataclasses import dataclass
from functools import cache
from infostrada.geo.demo.blocks import Cell
from infostrada.geo.demo.blocks import cells
from infostrada.geo.demo.territory import Commune
from random import Random
from shapely import boundary
from shapely import get_parts
from shapely import point_on_surface
from shapely import Polygon
from shapely import polygonize
from shapely import STRtree
from shapely import union_all


GRID = 0.01
SEED = 1233


@dataclass(frozen=True)
class Parcel:
    """A parcel with its full identifier WWPPGG_R.OOOO.NR and its final geometry (EPSG:2180)."""

    identifier: str
    cell: Cell
    polygon: Polygon


@cache
def parcels(commune: Commune) -> tuple[Parcel, ...]:
    """The commune's parcels, the same on every run."""
    found = list(cells(commune, Random(f"{SEED}:{commune.teryt}")))  # noqa: S311 - the same country every time
    faces = _faces(found)
    return tuple(_parcel(commune, cell, face) for cell, face in zip(found, faces, strict=True))


def _faces(found: list[Cell]) -> list[Polygon]:
    """The final face of every cell.

    All boundaries are noded together on the grid, so neighbours share every vertex; a face
    belongs to the cell that its inner point lies in.
    """
    lines = union_all(boundary([cell.polygon for cell in found]), grid_size=GRID)
    faces = get_parts(polygonize(get_parts(lines)))
    tree = STRtree(point_on_surface(faces))
    owned: list[list[Polygon]] = []
    for cell in found:
        owned.append([faces[i] for i in tree.query(cell.polygon, predicate="contains")])
    return [max(parts, key=lambda face: face.area) for parts in owned]


def _parcel(commune: Commune, cell: Cell, face: Polygon) -> Parcel:
    identifier = f"{commune.unit_id}.{cell.district.number}.{cell.number}"
    return Parcel(identifier, cell, face)
