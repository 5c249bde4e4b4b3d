"""Checks of planning acts: do the zones fill the act, no gap, no overlap, nothing beyond it?

A general plan covers the whole commune with zones that do not overlap (Art. 13a ust. 4 pkt 1 of the
planning act of 27 March 2003); the act's extent is the union of its zones. Shares are given to one
decimal place (Dz.U. 2023 poz. 2409). Areas are in m² of EPSG:2180.
"""

from dataclasses import asdict
from dataclasses import dataclass
from infostrada.core.sql import session
from typing import Any
from uuid import UUID


ACTS, ZONES = "akty_planowania", "strefy_planistyczne"
# Below this, in m², a difference is the rounding of coordinates to centimetres.
LEAST_AREA = 0.05

PLAN = """
CREATE TEMPORARY TABLE plan ON COMMIT DROP AS
SELECT ns, local_id, business_id, attrs, geom, layer = %(acts)s AS is_act, line FROM (
    SELECT ns, local_id, business_id, attrs, geom, layer, line FROM geo.import_feature
     WHERE run = %(run)s AND layer IN (%(acts)s, %(zones)s) AND geom IS NOT NULL AND valid_to IS NULL
       AND ST_IsValid(geom)
    UNION ALL
    SELECT ns, local_id, business_id, attrs, geom, layer, NULL FROM geo.feature AS f
     WHERE layer IN (%(acts)s, %(zones)s) AND valid_to IS NULL AND ST_IsValid(geom)
       AND (ns = %(ns)s OR ns IN (SELECT ns FROM geo.import_feature WHERE run = %(run)s
                                   AND layer IN (%(acts)s, %(zones)s)))
       AND NOT EXISTS (SELECT FROM geo.import_feature AS i WHERE i.run = %(run)s AND i.layer = f.layer
                          AND i.ns = f.ns AND i.local_id = f.local_id)
) AS p
"""

OVERLAPS = """
SELECT 'zones_overlap' AS reason, a.ns, a.local_id, a.line,
       coalesce(nullif(a.business_id, ''), a.local_id) || ' / ' || coalesce(nullif(b.business_id, ''), b.local_id)
           AS names,
       o.area, ST_X(o.place) AS easting, ST_Y(o.place) AS northing
  FROM plan AS a JOIN plan AS b
    ON NOT a.is_act AND NOT b.is_act AND a.ns = b.ns AND a.local_id < b.local_id AND a.geom && b.geom
 CROSS JOIN LATERAL (SELECT ST_Intersection(a.geom, b.geom) AS shared) AS s
 CROSS JOIN LATERAL (SELECT ST_Area(s.shared) AS area, ST_PointOnSurface(s.shared) AS place) AS o
 WHERE o.area > %(least)s
"""

# Zones stand for the whole act in general plans only; other acts have no zones here.
DIFFERENCES = """
WITH filled AS (
    SELECT ns, ST_Union(geom) AS geom FROM plan WHERE NOT is_act GROUP BY ns
), pair AS (
    SELECT a.ns, a.local_id, a.line, a.business_id, a.geom AS act, f.geom AS zones
      FROM plan AS a JOIN filled AS f USING (ns) WHERE a.is_act
), pieces AS (
    SELECT 'gap' AS reason, pair.*, (ST_Dump(ST_Difference(act, zones))).geom AS piece FROM pair
    UNION ALL
    SELECT 'zone_outside_act', pair.*, (ST_Dump(ST_Difference(zones, act))).geom FROM pair
)
SELECT reason, ns, local_id, line, business_id AS names, ST_Area(piece) AS area,
       ST_X(ST_PointOnSurface(piece)) AS easting, ST_Y(ST_PointOnSurface(piece)) AS northing
  FROM pieces WHERE ST_Area(piece) > %(least)s
"""

DOUBLED = """
SELECT 'doubled_symbol' AS reason, ns, min(local_id) AS local_id, min(line) AS line, business_id AS names,
       NULL::double precision AS area, NULL::double precision AS easting, NULL::double precision AS northing
  FROM plan WHERE NOT is_act AND business_id <> '' GROUP BY ns, business_id HAVING count(*) > 1
"""

DECIMALS = """
SELECT 'too_many_decimals' AS reason, ns, local_id, line,
       coalesce(nullif(business_id, ''), local_id) || ', ' || key || ' = ' || value AS names,
       NULL::double precision AS area, NULL::double precision AS easting, NULL::double precision AS northing
  FROM plan CROSS JOIN LATERAL jsonb_each_text(attrs)
 WHERE NOT is_act AND key ~ '^(maks|min)[A-Z]' AND value ~ '^[0-9]+[.][0-9]*[1-9]$'
   AND value !~ '^[0-9]+[.][0-9]$'
"""

WITHOUT_ACT = """
SELECT 'act_missing' AS reason, ns, min(local_id) AS local_id, min(line) AS line, ns AS names,
       NULL::double precision AS area, NULL::double precision AS easting, NULL::double precision AS northing
  FROM plan GROUP BY ns HAVING NOT bool_or(is_act)
"""

TELL = """
INSERT INTO geo.import_finding (run, level, layer, line, fid, business_id, reason, detail, easting, northing)
VALUES (%(run)s, 'warning', %(zones)s, %(line)s, %(fid)s, %(names)s, %(reason)s, %(detail)s, %(easting)s, %(northing)s)
"""


@dataclass(frozen=True)
class PlanFault:
    """One fault of an act: `names` of the zones or act, area in m², place in EPSG:2180."""

    reason: str
    ns: str
    local_id: str
    line: int | None
    names: str
    area: float | None
    easting: float | None
    northing: float | None

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def check_plan(ns: str | None = None, run: UUID | None = None) -> list[PlanFault]:
    """Faults of the stored act of a namespace, or of the acts a run brings (with what is stored of them)."""
    connection = session().connection()
    values = {"ns": ns, "run": run, "acts": ACTS, "zones": ZONES, "least": LEAST_AREA}
    connection.exec_driver_sql("DROP TABLE IF EXISTS pg_temp.plan")
    connection.exec_driver_sql(PLAN, values)
    found = []
    for statement in (OVERLAPS, DIFFERENCES, DOUBLED, DECIMALS, WITHOUT_ACT):
        found += [PlanFault(**row) for row in connection.exec_driver_sql(statement, values).mappings()]
    return sorted(found, key=lambda fault: (fault.ns, fault.reason, fault.names))


def tell(run: UUID) -> int:
    """Write the faults of the run's acts into its report; returns how many."""
    faults = check_plan(run=run)
    for fault in faults:
        session().connection().exec_driver_sql(
            TELL,
            {
                "run": run,
                "zones": ZONES,
                "line": fault.line,
                "fid": f"{fault.ns}:{fault.local_id}",
                "names": fault.names,
                "reason": fault.reason,
                "detail": f"{fault.area:.2f} m²" if fault.area is not None else "",
                "easting": fault.easting,
                "northing": fault.northing,
            },
        )
    return len(faults)
