"""A worker killed at named points of an import: the next one goes on, and the end is the same as without."""

from datetime import datetime
from datetime import UTC
from infostrada.core.jobs import enqueue
from infostrada.core.sql import session
from infostrada.geo.features import store
from infostrada.geo.features.model import Feature
from infostrada.geo.imports import job
from infostrada.geo.imports import rows
from infostrada.geo.imports.options import Options
from io import BytesIO
from sqlalchemy import text
from tests.core.crash.conftest import stores  # noqa: F401
from tests.geo.imports import gml
from tests.geo.imports import mortal
from uuid import UUID

import pyproj
import pytest
import shapely
import signal
import transaction


pytestmark = [pytest.mark.crash, pytest.mark.slow]

NS = "PL.PZGiK.7777.EGiB"
SRS = "urn:ogc:def:crs:EPSG::2177"
# At each point the worker dies so often before one of them lives: 22 deaths in all. A layer that was
# stored is behind the next worker, so there is one death between two of them.
DEATHS = {**dict.fromkeys(mortal.POINTS, 3), "between_layers": 1}
LISTED = """
INSERT INTO geo.layer_listing (uid, layer, title, symbol, label, source, min_zoom, position, shown, linkable)
VALUES ('a', 'dzialki', 'Działki', 'parcel', '', '', 0, 0, true, true),
       ('b', 'budynki', 'Budynki', 'building', '', '', 0, 1, true, true)
"""
EMPTY = "TRUNCATE geo.feature, geo.lineage, geo.import_run, geo.layer, core.job CASCADE"
OUTCOME = {
    "features": "SELECT layer, ns, local_id, version, valid_from, valid_to, business_id, attrs, ST_AsEWKT(geom)"
    " FROM geo.feature ORDER BY layer, ns, local_id, version",
    "lineage": "SELECT layer, old_id, new_id, kind, share_old, share_new, at FROM geo.lineage ORDER BY 1, 2, 3",
    "findings": "SELECT level, layer, class, line, fid, reason, detail FROM geo.import_finding ORDER BY 1, 6, 4, 5",
    "runs": "SELECT state, summary FROM geo.import_run",
    "layers": "SELECT layer, revision > 0, feature_count FROM geo.layer ORDER BY 1",
    "left": "SELECT (SELECT count(*) FROM geo.import_chunk), (SELECT count(*) FROM geo.import_feature)",
    "jobs": "SELECT state, error FROM core.job",
}
TOLD = "SELECT count(*) FROM core.journal WHERE action = 'geo.features.import'"


def halves():
    """Parcel 1 as it stood, and the two it was divided into, in PL-2000 zone 6."""
    (west, south), (east, _), (_, north), _ = gml.square(18.61, 53.01, 2177)
    middle = (west + east) / 2
    box = [(west, south), (east, south), (east, north), (west, north)]
    return box, [
        [(west, south), (middle, south), (middle, north), (west, north)],
        [(middle, south), (east, south), (east, north), (middle, north)],
    ]


def delivery():
    """Two halves of a parcel, twenty others, one with a ring left open, and a building."""
    _whole, (first, second) = halves()

    def parcel(number, ring):
        return gml.parcel(f"046301_1.0001.{number}", gml.polygon(ring, SRS))

    others = [parcel(n, gml.ring(gml.square(18.62 + n / 1000, 53.02, 2177))) for n in range(2, 22)]
    broken = parcel(99, gml.ring(first).rsplit(" ", 2)[0])
    building = gml.parcel("046301_1.0001.1.1_BUD", gml.polygon(gml.ring(first), SRS)).replace(
        "EGB_DzialkaEwidencyjna", "EGB_Budynek").replace("idDzialki", "idBudynku")  # fmt: skip
    return gml.collection(
        parcel("1/1", gml.ring(first)), parcel("1/2", gml.ring(second)), *others, broken, building
    )


def ordered():
    """A fresh store with parcel 1, and the order of an import into it; returns the job."""
    session().execute(text(EMPTY))
    transformer = pyproj.Transformer.from_crs(2177, 2180, always_xy=True)
    shape = shapely.Polygon([transformer.transform(*corner) for corner in halves()[0]])
    began = datetime(2020, 1, 1, tzinfo=UTC)
    old = Feature("dzialki", NS, "L1", "1", began, shapely.to_wkb(shape), "046301_1.0001.1", "046301")
    store.load("dzialki", [old])
    run = rows.store_file(BytesIO(delivery()), "egib.gml", None)
    made = enqueue(job.NAME, {"run": str(run)}, unit=None)
    layers = {"EGB_DzialkaEwidencyjna": "dzialki", "EGB_Budynek": "budynki"}
    rows.change(run, job=UUID(made), options=Options(layers=layers).as_data(), state="queued")
    transaction.commit()
    return made


def outcome():
    found = {name: session().execute(text(sql)).all() for name, sql in OUTCOME.items()}
    transaction.abort()
    return found


def told():
    count = session().scalar(text(TOLD))
    transaction.abort()
    return count


@pytest.fixture
def worker(stores, nursery):  # noqa: F811
    """`worker(job, point)` runs a process to its end and gives its exit code."""
    session().execute(text(LISTED))
    transaction.commit()

    def run(made, point=None):
        process = nursery.Process(target=mortal.work, args=(stores, made, point))
        process.start()
        process.join(120)
        return process.exitcode

    return run


def test_an_import_killed_anywhere_ends_as_if_nothing_had_happened(worker):
    assert worker(ordered()) == 0
    sound = outcome()
    assert sound["jobs"] == [("done", "")]
    assert sound["left"] == [(0, 0)]
    assert len(sound["features"]) == 24
    assert [row[1:4] for row in sound["lineage"]] == [
        ("L1", "L046301_1.0001.1-1", "split"),
        ("L1", "L046301_1.0001.1-2", "split"),
    ]
    assert [row[5] for row in sound["findings"] if row[0] == "refused"] == ["ring_open"]
    for point in mortal.POINTS:
        before, made = told(), ordered()
        for _death in range(DEATHS[point]):
            assert worker(made, point) == -signal.SIGKILL, point
        assert worker(made) == 0
        assert outcome() == sound, point
        assert told() == before + 1, point
