"""Units, their structure and staff."""

from OFS.Image import Image
from plone import api
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY
from tests.site.permissions.matrix import Right
from tests.site.permissions.matrix import UNIT
from tests.site.permissions.people import EVERYONE
from tests.site.permissions.people import STAFF


OPERATOR = frozenset({"operator"})
ADMINISTRATORS = frozenset({"operator", "administrator"})
INSIDE = STAFF | OPERATOR
STAFF_THINGS = ("structure", "org", "post", "assignment", "employee")

# the smallest GIF there is
DOT = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def build(world) -> None:
    """The clerk has a portrait."""
    portraits = api.portal.get_tool("portal_memberdata")
    portraits._setPortrait(Image("clerk", "", DOT), "clerk")


DOMAIN = Domain(
    name="units",
    build=build,
    entries=(
        Entry("@units", "portal", reach=EVERYBODY),
        Entry("@units", "portal", method="POST", entitled="operator"),
        Entry("@unit", "unit", reach=EVERYBODY),
        Entry("@unit", "unit", method="PATCH"),
        Entry("@structure", "unit", reach=UNIT),
        Entry("@employees", "unit", reach=UNIT),
        Entry("@employees", "unit", method="POST"),
        Entry("@employees", "unit", method="PATCH", tail="nobody"),
        Entry("@organisational-units", "unit", method="POST"),
        Entry("@posts", "unit", method="POST"),
        Entry("@posts", "unit", method="PATCH", tail="gmina-a.clerk"),
        Entry("@assignments", "unit", method="POST"),
        Entry("@assignments", "unit", method="PATCH", tail="gmina-a.clerk/nothing"),
        Entry("@unit-groups", "unit"),
        Entry("unit-settings", "unit"),
        Entry("staff", "unit", reach=UNIT),
        Entry("unit-groups", "unit"),
        Entry("add-employee", "unit"),
        Entry("add-org", "structure"),
        Entry("add-org", "org"),
        Entry("add-post", "structure"),
        Entry("add-post", "org"),
        Entry("post-roles", "post"),
        Entry("assign", "post"),
        Entry("end-assignment", "assignment"),
        Entry("end-employment", "employee"),
        Entry("@portrait", "portal", reach=UNIT, tail="clerk", hides=True),
        Entry("@history", "structure", entitled="operator"),
        Entry("@relations", "portal", entitled="operator"),
    ),
    helpers={"pas_search": "asked by the sharing tab and the REST services; not callable"},
    rights=(
        Right("View", "unit", EVERYONE),
        Right("View", "other_unit", frozenset({"operator", "other"})),
        Right("Modify portal content", "unit", OPERATOR),
        Right("infostrada.site: Administer unit", "unit", ADMINISTRATORS),
        Right("infostrada.site: Administer unit", "other_unit", frozenset({"operator", "other"})),
        Right("infostrada.site: View staff", "unit", INSIDE),
        Right("infostrada.site: Manage units", "portal", OPERATOR),
        Right("infostrada.site: Manage units", "unit", OPERATOR),
        Right("infostrada.site: Add unit", "portal", OPERATOR),
        Right("infostrada.site: Add staff", "structure", ADMINISTRATORS),
        Right("Manage portal", "unit", OPERATOR),
        *(Right("View", thing, INSIDE) for thing in STAFF_THINGS),
        # changed through operations only, which check and write the journal
        *(Right("Modify portal content", thing, OPERATOR) for thing in STAFF_THINGS),
    ),
)
