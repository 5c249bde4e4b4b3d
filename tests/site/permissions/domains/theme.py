"""The look, front pages, search and the other pages a site has."""

from plone import api
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY


def build(world) -> None:
    """A public folder and a collection in the unit, and a private folder."""
    api.portal.get_tool("portal_workflow").setDefaultChain("simple_publication_workflow")
    for key, portal_type in (("folder", "Folder"), ("collection", "Collection")):
        world[key] = api.content.create(world["unit"], portal_type, key, title=key)
        api.content.transition(world[key], "publish")
    world["private_folder"] = api.content.create(world["unit"], "Folder", "szkic", title="Szkic")


PUBLIC = (
    "look",
    "unit_front",
    "search",
    "sitemap",
    "contact-info",
    "accessibility-info",
    "logged-out",
)

DOMAIN = Domain(
    name="theme",
    entries=(
        *(Entry(name, "unit", reach=EVERYBODY) for name in PUBLIC),
        Entry("region_front", "portal", reach=EVERYBODY),
        Entry("patterns", "unit", entitled="operator"),
        *(
            Entry(name, thing, reach=EVERYBODY)
            for name in ("listing_view", "summary_view")
            for thing in ("folder", "collection")
        ),
        Entry("listing_view", "private_folder", entitled="editor"),
    ),
    helpers={
        "insufficient-privileges": "tells whoever was refused, with the status 403",
        "require_login": "sends whoever was refused to the login page, or to the page above",
        "main_template": "the frame other pages fill",
        "pattern": "macros of patterns",
        "ploneform-macros": "macros of forms",
        "ploneform-render-widget": "a form's field",
        "shell": "icons and bundles for templates",
    },
    build=build,
)
