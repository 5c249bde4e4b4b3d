"""The layers the asker may see, with what services tell about them; one statement, no objects."""

from dataclasses import dataclass
from datetime import datetime
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo import _
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.sql import reader
from psycopg.rows import class_row


CATALOGUE = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT s.layer, s.uid, s.title, coalesce(r.description, '') AS description, s.source, s.symbol,
       s.min_zoom, s.editable, v.revision, v.public, v.feature_count,
       coalesce(drawn.extents, '{{}}') AS extents,
       r.created, r.modified, r.effective, r.path, r.unit
  FROM visible AS v JOIN geo.layer_listing AS s USING (layer) JOIN core.record AS r USING (uid)
  LEFT JOIN geo.layer AS drawn ON drawn.layer = s.layer
 WHERE coalesce(to_jsonb(s) ->> 'kind', 'store') = 'store'
   AND (%(layer)s::text IS NULL OR s.layer = %(layer)s)
 ORDER BY s.position, s.layer
"""  # noqa: S608 - built of constants


@dataclass(frozen=True)
class LayerFacts:
    """One layer as services see it; `extents` are boxes of EPSG:2180 by TERYT, easting first."""

    layer: str
    uid: str
    title: str
    description: str
    source: str
    symbol: str
    min_zoom: int
    editable: bool
    revision: int
    public: bool
    feature_count: int
    extents: dict[str, list[float]]
    created: datetime | None
    modified: datetime | None
    effective: datetime | None
    path: str
    unit: str | None

    @property
    def extent(self) -> list[float] | None:
        """West, south, east, north of all features (EPSG:2180); None when there are none."""
        boxes = [box for box in self.extents.values() if None not in box]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return [min(west), min(south), max(east), max(north)]


def catalogue(principals: Principals, layer: str | None = None) -> list[LayerFacts]:
    """The visible layers in their order on the map, or the one asked for."""
    values = {**parameters(principals), "layer": layer}
    with reader() as connection, connection.cursor(row_factory=class_row(LayerFacts)) as cursor:
        return cursor.execute(CATALOGUE, values).fetchall()


def facts(layer: str, principals: Principals) -> LayerFacts:
    """One visible layer; NotFound like for one that is not there."""
    for found in catalogue(principals, layer):
        return found
    raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
