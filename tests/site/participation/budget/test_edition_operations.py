"""From a file to a public edition, with the traces each step leaves."""

from infostrada.core.errors import Conflict
from infostrada.core.errors import Forbidden
from infostrada.core.sql import session
from infostrada.site.participation.budget.editions import operations
from infostrada.site.participation.budget.editions.job import CountJob
from infostrada.site.participation.budget.editions.operations import BallotsFaulty
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.pabulib.reader import read_bytes
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from tests.site.participation.budget.elections import file_of

import pytest


COSTS = {"a": 60, "b": 50, "c": 30}
VOTES = ["a,b", "a,b", "a", "c", "c"]


def upload(name="gmina.pb", costs=COSTS, votes=VOTES, **meta):
    return Upload(name, file_of(100, costs, votes, **meta))


def past(*files, title="Budżet 2025", year=2025, parameters=None):
    return PastEdition(title, year, files or (upload(),), parameters)


def actions(obj):
    rows = session().execute(
        text("SELECT action FROM core.journal WHERE uid = :uid ORDER BY id"), {"uid": IUUID(obj)}
    )
    return [row.action for row in rows]


def test_one_budget_for_a_unit(office, board):
    assert board.getId() == "budzet-obywatelski" and state_of(board) == "public"
    with pytest.raises(Blocked) as caught:
        operations.open_board(office.unit)
    assert caught.value.reason == "budget_exists"


def test_an_edition_is_counted_and_kept_without_people(board):
    edition = operations.import_edition(board, past())
    assert edition.getId() == "budzet-2025" and state_of(edition) == "draft"
    (pool,) = edition.pools
    assert (pool.name, pool.title) == ("torun", "Toruń")
    result = pool.read("result")
    # a: 3 votes, 60 of 100; b and c have 2, b does not fit into 40, c does
    assert result["funded"] == ["a", "c"] and result["left"] == 10
    assert result["election_sha256"] == pool.ballots.sha256
    again, report = read_bytes(pool.ballots.data, keep_voters=True)
    assert report.faults == [] and [row[0] for row in again.voter_rows] == list("12345")
    assert b"v1" not in pool.ballots.data
    assert actions(edition) == ["budget.edition.imported"]


def test_a_published_edition_is_taken_back_with_a_reason(board):
    edition = operations.import_edition(board, past())
    operations.publish_edition(edition)
    with pytest.raises(InvalidData):
        operations.withdraw_edition(edition, " ")
    operations.withdraw_edition(edition, "Plik był z innej dzielnicy")
    assert state_of(edition) == "withdrawn" and actions(edition)[-1] == "budget.edition.withdrawn"
    with pytest.raises(Blocked):
        operations.publish_edition(edition)


def test_publishing_twice(board):
    edition = operations.import_edition(board, past())
    operations.publish_edition(edition)
    assert state_of(edition) == "published" and edition.published_at is not None
    assert actions(edition)[-1] == "budget.edition.published"
    with pytest.raises(Blocked):
        operations.publish_edition(edition)


def test_the_state_changes_in_operations_only(board):
    edition = operations.import_edition(board, past())
    with pytest.raises(Conflict):
        api.content.transition(edition, "publish")
    assert state_of(edition) == "draft"


def test_parameters_are_used_where_given(board):
    given = {"withdrawn": ["a"], "ties": ["cheaper"]}
    edition = operations.import_edition(board, past(upload(rule="unknown"), parameters=given))
    (pool,) = edition.pools
    assert pool.read("result")["funded"] == ["b", "c"]
    assert pool.read("parameters")["withdrawn"] == ["a"]


def test_figures_of_the_vote(board):
    edition = operations.import_edition(board, past())
    figures = edition.pools[0].read("figures")
    assert figures["choices"] == [{"value": "1", "count": 3}, {"value": "2", "count": 2}]
    held, stop, shares = figures["others"]
    assert (held["rule"], held["gained"], held["lost"]) == ("declared", [], [])
    assert (stop["rule"], stop["lost"]) == ("greedy_stop", ["c"])
    assert shares["rule"] == "equal_shares" and shares["without_winner"] == 0


def test_several_pools(board):
    files = (upload("a.pb", subunit="Wrzosy"), upload("b.pb", subunit="Rubinkowo"))
    edition = operations.import_edition(board, past(*files))
    assert [pool.name for pool in edition.pools] == ["wrzosy", "rubinkowo"]
    assert edition.pool("wrzosy").title == "Wrzosy" and edition.pool("nowhere") is None


def test_a_file_that_cannot_be_counted_is_reported(board):
    bad = Upload("zly.pb", file_of(100, COSTS, VOTES).replace(b"a;60", b"a;dear"))
    with pytest.raises(BallotsFaulty) as caught:
        operations.import_edition(board, past(bad))
    assert caught.value.filename == "zly.pb"
    assert [fault.code for fault in caught.value.report] == ["cost_number"]
    assert board.objectIds() == []


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        (past(title=" "), "title", "required"),
        (past(title="?!"), "title", "required"),
        (past(year=None), "year", "required"),
        (past(year=1500), "year", "year_out_of_range"),
        (PastEdition("Budżet", 2025, ()), "files", "file_missing"),
        (past(upload(rule="unknown")), "parameters", "pb_rule_unknown"),
        (past(parameters={"rule": "lottery"}), "parameters", "pb_parameters"),
        (past(parameters={"withdrawn": ["nobody"]}), "parameters", "pb_parameters"),
        (past(parameters=[]), "parameters", "pb_parameters"),
        (past(upload("a.pb"), upload("b.pb")), "files", "pool_twice"),
    ],
)
def test_input_with_faults(board, data, field, reason):
    with pytest.raises(InvalidData) as caught:
        operations.import_edition(board, data)
    assert (caught.value.faults[0].field, caught.value.faults[0].reason) == (field, reason)


def test_a_name_taken(board):
    operations.import_edition(board, past())
    with pytest.raises(InvalidData) as caught:
        operations.import_edition(board, past())
    assert caught.value.faults[0].reason == "edition_exists"


def test_a_clerk_may_not(office, board):
    with api.env.adopt_user(username="anna.urbanista"), pytest.raises(Forbidden):
        operations.import_edition(board, past())


def test_a_large_edition_is_counted_by_a_job(board, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 2)
    edition = operations.bring_in(board, past())
    assert edition.pools == () and len(edition.waiting) == 1 and edition.counting_job
    with pytest.raises(Blocked) as caught:
        operations.publish_edition(edition)
    assert caught.value.reason == "counting_runs"
    (progress,) = CountJob().run(None, {"edition": IUUID(edition)})
    assert (progress.done, progress.total) == (1, 1)
    assert edition.waiting == () and list(CountJob().run(None, {"edition": IUUID(edition)})) == []
    operations.publish_edition(edition)
    # the same as counted at once
    small = operations.import_edition(board, past()._replace(title="Ta sama"))
    one, other = (found.pools[0].read("result") for found in (edition, small))
    assert (one["funded"], one["standings"]) == (other["funded"], other["standings"])


def test_a_small_edition_is_counted_at_once(board):
    edition = operations.bring_in(board, past())
    assert edition.waiting == () and len(edition.pools) == 1
