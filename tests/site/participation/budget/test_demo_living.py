"""The demo's living editions are played to the end by the operations."""

from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.projects.reports import realisation
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.records.workflow import state_of
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.living import living_editions
from infostrada.site.setuphandlers.demo.office import build
from infostrada.site.setuphandlers.demo.office import set_up
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME


def test_one_edition_in_the_vote_and_one_in_works(portal, top):
    login(portal.aq_parent, SITE_OWNER_NAME)
    demo = Demo(top / "profiles" / "demo")
    demo.units = [unit for unit in demo.units if unit["unit_id"] == "wislany-grod"]
    build(portal, demo)
    list(set_up(portal, demo, []))
    board = open_board(portal["wislany-grod"])
    assert len(list(living_editions(portal, demo))) == 3
    works, vote = board["budzet-obywatelski-2026"], board["budzet-obywatelski-2027"]
    assert (state_of(works), state_of(vote)) == ("published", "frozen")
    assert projects_of(vote, "refused") and len(projects_of(vote, "ballot")) == 6
    total = realisation(works)["total"]
    assert 0 < total["paid"] <= total["contracted"] <= total["act"] <= total["planned"]
