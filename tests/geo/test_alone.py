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
        from infostrada.geo.interfaces import IGeoRequest
        from infostrada.geo.links.operations import link
        from infostrada.geo.links.rules import Ask
        from plone import api
        from plone.app.z3cform.interfaces import IPloneFormLayer
        from zope.interface import alsoProvides
        from tests.geo.conftest import feature, map_layer, square
        with api.env.adopt_roles(["Manager"]):
            made = map_layer(portal, "dzialki", "published", linkable=True)
            flush()
            count = store.load("dzialki", [feature("dzialki", "a1", "x", square(500000, 570000))])
            page = LayerPage(made, portal.REQUEST).items_url
            geoportal = api.content.create(portal, "geo_portal", "geoportal", title="Geoportal", main=True)
            register = api.content.create(portal, "geo_register", "rejestr", title="Rejestr", kind="other", layer="dzialki")
            portal.portal_types.Document.behaviors += ("infostrada.geo.links",)
            document = api.content.create(portal, "Document", "dokument", title="Dokument")
            link(document, [Ask("x")])
            flush()
            alsoProvides(portal.REQUEST, IGeoRequest, IPloneFormLayer)
            shown = {
                (thing.getId(), name): thing.restrictedTraverse(name)()
                for thing, name in (
                    (portal, "@@map"), (made, "view"), (geoportal, "view"), (register, "view"), (portal, "@@geo-imports"),
                    (portal, "@@geo-health"), (portal, "@@places-successors"), (portal, "@@records-about"), (portal, "@@national-services"),
                    (document, "@@places"),
                )
            }
        assert count == 1 and "@@geo/collections/dzialki/items" in page
        # Whole pages of Plone, with the map's own styles; the links have their widget.
        for key, text in shown.items():
            assert "</html>" in text, key
            assert "geo-map.css" in text or key[1] == "@@national-services", key
        assert 'name="IGeoLinks.geo_links-marker"' in shown["dokument", "@@places"].replace("form.widgets.", "")
        assert "geo_portal" in portal.portal_registry["plone.displayed_types"]
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
