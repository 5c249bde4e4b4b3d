"""The participatory budget: counting again is for everybody, bringing editions in for those who manage it."""

from infostrada.site.participation.budget.editions.operations import import_edition
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.records.upload import Upload
from tests.site.participation.budget.elections import file_of
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY
from tests.site.permissions.matrix import Right
from tests.site.permissions.people import EVERYONE


MANAGERS = frozenset({"operator", "administrator", "head"})


def build(world) -> None:
    """A participatory budget with one edition in draft and one public."""
    board = open_board(world["unit"])
    ballots = file_of(100, {"a": 60, "b": 50}, ["a", "b", "a"])
    for key in ("budget_draft", "budget_edition"):
        world[key] = import_edition(board, PastEdition(key, 2025, (Upload("x.pb", ballots),)))
    publish_edition(world["budget_edition"])
    world.things |= {"board": board}


DOMAIN = Domain(
    name="participation",
    entries=(
        Entry("recount", "unit", reach=EVERYBODY),
        Entry("recount.js", "unit", reach=EVERYBODY),
        Entry("recount.html", "unit", reach=EVERYBODY),
        Entry("view", "board", reach=EVERYBODY),
        Entry("view", "budget_edition", reach=EVERYBODY),
        Entry("view", "budget_draft", entitled="head"),
        Entry("pool", "budget_edition", reach=EVERYBODY, tail="torun"),
        Entry("pool", "budget_draft", entitled="head", tail="torun"),
        Entry("pool-file", "budget_edition", reach=EVERYBODY, tail="nothing"),
        Entry("pool-file", "budget_draft", entitled="head", tail="nothing"),
        Entry("open-budget", "unit", entitled="administrator"),
        Entry("import-edition", "board", entitled="head"),
        Entry("publish-edition", "budget_draft", entitled="head"),
        Entry("@budget", "unit", method="POST", entitled="administrator"),
        Entry("@editions", "board", method="POST", entitled="head"),
        Entry("@publication", "budget_draft", method="POST", entitled="head"),
    ),
    rights=(
        Right("View", "board", EVERYONE),
        Right("View", "budget_edition", EVERYONE),
        Right("View", "budget_draft", MANAGERS),
        Right("infostrada.site: Manage participatory budget", "board", MANAGERS),
        Right("Modify portal content", "budget_draft", frozenset({"operator"})),
        Right("Modify portal content", "budget_edition", frozenset()),
    ),
    build=build,
    helpers={"recount-form": "macro of the page that counts again"},
)
