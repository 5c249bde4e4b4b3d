"""The committed map bundle was built from the sources beside it; needs no npm."""

import hashlib
import json
import pytest
import shutil
import subprocess


def digest(paths):
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def test_the_bundle_is_fresh(top):
    front = top / "src/infostrada.geo/front"
    package = top / "src/infostrada.geo/src/infostrada/geo"
    manifest = json.loads((package / "browser/static/geo-map.json").read_text())
    sources = [path for folder in ("src", "tests") for path in sorted((front / folder).iterdir())]
    sources += [front / "build.mjs", front / "package-lock.json"]
    sources += [package / "tiles/grids.json", package / "styles/examples.json"]
    assert manifest["sources"] == digest(sources), "run: npm ci && npm run build in front/"
    for name, expected in manifest["files"].items():
        assert digest([package / "browser/static" / name]) == expected
    assert digest([front / "built/tests.mjs"]) == manifest["tests"]


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_the_units_of_the_map(top):
    """The TypeScript tests, run from their committed bundle."""
    tests = top / "src/infostrada.geo/front/built/tests.mjs"
    done = subprocess.run(["node", "--test", tests], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "# pass 0" not in done.stdout


def test_nothing_is_fetched_from_elsewhere(top):
    """No address of another host stands in the bundle but names of XML and JSON schemas."""
    import re

    package = top / "src/infostrada.geo/src/infostrada/geo"
    script = (package / "browser/static/geo-map.js").read_text()
    hosts = set(re.findall(r"https?://([a-z0-9.-]+)", script))
    assert hosts <= {
        "www.w3.org", "www.opengis.net", "openlayers.org", "proj.org", "www.opengis.net.",
    }, hosts  # fmt: skip
