"""Checks of a whole delivery, set by set: references, doubled identifiers, communes, boundaries."""

from infostrada.core.sql import session
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.staging import VERSION
from typing import Any
from uuid import UUID


# The layer that holds the boundaries of communes: `teryt` or `business_id` is the TERYT code.
BOUNDARIES = "granice"

FRESH = """
SET LOCAL statement_timeout = '1h';
DROP TABLE IF EXISTS pg_temp.doubled, pg_temp.boundary, pg_temp.limits
"""

RESOLVE = """
UPDATE geo.import_feature AS f SET attrs = f.attrs || jsonb_build_object(%(name)s::text, r.label)
  FROM geo.import_reference AS r
 WHERE f.run = %(run)s AND r.run = f.run AND f.attrs ->> %(name)s LIKE '#%%'
   AND r.name = substr(f.attrs ->> %(name)s, 2)
"""
REFERENCES = ("miejscowosc", "ulica", "miejsce")

FORGET_REFERENCES = """
UPDATE geo.import_feature AS f
   SET attrs = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(f.attrs)
                 WHERE jsonb_typeof(value) <> 'string' OR value #>> '{}' NOT LIKE '#%%')
 WHERE f.run = %(run)s AND f.attrs::text LIKE '%%"#%%'
"""

NAME_ADDRESSES = """
UPDATE geo.import_feature
   SET business_id = concat_ws(', ', attrs ->> 'miejscowosc',
                               concat_ws(' ', attrs ->> 'ulica', attrs ->> 'numerPorzadkowy'))
 WHERE run = %(run)s AND class IN ('PRG_PunktAdresowy', 'AD_PunktAdresowy') AND business_id = ''
"""

CHANGE_DOCUMENTS = """
UPDATE geo.import_feature AS f SET change_ref = r.label
  FROM geo.import_reference AS r
 WHERE f.run = %(run)s AND r.run = f.run AND f.change_ref <> '' AND r.name = f.change_ref
"""

# Staging has given a version already to what points to no other object.
VERSIONS = f"""
UPDATE geo.import_feature SET version = {VERSION.format(geom="geom")}
 WHERE run = %(run)s AND version = '' AND geom IS NOT NULL
"""  # noqa: S608 - built of constants

REFERRED = "SELECT EXISTS (SELECT FROM geo.import_reference WHERE run = %(run)s)"

# The same object twice is kept once; two different ones of one identifier contradict each other.
DOUBLED = """
CREATE TEMPORARY TABLE doubled ON COMMIT DROP AS
SELECT ordinal, row_number() OVER key AS place, first_value(line) OVER key AS first_line,
       min(version || attrs || coalesce(md5(ST_AsBinary(geom)), '')) OVER key
       = max(version || attrs || coalesce(md5(ST_AsBinary(geom)), '')) OVER key AS equal
  FROM (SELECT *, count(*) OVER (PARTITION BY layer, ns, local_id, valid_to) AS many
          FROM geo.import_feature WHERE run = %(run)s) AS f
 WHERE many > 1
WINDOW key AS (PARTITION BY layer, ns, local_id, valid_to ORDER BY ordinal
               ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
"""
TELL_DOUBLED = """
INSERT INTO geo.import_finding (run, level, layer, class, line, fid, business_id, reason, detail)
SELECT f.run, CASE WHEN d.equal THEN 'warning' ELSE 'refused' END, f.layer, f.class, f.line,
       f.ns || ':' || f.local_id, f.business_id,
       CASE WHEN d.equal THEN 'repeated' ELSE 'doubled_identifier' END, d.first_line::text
  FROM doubled AS d JOIN geo.import_feature AS f ON f.run = %(run)s AND f.ordinal = d.ordinal
 WHERE NOT d.equal OR d.place > 1 ORDER BY f.ordinal
"""
DROP_REPEATED = """
DELETE FROM geo.import_feature AS f USING doubled AS d
 WHERE f.run = %(run)s AND f.ordinal = d.ordinal AND d.equal AND d.place > 1
"""
REFUSE_DOUBLED = """
UPDATE geo.import_feature AS f SET refused = true FROM doubled AS d
 WHERE f.run = %(run)s AND f.ordinal = d.ordinal AND NOT d.equal
"""

BOUNDARY = f"""
CREATE TEMPORARY TABLE boundary ON COMMIT DROP AS
SELECT code, ST_Buffer(ST_Union(geom), %(tolerance)s) AS area, ST_Union(geom) AS exact
  FROM (SELECT coalesce(nullif(teryt, ''), left(business_id, 6)) AS code, geom FROM geo.feature
         WHERE layer = '{BOUNDARIES}' AND valid_to IS NULL AND ST_Dimension(geom) = 2) AS b
 WHERE code ~ '^[0-9]{{2,6}}$' GROUP BY code
"""  # noqa: S608 - built of constants

OF_UNIT = """
CREATE TEMPORARY TABLE limits ON COMMIT DROP AS
SELECT ST_Union(area) AS area FROM boundary WHERE code LIKE %(unit)s || '%%' HAVING count(*) > 0
"""

LOCATE = """
UPDATE geo.import_feature AS f SET teryt = b.code
  FROM boundary AS b
 WHERE f.run = %(run)s AND f.teryt = '' AND f.geom IS NOT NULL AND length(b.code) = 6
   AND ST_Intersects(b.exact, CASE WHEN ST_Dimension(f.geom) = 2 AND NOT f.refused
                                   THEN ST_PointOnSurface(f.geom) ELSE ST_PointN(ST_Points(f.geom), 1) END)
"""

OUTSIDE = """
INSERT INTO geo.import_finding (run, level, layer, class, line, fid, business_id, reason, detail,
                                easting, northing)
SELECT f.run, 'refused', f.layer, f.class, f.line, f.ns || ':' || f.local_id, f.business_id,
       CASE WHEN f.srid = 2180 AND ST_Covers({area}, ST_FlipCoordinates(f.geom))
            THEN 'axes_swapped' ELSE 'outside_boundary' END,
       {code}, ST_X(ST_Centroid(f.geom)), ST_Y(ST_Centroid(f.geom))
  FROM geo.import_feature AS f {limits}
 WHERE f.run = %(run)s AND NOT f.refused AND NOT ST_Covers({area}, f.geom)
 ORDER BY f.ordinal
"""
# Without a unit each feature is checked against its own commune; those of none against all of them.
OWN = OUTSIDE.format(
    area="b.area", code="b.code", limits="JOIN boundary AS b ON b.code = f.teryt AND f.layer <> 'granice'"
)
NOWHERE = OUTSIDE.format(
    area="b.area", code="''", limits="CROSS JOIN (SELECT ST_Union(area) AS area FROM boundary) AS b"
)
NOWHERE = NOWHERE.replace("NOT f.refused", "NOT f.refused AND f.teryt = '' AND f.layer <> 'granice'")
GIVEN = OUTSIDE.format(area="b.area", code="%(unit)s", limits="CROSS JOIN limits AS b")

REFUSE_FOUND = """
UPDATE geo.import_feature AS f SET refused = true
  FROM geo.import_finding AS n
 WHERE f.run = %(run)s AND n.run = f.run AND n.level = 'refused' AND n.line = f.line
   AND n.reason IN ('outside_boundary', 'axes_swapped') AND n.fid = f.ns || ':' || f.local_id
"""

UNCHECKED = """
SELECT DISTINCT teryt FROM geo.import_feature AS f
 WHERE run = %(run)s AND NOT refused AND teryt <> '' AND layer <> 'granice'
   AND NOT EXISTS (SELECT FROM boundary AS b WHERE b.code = f.teryt) ORDER BY 1 LIMIT 20
"""

NOTE = """
INSERT INTO geo.import_finding (run, level, reason, detail) VALUES (%(run)s, %(level)s, %(reason)s, %(detail)s)
"""


def check(run: UUID, options: Options) -> None:
    """Resolve references, refuse doubled identifiers and what lies outside its boundary."""
    values: dict[str, Any] = {"run": run, "unit": options.unit, "tolerance": options.tolerance}
    _execute(FRESH)
    if _execute(REFERRED, values).scalar_one():
        for name in REFERENCES:
            _execute(RESOLVE, {"run": run, "name": name})
        _execute(CHANGE_DOCUMENTS, values)
    for statement in (FORGET_REFERENCES, NAME_ADDRESSES, VERSIONS):
        _execute(statement, values)
    for statement in (DOUBLED, TELL_DOUBLED, DROP_REPEATED, REFUSE_DOUBLED):
        _execute(statement, values)
    _check_boundaries(values)


def note(run: UUID, level: str, reason: str, detail: str = "") -> None:
    """A line of the report that is about no single feature."""
    _execute(NOTE, {"run": run, "level": level, "reason": reason, "detail": detail})


def _check_boundaries(values: dict[str, Any]) -> None:
    run = values["run"]
    _execute(BOUNDARY, values)
    if not _execute("SELECT count(*) FROM boundary").scalar_one():
        note(run, "note", "boundary_check_skipped")
        return
    if values["unit"]:
        _execute(OF_UNIT, values)
        if not _execute("SELECT count(*) FROM limits").scalar_one():
            note(run, "note", "boundary_check_skipped", values["unit"])
            return
        _execute(GIVEN, values)
    else:
        _execute(OWN, values)
        _execute(NOWHERE, values)
        if missing := [code for (code,) in _execute(UNCHECKED, values)]:
            note(run, "note", "boundary_unknown", ", ".join(missing))
    _execute(REFUSE_FOUND, values)
    # Only now: what names no commune may reach over several and is not measured by one of them.
    _execute(LOCATE, values)


def _execute(statement: str, values: dict[str, Any] | None = None) -> Any:
    connection = session().connection()
    return connection.exec_driver_sql(statement, values) if values else connection.exec_driver_sql(statement)
