"""The committed bundles are those the sources make, and light enough for a telephone."""

from infostrada.site.theme.bundles import bundle_path
from infostrada.site.theme.bundles import manifest
from infostrada.site.theme.bundles import STATIC

import gzip
import hashlib
import pytest


def digest_of_sources(folder) -> str:
    """The same digest the build script records: names and contents in the order of names."""
    digest = hashlib.sha256()
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file() and "node_modules" not in path.relative_to(folder).parts
    ]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def test_bundles_are_built_from_the_present_sources(top):
    sources = top / "src" / "infostrada.site" / "theme-src"
    assert manifest()["sources"] == digest_of_sources(sources), "run npm ci && node build.mjs"


def test_no_file_was_changed_after_the_build():
    recorded = {name: file["sha256"] for name, file in manifest()["files"].items()}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in STATIC.iterdir()
        if path.name != "manifest.json"
    }
    assert present == recorded


def test_a_public_page_loads_at_most_100_kilobytes_of_styles_and_scripts():
    weight = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("site.css", "site.js"))
    assert weight <= 100_000


def test_styles_load_nothing_from_elsewhere_and_nothing_inline():
    for name in ("site.css", "editor.css"):
        text = (STATIC / name).read_text("utf-8")
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in text
        assert "@import" not in text


def test_the_typeface_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "source-sans-3-LICENSE.txt").read_text("utf-8").upper()


def test_a_new_build_has_new_addresses():
    assert bundle_path("site.css").startswith("++plone++infostrada/++unique++")
    assert manifest()["sources"][:12] in bundle_path("site.css")
    with pytest.raises(KeyError):
        bundle_path("other.css")
