"""A project's life: proposal, checks, appeal, merging, works; and who may do what."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.errors import Forbidden
from infostrada.core.errors import Unauthorized
from infostrada.site.participation.budget.clock import as_of
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.projects import merging
from infostrada.site.participation.budget.projects import operations as projects
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.reports import freeze_report
from infostrada.site.participation.budget.projects.reports import quarter_of
from infostrada.site.participation.budget.projects.reports import realisation
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import CRITERIA
from infostrada.site.participation.budget.projects.rules import lines_of
from infostrada.site.participation.budget.projects.rules import Verdict
from infostrada.site.participation.budget.projects.rules import verdicts_of
from infostrada.site.participation.budget.projects.serializers import works_json
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.voting.protocol import protocol_pdf
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from tests.site.participation.budget.editions_world import certify
from tests.site.participation.budget.editions_world import GOOD_CARD
from tests.site.participation.budget.editions_world import MEMBERS
from tests.site.participation.budget.editions_world import phases
from tests.site.participation.budget.editions_world import pieces_of
from tests.site.participation.budget.editions_world import plan
from tests.site.participation.budget.editions_world import proposal
from tests.site.participation.budget.editions_world import vote
from tests.site.records.world import make_office

import pytest
import transaction


WHEN = phases()
PROPOSING = datetime.fromisoformat(WHEN["proposals_from"]) + timedelta(days=1)
APPEALING = datetime.fromisoformat(WHEN["appeals_to"]) - timedelta(days=1)
POOLS = [
    {
        "name": "miasto",
        "title": "Miasto",
        "territory": "whole",
        "residents": 9_000,
        "amount": 100_000,
        "supporters": 2,
    },
    {"name": "osiedle", "title": "Osiedle", "territory": "part", "residents": 900, "amount": 30_000},
]
BAD_CARD = tuple(Verdict(c, c != "land", "Grunt prywatny" if c == "land" else "") for c in CRITERIA)


def test_a_card_answers_every_criterion():
    good = {criterion: {"met": True} for criterion in CRITERIA}
    assert len(verdicts_of(good)) == len(CRITERIA)
    for wrong in (
        {},
        [],
        good | {"extra": {"met": True}},
        good | {"land": {"met": "yes"}},
        good | {"land": {"met": False, "reason": " "}},
    ):
        with pytest.raises(ValueError):
            verdicts_of(wrong)


def test_cost_lines():
    (line,) = lines_of([{"what": "ławka", "unit": "szt.", "quantity": 3, "price": 2800}])
    assert line.cost == 8400
    for wrong in ("x", [1], [{"what": "", "quantity": 1, "price": 1}], [{"what": "x", "quantity": 0, "price": 1}],
                  [{"what": "x", "quantity": True, "price": 1}], [{"what": "x", "quantity": 1, "price": "1"}]):  # fmt: skip
        with pytest.raises(ValueError):
            lines_of(wrong)


def refusal(call, *args, **values):
    with pytest.raises((InvalidData, Blocked)) as caught:
        call(*args, **values)
    return caught.value.reason


class TestProjects:
    """One announced edition for all tests; each takes back what it did."""

    @pytest.fixture(scope="class")
    def world(self, portal_class):
        login(portal_class.aq_parent, SITE_OWNER_NAME)
        office = make_office(portal_class)
        board = open_board(office.unit)
        rounds.adopt_regulation(board, "Regulamin", "XII/1/2026", date(2026, 1, 5), preset("torun"))
        edition = rounds.open_round(board, plan(WHEN, pools=POOLS))
        rounds.announce(edition)
        return office, edition

    @pytest.fixture(autouse=True)
    def as_it_was(self, world):
        point = transaction.savepoint()
        yield
        point.rollback()

    @pytest.fixture
    def office(self, world):
        return world[0]

    @pytest.fixture
    def edition(self, world):
        return world[1]

    @pytest.fixture
    def propose(self, edition):
        def make(**changes):
            with as_of(PROPOSING), api.env.adopt_roles(["Anonymous"]):
                return projects.propose(edition, proposal(supporters=("Jan Kos", "Ewa Lis"), **changes))

        return make

    def test_a_proposal_gets_the_next_number_and_tells_nobody_who(self, office, edition, propose):
        (one, key), (two, _key) = propose(), propose(title="Drzewa")
        assert (one.number, two.number) == (1, 2) and state_of(one) == "submitted"
        assert projects.is_author(one, key) and not projects.is_author(two, key)
        assert (
            "Autorka" not in repr(vars(one))
            and "Jan Kos" not in repr(vars(one))
            and key not in repr(vars(one))
        )
        with office.acting("ewa.kancelaria"):
            assert projects.contact_of(one)["email"] == "ewa@example.pl"
        with office.acting("anna.urbanista"), pytest.raises(Forbidden):
            projects.contact_of(one)

    def test_proposals_outside_their_time(self, edition):
        assert refusal(projects.propose, edition, proposal()) == "proposals_closed"

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"title": " "}, "required"),
            ({"title": "x" * 121}, "too_long"),
            ({"email": "nobody"}, "email_wrong"),
            ({"pool": "nowhere"}, "pool_unknown"),
            ({"parcel": "040101_1.0001.1/1"}, "parcel_unknown"),
            ({"lines": ()}, "required"),
            ({"lines": (CostLine("plac", "szt.", 1, 100_001),)}, "over_pool"),
        ],
    )
    def test_proposals_with_faults(self, propose, changes, reason):
        assert refusal(propose, **changes) == reason

    def test_supporters_are_different_people(self, edition):
        twice = proposal(supporters=("Jan Kos", " jan  KOS ", ""))
        with as_of(PROPOSING):
            assert refusal(projects.propose, edition, twice) == "supporters_missing"

    def test_one_call_to_amend(self, office, propose):
        project, key = propose()
        with office.acting("ewa.kancelaria"):
            assert refusal(projects.call_to_amend, project, " ") == "reason_missing"
            projects.call_to_amend(project, "Proszę podać miejsce")
        assert refusal(projects.amend, project, "wrong", proposal()) == "author_key_wrong"
        projects.amend(project, key, proposal(title="Ławki w parku"))
        assert (state_of(project), project.title, project.number) == ("submitted", "Ławki w parku", 1)
        assert refusal(projects.amend, project, key, proposal()) == "state_forbids"

    def test_another_body_decides_the_appeal(self, office, propose):
        project, key = propose()
        with office.acting("ewa.kancelaria"):
            projects.pass_formal(project)
            projects.judge_merit(project, BAD_CARD)
        assert state_of(project) == "refused" and project.steps[-1].note == "Grunt prywatny"
        with as_of(APPEALING + timedelta(days=2)):
            assert refusal(projects.appeal, project, key, "Grunt jest gminny") == "appeal_late"
        with as_of(APPEALING):
            projects.appeal(project, key, "Grunt jest gminny")
        with office.acting("ewa.kancelaria"), pytest.raises(Forbidden):
            projects.decide_appeal(project, True, "Tak")
        with office.acting("jan.wojt"):
            assert refusal(projects.decide_appeal, project, True, "") == "reason_missing"
            projects.decide_appeal(project, True, "Wypis z rejestru gruntów")
        assert state_of(project) == "listed"

    def test_whoever_checked_cannot_decide(self, propose):
        project, key = propose()
        projects.pass_formal(project)
        projects.judge_merit(project, BAD_CARD)
        with as_of(APPEALING):
            projects.appeal(project, key, "Nie")
        assert refusal(projects.decide_appeal, project, True, "Sam sobie") == "same_body"

    def test_moving(self, propose):
        one, _key = propose()
        projects.move_pool(one, "osiedle", "Teren osiedla")
        assert one.pool == "osiedle"
        dear, _key = propose(lines=(CostLine("plac", "szt.", 1, 30_001),))
        assert refusal(projects.move_pool, dear, "osiedle", "") == "over_pool"

    def test_projects_merge_when_both_authors_agree(self, propose):
        (one, key), (two, other) = propose(), propose(title="Drzewa")
        assert refusal(merging.agree_to_merge, one, key) == "merge_unoffered"
        assert refusal(merging.offer_merge, one, 1, (), "Ten sam park") == "merge_self"
        assert refusal(merging.offer_merge, one, 2, (), " ") == "reason_missing"
        merging.offer_merge(one, 2, (), "Ten sam park")
        assert merging.offers_to(two) == [one]
        assert refusal(merging.agree_to_merge, one, "wrong") == "author_key_wrong"
        merging.agree_to_merge(one, key)
        merging.agree_to_merge(one, key)
        assert state_of(one) == "submitted"
        merging.agree_to_merge(one, other)
        assert (state_of(one), two.cost, one.offer) == ("merged", 20_000, None)

    def test_nobody_decides_without_the_right(self, office, propose):
        project, _key = propose()
        with office.acting("anna.urbanista"), pytest.raises(Forbidden):
            projects.pass_formal(project)
        with api.env.adopt_roles(["Anonymous"]), pytest.raises((Forbidden, Unauthorized)):
            projects.pass_formal(project)

    def test_from_the_vote_to_the_last_invoice(self, edition, propose):
        for pool in ("miasto", "osiedle"):
            project, _key = propose(pool=pool)
            projects.pass_formal(project)
            projects.judge_merit(project, GOOD_CARD)
        with as_of(PROPOSING):
            rounds.freeze(edition, "1 2 3", MEMBERS)
            pieces = pieces_of(edition)
        vote(edition, 1, {"miasto": ["1"]})
        certify(edition, pieces)
        won, lost = (edition.objectValues()[place] for place in (0, 1))
        # nobody chose the second; a project without a vote is elected where the rule has no threshold
        assert state_of(won) == "won" and state_of(lost) in ("won", "lost")
        assert refusal(projects.advance, won, "settle") == "state_forbids"
        for step in ("to_act", "contract", "start"):
            projects.advance(won, step)
        assert refusal(projects.report_money, won, 10_000, 9_000, 9_001, 10) == "money_order"
        assert refusal(projects.report_money, won, 10_000, 9_000, 0, 101) == "percent_range"
        projects.report_money(won, 10_000, 9_000, 0, 10)
        projects.report_money(won, 10_000, 9_000, 4_500, 50, "Deszcz")
        projects.plan(won, (Milestone("Odbiór", date(2020, 1, 1)),), "Wydział", "OS.7021.3.2026")
        row = works_json(won)
        assert (row["planned"], row["contracted"], row["paid"], row["percent"]) == (10_000, 9_000, 4_500, 50)
        assert row["late"] and row["delay"] == "Deszcz" and len(won.money) == 2
        report = freeze_report(edition)
        assert realisation(edition)["total"] == {
            "planned": 10_000,
            "act": 10_000,
            "contracted": 9_000,
            "paid": 4_500,
        } | ({"planned": 20_000} if state_of(lost) == "won" else {})
        projects.report_money(won, 10_000, 9_000, 9_000, 100)
        assert b'"paid":4500' in report.data and refusal(freeze_report, edition) == "report_exists"
        assert protocol_pdf(edition, str).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("day", "quarter"), [((2027, 1, 1), "2027-Q1"), ((2027, 3, 31), "2027-Q1"), ((2027, 12, 31), "2027-Q4")]
)
def test_quarters(day, quarter):
    assert quarter_of(date(*day)) == quarter
