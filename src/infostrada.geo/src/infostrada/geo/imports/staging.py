"""Prepared features of a run in `geo.import_feature`, written by COPY a batch at a time.

Coordinates are judged before they are transformed: outside of where a system is used, PROJ gives
nonsense or an error. What is refused stays as a row without a geometry, for its key.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from infostrada.core.sql import session
from infostrada.geo.features.copying import as_json
from infostrada.geo.features.copying import copy_rows
from infostrada.geo.features.copying import moment as at
from infostrada.geo.imports.item import Item
from infostrada.geo.imports.options import Options
from typing import Any
from uuid import UUID

import struct


# West, south, east, north in the unit of each system: Poland with a margin.
POLAND = (13.0, 48.0, 25.0, 56.0)
EXTENTS = {
    **{2171 + zone: (zone * 1e6 + 2e5, 5.3e6, zone * 1e6 + 8e5, 6.3e6) for zone in (5, 6, 7, 8)},
    2180: (1e5, 5e4, 9.5e5, 9.5e5),
    4326: POLAND,
    4258: POLAND,
    3857: (1.4e6, 6.1e6, 2.9e6, 7.6e6),
    **dict.fromkeys(
        (25832, 25833, 25834, 25835, 32633, 32634, 32635), (-1500000.0, 4000000.0, 2000000.0, 7000000.0)
    ),
    3034: (3.5e6, 2e6, 6e6, 4.5e6),
    3035: (4e6, 2.5e6, 6e6, 4.5e6),
}

# What one transaction takes: many small objects, or few that carry long texts and outlines.
MOST_ITEMS, MOST_BYTES = 5_000, 8 * 2**20

STAGED = (
    "run, ordinal, line, class, layer, ns, local_id, version, valid_from, valid_to, business_id, teryt,"
    " attrs, change_ref, srid"
)
COLUMNS = f"{STAGED}, source"

# What a source without versions is compared by; coordinates count to the millimetre.
VERSION = "left(md5(encode(ST_AsBinary(ST_SnapToGrid({geom}, 0.001)), 'hex') || attrs || business_id), 16)"

BATCH = """
SET LOCAL statement_timeout = '1h';
DROP TABLE IF EXISTS pg_temp.batch, pg_temp.label, pg_temp.fault;
CREATE TEMPORARY TABLE batch (LIKE geo.import_feature INCLUDING DEFAULTS, source geometry) ON COMMIT DROP;
CREATE TEMPORARY TABLE label (name text, label text) ON COMMIT DROP;
CREATE TEMPORARY TABLE fault (ordinal bigint, reason text, detail text) ON COMMIT DROP
"""

EXTENT_ROWS = ", ".join(
    f"({srid}, ST_MakeEnvelope({west}, {south}, {east}, {north}, {srid}))"
    for srid, (west, south, east, north) in EXTENTS.items()
)

# A geometry with curves (GeoPackage) becomes lines within half a centimetre, like those of GML.
JUDGE = f"""
UPDATE batch SET source = ST_CurveToLine(source, 0.005, 1, 4) WHERE ST_HasArc(source);
INSERT INTO fault
SELECT b.ordinal,
       CASE WHEN b.srid BETWEEN 2176 AND 2179 AND floor(ST_XMin(b.source) / 1e6) BETWEEN 5 AND 8
                 AND floor(ST_XMin(b.source) / 1e6) <> b.srid - 2171
                 AND ST_YMin(b.source) BETWEEN 5.3e6 AND 6.3e6 THEN 'wrong_zone'
            WHEN e.extent ~ ST_FlipCoordinates(b.source) THEN 'axes_swapped'
            ELSE 'outside_poland' END,
       round(ST_XMin(b.source)::numeric, 2) || ' ' || round(ST_YMin(b.source)::numeric, 2)
  FROM batch AS b JOIN (VALUES {EXTENT_ROWS}) AS e(srid, extent) USING (srid)
 WHERE b.source IS NOT NULL AND NOT e.extent ~ b.source;
INSERT INTO fault SELECT ordinal, 'no_identifier', '' FROM batch WHERE ns = '' OR local_id = '';
WITH stored AS (
INSERT INTO geo.import_feature ({STAGED}, geom, refused)
SELECT run, ordinal, line, class, layer, ns,
       CASE WHEN local_id = '' THEN 'line-' || ordinal ELSE local_id END,
       CASE WHEN version = '' AND placed IS NOT NULL AND strpos(attrs::text, '"#') = 0 THEN {VERSION.format(geom="placed")}
            ELSE version END,
       valid_from, valid_to, business_id, teryt, attrs, change_ref, srid, placed,
       faulty OR (source IS NOT NULL AND NOT ST_IsValid(source))
  FROM (SELECT b.*, f.ordinal IS NOT NULL AS faulty,
               CASE WHEN f.ordinal IS NULL THEN ST_Transform(b.source, 2180) END AS placed
          FROM batch AS b LEFT JOIN (SELECT DISTINCT ordinal FROM fault) AS f USING (ordinal) OFFSET 0) AS b
RETURNING ordinal, refused AND geom IS NOT NULL AS broken)
INSERT INTO geo.import_finding (run, level, layer, class, line, fid, business_id, reason, detail,
                                easting, northing)
SELECT b.run, 'refused', b.layer, b.class, b.line, b.ns || ':' || b.local_id, b.business_id,
       'invalid_shape', reason(v.d), ST_X(p.place), ST_Y(p.place)
  FROM batch AS b JOIN stored AS s ON s.ordinal = b.ordinal AND s.broken
 CROSS JOIN LATERAL (SELECT ST_IsValidDetail(b.source) AS d) AS v
 CROSS JOIN LATERAL (SELECT ST_Transform(ST_SetSRID(location(v.d), b.srid), 2180) AS place) AS p;
INSERT INTO geo.import_finding (run, level, layer, class, line, fid, business_id, reason, detail)
SELECT b.run, 'refused', b.layer, b.class, b.line,
       CASE WHEN b.local_id = '' THEN '' ELSE b.ns || ':' || b.local_id END, b.business_id, f.reason, f.detail
  FROM fault AS f JOIN batch AS b USING (ordinal)
"""  # noqa: S608 - built of constants

LABELS = """
INSERT INTO geo.import_reference (run, name, label)
SELECT %(run)s, name, min(label) FROM label GROUP BY name ON CONFLICT DO NOTHING
"""


def batches(items: Iterable[Item], position: Callable[[], int]) -> Iterator[list[Item]]:
    """Items by the thousand, fewer where they are large: `position` tells how many bytes were read."""
    batch: list[Item] = []
    began = position()
    for item in items:
        batch.append(item)
        if len(batch) >= MOST_ITEMS or position() - began >= MOST_BYTES:
            yield batch
            batch, began = [], position()
    if batch:
        yield batch


def stage(run: UUID, first: int, items: Iterable[Item], options: Options, moment: datetime) -> int:
    """Write a batch; `first` is the ordinal of its first item. Returns how many items it held.

    Labels of all objects are kept; features only of the classes that `options.layers` names.
    """
    connection = session().connection()
    connection.exec_driver_sql(BATCH)
    driver = connection.connection.driver_connection
    labels: list[tuple[str, str]] = []
    faults: list[tuple[int, str, str]] = []
    count = 0

    def prepared() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        for ordinal, item in enumerate(items, start=first):
            count += 1
            if item.label and item.gml_id:
                labels.append((item.gml_id, item.label))
            layer = options.layers.get(item.class_name)
            if layer is None or (item.wkb is None and not item.faults):
                continue
            yield _row(run, ordinal, item, layer, options, moment)
            faults.extend((ordinal, fault.reason, fault.detail) for fault in item.faults)

    copy_rows(driver, f"batch ({COLUMNS})", prepared())
    if labels:
        copy_rows(driver, "label (name, label)", labels)
    if faults:
        copy_rows(driver, "fault (ordinal, reason, detail)", faults)
    connection.exec_driver_sql(JUDGE)
    if labels:
        connection.exec_driver_sql(LABELS, {"run": run})
    return count


def _row(
    run: UUID, ordinal: int, item: Item, layer: str, options: Options, moment: datetime
) -> tuple[Any, ...]:
    begins = item.valid_from or moment
    ends = item.valid_to
    return (
        run,
        ordinal,
        item.line,
        item.class_name,
        layer,
        item.ns or options.namespace or f"lokalne.{layer}",
        item.local_id,
        item.version,
        at(begins),
        at(max(ends, begins)) if ends else None,
        item.business_id[:500],
        item.teryt,
        as_json(item.attrs).replace("\\u0000", ""),
        item.change_ref,
        item.srid,
        ewkb(item.wkb, item.srid).hex() if item.wkb is not None and not item.faults else None,
    )


def ewkb(wkb: bytes, srid: int) -> bytes:
    """WKB with its system inside, as COPY takes geometries."""
    order = "<" if wkb[0] == 1 else ">"
    (kind,) = struct.unpack_from(order + "I", wkb, 1)
    return wkb[:1] + struct.pack(order + "II", kind | 0x20000000, srid) + wkb[5:]
