"""What a metadata record says, gathered once for both forms. Pure."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Record:
    """A layer as a resource. `box` is west, south, east, north in degrees (WGS 84)."""

    identifier: str
    title: str
    abstract: str
    url: str
    items_url: str
    map_url: str
    responsible: str
    mail: str
    topic: str
    inspire_theme: str
    keywords: Sequence[str]
    produced: date | None
    revised: date | None
    stamp: date
    lineage: str
    denominator: int
    licence: str
    limits: str
    box: tuple[float, float, float, float]
    language: str = "pol"
    is_imagery: bool = False


# Poland, for a layer that holds nothing yet.
POLAND = (14.07, 49.0, 24.15, 54.84)


def box_of(extents: Mapping[str, Sequence[float]]) -> tuple[float, float, float, float]:
    """The degrees around boxes of EPSG:2180 (easting, northing); that of Poland when there are none."""
    if not extents:
        return POLAND
    import pyproj

    west, south, east, north = zip(*extents.values(), strict=True)
    there = pyproj.Transformer.from_crs(2180, 4326, always_xy=True)
    found = there.transform_bounds(min(west), min(south), max(east), max(north))
    return tuple(round(edge, 5) for edge in found)  # type: ignore[return-value]


def record_of(layer: Any, extents: Mapping[str, Sequence[float]], root_url: str) -> Record:
    """The record of a layer object."""
    return Record(
        identifier=layer.UID(),
        title=layer.title,
        abstract=layer.description or layer.title,
        url=layer.absolute_url(),
        items_url=f"{root_url}/@@geo/collections/{layer.layer_id}",
        map_url=f"{root_url}/@@map",
        responsible=layer.responsible or layer.source,
        mail=layer.responsible_mail or "",
        topic=layer.topic or "planningCadastre",
        inspire_theme=layer.inspire_theme or "",
        keywords=tuple(layer.geo_keywords or ()),
        produced=layer.produced_on,
        revised=layer.revised_on,
        stamp=layer.modified().asdatetime().date(),
        lineage=layer.lineage or layer.source,
        denominator=layer.scale_denominator or 500,
        licence=layer.licence or "",
        limits=layer.public_access or "",
        box=box_of(extents),
        is_imagery=layer.flown_on is not None,
    )
