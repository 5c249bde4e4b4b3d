"""Ballots cast before Zope: what is answered at once, and what is left to Zope with its body untouched."""

from concurrent.futures import ThreadPoolExecutor
from infostrada.core.sql import writer
from infostrada.core.sql.engine import engine
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.rounds.caching import until
from infostrada.site.participation.budget.voting import casting
from infostrada.site.participation.budget.voting import early
from infostrada.site.participation.budget.voting import identity
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import tickets
from infostrada.site.participation.budget.voting.form import chosen
from infostrada.site.participation.budget.voting.identity import Person
from io import BytesIO
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.uuid.interfaces import IUUID
from tests.site.participation.budget.editions_world import make_frozen
from tests.site.participation.budget.editions_world import phases
from tests.site.records.world import make_office
from urllib.parse import urlencode

import datetime
import pytest
import time
import transaction


RECEIPT = r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}"


def environ(body, **changes):
    found = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/gmina/budzet/edycja/@@vote", "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "bo.example.pl", "HTTP_ACCEPT_LANGUAGE": "pl", "REMOTE_ADDR": "192.0.2.7",
        "wsgi.url_scheme": "https", "wsgi.input": BytesIO(body),
    }  # fmt: skip
    return found | changes


class Zope:
    """What stands behind the filter; teaches it as the page of thanks does."""

    def __init__(self):
        self.bodies, self.edition, self.ends = [], None, time.monotonic() + 3600

    def store(self):
        """The row of the edition as RelStorage would have it."""
        row = [int.from_bytes(name, "big") for name in (self.edition._p_oid, self.edition._p_serial)]
        with writer() as connection:
            connection.execute("DELETE FROM object_state")
            connection.execute("INSERT INTO object_state VALUES (%s, %s)", row)

    def __call__(self, environ, start_response):
        self.bodies.append(environ["wsgi.input"].read())
        if self.edition is not None:
            request = type("Request", (), {"environ": environ})
            early.teach(request, self.edition, f"<p>{early.MARK}</p>", self.ends)
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "4")])
        return [b"Zope"]


class TestEarlyBallots:
    """One committed edition; every test votes as somebody else."""

    @pytest.fixture(scope="class")
    def edition(self, functional_portal_class):
        login(functional_portal_class.aq_parent, SITE_OWNER_NAME)
        office = make_office(functional_portal_class)
        edition, _pieces = make_frozen(open_board(office.unit))
        transaction.commit()
        # The layer keeps its objects in memory: the one row of RelStorage the statement asks for is kept by hand.
        with writer() as connection:
            connection.execute("CREATE TABLE object_state (zoid bigint, tid bigint)")
            yield edition
            connection.execute("DROP TABLE object_state")

    @pytest.fixture
    def zope(self, edition):
        transaction.begin()
        edition._p_activate()
        found = Zope()
        found.edition = edition
        return found

    @pytest.fixture
    def ask(self, zope):
        """The filter, taught; returns what a request is answered and whether Zope was asked."""
        filtered = early.EarlyBallots(zope)
        said = []

        def ask(form, **changes):
            body = form if isinstance(form, bytes) else urlencode(form, doseq=True).encode()
            before = len(zope.bodies)
            zope.store()
            answer = b"".join(
                filtered(environ(body, **changes), lambda status, headers: said.append((status, headers)))
            )
            asked = zope.bodies[before:]
            assert asked in ([], [body])
            return answer.decode(), bool(asked)

        ask({"step": "ballot"})
        ask.booths = filtered.booths
        return ask

    def form(self, edition, number, code="", method="pesel", **changes):
        election = IUUID(edition)
        person = Person("Jan", f"Wczesny {number}", datetime.date(1980, 1, 1), phone=changes.pop("phone", ""))
        tags = identity.tags(keys.key(election, keys.TAG), person)
        ticket = tickets.issue(election, tags, method, "36-45", False, code)
        return {"step": "ballot", "ticket": ticket, "choice-miasto:list": ["1", "2"], **changes}

    def held(self, edition):
        with writer() as connection:
            sql = "SELECT (SELECT count(*) FROM site.budget_ballot WHERE election = %s), count(*) FROM site.budget_mark WHERE election = %s"
            return connection.execute(sql, [IUUID(edition)] * 2).fetchone()

    def test_a_ballot_is_in_the_box_before_zope_is_asked(self, edition, ask, zope):
        from infostrada.site.participation.budget.voting.operations import check_receipt

        before = self.held(edition)
        form = self.form(edition, 1)
        page, asked = ask(form)
        assert not asked and page.startswith("<p>") and page.endswith("</p>")
        transaction.begin()
        assert check_receipt(edition, page[3:-4]).state in ("waiting", "in_box")
        assert self.held(edition) == (before[0] + 1, before[1] + 1)
        # the same form, and another form of the same person: Zope says what became of them
        assert ask(form) == ("Zope", True)
        assert ask(self.form(edition, 1)) == ("Zope", True)
        assert self.held(edition) == (before[0] + 1, before[1] + 1)

    @pytest.mark.parametrize(
        ("form", "changes"),
        [
            ({"choice-miasto:list": ["99"]}, {}),
            ({"choice-miasto:list": ["1", "2", "3", "4"]}, {}),
            ({"choice-polnoc:list": "5", "choice-poludnie:list": "7"}, {}),
            ({"choice-miasto:list": []}, {}),
            ({"ticket": "v1:forged"}, {}),
            ({"step": "who"}, {}),
            ({"choice-miasto:int": "1"}, {}),
            ({}, {"HTTP_COOKIE": "__ac=abc"}),
            ({}, {"HTTP_COOKIE": "other=1"}),
            ({}, {"HTTP_AUTHORIZATION": "Basic YTpi"}),
            ({}, {"CONTENT_TYPE": "multipart/form-data; boundary=x"}),
            ({}, {"QUERY_STRING": "x=1"}),
            ({}, {"HTTP_ACCEPT_LANGUAGE": "uk"}),
        ],
    )
    def test_what_is_left_to_zope_adds_nothing(self, edition, ask, form, changes):
        before = self.held(edition)
        assert ask(self.form(edition, 2) | form, **changes) == ("Zope", True)
        assert self.held(edition) == before

    def test_ways_that_are_no_forms_pass_untouched(self, edition, ask):
        body = urlencode(self.form(edition, 2), doseq=True).encode()
        for changes in ({"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "1e3"}, {"PATH_INFO": "/gmina/edycja"}):
            assert ask(body, **changes) == ("Zope", True)
        assert ask(b"\xff=1") == ("Zope", True)

    def test_an_edition_that_changed_is_asked_again(self, edition, ask):
        edition.withdrawn = ("1",)
        transaction.commit()
        try:
            assert ask(self.form(edition, 3)) == ("Zope", True)
        finally:
            edition.withdrawn = ()
            transaction.commit()
        # what Zope has just said stands at the transaction before the last
        assert ask(self.form(edition, 3)) == ("Zope", True)
        assert not ask(self.form(edition, 3))[1]

    def test_code_and_phone_are_asked_where_the_ballot_is_written(self, edition, ask):
        phone = {"phone": "+48601602603", "method": "sms", "code": "123456"}
        assert ask(self.form(edition, 4, **phone) | {"code": "654321"})[1]
        given = self.form(edition, 4, **phone) | {"code": "123 456"}
        assert not ask(given)[1]
        limit = edition.terms().phone_limit
        for number in range(5, 4 + limit):
            assert not ask(self.form(edition, number, **phone) | {"code": "123456"})[1]
        assert ask(self.form(edition, 40, **phone) | {"code": "123456"})[1]
        form = self.form(edition, 41, code="123456") | {"code": "123456"}
        nonce = tickets.read(IUUID(edition), form["ticket"]).nonce
        with writer() as connection:
            for _time in range(5):
                connection.execute(
                    "INSERT INTO site.budget_try (election, kind, key) VALUES (%s, 'code', %s)",
                    [IUUID(edition), nonce],
                )
        assert ask(form)[1]

    def test_many_tabs_and_an_urn_at_once(self, edition, ask, zope):
        """One person, eight forms and a paper card in the same moment: one mark, one ballot, one receipt."""
        zope.store()
        election, before = IUUID(edition), self.held(edition)
        (booth,) = ask.booths.values()
        forms = [urlencode(self.form(edition, 70), doseq=True).encode() for _tab in range(8)]
        tags = tickets.read(election, self.form(edition, 70)["ticket"]).tags

        def on_paper(_card):
            values = casting._values(election, casting.Mark(tags, "paper", "paper", batch="U1"))
            with engine().begin() as connection:
                values |= {"commitment": bytes(32), "envelope": b"sealed"}
                return connection.execute(casting.CAST, values).one()[1]

        with ThreadPoolExecutor(9) as pool:
            card = pool.submit(on_paper, 1)
            receipts = list(pool.map(lambda body: early.cast(booth, body, ""), forms))
        assert len(list(filter(None, receipts))) + card.result() == 1
        assert self.held(edition) == (before[0] + 1, before[1] + 1)

    def test_the_moment_is_the_databases(self, edition, ask, zope):
        election = IUUID(edition)
        with writer() as connection:
            # Only the trigger's owner can do this; no way of the product leads here.
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")
                old = connection.execute(
                    "SELECT closes FROM site.budget_election WHERE election = %s", [election]
                ).fetchone()[0]
                connection.execute(
                    "UPDATE site.budget_election SET closes = clock_timestamp() WHERE election = %s",
                    [election],
                )
            assert ask(self.form(edition, 50))[1]
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")
                connection.execute(
                    "UPDATE site.budget_election SET closes = %s WHERE election = %s", [old, election]
                )
            assert not ask(self.form(edition, 50))[1]

    def test_a_page_of_thanks_that_is_too_old(self, edition, zope):
        zope.ends = time.monotonic() - 1
        filtered = early.EarlyBallots(zope)
        for _time in range(2):
            body = urlencode(self.form(edition, 60), doseq=True).encode()
            assert b"".join(filtered(environ(body), lambda *said: None)) == b"Zope"


def test_fields_are_read_as_zope_reads_them():
    assert early.form_of(b"a=1&b%3Alist=2&b%3Alist=3&c%3Alist=4&a2=%C5%BC") == {
        "a": "1", "b": ["2", "3"], "c": ["4"], "a2": "ż"
    }  # fmt: skip
    assert early.form_of(b"a=1&a=2") == {"a": ["1", "2"]}
    assert early.form_of(b"a%3Aint=1") is None and early.form_of(b"a=%FF") is None


def test_choices_of_every_kind_of_ballot():
    def pool(name, kind, most=None):
        return {"name": name, "ballot": {"kind": kind, "most": most}}

    form = {
        "choice-m": ["1", "2"], "choice-n": "3", "rank-r-1": "7", "rank-r-2": " ", "rank-r-3": "8",
        "points-p-9": "3", "points-p-10": "0", "points-p-11": "x",
    }  # fmt: skip
    pools = [pool("m", "approval"), pool("n", "choose-1"), pool("r", "ranked", 3), pool("p", "points")]
    assert chosen(pools, form) == {
        "m": ["1", "2"], "n": ["3"], "r": ["7", "8"], "p": [["9", 3], ["11", "x"]]
    }  # fmt: skip


def test_pages_are_kept_until_the_edition_changes():
    when = {name: datetime.datetime.fromisoformat(text) for name, text in phases().items()}
    opens, closes = when["voting_from"], when["voting_to"]
    second = datetime.timedelta(seconds=1)
    assert until(opens + 5 * second, when.values()) <= (opens + 65 * second).timestamp()
    assert until(closes - 5 * second, when.values()) == closes.timestamp()
    noon = closes.replace(hour=12, minute=0, second=0) + datetime.timedelta(days=1)
    assert until(noon, [closes]) == noon.timestamp() + 60
    night = noon.replace(hour=23, minute=59, second=50)
    assert until(night, [closes]) == night.timestamp() + 10
