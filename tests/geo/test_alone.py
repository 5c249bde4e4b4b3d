"""The add-on on a plain Plone site, without the product on the floor above it."""

import subprocess
import sys


SCRIPT = """
import sys
from infostrada.core.testing import ProfileLayer
from plone.app.testing import ploneSite

class Alone(ProfileLayer):
    package = "infostrada.geo"

layer = Alone(name="Alone")
stack = list(reversed(layer.baseResolutionOrder))
for each in stack:
    each.setUp()
try:
    with ploneSite() as portal:
        from infostrada.core.record.pending import flush
        from infostrada.geo.browser.pages import LayerPage
        from infostrada.geo.features import store
        from plone import api
        from tests.geo.conftest import feature, map_layer, square
        with api.env.adopt_roles(["Manager"]):
            made = map_layer(portal, "dzialki", "published", linkable=True)
            flush()
            count = store.load("dzialki", [feature("dzialki", "a1", "x", square(500000, 570000))])
            page = LayerPage(made, portal.REQUEST).items_url
        assert count == 1 and "@@geo/collections/dzialki/items" in page
    # Only the migrations of what is installed beside it are read.
    above = {name for name in sys.modules if name.startswith("infostrada.site.")}
    assert all(name.startswith("infostrada.site.migrations") for name in above), above
    print("stands alone")
finally:
    for each in reversed(stack):
        each.tearDown()
"""


def test_it_needs_no_product(top):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=top, capture_output=True, text=True, check=False
    )
    assert "stands alone" in done.stdout, done.stderr[-2000:]
