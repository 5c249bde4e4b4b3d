"""The vote from the frozen terms to the certified result, and everything that must not happen on the way."""

from contextlib import nullcontext
from datetime import date
from datetime import timedelta
from infostrada.core.config import settings
from infostrada.core.errors import Forbidden
from infostrada.core.sql import session
from infostrada.site.participation.budget.clock import as_of
from infostrada.site.participation.budget.counting.parameters import digest
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.pabulib.reader import read_bytes
from infostrada.site.participation.budget.projects import operations as projects
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.participation.budget.voting import certification
from infostrada.site.participation.budget.voting import commission
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import job
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import operations as voting
from infostrada.site.participation.budget.voting import paper
from infostrada.site.participation.budget.voting import pieces as key_pieces
from infostrada.site.participation.budget.voting import published
from infostrada.site.participation.budget.voting import receipts
from infostrada.site.participation.budget.voting import shares
from infostrada.site.participation.budget.voting import store
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.deed import now
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.site.participation.budget.editions_world import as_member
from tests.site.participation.budget.editions_world import certify
from tests.site.participation.budget.editions_world import make_frozen
from tests.site.participation.budget.editions_world import MEMBERS
from tests.site.participation.budget.editions_world import person
from tests.site.participation.budget.editions_world import phases
from tests.site.participation.budget.editions_world import vote
from tests.site.records.world import make_office
from types import SimpleNamespace

import json
import pytest
import transaction


SMALL = {
    "costs": {"miasto": (60_000, 50_000, 40_000)},
    "pools": [
        {"name": "miasto", "title": "Miasto", "territory": "whole", "residents": 5000, "amount": 100_000}
    ],
}


def refusal(call, *args, **values):
    with pytest.raises((InvalidData, Blocked)) as caught:
        call(*args, **values)
    found = caught.value
    return found.faults[0].reason if isinstance(found, InvalidData) else found.reason


def rows(table, election):
    return session().execute(text(f"SELECT * FROM site.{table} WHERE election = :e"), {"e": election}).all()


def card(number, choices=None, invalid=""):
    return paper.Card(None if invalid else person(number), choices or {"miasto": ["1"]}, invalid)


class TestVote:
    """All tests share one edition; each takes back what it did."""

    @pytest.fixture(scope="class")
    def world(self, portal_class):
        login(portal_class.aq_parent, SITE_OWNER_NAME)
        office = make_office(portal_class)
        board = open_board(office.unit)
        return office, board, make_frozen(board)

    @pytest.fixture(autouse=True)
    def as_it_was(self, world):
        point = transaction.savepoint()
        yield
        point.rollback()

    @pytest.fixture
    def office(self, world):
        return world[0]

    @pytest.fixture
    def board(self, world):
        return world[1]

    @pytest.fixture
    def frozen(self, world):
        return world[2]

    @pytest.fixture
    def edition(self, frozen):
        return frozen[0]

    def test_terms_are_frozen_under_their_digest(self, edition):
        frozen = edition.frozen()
        assert edition.frozen_sha256 == digest(json.loads(edition.frozen_json))
        order = [project["id"] for pool in frozen["pools"] for project in pool["projects"]]
        assert sorted(order) == [str(number) for number in range(1, 8)]
        drawn = rounds.drawn_order(order, frozen["seed"])
        for pool in frozen["pools"]:
            own = [project["id"] for project in pool["projects"]]
            assert own == [number for number in drawn if number in own] == pool["count"]["draw"]
        assert {state_of(project) for project in edition.objectValues()} == {"ballot"}

    def test_a_vote_and_its_receipt(self, edition):
        done = vote(edition, 1, {"miasto": ["1", "2"], "polnoc": ["5"]})
        assert not done.again
        assert voting.check_receipt(edition, done.receipt).state == "waiting"
        assert published.checkpoint(IUUID(edition)) == 1
        proof = voting.check_receipt(edition, done.receipt).proof
        (point,) = published.checkpoints(IUUID(edition))
        assert receipts.climb(proof.entry, proof.steps) == bytes(point.root)
        assert bytes(point.hash) == receipts.chained(bytes(32), 1, bytes(point.root), 1)

    def test_checkpoints_are_chained(self, edition):
        receipt = [vote(edition, number).receipt for number in range(3)]
        published.checkpoint(IUUID(edition))
        receipt += [vote(edition, number).receipt for number in range(3, 8)]
        published.checkpoint(IUUID(edition))
        first, second = published.checkpoints(IUUID(edition))
        assert (first.size, second.size) == (3, 5) and second.previous == first.hash
        assert all(voting.check_receipt(edition, given).state == "in_box" for given in receipt)
        assert published.checkpoint(IUUID(edition)) == 0

    @pytest.mark.parametrize(
        ("choices", "reason"),
        [
            ({"miasto": ["1", "1"]}, "choice_twice"),
            ({"miasto": ["5"]}, "choice_foreign"),
            ({"miasto": ["99"]}, "choice_foreign"),
            ({"miasto": ["1", "2", "3", "4"]}, "choices_too_many"),
            ({"polnoc": ["5"], "poludnie": ["7"]}, "parts_too_many"),
            ({"nowhere": ["1"]}, "pool_unknown"),
            ({"miasto": []}, "ballot_empty"),
            ({}, "ballot_empty"),
            ([], "ballot_shape"),
            ({"miasto": "1"}, "ballot_shape"),
            ({"miasto": [["1", 5]]}, "points_unused"),
        ],
    )
    def test_ballots_that_are_refused_leave_nothing(self, edition, choices, reason):
        assert refusal(vote, edition, 1, choices) == reason
        assert rows("budget_mark", IUUID(edition)) == []

    def test_a_withdrawn_project_takes_no_more_votes(self, edition):
        vote(edition, 1, {"miasto": ["1"]})
        projects.withdraw(edition.objectValues()[0], "Działka sprzedana")
        assert refusal(vote, edition, 2, {"miasto": ["1"]}) == "choice_withdrawn"
        assert vote(edition, 2, {"miasto": ["2"]}).receipt

    def test_a_person_votes_once_whatever_the_way(self, edition):
        vote(edition, 1)
        assert refusal(vote, edition, 1) == "voted_already"
        # the same person without PESEL, at the office
        same = Person("JAN", "wyborca1", date(1980, 5, 17))
        assert refusal(voting.give_pass, edition, same) == "voted_already"
        # a namesake born the same day has another PESEL
        assert vote(edition, 2, surname="Wyborca1").receipt
        assert refusal(vote, edition, 2, surname="Wyborca1") == "voted_already"
        assert len(rows("budget_mark", IUUID(edition))) == 2

    def test_two_tabs_cast_one_ballot(self, edition):
        one, two = (voting.identify(edition, "pesel", person(1), True) for _tab in range(2))
        first = voting.cast(edition, one, {"miasto": ["1"]})
        assert refusal(voting.cast, edition, two, {"miasto": ["2"]}) == "voted_already"
        # the form sent again after a lost answer gets its receipt back; the first ballot stands
        again = voting.cast(edition, one, {"miasto": ["2"]})
        assert (again.receipt, again.again) == (first.receipt, True)
        assert len(rows("budget_ballot", IUUID(edition))) == 1

    def test_after_closing_by_one_second(self, board):
        when = phases(before=timedelta(days=10), after=timedelta(seconds=-1))
        edition, _pieces = make_frozen(board, when=when, **SMALL)
        assert refusal(vote, edition) == "voting_closed"
        # a form opened in time, on a server whose clock is late: the database decides
        with as_of(now() - timedelta(minutes=1)):
            assert refusal(vote, edition) == "voting_closed"
        assert rows("budget_mark", IUUID(edition)) == []

    def test_before_the_opening(self, board):
        edition, _pieces = make_frozen(board, when=phases(before=timedelta(hours=-1)), **SMALL)
        assert refusal(vote, edition) == "voting_closed"

    @pytest.mark.parametrize("ticket", ["", "v1:AAAA", "x"])
    def test_forged_tickets(self, edition, ticket):
        assert refusal(voting.cast, edition, ticket, {"miasto": ["1"]}) == "ticket_wrong"

    def test_a_ticket_of_another_vote(self, edition, board):
        from infostrada.site.participation.budget.voting import tickets

        ticket = voting.identify(edition, "pesel", person(1), True)
        with pytest.raises(tickets.TicketWrong):
            tickets.read("0" * 32, ticket)

    @pytest.mark.parametrize(
        ("method", "who", "statement", "reason"),
        [
            ("pesel", person(1), False, "statement_missing"),
            ("office", person(1), True, "method_off"),
            ("face", person(1), True, "method_off"),
            ("pesel", person(1, pesel="44051401358"), True, "pesel_wrong"),
            ("sms", Person("Jan", "Kos", date(1980, 1, 1), phone="1", address="x"), True, "phone_wrong"),
        ],
    )
    def test_identity_that_is_refused(self, edition, method, who, statement, reason):
        assert refusal(voting.identify, edition, method, who, statement) == reason

    def test_a_code_by_text_message(self, edition, monkeypatch):
        sent = []
        monkeypatch.setattr(voting.sms, "send", lambda number, words, key: sent.append((number, words)))
        who = Person("Ewa", "Kos", date(1990, 1, 1), phone="601 602 603", address="Wiślana 1")
        ticket = voting.identify(edition, "sms", who, True)
        ((number, words),) = sent
        code = words.split(":")[0]
        assert number == "+48601602603" and len(code) == 6
        wrong = "000000" if code != "000000" else "111111"
        assert refusal(voting.cast, edition, ticket, {"miasto": ["1"]}, wrong) == "code_wrong"
        assert voting.cast(edition, ticket, {"miasto": ["1"]}, f" {code[:3]} {code[3:]}").receipt

    def test_pesel_with_a_code(self, board, monkeypatch):
        edition, _pieces = make_frozen(board, changes={"identity": ["pesel-sms"]}, **SMALL)
        sent = []
        monkeypatch.setattr(voting.sms, "send", lambda number, words, key: sent.append(words.split(":")[0]))
        who = person(1, phone="601602603", address="Wiślana 1")
        ticket = voting.identify(edition, "pesel-sms", who, True)
        assert voting.cast(edition, ticket, {"miasto": ["1"]}, sent[0]).receipt
        (row,) = rows("budget_mark", IUUID(edition))
        assert row.method == "pesel-sms" and row.proof and row.phone

    def test_messages_to_one_phone_are_few(self, edition, monkeypatch):
        monkeypatch.setattr(voting.sms, "send", lambda *values: None)
        who = Person("Ewa", "Kos", date(1990, 1, 1), phone="601602603", address="Wiślana 1")
        for _time in range(voting.SMS_TRIES):
            voting.identify(edition, "sms", who, True)
        assert refusal(voting.identify, edition, "sms", who, True) == "sms_tries"

    def test_messages_to_one_network_are_few(self, edition, monkeypatch):
        monkeypatch.setattr(voting.sms, "send", lambda *values: None)
        monkeypatch.setattr(voting, "NET_TRIES", 3)
        people = [
            Person("Ewa", "Kos", date(1990, 1, 1), phone=f"60160260{n}", address="Wiślana 1")
            for n in range(4)
        ]
        for who in people[:3]:
            voting.identify(edition, "sms", who, True, "192.0.2.7")
        assert refusal(voting.identify, edition, "sms", people[3], True, "192.0.2.9") == "sms_net_tries"
        assert voting.identify(edition, "sms", people[3], True, "198.51.100.7")

    def test_a_lost_message_is_asked_for_again(self, edition, monkeypatch):
        sent = []
        monkeypatch.setattr(voting.sms, "send", lambda number, words, key: sent.append(words.split(":")[0]))
        monkeypatch.setattr(voting.tickets, "new_code", iter(("111111", "222222")).__next__)
        who = Person("Ewa", "Kos", date(1990, 1, 1), phone="601602603", address="Wiślana 1")
        first, second = (voting.identify(edition, "sms", who, True) for _time in range(2))
        # the first message was lost: the second form takes the second code, and no other
        assert refusal(voting.cast, edition, second, {"miasto": ["1"]}, "111111") == "code_wrong"
        assert voting.cast(edition, second, {"miasto": ["1"]}, "222222").receipt
        # the lost one arrives after all: the person has voted
        assert refusal(voting.cast, edition, first, {"miasto": ["2"]}, "111111") == "voted_already"

    def test_one_phone_serves_as_many_as_the_terms_say(self, board, monkeypatch):
        edition, _pieces = make_frozen(board, changes={"phone_limit": 2, "identity": ["sms"]}, **SMALL)
        sent = []
        monkeypatch.setattr(voting.sms, "send", lambda number, words, key: sent.append(words.split(":")[0]))
        for name in ("Ewa", "Ola"):
            who = Person(name, "Kos", date(1990, 1, 1), phone="601602603", address="Wiślana 1")
            ticket = voting.identify(edition, "sms", who, True)
            voting.cast(edition, ticket, {"miasto": ["1"]}, sent[-1])
        who = Person("Iga", "Kos", date(1990, 1, 1), phone="601602603", address="Wiślana 1")
        assert refusal(voting.identify, edition, "sms", who, True) == "phone_full"

    def test_a_message_waits_sealed(self, edition):
        who = Person("Ewa", "Kos", date(1990, 1, 1), phone="601602603", address="Wiślana 1")
        voting.identify(edition, "sms", who, True)
        (row,) = (
            session().execute(text("SELECT payload::text FROM core.outbox WHERE topic = 'budget.sms'")).all()
        )
        assert "601602603" not in row[0]

    def test_a_pass_from_the_office(self, edition):
        given = voting.give_pass(edition, Person("Olena", "Kowal", date(1988, 3, 3)))
        ticket = voting.use_pass(edition, given.lower())
        assert voting.cast(edition, ticket, {"miasto": ["3"]}).receipt
        assert voting.cast(edition, voting.use_pass(edition, given), {"miasto": ["1"]}).again
        assert refusal(voting.use_pass, edition, "AAAA-BBBB-CCCC") == "pass_wrong"
        with api.env.adopt_user(username="anna.urbanista"), pytest.raises(Forbidden):
            voting.give_pass(edition, Person("Jan", "Kos", date(1988, 3, 3)))

    def test_a_child_votes_through_a_guardian(self, edition):
        child = Person("Ola", "Kos", date(now().year - 8, 1, 1))
        assert refusal(voting.give_pass, edition, child) == "guardian_missing"
        guarded = Person("Ola", "Kos", date(now().year - 8, 1, 1), guardian="Anna Kos")
        voting.cast(edition, voting.use_pass(edition, voting.give_pass(edition, guarded)), {"miasto": ["1"]})
        (row,) = rows("budget_mark", IUUID(edition))
        assert row.guardian is True

    def test_a_card_counts_when_two_officials_read_the_same(self, office, edition):
        with office.acting("ewa.kancelaria"):
            paper.open_batch(edition, "U1", "Biblioteka", 4)
            assert paper.enter_card(edition, "U1", 1, card(1)) == "waits"
            assert refusal(paper.enter_card, edition, "U1", 1, card(1)) == "card_same_person"
            paper.enter_card(edition, "U1", 2, card(2, {"miasto": ["1"]}))
            paper.enter_card(edition, "U1", 3, card(3, invalid="unreadable"))
            assert refusal(paper.enter_card, edition, "U1", 5, card(5)) == "card_number"
            assert refusal(paper.enter_card, edition, "U2", 1, card(5)) == "batch_unknown"
            assert (
                refusal(paper.enter_card, edition, "U1", 4, card(4, {"miasto": ["99"]})) == "choice_foreign"
            )
        with office.acting("zofia.koordynator"):
            assert paper.enter_card(edition, "U1", 1, card(1)) == "counted"
            assert refusal(paper.enter_card, edition, "U1", 1, card(1)) == "card_done"
            assert paper.enter_card(edition, "U1", 2, card(2, {"miasto": ["2"]})) == "differs"
            assert paper.enter_card(edition, "U1", 3, card(3, invalid="unreadable")) == "unreadable"
            assert paper.batches(edition)[0]["differing"] == [2]
        assert paper.enter_card(edition, "U1", 2, card(2, {"miasto": ["2"]})) == "counted"
        assert len(rows("budget_mark", IUUID(edition))) == 2
        assert refusal(vote, edition, 1) == "voted_already"

    def test_who_voted_on_the_internet_does_not_vote_on_paper_too(self, office, frozen):
        edition, pieces = frozen
        vote(edition, 1)
        with office.acting("ewa.kancelaria"):
            paper.open_batch(edition, "U1", "Biblioteka", 1)
            paper.enter_card(edition, "U1", 1, card(1))
        assert refusal(certify, edition, pieces) == "batches_open"
        with office.acting("zofia.koordynator"):
            assert paper.enter_card(edition, "U1", 1, card(1)) == "voted_already"
        certify(edition, pieces[:2])
        assert json.loads(edition.protocol.data)["ballots"]["counted"] == 1

    def test_rows_of_a_vote_are_only_added(self, edition):
        vote(edition, 1)
        session().flush()
        for statement in (
            "UPDATE site.budget_ballot SET envelope = envelope",
            "DELETE FROM site.budget_ballot",
            "TRUNCATE site.budget_mark CASCADE",
            "DELETE FROM site.budget_mark",
            "UPDATE site.budget_election SET closes = closes + interval '1 day'",
            "DELETE FROM site.budget_election",
        ):
            point = session().begin_nested()
            with pytest.raises(DBAPIError):
                session().execute(text(statement))
            point.rollback()

    def test_certification_counts_shuffles_and_destroys(self, frozen):
        edition, pieces = frozen
        for number in range(1, 8):
            vote(edition, number, {"miasto": ["1", "2"] if number < 5 else ["3"], "polnoc": ["6"]})
        certify(edition, [pieces[0], pieces[2]])
        election = IUUID(edition)
        assert state_of(edition) == "certified" and rows("budget_ballot", election) == []
        result = edition.pool("miasto").read("result")
        # 1 (70,000) and 2 (40,000) have 4 votes, 3 (30,000) has 3; of 100,000 the first drawn of the equals decides
        draw = edition.frozen()["pools"][0]["count"]["draw"]
        wins = ["1", "3"] if draw.index("1") < draw.index("2") else ["2", "3"]
        assert sorted(result["funded"]) == wins and result["voters"] == 7
        winner = next(project for project in edition.objectValues() if project.number == 3)
        assert state_of(winner) == "won"
        again, report = read_bytes(edition.pool("miasto").ballots.data, keep_voters=True)
        assert report.faults == [] and again.voters == 7
        protocol = json.loads(edition.protocol.data)
        assert protocol["ballots"] == {"ballots": 7, "counted": 7, "voided": 0, "twice": 0, "reasons": {}}
        columns = rows("budget_counted", election)[0]._fields
        assert set(columns) == {"election", "pool", "choices", "points", "age", "channel"}
        assert refusal(vote, edition, 9) == "voting_closed"

    def test_the_box_opens_with_enough_right_pieces_after_the_vote(self, frozen):
        edition, pieces = frozen
        vote(edition, 1)
        with as_member(edition):
            assert refusal(certification.certify, edition, pieces) == "voting_open"
        assert refusal(certify, edition, pieces[:1]) == "shares_wrong"
        assert refusal(certify, edition, shares.split(b"x" * 32, 2, 3)) == "shares_wrong"
        assert refusal(certify, edition, [pieces[0], pieces[0]]) == "share_twice"
        assert state_of(edition) == "frozen" and len(rows("budget_ballot", IUUID(edition))) == 1

    def test_who_manages_the_edition_opens_nothing(self, office, frozen):
        """Separation of duties: operator, head and the office's staff see no piece, decide nothing, open nothing."""
        edition, pieces = frozen
        vote(edition, 1)
        over = edition.terms().phases["voting_to"] + timedelta(minutes=1)
        for acting in (nullcontext(), office.acting("jan.wojt"), office.acting("ewa.kancelaria")):
            with as_of(over), acting:
                for act in (
                    lambda: key_pieces.take(edition),
                    lambda: job.bring(edition, pieces[0]),
                    lambda: job.order(edition),
                    lambda: certification.certify(edition, pieces),
                    lambda: commission.void(edition, person(1), "x"),
                    lambda: commission.signals(edition),
                ):
                    with pytest.raises(Forbidden):
                        act()
        assert state_of(edition) == "frozen"
        assert not any(piece in edition.frozen_json for piece in pieces)

    @pytest.mark.parametrize(
        ("members", "reason"),
        [
            (("anna.urbanista", "adam.obcy"), "members_number"),
            (("anna.urbanista", "adam.obcy", "adam.obcy"), "members_number"),
            (("anna.urbanista", "adam.obcy", "nikt"), "member_unknown"),
            (("anna.urbanista", "adam.obcy", "jan.wojt"), "member_manages"),
        ],
    )
    def test_commissions_that_are_refused(self, edition, members, reason):
        assert refusal(key_pieces.named, edition, members) == reason

    def test_a_piece_is_told_once_to_its_member(self, frozen):
        edition, pieces = frozen
        assert len(set(pieces)) == 3
        with as_member(edition):
            assert refusal(key_pieces.take, edition) == "piece_taken"
        assert [(s.member.name, s.taken, s.handed) for s in key_pieces.standings(edition)] == [
            ("Anna Nowak", True, False), ("Piotr Wilk", True, False), ("Adam Kos", True, False)
        ]  # fmt: skip

    def run_job(self, edition, state=None, steps=99):
        """Batch after batch as the runner does; returns the last state, or stops as a killed worker."""
        point = SimpleNamespace(checkpoint=state)
        run = job.CertificationJob().run(point, {"election": IUUID(edition)})
        with as_member(edition, 1):
            for _step, progress in zip(range(steps), run, strict=False):
                state = progress.checkpoint
        run.close()
        return state

    def test_two_members_open_the_box_and_the_job_survives(self, frozen, monkeypatch):
        edition, pieces = frozen
        election = IUUID(edition)
        monkeypatch.setattr(certification, "BATCH", 3)
        monkeypatch.setattr(keys, "destroy", lambda *names: gone.append(names))
        gone = []
        for number in range(1, 8):
            vote(edition, number, {"miasto": ["1"]})
        with as_of(edition.terms().phases["voting_to"] + timedelta(minutes=1)):
            with as_member(edition):
                assert refusal(job.order, edition) == "pieces_missing"
                assert refusal(job.bring, edition, pieces[1]) == "piece_wrong"
                assert job.bring(edition, f" {pieces[0].upper()} ") is None
                assert refusal(job.bring, edition, pieces[0]) == "piece_handed"
            with as_member(edition, 1):
                assert job.bring(edition, pieces[1])
                assert refusal(job.order, edition) == "opening_runs"
            gone.clear()
            # Killed in the middle of the envelopes: nothing was opened, nothing is half there.
            state = self.run_job(edition, steps=2)
            assert rows("budget_counted", election) == [] and store.state(election) == "frozen"
            assert len(rows("budget_ballot", election)) == 7 and not gone
            # Killed between the stores: the box is open and empty, the edition waits for its results.
            state = self.run_job(edition, state, steps=4)
            assert (store.state(election), state_of(edition)) == ("certified", "frozen")
            assert len(rows("budget_counted", election)) == 7 and rows("budget_ballot", election) == []
            state = self.run_job(edition, state)
        assert gone[0][:2] == (election, keys.HALF)
        assert state_of(edition) == "certified"
        account = json.loads(edition.protocol.data)
        assert account["ballots"]["counted"] == 7
        assert account["certified_by"] == "Anna Nowak, Piotr Wilk"
        assert self.run_job(edition, state) == state

    @pytest.fixture
    def of_old(self, frozen):
        """Terms as an earlier version froze them: pieces on paper, no members, no digests."""
        edition, pieces = frozen
        value = {key: part for key, part in edition.frozen().items() if key != "commission"}
        edition.frozen_json = rounds.canonical(value | {"pieces": {"given": 3, "needed": 2}})
        edition.frozen_sha256, edition.commission = digest(json.loads(edition.frozen_json)), ()
        session().execute(text("SET LOCAL session_replication_role = replica"))
        session().execute(text("DELETE FROM site.budget_piece"))
        return edition, pieces

    def test_a_commission_is_named_beside_terms_frozen_long_ago(self, of_old, office, monkeypatch):
        monkeypatch.setattr(certification, "destroy", lambda election: None)
        edition, pieces = of_old
        before = edition.frozen_json, edition.frozen_sha256
        with office.acting("ewa.kancelaria"), pytest.raises(Forbidden):
            key_pieces.name_commission(edition, MEMBERS)
        with office.acting("jan.wojt"):
            assert (
                refusal(key_pieces.name_commission, edition, (*MEMBERS[:2], "jan.wojt")) == "member_manages"
            )
            key_pieces.name_commission(edition, MEMBERS)
            assert refusal(key_pieces.name_commission, edition, MEMBERS) == "commission_named"
        assert (edition.frozen_json, edition.frozen_sha256) == before
        vote(edition, 1, {"miasto": ["1"]})
        foreign = shares.split(b"x" * 32, 2, 3)
        with as_of(edition.terms().phases["voting_to"] + timedelta(minutes=1)):
            with as_member(edition):
                assert refusal(key_pieces.take, edition) == "piece_on_paper"
                assert refusal(job.bring, edition, pieces[2][:-1]) == "share_miswritten"
                assert job.bring(edition, foreign[0]) is None  # of another vote; nobody can know yet
            with as_member(edition, 1):
                assert refusal(job.bring, edition, foreign[0]) == "share_twice"
                assert job.bring(edition, pieces[1]) is None
                assert key_pieces.missing(edition) == 1
            with as_member(edition, 2):
                assert job.bring(edition, pieces[2])
            self.run_job(edition)
        assert state_of(edition) == "certified"
        assert json.loads(edition.protocol.data)["terms_sha256"] == before[1]

    def test_new_terms_keep_the_commission_they_name(self, edition, office):
        with office.acting("jan.wojt"):
            assert refusal(key_pieces.name_commission, edition, MEMBERS) == "commission_named"

    def test_a_missing_ballot_stops_the_certification(self, frozen):
        edition, pieces = frozen
        vote(edition, 1)
        published.checkpoint(IUUID(edition))
        session().execute(text("SET LOCAL session_replication_role = replica"))
        session().execute(text("DELETE FROM site.budget_ballot"))
        assert refusal(certify, edition, pieces) == "ballots_missing"

    def test_the_commission_voids_with_a_reason(self, frozen):
        edition, pieces = frozen
        for number in (1, 2, 3):
            vote(edition, number)
        with as_member(edition):
            assert refusal(commission.void, edition, person(1), " ") == "reason_missing"
            assert refusal(commission.void, edition, person(9), "Nie żyje") == "nobody_voted"
            assert commission.void(edition, person(1), "Głos oddała inna osoba") == 1
            commission.void(edition, person(2), "Pomyłka")
            commission.restore(edition, person(2), "Sprawdzono: głos ważny")
        certify(edition, pieces)
        account = json.loads(edition.protocol.data)["ballots"]
        assert (account["counted"], account["voided"]) == (2, 1)
        assert account["reasons"] == {"Głos oddała inna osoba": 1}

    @pytest.mark.parametrize(("policy", "counted", "funded"), [("last", 2, ["1", "3"]), ("void", 1, ["1"])])
    def test_policies_on_voting_twice(self, board, policy, counted, funded):
        edition, pieces = make_frozen(board, changes={"twice": policy}, **SMALL)
        vote(edition, 1, {"miasto": ["1"]})
        vote(edition, 2, {"miasto": ["2"]})
        vote(edition, 2, {"miasto": ["3"]})
        certify(edition, pieces)
        account = json.loads(edition.protocol.data)["ballots"]
        assert (account["ballots"], account["counted"]) == (3, counted)
        assert [pool.read("result")["voters"] for pool in edition.pools] == [counted]
        chosen = {row.choices for row in rows("budget_counted", IUUID(edition))}
        assert chosen == set(funded)

    def test_nobody_reads_who_voted_how(self, frozen):
        edition, pieces = frozen
        vote(edition, 1, {"miasto": ["1"]})
        election = IUUID(edition)
        (ballot,), (mark,) = rows("budget_ballot", election), rows("budget_mark", election)
        backup, tag_key = bytes(ballot.envelope), keys.key(election, keys.TAG)
        everything = " ".join(map(str, (*ballot, *mark)))
        assert person(1).pesel not in everything and "Wyborca1" not in everything
        kept = {name: keys.key(election, name) for name in (keys.HALF, keys.PAPER)}
        certify(edition, pieces)
        certification.destroy(election)
        assert keys.there(election) == [keys.TAG]
        # whoever has the backup, the installation's key of tags and every piece of the commission still opens nothing
        for half in (b"", bytes(32), tag_key):
            with pytest.raises(envelope.EnvelopeDamaged):
                envelope.open_envelope(envelope.opening_key(shares.join(pieces[:2]), half), election, backup)
        for name, value in kept.items():
            (settings().var / "keys" / "budget" / f"{election}.{name}").write_bytes(value)
        for value in (edition.frozen_json, edition.terms_json, edition.protocol.data.decode()):
            assert mark.person.hex() not in value

    def test_after_the_time_of_keeping(self, frozen):
        edition, pieces = frozen
        vote(edition, 1)
        certify(edition, pieces)
        assert refusal(commission.erase, edition) == "retention_not_over"
        with as_of(edition.terms().phases["retention_to"]):
            assert IUUID(edition) in store.certified()
            assert commission.erase(edition) == 1
        assert rows("budget_mark", IUUID(edition)) == [] and IUUID(edition) not in store.certified()
        assert {(p.sealed_contact, p.lists) for p in edition.objectValues()} == {("", ())}
        assert projects.supported_by(edition.objectValues()[0]) == 0

    def test_signals_are_counts(self, edition, monkeypatch):
        ticket = [voting.identify(edition, "pesel", person(n), True) for n in range(5)]
        for one in ticket:
            voting.cast(edition, one, {"miasto": ["1"]}, net="192.0.2.7")
        with as_member(edition):
            assert commission.signals(edition) == {"phone": [], "net": [5]}
        assert voting.turnout(edition) == []
        (row,) = store.turnout(IUUID(edition))
        assert row[1:] == ("internet", 5)
