"""Two generations of GDAL read the same features at the same places as the store holds.

Debian's 3.6 knows CRS84 only; the one inside pyogrio asks for EPSG:2180 and turns the axes.
"""

from pyproj import Transformer

import json
import os
import pytest
import shapely
import shutil
import subprocess
import sys


TO_DEGREES = Transformer.from_crs("EPSG:2180", "OGC:CRS84", always_xy=True)
BOXES = {
    "049901_2.0001.1": (500_000, 570_000, 500_100, 570_100),
    "049901_2.0001.2": (500_100, 570_000, 500_200, 570_100),
    "049963_1.0001.3": (500_000, 570_100, 500_100, 570_200),
}
ENV = {**os.environ, "NO_PROXY": "*", "GDAL_HTTP_TIMEOUT": "30"}


@pytest.fixture
def ogr2ogr(tmp_path):
    """Reads a source with Debian's ogr2ogr; features by the name people use."""
    if shutil.which("ogr2ogr") is None:
        pytest.skip("gdal-bin is not installed: make system-dev")

    def read(source, *options):
        target = tmp_path / "read.geojson"
        target.unlink(missing_ok=True)
        command = [
            "ogr2ogr",
            "-f",
            "GeoJSON",
            "-lco",
            "COORDINATE_PRECISION=9",
            str(target),
            source,
            *options,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=ENV, check=False)
        assert done.returncode == 0, done.stderr
        assert "ERROR" not in done.stderr
        return {f["properties"]["business_id"]: f for f in json.loads(target.read_text())["features"]}

    return read


def assert_in_degrees(found):
    assert set(found) == set(BOXES)
    for name, (west, south, east, north) in BOXES.items():
        points = shapely.get_coordinates(shapely.from_geojson(json.dumps(found[name]["geometry"])))
        corners = [TO_DEGREES.transform(x, y) for x in (west, east) for y in (south, north)]
        for point in points:
            assert min(abs(point[0] - x) + abs(point[1] - y) for x, y in corners) < 1e-8, name


def test_debians_gdal_reads_the_api(site, ogr2ogr):
    base = f"{site.absolute_url()}/@@geo"
    assert_in_degrees(ogr2ogr(f"OAPIF:{base}", "dzialki"))
    assert_in_degrees(ogr2ogr(f"OAPIF:{base}/collections/dzialki", "-oo", "PAGE_SIZE=2"))
    found = ogr2ogr(f"OAPIF:{base}", "dzialki", "-where", "numer = '2'")
    assert set(found) == {"049901_2.0001.2"}
    west, south = TO_DEGREES.transform(500_110, 570_010)
    east, north = TO_DEGREES.transform(500_120, 570_020)
    box = ("-spat", *map(str, (west, south, east, north)))
    assert set(ogr2ogr(f"OAPIF:{base}", "dzialki", *box)) == {"049901_2.0001.2"}


def test_debians_gdal_reads_wfs(site, ogr2ogr):
    source = f"WFS:{site.absolute_url()}/@@geo/wfs"
    assert_in_degrees(ogr2ogr(source, "geo:dzialki", "-t_srs", "OGC:CRS84"))
    found = ogr2ogr(source, "geo:dzialki", "-t_srs", "OGC:CRS84", "-where", "numer = '2'")
    assert set(found) == {"049901_2.0001.2"}


def test_ogrinfo_counts_and_lists_no_hidden_layer(site):
    if shutil.which("ogrinfo") is None:
        pytest.skip("gdal-bin is not installed: make system-dev")
    base = f"{site.absolute_url()}/@@geo"
    for source, layer in ((f"OAPIF:{base}", "dzialki"), (f"WFS:{base}/wfs", "geo:dzialki")):
        listed = subprocess.run(
            ["ogrinfo", "-ro", source], capture_output=True, text=True, env=ENV, check=True
        )
        assert layer in listed.stdout
        assert "tajne" not in listed.stdout
        counted = subprocess.run(
            ["ogrinfo", "-ro", "-so", source, layer], capture_output=True, text=True, env=ENV, check=True
        )
        assert "Feature Count: 3" in counted.stdout


READ = """
import json, pyogrio, shapely, sys
options = {name: tuple(value) for name, value in json.loads(sys.argv[2]).items()}
meta, _fids, shapes, fields = pyogrio.raw.read(sys.argv[1], CRS="EPSG:2180", **options)
names = fields[list(meta["fields"]).index("business_id")]
boxes = [shapely.from_wkb(each).bounds for each in shapes]
print(json.dumps([meta["crs"], dict(zip(names, boxes))]))
"""


def newer_gdal(source, **options):
    """In a process of its own: pyogrio keeps the interpreter's lock while it waits for the server."""
    command = [sys.executable, "-c", READ, source, json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=ENV, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_newer_gdal_reads_the_stored_system(site):
    pytest.importorskip("pyogrio")
    source = f"OAPIF:{site.absolute_url()}/@@geo/collections/dzialki"
    system, found = newer_gdal(source)
    assert "2180" in system
    assert found == {name: pytest.approx(box, abs=2e-3) for name, box in BOXES.items()}
    _system, found = newer_gdal(source, bbox=[500_110, 570_010, 500_120, 570_020])
    assert set(found) == {"049901_2.0001.2"}
