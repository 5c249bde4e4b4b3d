"""Maps; who sees which layer is decided inside the SQL statements and tested there."""

from infostrada.geo.wms.program import program
from plone import api
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY
from tests.site.permissions.matrix import Right
from tests.site.permissions.people import EVERYONE


def build(world) -> None:
    """A published layer and one in draft."""
    for key, state in (("layer", "published"), ("draft_layer", "draft")):
        layer = api.content.create(
            world.portal,
            "geo_layer",
            key,
            title=key.capitalize(),
            source="Urząd",
            layer_id=key.replace("_", "-"),
        )
        if api.content.get_state(layer) != state:
            api.content.transition(layer, to_state=state)
        world[key] = layer
    for kind in ("group", "portal"):
        for state in ("published", "draft"):
            made = api.content.create(world.portal, f"geo_{kind}", f"{kind}-{state}", title=kind.capitalize())
            if state == "published":
                api.content.transition(made, to_state=state)
            world[f"geo_{kind}_{state}"] = made
    world["geo_register"] = api.content.create(
        world.portal, "geo_register", "register", title="Register", kind="monuments", layer="layer"
    )
    world["geo_operat"] = api.content.create(
        world.portal, "geo_operat", "operat", title="Operat", identifier="P.0463.2024.1", operat_kind="other"
    )


# What the services say of one layer: of a published one to everybody, of a draft as if it did not exist.
OF_A_LAYER = (
    "collections/{}", "collections/{}/items", "collections/{}/tiles/PL1992", "collections/{}/tiles/PL1992/10/422/512",
    "collections/{}/tiles/WebMercatorQuad/16/21349/36226",
)  # fmt: skip
# WMTS is off where MapServer is not installed.
OF_A_PICTURE = ("wmts/{}/default/PL1992/2/1/2.png", "wmts/{}/default/PL1992/10/422/512/188/16.json")


def of_layers(tails: tuple[str, ...]) -> tuple[Entry, ...]:
    """Each address for the published layer and for the draft."""
    return tuple(
        entry
        for tail in tails
        for entry in (
            Entry("geo", "unit", tail=tail.format("layer"), reach=EVERYBODY),
            Entry("geo", "unit", tail=tail.format("draft-layer"), entitled="operator", hides=True),
        )
    )


DOMAIN = Domain(
    name="geo",
    entries=(
        Entry("geo", "unit", reach=EVERYBODY),
        *of_layers(OF_A_LAYER),
        *(of_layers(OF_A_PICTURE) if program() else ()),
        Entry("layer-names", "layer", entitled="operator"),
        Entry("ogc", "unit", reach=EVERYBODY),
        Entry("map", "unit", reach=EVERYBODY),
        Entry("geo-search", "unit", reach=EVERYBODY),
        Entry("geo-past", "unit", reach=EVERYBODY),
        Entry("iso19139", "layer", reach=EVERYBODY),
        Entry("iso19139", "draft_layer", entitled="operator"),
        Entry("geodcat", "layer", reach=EVERYBODY),
        Entry("geodcat", "draft_layer", entitled="operator"),
        Entry("geo-print", "unit", reach=EVERYBODY),
        Entry("geo-remote", "unit", reach=EVERYBODY),
        Entry("national-services", "unit", entitled="operator"),
        Entry("here-sheet", "unit", reach=EVERYBODY),
        Entry("view", "geo_register", entitled="operator"),
        Entry("entry", "geo_register", entitled="operator"),
        Entry("publish-reduced", "geo_register", entitled="operator"),
        Entry("view", "geo_operat", entitled="operator"),
        Entry("view", "geo_group_published", reach=EVERYBODY),
        Entry("view", "geo_group_draft", entitled="operator"),
        Entry("view", "geo_portal_published", reach=EVERYBODY),
        Entry("view", "geo_portal_draft", entitled="operator"),
        Entry("embed", "geo_portal_published", reach=EVERYBODY),
        Entry("embed", "geo_portal_draft", entitled="operator"),
        Entry("geo-imports", "unit", entitled="operator"),
        Entry("geo-health", "portal", entitled="operator"),
        Entry("@geo-imports", "unit", entitled="operator"),
        Entry("@geo-imports", "unit", method="POST", entitled="operator"),
        Entry("@geo-plan-check", "unit", entitled="operator"),
        Entry("view", "layer", reach=EVERYBODY),
        Entry("view", "draft_layer", entitled="operator"),
        Entry("@places", "case", entitled="clerk"),
        Entry("@places", "case", method="POST", entitled="clerk"),
        Entry("@places", "case", method="DELETE", entitled="clerk"),
        Entry("places", "case", entitled="clerk"),
        Entry("places-successors", "case", entitled="clerk"),
        Entry("places-successors", "unit", reach=EVERYBODY),
        Entry("records-about", "unit", reach=EVERYBODY),
        Entry("@places-successors", "unit", reach=EVERYBODY),
        Entry("@places-successors", "case", method="POST", entitled="clerk"),
        Entry("@records-about", "unit", reach=EVERYBODY),
        Entry("places-block", "case", entitled="clerk"),
        Entry("@places", "document", entitled="clerk"),
        Entry("@places", "document", method="POST", entitled="clerk"),
        Entry("@places", "document", method="DELETE", entitled="clerk"),
        Entry("places", "document", entitled="clerk"),
        Entry("places-successors", "document", entitled="clerk"),
        Entry("@places-successors", "document", method="POST", entitled="clerk"),
        Entry("places-block", "document", entitled="clerk"),
    ),
    rights=(
        Right("View", "layer", EVERYONE),
        Right("View", "draft_layer", frozenset({"operator"})),
        Right("View", "geo_portal_draft", frozenset({"operator"})),
        Right("infostrada.geo: Add geoportal", "unit", frozenset({"operator"})),
        Right("infostrada.geo: Add spatial register", "unit", frozenset({"operator"})),
        Right("infostrada.geo: Add map layer", "unit", frozenset({"operator"})),
        Right("infostrada.geo: Edit features", "layer", frozenset({"operator"})),
        Right("infostrada.geo: Edit features", "draft_layer", frozenset({"operator"})),
        Right("infostrada.geo: Import features", "unit", frozenset({"operator"})),
        Right("infostrada.geo: Import personal data", "unit", frozenset()),
    ),
    build=build,
)
