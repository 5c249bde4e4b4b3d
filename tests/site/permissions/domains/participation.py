"""The participatory budget: counting again is for everybody, bringing editions in for those who manage it."""

from datetime import timedelta
from infostrada.site.participation.budget.editions.operations import import_edition
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.participation.budget.projects import operations as projects
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.records.deed import now
from infostrada.site.records.upload import Upload
from tests.site.participation.budget.editions_world import make_frozen
from tests.site.participation.budget.editions_world import phases
from tests.site.participation.budget.editions_world import plan
from tests.site.participation.budget.editions_world import POOLS
from tests.site.participation.budget.editions_world import proposal
from tests.site.participation.budget.elections import file_of
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY
from tests.site.permissions.matrix import Right
from tests.site.permissions.matrix import UNIT
from tests.site.permissions.people import EVERYONE
from tests.site.permissions.people import STAFF


COMMISSION = ("archivist", "editor", "bip-editor")
MANAGERS = frozenset({"operator", "administrator", "head"})


def build(world) -> None:
    """A participatory budget with one edition in draft and one public."""
    board = open_board(world["unit"])
    ballots = file_of(100, {"a": 60, "b": 50}, ["a", "b", "a"])
    for key in ("budget_draft", "budget_edition"):
        world[key] = import_edition(board, PastEdition(key, 2025, (Upload("x.pb", ballots),)))
    publish_edition(world["budget_edition"])
    build_living(world, board)
    world.things |= {"board": board}


def build_living(world, board) -> None:
    """Editions being held: in draft, taking proposals, in the vote."""
    world["round"], _pieces = make_frozen(
        board, costs={"miasto": (10_000,)}, pools=POOLS[:1], members=COMMISSION
    )
    world["ballot_project"] = world["round"].objectValues()[0]
    world["regulation"] = rounds.regulations(board)[0]
    moment = now()
    when = phases(moment + timedelta(days=75), before=timedelta(0))
    for key in ("round_draft", "round_open"):
        world[key] = rounds.open_round(board, plan(when, key, pools=POOLS[:1]))
    rounds.announce(world["round_open"])
    world["project"], _key = projects.propose(world["round_open"], proposal())


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
        Entry("view", "regulation", reach=EVERYBODY),
        Entry("view", "round", reach=EVERYBODY),
        Entry("view", "round_open", reach=EVERYBODY),
        Entry("view", "round_draft", entitled="head"),
        Entry("view", "ballot_project", reach=EVERYBODY),
        Entry("view", "project", reach=UNIT),
        Entry("terms.json", "round", reach=EVERYBODY),
        Entry("box.csv", "round", reach=EVERYBODY),
        Entry("adopt-regulation", "board", entitled="head"),
        Entry("open-round", "board", entitled="head"),
        Entry("change-terms", "round_draft", entitled="head"),
        Entry("announce", "round_draft", entitled="head"),
        Entry("freeze", "round_open", entitled="head"),
        Entry("vote", "round", reach=EVERYBODY),
        Entry("receipt", "round", reach=EVERYBODY),
        Entry("give-pass", "round", entitled="registrar"),
        Entry("paper", "round", entitled="registrar"),
        Entry("commission", "round", entitled="archivist"),
        Entry("certify", "round", entitled="archivist"),
        Entry("take-piece", "round", entitled="archivist"),
        Entry("open-again", "round", entitled="archivist"),
        Entry("realisation", "round", reach=EVERYBODY),
        Entry("realisation.csv", "round", reach=EVERYBODY),
        Entry("propose", "round_open", reach=EVERYBODY),
        Entry("author", "project", reach=EVERYBODY),
        Entry("amend", "project", reach=EVERYBODY),
        Entry("move", "project", entitled="registrar"),
        Entry("merge", "project", entitled="registrar"),
        Entry("drop-merge", "project", entitled="registrar"),
        Entry("count-list", "project", entitled="registrar"),
        Entry("namesakes", "project", entitled="registrar"),
        Entry("support-list", "project", entitled="registrar", tail="nothing"),
        Entry("photo", "project", reach=UNIT, tail="nothing"),
        Entry("photo", "ballot_project", reach=EVERYBODY, tail="nothing"),
        Entry("attach", "ballot_project", entitled="head"),
        Entry("detach", "ballot_project", entitled="head"),
        Entry("prices", "board", entitled="head"),
        Entry("support", "round_open", reach=EVERYBODY, tail="nothing"),
        Entry("comment", "ballot_project", reach=EVERYBODY),
        Entry("report-comment", "ballot_project", reach=EVERYBODY, tail="1"),
        Entry("project-map", "round", reach=EVERYBODY),
        Entry("project-map", "budget_edition", reach=EVERYBODY),
        Entry("project-map", "budget_draft", entitled="head"),
        Entry("comment-decision", "ballot_project", reach=EVERYBODY),
        Entry("comment-complaints", "round", entitled="registrar"),
        Entry("name-commission", "round", entitled="head"),
        Entry("moderation", "round", entitled="registrar"),
        Entry("feed.xml", "round", reach=EVERYBODY),
        Entry("rss.xml", "round", reach=EVERYBODY),
        Entry("feed.xml", "budget_edition", reach=EVERYBODY),
        Entry("rss.xml", "budget_draft", entitled="head"),
        Entry("subscribe", "round", reach=EVERYBODY),
        Entry("confirm-news", "round", reach=EVERYBODY, tail="1-nothing"),
        Entry("leave-news", "round", reach=EVERYBODY, tail="1-nothing"),
        Entry("participatory-budget", "portal", reach=EVERYBODY),
        Entry("participatory-budget.csv", "portal", reach=EVERYBODY),
        Entry("@participatory-budget", "portal", reach=EVERYBODY),
        Entry("@drafts", "round_open", method="POST", reach=EVERYBODY),
        Entry("@land", "round_open", reach=EVERYBODY),
        Entry("@prices", "board", reach=EVERYBODY),
        Entry("@prices", "board", method="POST", entitled="head"),
        Entry("@support", "round_open", method="POST", reach=EVERYBODY),
        Entry("@support-withdrawals", "round_open", method="POST", reach=EVERYBODY),
        Entry("@support-lists", "project", entitled="registrar"),
        Entry("@support-lists", "project", method="POST", entitled="registrar"),
        Entry("@support-doubts", "project", method="POST", entitled="registrar"),
        Entry("@merge", "project", method="POST", entitled="registrar"),
        Entry("@withdrawal", "project", method="POST", entitled="head"),
        Entry("@attachments", "ballot_project", method="POST", entitled="head"),
        Entry("@comments", "ballot_project", reach=EVERYBODY),
        Entry("@comments", "ballot_project", method="POST", reach=EVERYBODY),
        Entry("@comment-reports", "ballot_project", method="POST", reach=EVERYBODY),
        Entry("@comment-decisions", "ballot_project", method="POST", reach=EVERYBODY),
        Entry("@comment-complaints", "ballot_project", method="POST", reach=EVERYBODY),
        Entry("@comment-complaints", "round", entitled="registrar"),
        Entry("@comment-complaints", "round", method="POST", entitled="registrar"),
        Entry("@commission", "round", entitled="archivist"),
        Entry("@commission", "round", method="POST", entitled="head"),
        Entry("@batches", "round", entitled="registrar"),
        Entry("@moderation", "round", entitled="registrar"),
        Entry("@moderation", "round", method="POST", entitled="registrar"),
        Entry("@news", "round", reach=EVERYBODY),
        Entry("@subscriptions", "round", method="POST", reach=EVERYBODY),
        Entry("assess", "project", entitled="registrar"),
        Entry("decide-appeal", "project", entitled="head"),
        Entry("withdraw", "project", entitled="head"),
        Entry("works", "project", entitled="head"),
        Entry("@presets", "board", reach=EVERYBODY),
        Entry("@regulations", "board", method="POST", entitled="head"),
        Entry("@rounds", "board", method="POST", entitled="head"),
        Entry("@terms", "round_draft", method="PATCH", entitled="head"),
        Entry("@announcement", "round_draft", method="POST", entitled="head"),
        Entry("@freeze", "round_open", method="POST", entitled="head"),
        Entry("@proposals", "round_open", method="POST", reach=EVERYBODY),
        Entry("@author", "project", method="POST", reach=EVERYBODY),
        Entry("@assessment", "project", method="POST", entitled="registrar"),
        Entry("@appeal-decision", "project", method="POST", entitled="head"),
        Entry("@works", "ballot_project", method="POST", entitled="head"),
        Entry("report", "round", reach=EVERYBODY, tail="nothing"),
        Entry("protocol.pdf", "round", reach=EVERYBODY),
        Entry("protocol.json", "round", reach=EVERYBODY),
        Entry("freeze-report", "round", entitled="head"),
        Entry("@reports", "round", method="POST", entitled="head"),
        Entry("@realisation", "round", reach=EVERYBODY),
        Entry("@tickets", "round", method="POST", reach=EVERYBODY),
        Entry("@ballots", "round", method="POST", reach=EVERYBODY),
        Entry("@receipts", "round", method="POST", reach=EVERYBODY),
        Entry("@checkpoints", "round", reach=EVERYBODY),
        Entry("@turnout", "round", reach=EVERYBODY),
        Entry("@passes", "round", method="POST", entitled="registrar"),
        Entry("@batches", "round", method="POST", entitled="registrar"),
        Entry("@cards", "round", method="POST", entitled="registrar"),
        Entry("@voidings", "round", method="POST", entitled="archivist"),
        Entry("@piece", "round", method="POST", entitled="archivist"),
        Entry("@certification", "round", method="POST", entitled="archivist"),
        Entry("@budget", "unit", method="POST", entitled="administrator"),
        Entry("@editions", "board", method="POST", entitled="head"),
        Entry("withdraw-edition", "budget_edition", entitled="head"),
        Entry("@withdrawal", "budget_edition", method="POST", entitled="head"),
        Entry("@publication", "budget_draft", method="POST", entitled="head"),
    ),
    rights=(
        Right("View", "board", EVERYONE),
        Right("View", "budget_edition", EVERYONE),
        Right("View", "budget_draft", MANAGERS),
        Right("infostrada.site: Manage participatory budget", "board", MANAGERS),
        Right("View", "round", EVERYONE),
        Right("View", "round_draft", MANAGERS),
        Right("View", "project", STAFF | {"operator"}),
        Right("View", "ballot_project", EVERYONE),
        Right(
            "infostrada.site: Assess budget projects",
            "project",
            frozenset({"operator", "administrator", "registrar"}),
        ),
        Right("infostrada.site: Decide budget appeals", "project", frozenset({"operator", "head"})),
        Right("infostrada.site: Serve voters", "round", frozenset({"operator", "registrar", "coordinator"})),
        Right(
            "infostrada.site: Certify participatory budget",
            "round",
            frozenset({"archivist", "editor", "bip_editor"}),
        ),
        Right("Modify portal content", "round", frozenset()),
        Right("Delete objects", "round", frozenset()),
        Right("Modify portal content", "budget_draft", frozenset({"operator"})),
        Right("Modify portal content", "budget_edition", frozenset()),
    ),
    build=build,
    helpers={"recount-form": "macro of the page that counts again"},
)
