"""A delivery against the store: what is unchanged, new, changed, gone, split, merged. All in SQL.

The caller fills the temporary table `incoming` (columns of `geo.feature` without `id`; `held` marks
features that were refused: they stand for their key, so that it does not count as gone, and nothing
else is done with them). `compare` makes the temporary tables `change`, `gone` and `descent`; `apply`
brings them into the store. Nothing is deleted: rows are closed.
"""

from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.sql import session
from infostrada.geo.features import bulk
from infostrada.geo.features.store import LOAD_TIMEOUT
from infostrada.geo.features.store import touch
from typing import Any


# Parts of an area below this are the noise of survey, not descent.
LEAST_SHARE = 0.01

INCOMING = f"""
SET LOCAL statement_timeout = '{LOAD_TIMEOUT}';
DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.change, pg_temp.scoped, pg_temp.gone, pg_temp.descent;
CREATE TEMPORARY TABLE incoming (LIKE geo.feature) ON COMMIT DROP;
ALTER TABLE incoming DROP COLUMN id, ADD COLUMN change_doc text NOT NULL DEFAULT '',
    ADD COLUMN held boolean NOT NULL DEFAULT false, ALTER COLUMN geom DROP NOT NULL
"""

# Coordinates are compared to the millimetre: another release of PROJ may differ in the last bits.
SHAPE = "ST_AsBinary(ST_SnapToGrid({}, 0.001))"

CHANGE = f"""
CREATE TEMPORARY TABLE change ON COMMIT DROP AS
SELECT n.*, old.id AS old_id, old.valid_from AS old_from,
       CASE WHEN old.id IS NULL THEN 'new'
            WHEN n.valid_from < old.valid_from AND n.version <> old.version THEN 'older'
            WHEN NOT n.geom = old.geom AND {SHAPE.format("n.geom")} <> {SHAPE.format("old.geom")} THEN 'geometry'
            WHEN n.version <> old.version OR n.attrs <> old.attrs
                 OR n.business_id <> old.business_id OR n.teryt <> old.teryt THEN 'attributes'
            ELSE 'unchanged' END AS kind
  FROM incoming AS n
  LEFT JOIN geo.feature AS old
    ON old.layer = %(layer)s AND old.ns = n.ns AND old.local_id = n.local_id AND old.valid_to IS NULL
 WHERE n.valid_to IS NULL AND NOT n.held
"""  # noqa: S608 - built of constants

# Two versions of one moment still follow each other.
IN_ORDER = """
UPDATE change SET valid_from = old_from + interval '1 microsecond'
 WHERE kind IN ('attributes', 'geometry') AND valid_from <= old_from
"""

# Who belongs to the scopes of a delivery. A district's features are found by the beginning of their names: to ask
# every feature of a layer of a million for its scope would take longer than all the rest. A scope without a commune
# is a namespace alone (the national address register has one for all of Poland): of that a delivery is complete only
# when somebody says so.
SCOPED = """
CREATE TEMPORARY TABLE scoped ON COMMIT DROP AS
WITH asked AS MATERIALIZED (
    SELECT DISTINCT geo.scope(ns, business_id, teryt) AS scope, ns, teryt FROM incoming
), district AS MATERIALIZED (
    SELECT DISTINCT scope FROM asked WHERE scope <> ns || ' ' || teryt
), commune AS MATERIALIZED (
    SELECT scope, ns, teryt FROM asked WHERE scope = ns || ' ' || teryt AND (teryt <> '' OR %(certain)s)
)
SELECT old.id FROM district JOIN geo.feature AS old
    ON old.business_id ~>=~ district.scope AND old.business_id ~<~ (district.scope || '/')
   AND geo.scope(old.ns, old.business_id, old.teryt) = district.scope
 WHERE old.layer = %(layer)s AND old.valid_to IS NULL
 UNION ALL
SELECT old.id FROM commune JOIN geo.feature AS old ON old.ns = commune.ns AND old.teryt = commune.teryt
   AND geo.scope(old.ns, old.business_id, old.teryt) = commune.scope
 WHERE old.layer = %(layer)s AND old.valid_to IS NULL
"""

GONE = """
CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
SELECT old.id, old.ns, old.local_id, old.business_id, old.valid_from, old.geom,
       (SELECT max(e.valid_to) FROM incoming AS e
         WHERE e.ns = old.ns AND e.local_id = old.local_id) AS ended
  FROM geo.feature AS old
 WHERE old.id IN (SELECT id FROM scoped WHERE %(complete)s
                   UNION SELECT f.id FROM incoming AS e JOIN geo.feature AS f
                      ON f.layer = %(layer)s AND f.ns = e.ns AND f.local_id = e.local_id AND f.valid_to IS NULL
                   WHERE e.valid_to IS NOT NULL)
   AND NOT EXISTS (SELECT FROM incoming AS n WHERE n.ns = old.ns AND n.local_id = old.local_id
                      AND n.valid_to IS NULL)
"""

SIZE_OF_SCOPE = "SELECT count(*) FROM scoped"

# Nothing descends from what nobody left: a first load is spared the search for it.
LEFT_GROUND = "SELECT EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM change WHERE kind = 'geometry')"

DESCENT = f"""
CREATE TEMPORARY TABLE descent ON COMMIT DROP AS
WITH before AS (
    SELECT ns, local_id, business_id, valid_from, geom FROM gone
    UNION ALL
    SELECT c.ns, c.local_id, c.business_id, old.valid_from, old.geom
      FROM change AS c JOIN geo.feature AS old ON old.id = c.old_id WHERE c.kind = 'geometry'
), pair AS (
    SELECT b.ns AS old_ns, b.local_id AS old_id, b.business_id AS old_name,
           n.ns AS new_ns, n.local_id AS new_id, n.business_id AS new_name,
           n.change_doc, greatest(n.valid_from, b.valid_from + interval '1 microsecond') AS at,
           shared.area / ST_Area(b.geom) AS share_old, shared.area / ST_Area(n.geom) AS share_new
      FROM before AS b
      JOIN change AS n ON n.geom && b.geom AND n.kind IN ('new', 'geometry')
       AND (n.ns, n.local_id) <> (b.ns, b.local_id)
     CROSS JOIN LATERAL (SELECT ST_Area(ST_Intersection(b.geom, n.geom)) AS area) AS shared
     WHERE ST_Area(b.geom) > 0 AND ST_Area(n.geom) > 0 AND ST_IsValid(b.geom)
), kept AS (
    SELECT *, EXISTS (SELECT FROM gone AS g WHERE (g.ns, g.local_id) = (old_ns, old_id)) AS ended,
           EXISTS (SELECT FROM change AS c WHERE (c.ns, c.local_id) = (new_ns, new_id)
                      AND c.kind = 'new') AS begun
      FROM pair WHERE greatest(share_old, share_new) > {LEAST_SHARE}
), counted AS (
    SELECT *, count(*) OVER (PARTITION BY old_ns, old_id) AS into_many,
           count(*) OVER (PARTITION BY new_ns, new_id) AS from_many
      FROM kept
)
SELECT old_ns, old_id, old_name, new_ns, new_id, new_name, change_doc, at,
       least(share_old, 1) AS share_old, least(share_new, 1) AS share_new,
       CASE WHEN ended AND begun AND into_many > 1 AND from_many = 1 THEN 'split'
            WHEN ended AND begun AND from_many > 1 AND into_many = 1 THEN 'merge'
            ELSE 'reshape' END AS kind
  FROM counted
"""  # noqa: S608 - built of constants

SEARCHED = """
CREATE INDEX ON change USING gist (geom) WHERE kind IN ('new', 'geometry');
ANALYZE change, gone
"""

COUNTS = """
SELECT (SELECT coalesce(jsonb_object_agg(kind, many), '{}')
          FROM (SELECT kind, count(*) AS many FROM change GROUP BY kind) AS k),
       (SELECT count(*) FROM gone),
       (SELECT count(DISTINCT (old_ns, old_id)) FROM descent WHERE kind = 'split'),
       (SELECT count(DISTINCT (new_ns, new_id)) FROM descent WHERE kind = 'merge'),
       (SELECT count(*) FROM descent WHERE kind = 'reshape')
"""

CLOSE_CHANGED = """
UPDATE geo.feature AS old SET valid_to = greatest(c.valid_from, old.valid_from)
  FROM change AS c WHERE old.id = c.old_id AND c.kind IN ('attributes', 'geometry')
"""

CLOSE_GONE = """
UPDATE geo.feature AS old
   SET valid_to = greatest(old.valid_from, coalesce(
           g.ended,
           (SELECT max(d.at) FROM descent AS d WHERE (d.old_ns, d.old_id) = (g.ns, g.local_id)),
           CAST(%(moment)s AS timestamptz)))
  FROM gone AS g WHERE old.id = g.id
"""

# A source may use one version twice, or bring back what was closed: the stored version stays unique.
ADD = """
INSERT INTO geo.feature (layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom)
SELECT c.layer, c.ns, c.local_id,
       CASE WHEN EXISTS (SELECT FROM geo.feature AS f WHERE f.layer = c.layer AND f.ns = c.ns
                            AND f.local_id = c.local_id AND f.version = c.version)
            THEN c.version || '@' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISSUS')
            ELSE c.version END,
       c.valid_from, c.business_id, c.teryt, c.attrs, c.geom
  FROM change AS c WHERE c.kind IN ('new', 'attributes', 'geometry')
"""

# A layer that is empty has nothing to come into conflict with.
IS_FIRST = """
SELECT (SELECT count(*) FROM change), NOT EXISTS (SELECT FROM geo.feature WHERE layer = %(layer)s)
       AND NOT EXISTS (SELECT FROM incoming WHERE valid_to IS NOT NULL)
"""
ADD_FIRST = """
INSERT INTO {place} (layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom)
SELECT layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom FROM change
"""

ADD_HISTORY = """
INSERT INTO geo.feature (layer, ns, local_id, version, valid_from, valid_to, business_id, teryt, attrs, geom)
SELECT layer, ns, local_id, version, valid_from, valid_to, business_id, teryt, attrs, geom
  FROM incoming WHERE valid_to IS NOT NULL AND NOT held
    ON CONFLICT (layer, ns, local_id, version) DO NOTHING
"""

ADD_DESCENT = """
INSERT INTO geo.lineage (layer, old_ns, old_id, new_ns, new_id, kind, share_old, share_new, change_doc, at)
SELECT %(layer)s, old_ns, old_id, new_ns, new_id, kind, share_old, share_new, change_doc, at
  FROM descent ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Comparison:
    """How many features of a delivery are what, and how many of the store are gone from it."""

    new: int = 0
    unchanged: int = 0
    attributes: int = 0
    geometry: int = 0
    older: int = 0
    gone: int = 0
    split: int = 0
    merged: int = 0
    reshaped: int = 0
    scope: int = 0

    def as_data(self) -> dict[str, int]:
        """For JSON."""
        return asdict(self)


def open_incoming() -> None:
    """Make the empty temporary table `incoming`; it lasts until the transaction ends."""
    _execute(INCOMING)


def compare(layer: str, complete: bool, certain: bool = False) -> Comparison:
    """Compare `incoming` with the current features of a layer.

    `complete`: current features of the same scope (`geo.scope`) that the delivery does not hold are
    gone. Otherwise only those are that the delivery itself says have ended. `certain`: the delivery
    is complete even for features of which no commune is known.
    """
    values = {"layer": layer, "complete": complete, "certain": certain}
    # The keys are enough for the planner; statistics of shapes and attributes take most of the time.
    _execute("ANALYZE incoming (ns, local_id, business_id, teryt, valid_to)")
    _execute(CHANGE, values)
    _execute(IN_ORDER)
    _execute(SCOPED, values)
    _execute("ANALYZE scoped")
    _execute(GONE, values)
    if _execute(LEFT_GROUND).scalar_one():
        _execute(SEARCHED)
        _execute(DESCENT)
    else:
        _execute(f"{DESCENT} WITH NO DATA")
    kinds, gone, split, merged, reshaped = _execute(COUNTS).one()
    scope = _execute(SIZE_OF_SCOPE).scalar_one()
    return Comparison(**kinds, gone=gone, split=split, merged=merged, reshaped=reshaped, scope=scope)


def apply(layer: str, moment: datetime) -> None:
    """Bring the comparison into the store.

    `moment` closes what is gone without successors and without an end of its own.
    """
    values = {"layer": layer, "moment": moment}
    if _add_first(layer):
        return
    for statement in (CLOSE_CHANGED, CLOSE_GONE, ADD_HISTORY, ADD, ADD_DESCENT):
        _execute(statement, values)
    touch(layer)


def _add_first(layer: str) -> bool:
    """Bring in the first features of a layer; False when there is something to compare with, or no peace for it."""
    many, first = _execute(IS_FIRST, {"layer": layer}).one()
    if not (first and bulk.is_first_load(many)):
        return False
    place = bulk.new_table()
    _execute(ADD_FIRST.format(place=place))
    if bulk.exchange(place, lambda name: touch(layer, name)):
        return True
    _execute(f"DROP TABLE {place}")
    return False


def descent() -> list[dict[str, Any]]:
    """The lineage the comparison found, for the report; in the order of the old names."""
    found = _execute("SELECT * FROM descent ORDER BY old_name, new_name, old_id, new_id")
    return [dict(row) for row in found.mappings()]


def _execute(statement: str, values: dict[str, Any] | None = None) -> Any:
    connection = session().connection()
    return connection.exec_driver_sql(statement, values) if values else connection.exec_driver_sql(statement)
