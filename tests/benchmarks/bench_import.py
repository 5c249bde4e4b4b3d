"""Imports without Plone: parcels read, validated and staged; a million rows loaded; 40,000 compared.

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
from infostrada.geo.imports import rows
from infostrada.geo.imports.gml.reader import GmlReader
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.staging import stage
from infostrada.geo.schemas import sets
from infostrada.geo.schemas.validating import Validator
from io import BytesIO
from itertools import islice
from pathlib import Path
from sqlalchemy import text
from tests.benchmarks.figure import Figure

import os
import struct
import tempfile
import time
import transaction


PARCELS = 20_000
ROWS = 1_000_000
COMPARED = 40_000
NS = "urn:bench"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
SCHEMA = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:bench" elementFormDefault="qualified">
<element name="Dzialka"><complexType><sequence><element name="idDzialki" type="string"/>
<element name="pole" type="decimal"/><element name="geometria"><complexType><sequence>
<any processContents="skip"/></sequence></complexType></element></sequence></complexType></element></schema>"""
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
    """Features a second and seconds."""
    with _database() as folder:
        sets_folder = folder / "xsd"
        sets_folder.mkdir()
        (sets_folder / "bench.xsd").write_text(SCHEMA)
        sets.add(sets_folder, "bench")
        seconds = _import()
        yield Figure(
            "GML parcels read, validated, checked, staged", PARCELS / seconds, "1/s", must=5_000, more=True
        )
        session().execute(text(LISTED))
        started = time.perf_counter()
        assert store.load("dzialki", _features()) == ROWS
        transaction.commit()
        yield Figure("a million rows loaded with indexes", time.perf_counter() - started, "s", must=15)
        yield Figure(f"{COMPARED} parcels compared in a layer of a million", _compare(), "s", must=5)


@contextmanager
def _database() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder / "var")
        cluster.start()
        before = {key: os.environ.get(key) for key in ("INFOSTRADA_DSN", "INFOSTRADA_VAR")}
        os.environ.update(INFOSTRADA_DSN=cluster.conninfo, INFOSTRADA_VAR=str(folder / "var"))
        try:
            migrate(cluster.conninfo)
            yield folder
        finally:
            transaction.abort()
            dispose()
            for key, value in before.items():
                os.environ.pop(key, None) if value is None else os.environ.update({key: value})
            cluster.stop()


def _gml() -> bytes:
    made = [f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:b="{NS}">']
    for number in range(PARCELS):
        east, north = 6_541_000 + number % 200 * 30, 5_875_000 + number // 200 * 40
        corners = [(0, 0), (15, 0), (30, 0), (30, 20), (30, 40), (15, 40), (0, 40), (0, 20), (0, 0)]
        ring = " ".join(f"{north + dn:.2f} {east + de:.2f}" for de, dn in corners)
        made.append(
            f"<gml:featureMember><b:Dzialka><b:idDzialki>046301_1.0001.{number}</b:idDzialki><b:pole>0.12</b:pole>"
            '<b:geometria><gml:Polygon srsName="urn:ogc:def:crs:EPSG::2177"><gml:exterior><gml:LinearRing>'
            f"<gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></b:geometria>"
            "</b:Dzialka></gml:featureMember>"
        )
    return "\n".join([*made, "</gml:FeatureCollection>"]).encode()


def _import() -> float:
    run = rows.store_file(BytesIO(b""), "bench.gml", None)
    content = _gml()
    started = time.perf_counter()
    items = iter(GmlReader(BytesIO(content), Validator()))
    options, done = Options(layers={"Dzialka": "dzialki"}), 0
    while batch := list(islice(items, 5_000)):
        done += stage(run, done, batch, options, MOMENT)
        transaction.commit()
    seconds = time.perf_counter() - started
    assert done == PARCELS
    assert rows.findings(run) == []
    rows.empty(run)
    transaction.commit()
    return seconds


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
