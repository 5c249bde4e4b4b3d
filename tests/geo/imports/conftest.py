"""Bring files in as the job does, on a site with the layers of the national models."""

from infostrada.core.jobs.runner import run as run_job
from infostrada.core.record.pending import flush
from infostrada.core.sql import reader
from infostrada.geo.imports import operations
from infostrada.geo.imports import rows
from io import BytesIO
from tests.geo.conftest import map_layer

import pytest
import transaction


LAYERS = ("budynki", "adresy", "akty_planowania", "strefy_planistyczne", "bdot500", "uzbrojenie", "granice")


@pytest.fixture
def registers(site):
    """The site of the small map with the layers that deliveries usually go to."""
    for layer in LAYERS:
        map_layer(site, layer, "published", linkable=True)
    flush()
    transaction.commit()
    return site


@pytest.fixture
def bring(registers):
    """`bring(content or path, **options)` imports; returns the run and its findings."""

    def imported(content, name="plik.gml", **options):
        file = BytesIO(content) if isinstance(content, bytes) else content.open("rb")
        with file:
            run = operations.receive(registers, file, name).id
        ordered = operations.order(registers, run, options)
        transaction.commit()
        assert run_job(ordered.job)
        with reader() as connection:
            state, error = connection.execute(
                "SELECT state, error FROM core.job WHERE id = %s", [ordered.job]
            ).fetchone()
        assert state == "done", error
        transaction.begin()
        return rows.get(run), rows.findings(run, size=10_000)

    return imported


@pytest.fixture
def stored():
    """`stored(layer)` gives the current features as (business id, geometry) by local id."""
    import shapely

    def current(layer):
        with reader() as connection:
            found = connection.execute(
                "SELECT local_id, business_id, ST_AsBinary(geom), teryt, attrs FROM geo.feature"
                " WHERE layer = %s AND valid_to IS NULL",
                [layer],
            ).fetchall()
        return {row[0]: (row[1], shapely.from_wkb(bytes(row[2])), row[3], row[4]) for row in found}

    return current


def refusals(findings):
    """Reasons and lines of what was refused."""
    return [(found["reason"], found["line"]) for found in findings if found["level"] == "refused"]
