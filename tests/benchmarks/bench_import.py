"""Imports without Plone: parcels from GML to the store, 200 MB in flat memory, a million rows, 40,000 compared.

The schema is one of the benchmark's own, because the product ships none: it describes the parcels that
are generated. Everything runs on a private cluster with fsync on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
from infostrada.core.cluster import Cluster
from infostrada.core.sql import dispose
from infostrada.core.sql import migrate
from infostrada.core.sql import session
from infostrada.geo.features import comparing
from infostrada.geo.features import store
from infostrada.geo.features.model import Feature
from infostrada.geo.imports import checks
from infostrada.geo.imports import rows
from infostrada.geo.imports.ahead import ahead
from infostrada.geo.imports.gml.reader import GmlReader
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.settling import settle
from infostrada.geo.imports.staging import batches
from infostrada.geo.imports.staging import stage
from infostrada.geo.schemas import sets
from infostrada.geo.schemas.validating import Validator
from io import BytesIO
from pathlib import Path
from sqlalchemy import text
from tests.benchmarks.figure import Figure
from tests.benchmarks.processor import spent
from typing import BinaryIO
from uuid import UUID

import os
import resource
import struct
import tempfile
import time
import transaction


PARCELS = 60_000
HEAVY = 200 * 2**20
ROWS = 1_000_000
COMPARED = 40_000
NS = "urn:bench"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
SCHEMA = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:bench" elementFormDefault="qualified">
<element name="Dzialka"><complexType><sequence><element name="idDzialki" type="string"/>
<element name="pole" type="decimal"/><element name="geometria"><complexType><sequence>
<any processContents="skip"/></sequence></complexType></element>
<element name="opis" type="string" minOccurs="0"/></sequence></complexType></element></schema>"""
LISTED = """
INSERT INTO geo.layer_listing (uid, layer, title, symbol, label, source, min_zoom, position, shown, linkable)
VALUES ('bench', 'dzialki', 'Działki', 'parcel', '', '', 0, 0, true, true)
"""
AGAIN = """
INSERT INTO incoming (layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom)
SELECT layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom
  FROM geo.feature WHERE layer = 'dzialki' ORDER BY id LIMIT %(many)s
"""


def measure() -> Iterator[Figure]:
    """Features a second, seconds, megabytes."""
    with _database() as (folder, cluster):
        sets_folder = folder / "xsd"
        sets_folder.mkdir()
        (sets_folder / "bench.xsd").write_text(SCHEMA)
        sets.add(sets_folder, "bench")
        session().execute(text(LISTED))
        transaction.commit()
        began = spent(cluster)
        staged, stored = _import()
        both = spent(cluster) - began
        yield Figure("GML parcels read, validated, staged", PARCELS / staged, "1/s", must=5_000, more=True)
        yield Figure(
            "... and checked, compared, stored with indexes", PARCELS / stored, "1/s", aim=5_000, more=True
        )
        yield Figure("... processor time of both for a thousand", both / PARCELS * 1000, "s")
        yield Figure("memory grown by a file of 200 MB", _memory(folder), "MB", must=64)
        session().execute(text("TRUNCATE geo.feature"))
        transaction.commit()
        # The bar is for rows that are prepared.
        prepared = list(_features())
        started, began = time.perf_counter(), spent(cluster)
        assert store.load("dzialki", prepared) == ROWS
        transaction.commit()
        yield Figure("a million rows loaded with indexes", time.perf_counter() - started, "s", must=15)
        yield Figure("... processor time", spent(cluster) - began, "s")
        del prepared
        began = spent(cluster)
        yield Figure(f"{COMPARED} parcels compared in a layer of a million", _compare(), "s", must=5)
        yield Figure("... processor time", spent(cluster) - began, "s")


@contextmanager
def _database() -> Iterator[tuple[Path, Cluster]]:
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder / "var")
        cluster.start()
        before = {key: os.environ.get(key) for key in ("INFOSTRADA_DSN", "INFOSTRADA_VAR")}
        os.environ.update(INFOSTRADA_DSN=cluster.conninfo, INFOSTRADA_VAR=str(folder / "var"))
        try:
            migrate(cluster.conninfo)
            yield folder, cluster
        finally:
            transaction.abort()
            dispose()
            for key, value in before.items():
                os.environ.pop(key, None) if value is None else os.environ.update({key: value})
            cluster.stop()


def _inside(number: int) -> str:
    east, north = 6_541_000 + number % 200 * 30, 5_875_000 + number // 200 * 40
    corners = [(0, 0), (15, 0), (30, 0), (30, 20), (30, 40), (15, 40), (0, 40), (0, 20), (0, 0)]
    ring = " ".join(f"{north + dn:.2f} {east + de:.2f}" for de, dn in corners)
    return (
        f"<b:idDzialki>046301_1.0001.{number}</b:idDzialki><b:pole>0.12</b:pole>"
        '<b:geometria><gml:Polygon srsName="urn:ogc:def:crs:EPSG::2177"><gml:exterior><gml:LinearRing>'
        f"<gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></b:geometria>"
    )


def _gml() -> bytes:
    made = [f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:b="{NS}">']
    made += [
        f"<gml:featureMember><b:Dzialka>{_inside(number)}</b:Dzialka></gml:featureMember>"
        for number in range(PARCELS)
    ]
    return "\n".join([*made, "</gml:FeatureCollection>"]).encode()


def _import() -> tuple[float, float]:
    """Seconds until all is staged, and until all is stored."""
    run = rows.store_file(BytesIO(b""), "bench.gml", None)
    content = _gml()
    options = Options(layers={"Dzialka": "dzialki"})
    started = time.perf_counter()
    assert _stage(run, BytesIO(content), options) == PARCELS
    staged = time.perf_counter() - started
    checks.check(run, options)
    transaction.commit()
    assert settle(run, "dzialki", options, MOMENT)["new"] == PARCELS
    transaction.commit()
    stored = time.perf_counter() - started
    assert {found["reason"] for found in rows.findings(run)} == {"boundary_check_skipped"}
    rows.empty(run)
    transaction.commit()
    return staged, stored


def _stage(run: UUID, file: BinaryIO, options: Options) -> int:
    done = 0
    for batch in ahead(batches(GmlReader(file, Validator()), file.tell)):
        done += stage(run, done, batch, options, MOMENT)
        transaction.commit()
    return done


def _memory(folder: Path) -> float:
    """Megabytes the process has grown by between the first piece of a large file and its last feature."""
    path = folder / "heavy.gml"
    words = "opis " * 5_000
    with path.open("w") as file:
        file.write(f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:b="{NS}">')
        number = 0
        while file.tell() < HEAVY:
            file.write(f"<gml:featureMember><b:Dzialka>{_inside(number)}<b:opis>{words}</b:opis></b:Dzialka>")
            file.write("</gml:featureMember>\n")
            number += 1
        file.write("</gml:FeatureCollection>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as file:
        run = rows.store_file(file, "heavy.gml", None)
    transaction.commit()
    copy = folder / "copy.gml"
    rows.write_file(run, copy)
    with copy.open("rb") as file:
        assert _stage(run, file, Options(layers={"Dzialka": "dzialki"})) == number
    rows.empty(run)
    transaction.commit()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _features() -> Iterator[Feature]:
    for number in range(ROWS):
        x, y = 460_000 + number % 1000 * 30.0, 540_000 + number // 1000 * 40.0
        ring = (x, y, x + 15, y, x + 30, y, x + 30, y + 20, x + 30, y + 40, x, y + 40, x, y + 20, x, y)
        wkb = struct.pack("<BIII16d", 1, 3, 1, 8, *ring)
        name = f"046301_1.{number // 10_000:04}.{number % 10_000}"
        yield Feature("dzialki", "PL.BENCH", str(number), "1", MOMENT, wkb, name, "046301")


def _compare() -> float:
    started = time.perf_counter()
    comparing.open_incoming()
    session().connection().exec_driver_sql(AGAIN, {"many": COMPARED})
    found = comparing.compare("dzialki", complete=True)
    seconds = time.perf_counter() - started
    assert (found.unchanged, found.gone) == (COMPARED, 0)
    transaction.abort()
    return seconds
