"""What keeps the geo add-on from working, found before it fails. Changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from infostrada.geo.imagery.files import images
from infostrada.geo.imagery.header import fault_of
from infostrada.geo.imports.checks import BOUNDARIES
from infostrada.geo.reconcile.checks import divergence
from infostrada.geo.schemas.sets import installed
from infostrada.geo.sql import reader
from infostrada.geo.wms import program as mapserver
from psycopg import Connection


POSTGIS = (3, 1)

BROKEN = "SELECT count(*) FROM geo.feature WHERE valid_to IS NULL AND NOT ST_IsValid(geom)"
OUTSIDE = """
SELECT count(*) FROM geo.feature
 WHERE valid_to IS NULL AND NOT geom @ ST_MakeEnvelope(100000, 50000, 950000, 950000, 2180)
"""
HOMELESS = """
SELECT count(*) FROM geo.layer AS l WHERE feature_count > 0
   AND NOT EXISTS (SELECT FROM geo.layer_listing AS v WHERE v.layer = l.layer)
"""
BOUNDARY = "SELECT count(*) FROM geo.feature WHERE layer = %s AND valid_to IS NULL"
IMAGES = "SELECT layer, service FROM geo.layer_listing WHERE kind = 'cog' ORDER BY layer"
STUCK = """
SELECT count(*) FROM geo.import_run WHERE state = 'queued' AND created < now() - interval '1 day'
"""


@dataclass(frozen=True)
class Finding:
    """One look: its name, whether all is well, and what was seen."""

    name: str
    well: bool
    seen: str


def examine() -> list[Finding]:
    """All looks; raises Unavailable without a database."""
    with reader() as connection:
        return [Finding(name, *look(connection)) for name, look in LOOKS.items()]


def _postgis(connection: Connection) -> tuple[bool, str]:
    row = connection.execute("SELECT postgis_lib_version(), postgis_proj_version()").fetchone()
    version = str(row[0]) if row else "0"
    held = tuple(int(part) for part in version.split(".")[:2])
    return held >= POSTGIS, f"PostGIS {version}, PROJ {row[1] if row else '?'}"


def _gdal(_connection: Connection) -> tuple[bool, str]:
    try:
        import pyogrio
    except ImportError:
        return False, "pyogrio is not installed: only GML can be imported"
    drivers = pyogrio.list_drivers()
    missing = [
        name for name in ("GPKG", "ESRI Shapefile", "GeoJSON", "FlatGeobuf", "DXF") if name not in drivers
    ]
    said = f"GDAL {'.'.join(map(str, pyogrio.__gdal_version__))}"
    return not missing, f"{said} without {', '.join(missing)}" if missing else said


def _mapserver(_connection: Connection) -> tuple[bool, str]:
    said = mapserver.version()
    return (
        True,
        said or "MapServer (cgi-mapserver) is not installed: WMS, WMTS and orthophotos are switched off",
    )


def _imagery(connection: Connection) -> tuple[bool, str]:
    rows = connection.execute(IMAGES).fetchall()
    faults = [f"{layer}: {fault}" for layer, service in rows if (fault := fault_of(service))]
    return not faults, "; ".join(faults) or f"{len(rows)} orthophotos in {images()}"


def _schemas(_connection: Connection) -> tuple[bool, str]:
    found = installed()
    names = ", ".join(each.name for each in found)
    return True, f"sets: {names}" if found else "none installed: deliveries are not validated"


def _counted(statement: str, said: str, *values: str) -> Callable[[Connection], tuple[bool, str]]:
    def look(connection: Connection) -> tuple[bool, str]:
        row = connection.execute(statement, values or None).fetchone()
        count = int(row[0]) if row else 0
        return count == 0, f"{count} {said}"

    return look


def _boundaries(connection: Connection) -> tuple[bool, str]:
    row = connection.execute(BOUNDARY, [BOUNDARIES]).fetchone()
    count = int(row[0]) if row else 0
    return (
        True,
        f"{count} boundaries in {BOUNDARIES}" if count else "none: deliveries are not checked against them",
    )


def _mirror(connection: Connection) -> tuple[bool, str]:
    count = divergence(connection)
    return count == 0, f"{count} rows differ from their documents"


LOOKS: dict[str, Callable[[Connection], tuple[bool, str]]] = {
    "postgis": _postgis,
    "gdal": _gdal,
    "mapserver": _mapserver,
    "imagery": _imagery,
    "schemas": _schemas,
    "boundaries": _boundaries,
    "shapes": _counted(BROKEN, "current features with a broken shape"),
    "places": _counted(OUTSIDE, "current features outside of Poland"),
    "layers": _counted(HOMELESS, "layers with features but without a layer object"),
    "imports": _counted(STUCK, "imports waiting for more than a day"),
    "mirror": _mirror,
}
