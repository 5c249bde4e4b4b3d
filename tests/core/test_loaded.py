"""A process holds from its beginning what most requests need; what few need is loaded by the first of them."""

import json


# Migrations, letters and lists as Word and Excel files, signatures, PDF files looked into, places moved between systems.
SELDOM = {
    "alembic",
    "docx",
    "openpyxl",
    "pikepdf",
    "pyhanko",
    "pyogrio",
    "pypdfium2",
    "pyproj",
}


def test_what_is_seldom_needed_is_not_loaded_at_the_start(bare_site):
    done = bare_site.beside("tests.core.loaded")
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "Products" in loaded
    assert loaded & SELDOM == set()
