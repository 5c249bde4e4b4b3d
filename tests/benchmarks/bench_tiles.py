"""Maps over HTTP on the running product with the demo region: features, tiles, what is here, by name.

The rivals' figures in the documentation were taken on a million parcels; here the store holds the demo's 17,000
features, so the sizes of the answers are what compares: 1,000 features a page, tiles of z10 (781 m) and z11 (391 m).
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tests import live
from tests.benchmarks.figure import Figure
from urllib.parse import quote

import http.client
import json
import tempfile
import time


ROUNDS = 60
PARCEL = "049963_1.0001.12"
CITY = (483_300, 568_300)


def measure() -> Iterator[Figure]:
    """Features per second and median milliseconds, each answer checked."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "demo")
        try:
            yield from _figures(http.client.HTTPConnection("localhost", running.settings.port))
        finally:
            live.stop(running)


def _figures(connection: http.client.HTTPConnection) -> Iterator[Figure]:
    items = "/@@geo/collections/dzialki/items"
    milliseconds, body = _median(connection, f"{items}?limit=1000")
    assert len(json.loads(body)["features"]) == 1000
    per_second = 1000 / (milliseconds / 1000)
    yield Figure("features of a page of 1,000 (CRS84)", per_second, "1/s", must=40_000, more=True)
    for zoom, bar in ((10, 80), (11, 10)):
        milliseconds, body = _median(connection, _tile(zoom))
        assert len(body) > 1000
        yield Figure(f"parcel tile z{zoom}, {len(body) // 1024} KiB", milliseconds, "ms", must=bar)
    here = f"/@@geo/what-is-here?x={CITY[0]}&y={CITY[1]}"
    milliseconds, body = _median(connection, here)
    assert json.loads(body)["features"]
    yield Figure("what is here", milliseconds, "ms", must=30)
    milliseconds, body = _median(connection, "/@@geo-search?q=lipowa+4")
    assert json.loads(body)["items"]
    yield Figure("address by words", milliseconds, "ms", must=30)
    sheet = f"/@@geo-print?x={CITY[0]}&y={CITY[1]}&scale=2000&layers=wody,drogi,dzialki,budynki"
    milliseconds, body = _median(connection, sheet)
    assert body.startswith(b"%PDF")
    yield Figure("A4 sheet at 1:2000 as PDF", milliseconds, "ms", must=1500)
    milliseconds, body = _median(connection, f"{items}?business_id={quote(PARCEL)}")
    assert json.loads(body)["numberMatched"] == 1
    yield Figure("parcel by its identifier", milliseconds, "ms", must=15)


def _tile(zoom: int) -> str:
    from infostrada.geo.tiles.grids import grids

    row, column = grids()["PL1992"].tile(zoom, *CITY)
    return f"/@@geo/collections/dzialki/tiles/PL1992/{zoom}/{row}/{column}"


def _median(connection: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    taken, body = [], b""
    for _ in range(ROUNDS):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200
    return median(taken), body
