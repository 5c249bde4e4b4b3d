"""What a sheet shows: features of the layers in the frame, one statement for all of them."""

from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo.features.crs import Box
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.past.reading import end_of
from infostrada.geo.sql import reader
from infostrada.geo.styles.presets import style_for
from infostrada.geo.styles.rules import Style
from infostrada.geo.styles.rules import style_of
from psycopg.rows import dict_row
from shapely.geometry.base import BaseGeometry
from typing import Any

import shapely


MOST_FEATURES = 20_000
CURRENT = "f.valid_to IS NULL"
THEN = "f.valid_from < %(until)s AND (f.valid_to IS NULL OR f.valid_to >= %(until)s)"

SHOWN = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.kind = 'store' AND v.layer = ANY(%(names)s)),
frame AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 2180) AS box)
SELECT s.layer, s.title, s.symbol, s.label, s.source, s.style, found.shapes, found.attrs, found.names
  FROM visible JOIN geo.layer_listing AS s USING (layer), frame, LATERAL (
       SELECT array_agg(ST_AsBinary(hit.geom)) AS shapes, json_agg(hit.attrs) AS attrs,
              array_agg(hit.business_id) AS names
         FROM (SELECT f.geom, f.attrs, f.business_id FROM geo.feature AS f
                WHERE f.layer = s.layer AND <valid> AND f.geom && frame.box
                  AND (%(teryt)s = '' OR f.teryt IN ('', %(teryt)s))
                ORDER BY f.id LIMIT {MOST_FEATURES}) AS hit) AS found
"""  # noqa: S608 - built of constants


@dataclass(frozen=True)
class Sheet:
    """One layer on paper; geometries are EPSG:2180 (easting, northing)."""

    name: str
    title: str
    source: str
    style: Style
    features: list[tuple[BaseGeometry, dict[str, Any]]]
    picture: bytes | None = None


def shown(
    names: list[str], box: Box, teryt: str, principals: Principals, at: date | None = None
) -> list[Sheet]:
    """The layers the asker may see, in the order of their names given, from the lowest.

    `at` asks for the versions in force at the end of a day.
    """
    values = {**parameters(principals), "names": names, "teryt": teryt, **asdict(box)}
    if at is not None:
        values["until"] = end_of(at)
    statement = SHOWN.replace("<valid>", CURRENT if at is None else THEN)
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = {row["layer"]: row for row in cursor.execute(statement, values).fetchall()}
    return [_sheet(rows[name]) for name in dict.fromkeys(names) if name in rows]


def _sheet(row: dict[str, Any]) -> Sheet:
    shapes = shapely.from_wkb([bytes(each) for each in row["shapes"] or ()])
    attrs = [
        {**held, "business_id": name}
        for held, name in zip(row["attrs"] or (), row["names"] or (), strict=True)
    ]
    rules = style_for(row["symbol"], row["label"], row["style"])
    features = list(zip(shapes, attrs, strict=True))
    return Sheet(row["layer"], row["title"], row["source"], style_of(rules), features)
