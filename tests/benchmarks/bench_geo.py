"""Features, tiles and records of a million parcels against pygeoapi and tipg on the same table, in one run.

Each rival gets a virtual environment of its own, made here. The table is generated: parcels of 40 m by 25 m with four
attributes, as rows of `geo.feature`; the rivals read a view of it. Without a way to install a rival its figures are left
out and said so. `GEO_PARCELS` makes a smaller table for trying out.
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.cluster import Cluster
from infostrada.core.server import process
from pathlib import Path
from statistics import median
from tests import live
from tests.benchmarks.figure import Figure
from tests.benchmarks.processor import served
from tests.benchmarks.rivals import pygeoapi
from tests.benchmarks.rivals import Rival
from tests.benchmarks.rivals import tipg
from typing import Any
from urllib.parse import quote

import contextlib
import http.client
import json
import math
import os
import psycopg
import tempfile
import time


PARCELS = int(os.environ.get("GEO_PARCELS", "1000000"))
RECORDS = PARCELS // 2
ROUNDS = 30
SIDE = math.isqrt(PARCELS)
WEST, SOUTH = 480_000, 560_000
LAYER = "dzialki"
NS = "PL.PZGiK.1.BENCH"

WITHOUT_DEMO = """
CREATE TEMPORARY TABLE others AS SELECT * FROM geo.feature WHERE layer <> %(layer)s;
TRUNCATE geo.feature;
INSERT INTO geo.feature SELECT * FROM others;
DROP TABLE others;
UPDATE geo.prepared SET last = 0, revision = NULL
"""
FILL = """
INSERT INTO geo.feature (layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom)
SELECT %(layer)s, %(ns)s, n::text, '1', '2026-01-01Z', '049901_2.' || lpad((n / 5000)::text, 4, '0') || '.' || n, '049901',
       jsonb_build_object('numer', n::text, 'pow', 1000, 'uzytek', (ARRAY['R', 'B', 'Ł', 'Ls'])[1 + n %% 4], 'kw', 'TO1T/' || n),
       ST_MakeEnvelope(%(west)s + 40 * (n %% %(side)s), %(south)s + 25 * (n / %(side)s),
                       %(west)s + 40 * (n %% %(side)s) + 40, %(south)s + 25 * (n / %(side)s) + 25, 2180)
  FROM generate_series(0, %(parcels)s - 1) AS n
"""
COUNT = """
UPDATE geo.layer SET revision = revision + 1, feature_count = %(parcels)s,
       extents = jsonb_build_object('049901', jsonb_build_array(%(west)s, %(south)s, %(east)s, %(north)s))
 WHERE layer = %(layer)s
"""
# Half of the records are open to everybody; the others to a role nobody asking has.
RECORDS_SQL = """
INSERT INTO core.record (uid, type, title, path, access, modified, revision)
SELECT 'bench' || n, 'Document', 'Sprawa ' || n, '/bench/' || n, CASE WHEN n %% 2 = 0 THEN public.access ELSE %(nobody)s::uuid END, now(), 0
  FROM generate_series(1, %(records)s) AS n,
       (SELECT r.access FROM core.record AS r JOIN geo.layer_listing AS l USING (uid) WHERE l.layer = %(layer)s) AS public
"""
LINKS_SQL = """
INSERT INTO geo.record_link (uid, link_id, layer, ns, local_id, feature_version, business_id, role, geom, valid_from)
SELECT 'bench' || n, gen_random_uuid(), f.layer, f.ns, f.local_id, f.version, f.business_id, 'subject', f.geom, now()
  FROM generate_series(1, %(records)s) AS n JOIN geo.feature AS f
    ON f.layer = %(layer)s AND f.ns = %(ns)s AND f.local_id = (2 * (n - 1))::text
"""
INDEXES = """
SELECT x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid)
  FROM pg_index AS x
 WHERE x.indrelid = ANY('{geo.feature,geo.record_link}'::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = x.indexrelid)
"""
CHANGED = "UPDATE geo.layer SET revision = revision + 1 WHERE layer = %s"
VIEW = """
CREATE SCHEMA bench;
CREATE TABLE bench.parcels AS
SELECT id, business_id, attrs ->> 'numer' AS numer, (attrs ->> 'pow')::int AS pow, attrs ->> 'uzytek' AS uzytek,
       attrs ->> 'kw' AS kw, geom::geometry(Polygon, 2180) AS geom
  FROM geo.feature WHERE layer = %(layer)s AND ns = %(ns)s;
ALTER TABLE bench.parcels ADD PRIMARY KEY (id);
CREATE INDEX ON bench.parcels USING gist (geom);
ANALYZE bench.parcels
"""


def measure() -> Iterator[Figure]:
    """Medians of one connection, each answer checked; ratios of the same run."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "demo")
        stack.callback(live.stop, running)
        conninfo = _conninfo(running)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            began = time.perf_counter()
            _fill(connection)
            yield Figure(f"rows of {PARCELS:,} parcels with indexes", time.perf_counter() - began, "s")
            began = time.perf_counter()
            done = running.command("geo", "prepare")
            assert done.returncode == 0, done.stderr
            yield Figure(
                "  texts for pages made ready by the worker's work", time.perf_counter() - began, "s"
            )
            connection.execute("VACUUM ANALYZE geo.feature_text")
            bare = _bare(connection)
        rivals = [rival(Path(folder), conninfo, stack) for rival in (pygeoapi, tipg)]
        own = http.client.HTTPConnection("localhost", running.settings.port)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            # As after any change of the layer: nothing that was kept is of use.
            def change() -> object:
                return connection.execute(CHANGED, [LAYER])

            yield from _figures(own, rivals, bare, change)
            if running.settings.private:
                yield from _processor_figures(running, own, rivals, change)


def _processor_figures(
    running: live.Live, own: Any, rivals: list[Rival | None], change: Callable[[], object]
) -> Iterator[Figure]:
    """What each answer costs the processors, server and database together: other work hardly changes that."""
    cluster = Cluster(running.settings.var)
    zope = process.running("zope-1", running.settings.var)
    assert zope is not None
    base = f"/@@geo/collections/{LAYER}"
    asked = {"page": (f"{base}/items?limit=1000", lambda rival: rival.items)}
    for zoom in (16, 14):
        column, row = _world_tile(zoom)
        asked[f"tile z{zoom}"] = (
            f"{base}/tiles/WebMercatorQuad/{zoom}/{row}/{column}",
            lambda rival, z=zoom, r=row, c=column: rival.tile.format(z=z, row=r, column=c),
        )
    for name, (path, theirs) in asked.items():
        ours = _processor(own, path, lambda: served(cluster, [zope]), change)
        yield Figure(f"processor time of a {name} made anew", ours, "ms")
        for rival in filter(None, rivals):
            if theirs(rival):
                spent = _processor(
                    rival.connection, theirs(rival), lambda pid=rival.process: served(cluster, [pid])
                )
                yield Figure(f"  {rival.name}", spent, "ms")
                yield Figure(f"  {rival.name}: dearer by", spent / ours, "x")


def _figures(
    own: Any, rivals: list[Rival | None], bare: dict[str, float], change: Callable[[], object]
) -> Iterator[Figure]:
    base = f"/@@geo/collections/{LAYER}"
    items, body = _median(own, f"{base}/items?limit=1000", change)
    assert len(json.loads(body)["features"]) == 1000
    yield Figure("page of 1,000 features, read anew", items, "ms")
    yield Figure("  to the bare statement in PostGIS", items / bare["items"], "x")
    kept, same = _median(own, f"{base}/items?limit=1000")
    assert same == body
    yield Figure("  the same page, kept", kept, "ms")
    links = {link["rel"]: link["href"] for link in json.loads(body)["links"]}
    following, body = _median(own, links["next"][links["next"].index("/@@geo") :], change)
    assert json.loads(body)["numberReturned"] == 1000
    yield Figure("  the page after it", following, "ms")
    west, south, east, north = _window(300)
    boxed, body = _median(own, f"{base}/items?limit=1000&bbox={west},{south},{east},{north}", change)
    assert json.loads(body)["numberReturned"] > 300
    yield Figure("  parcels of a window of 600 m", boxed, "ms")
    for rival, bar in zip(rivals, (10, 5), strict=True):
        if rival is not None:
            milliseconds, body = _median(rival.connection, rival.items)
            assert len(json.loads(body)["features"]) == 1000
            yield Figure(f"  {rival.name}", milliseconds, "ms")
            yield Figure(f"  {rival.name}: slower by", milliseconds / items, "x", must=bar, more=True)
            yield Figure("  ... than the kept page by", milliseconds / kept, "x")
    column, row = _world_tile(16)
    tile, body = _median(own, f"{base}/tiles/WebMercatorQuad/16/{row}/{column}", change)
    assert len(body) > 5_000
    yield Figure("tile z16 of WebMercatorQuad, cut anew", tile, "ms", must=10)
    yield Figure("  to the bare statement in PostGIS", tile / bare["tile"], "x")
    kept, same = _median(own, f"{base}/tiles/WebMercatorQuad/16/{row}/{column}")
    assert same == body
    yield Figure("  the same tile, kept", kept, "ms")
    for rival in rivals:
        if rival is not None and rival.tile:
            milliseconds, body = _median(rival.connection, rival.tile.format(z=16, row=row, column=column))
            assert len(body) > 5_000
            yield Figure(f"  {rival.name}", milliseconds, "ms")
            yield Figure(f"  {rival.name}: slower by", milliseconds / tile, "x", must=1, more=True)
            yield Figure("  ... than the kept tile by", milliseconds / kept, "x")
    column, row = _world_tile(14)
    tile, body = _median(own, f"{base}/tiles/WebMercatorQuad/14/{row}/{column}", change)
    assert len(body) > 50_000
    yield Figure("tile z14 of WebMercatorQuad, cut anew", tile, "ms", must=80)
    kept, same = _median(own, f"{base}/tiles/WebMercatorQuad/14/{row}/{column}")
    assert same == body
    yield Figure("  the same tile, kept", kept, "ms")
    for rival in rivals:
        if rival is not None and rival.tile:
            milliseconds, _body = _median(rival.connection, rival.tile.format(z=14, row=row, column=column))
            yield Figure(f"  {rival.name}: slower than the one cut anew by", milliseconds / tile, "x")
    milliseconds, body = _median(
        own, f"/@@geo/what-is-here?x={WEST + 20 * SIDE + 7}&y={SOUTH + 12 * SIDE + 7}"
    )
    assert json.loads(body)["features"]
    yield Figure("what is here", milliseconds, "ms", must=30)
    name = quote(f"049901_2.0000.{SIDE // 2}")
    milliseconds, body = _median(own, f"{base}/items?business_id={name}")
    assert json.loads(body)["numberMatched"] == 1
    yield Figure("parcel by its identifier", milliseconds, "ms", must=15)
    milliseconds = bare["records"]
    yield Figure(f"allowed records in 500 m of {RECORDS:,}", milliseconds, "ms", must=20)


def _fill(connection: psycopg.Connection) -> None:
    values = {
        "layer": LAYER, "ns": NS, "west": WEST, "south": SOUTH, "side": SIDE, "parcels": PARCELS,
        "east": WEST + 40 * SIDE, "north": SOUTH + 25 * SIDE, "records": RECORDS,
        "nobody": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip
    # The demo's own parcels lie at the same place. Deleted rows would lie before the page as long as the object
    # database's connections see them; a server in use has swept them.
    for statement in WITHOUT_DEMO.split(";"):
        connection.execute(statement, values if "%(" in statement else None)
    with _without_indexes(connection):
        for statement in (FILL, "ANALYZE geo.feature", COUNT, RECORDS_SQL, LINKS_SQL):
            connection.execute(statement, values if "%(" in statement else None)
    for statement in VIEW.split(";"):
        connection.execute(statement, values if "%(" in statement else None)
    connection.execute("VACUUM (ANALYZE, INDEX_CLEANUP ON) geo.feature, geo.record_link, core.record")


@contextlib.contextmanager
def _without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """The indexes that nothing rests on are taken away while rows by the million come, and built once after them."""
    with connection.transaction():
        found = connection.execute(INDEXES).fetchall()
        for name, _definition in found:
            connection.execute(f"DROP INDEX {name}")
        yield
        connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _name, definition in found:
            connection.execute(definition)


def _bare(connection: psycopg.Connection) -> dict[str, float]:
    """Milliseconds of the plainest statements on the rivals' table, and of the records' own statement."""
    from infostrada.core.record.access import Principals
    from infostrada.geo.features.crs import Box
    from infostrada.geo.search.places import Place
    from infostrada.geo.search.records import statement

    column, row = _world_tile(16)
    page = """
        SELECT json_build_object('type', 'FeatureCollection', 'features', json_agg(ST_AsGeoJSON(p.*, 'geom', 9)::json))
          FROM (SELECT id, business_id, numer, pow, uzytek, kw, ST_Transform(geom, 4326) AS geom
                  FROM bench.parcels ORDER BY id LIMIT 1000) AS p"""
    tile = f"""
        SELECT ST_AsMVT(t) FROM (
            SELECT business_id, numer, pow, uzytek, kw,
                   ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope(16, {column}, {row})) AS geom
              FROM bench.parcels
             WHERE geom && ST_Transform(ST_TileEnvelope(16, {column}, {row}), 2180)) AS t"""
    west, south, east, north = _window(250)
    sql, values = statement(Place(box=Box(west, south, east, north, 4326)), Principals(("Anonymous",), ()))
    found = connection.execute(sql, values).fetchall()
    assert found and all(int(uid.removeprefix("bench")) % 2 == 0 for (uid,) in found)
    return {"items": _timed(connection, page, None), "tile": _timed(connection, tile, None),
            "records": _timed(connection, sql, values)}  # fmt: skip


def _timed(connection: psycopg.Connection, statement: str, values: Any) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        connection.execute(statement, values).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def _degrees(easting: float, northing: float) -> tuple[float, float]:
    from pyproj import Transformer

    longitude, latitude = Transformer.from_crs(2180, 4326, always_xy=True).transform(easting, northing)
    return longitude, latitude


def _window(half: float) -> tuple[float, float, float, float]:
    """Degrees of a window around the middle of the parcels; `half` its side in metres."""
    easting, northing = WEST + 20 * SIDE, SOUTH + 12 * SIDE
    return *_degrees(easting - half, northing - half), *_degrees(easting + half, northing + half)


def _world_tile(zoom: int) -> tuple[int, int]:
    """Column and row of the tile in the middle of the parcels."""
    longitude, latitude = _degrees(WEST + 20 * SIDE, SOUTH + 12 * SIDE)
    count = 1 << zoom
    row = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * count
    return int((longitude + 180) / 360 * count), int(row)


def _processor(
    connection: http.client.HTTPConnection,
    path: str,
    spent: Callable[[], float],
    before: Callable[[], object] = lambda: None,
) -> float:
    """Milliseconds of processor time an answer costs, averaged."""
    connection.close()
    began = spent()
    for _ in range(2 * ROUNDS):
        before()
        connection.request("GET", path)
        connection.getresponse().read()
    return (spent() - began) / (2 * ROUNDS) * 1000


def _conninfo(running: live.Live) -> str:
    return running.settings.dsn or Cluster(running.settings.var).conninfo


def _median(
    connection: http.client.HTTPConnection, path: str, before: Callable[[], object] = lambda: None
) -> tuple[float, bytes]:
    taken, body = [], b""
    # A server may have given up a connection that was idle; the next request opens it anew.
    connection.close()
    for _ in range(ROUNDS):
        before()
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, body[:500]
    return median(taken), body
