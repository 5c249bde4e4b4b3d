"""The participatory budget: counting again is for everybody."""

from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY


DOMAIN = Domain(
    name="participation",
    entries=(
        Entry("recount", "unit", reach=EVERYBODY),
        Entry("recount.js", "unit", reach=EVERYBODY),
        Entry("recount.html", "unit", reach=EVERYBODY),
    ),
    rights=(),
    build=lambda world: None,
    helpers={"recount-form": "macro of the page that counts again"},
)
