"""The resident's way over HTTP: pages and REST, and what no address tells."""

from infostrada.core.cluster.programs import client
from infostrada.core.config import settings
from infostrada.core.sql import session
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.voting import keys
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sqlalchemy import text
from tests.benchmarks import secrecy
from tests.site.participation.budget.editions_world import certify
from tests.site.participation.budget.editions_world import make_frozen
from tests.site.participation.budget.editions_world import person
from tests.site.records.exchange import Client
from tests.site.records.world import make_office
from tests.site.records.world import PASSWORD

import pytest
import re
import requests
import subprocess
import transaction


AUTH = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JSON = {"Accept": "application/json"}


def fields(number, **changes):
    who = person(number)
    return {
        "step": "who", "method": "pesel", "given_name": who.given_name, "surname": who.surname, "pesel": who.pesel,
        "statement": "1", **changes,
    }  # fmt: skip


class TestVoteOverHTTP:
    """One served edition for all; every test votes as somebody else."""

    @pytest.fixture(scope="class")
    def site(self, functional_portal_class):
        login(functional_portal_class.aq_parent, SITE_OWNER_NAME)
        office = make_office(functional_portal_class)
        edition, pieces = make_frozen(open_board(office.unit))
        transaction.commit()
        return edition.absolute_url(), pieces

    @pytest.fixture
    def url(self, site):
        return site[0]

    def page(self, url, data=None, name="vote", status=200):
        headers = {"Accept-Language": "pl"}
        if data is None:
            answer = requests.get(f"{url}/@@{name}", headers=headers, timeout=60)
        else:
            answer = requests.post(f"{url}/@@{name}", data=data, headers=headers, timeout=60)
        assert answer.status_code == status, answer.text[:3000]
        return answer

    def send(self, url, name, body, auth=None, record=""):
        client = Client(url.partition("/gmina")[0], *(auth or ("",)), folder="budget")
        return client.send("POST", f"{url}/{name}", body, record=record)

    def test_from_the_edition_to_the_receipt(self, url):
        page = requests.get(url, headers={"Accept-Language": "pl"}, timeout=60)
        assert page.status_code == 200 and f"{url}/@@vote" in page.text
        assert "Jak chcesz potwierdzić" in self.page(url).text
        ballot = self.page(url, fields(1))
        ticket = re.search(r'name="ticket"[^>]*value="([^"]+)"', ballot.text)[1]
        assert "no-store" in ballot.headers["Cache-Control"]
        assert person(1).pesel not in ballot.text
        cast = {
            "step": "ballot",
            "ticket": ticket,
            "choice-miasto:list": ["1", "2"],
            "choice-polnoc:list": "5",
        }
        done = self.page(url, cast)
        receipt = re.search(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", done.text)[0]
        again = self.page(url, cast)
        assert receipt in again.text and "Pierwszy głos" in again.text
        checked = self.page(url, {"receipt": receipt}, "receipt")
        assert "przyjęty" in checked.text or "w urnie" in checked.text
        assert "Brakuje znaków" in self.page(url, {"receipt": receipt[:-3]}, "receipt", 400).text
        # another voter's page shows another receipt: the page is kept, the receipt is not
        ticket = re.search(r'name="ticket"[^>]*value="([^"]+)"', self.page(url, fields(2)).text)[1]
        other = self.page(url, cast | {"ticket": ticket})
        assert receipt not in other.text and re.search(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", other.text)

    def test_faults_stand_beside_their_fields(self, url):
        answer = self.page(url, fields(3, pesel="44051401358"), status=400)
        assert "Ten numer PESEL jest błędny" in answer.text and "44051401358" in answer.text
        ticket = re.search(r'name="ticket"[^>]*value="([^"]+)"', self.page(url, fields(3)).text)[1]
        many = {"step": "ballot", "ticket": ticket, "choice-miasto:list": ["1", "2", "3", "4"]}
        answer = self.page(url, many, status=400)
        assert answer.text.count('checked="checked"') == 4 and ticket in answer.text
        self.page(url, {"step": "ballot", "ticket": "forged"}, status=400)

    def test_the_same_over_rest(self, url):
        who = person(4)
        body = {"method": "pesel", "statement": True, "given_name": who.given_name, "surname": who.surname,
                "pesel": who.pesel}  # fmt: skip
        ticket = self.send(url, "@tickets", body, record="tickets_post").json()["ticket"]
        ballot = {"ticket": ticket, "choices": {"miasto": ["3"]}}
        first = self.send(url, "@ballots", ballot, record="ballots_post")
        assert (first.status_code, first.json()["again"]) == (201, False)
        second = self.send(url, "@ballots", ballot)
        assert (second.status_code, second.json()["receipt"]) == (200, first.json()["receipt"])
        ticket = self.send(url, "@tickets", body).json()["ticket"]
        refused = self.send(url, "@ballots", ballot | {"ticket": ticket}, record="ballots_post_twice")
        assert (refused.status_code, refused.json()["reason"]) == (409, "voted_already")
        state = self.send(url, "@receipts", {"receipt": first.json()["receipt"]}).json()["state"]
        assert state in ("waiting", "in_box")
        faulty = self.send(url, "@ballots", {"ticket": "x", "choices": {}}, record="ballots_post_400")
        assert (faulty.status_code, faulty.json()["field"]) == (400, "ticket")

    def test_no_running_totals(self, url):
        edition = requests.get(url, headers=JSON, timeout=60)
        frozen = requests.get(f"{url}/@@terms.json", timeout=60)
        assert edition.json()["pools"] == [] and edition.json()["frozen_sha256"]
        assert "votes" not in edition.text and "votes" not in frozen.json()
        assert requests.get(f"{url}/@turnout", headers=JSON, timeout=60).json() == {"items": []}
        assert requests.get(f"{url}/@@pool/miasto", timeout=60).status_code == 404

    def test_the_office(self, url):
        body = {"given_name": "Olena", "surname": "Kowal", "born": "1988-03-03"}
        assert self.send(url, "@passes", body).status_code == 401
        given = self.send(url, "@passes", body, AUTH, "passes_post")
        assert given.status_code == 201
        ticket = self.send(url, "@tickets", {"method": "office", "pass": given.json()["pass"]})
        assert ticket.status_code == 201
        urn = {"batch": "U1", "place": "Biblioteka", "cards": 2}
        assert self.send(url, "@batches", urn, AUTH, "batches_post").status_code == 201
        card = {"batch": "U1", "card": 1, **body, "choices": {"miasto": ["1"]}}
        assert self.send(url, "@cards", card, AUTH, "cards_post").json() == {"outcome": "waits"}
        assert self.send(url, "@cards", card | {"card": "1"}, AUTH).json()["field"] == "card"
        for name in ("paper", "give-pass"):
            page = requests.get(f"{url}/@@{name}", auth=AUTH, timeout=60)
            assert page.status_code == 200, page.text[:2000]

    def test_the_commission(self, url):
        member = ("anna.urbanista", PASSWORD)
        for name in ("commission", "certify", "take-piece", "open-again"):
            page = requests.get(f"{url}/@@{name}", auth=member, timeout=60)
            assert page.status_code == 200, page.text[:2000]
            # the operator of the site is no member
            asked = requests.get(f"{url}/@@{name}", auth=AUTH, timeout=60, allow_redirects=False)
            assert asked.status_code in (302, 401, 403)
        assert self.send(url, "@piece", {}, AUTH).status_code in (401, 403)
        assert self.send(url, "@piece", {}, member).json()["reason"] == "piece_taken"
        refused = self.send(url, "@certification", {"piece": "1-00-abcdef"}, member, "certification_post_409")
        assert (refused.status_code, refused.json()["reason"]) == (409, "voting_open")

    def test_rows_hold_no_person(self, site):
        transaction.abort()
        found = session().execute(text("SELECT count(*) FROM site.budget_mark")).scalar_one()
        assert found == len(session().execute(text("SELECT 1 FROM site.budget_ballot")).all()) > 0

    def test_a_backup_taken_now_says_nothing(self, site, tmp_path):
        """A real dump, as a thief has it: no name, no choice; ballots open with the server's half alone among all keys."""
        url, pieces = site
        election = requests.get(f"{url}/@@terms.json", timeout=60).json()["election"]
        path = tmp_path / "plain.sql"
        words = ["--format=plain", f"--dbname={settings().conninfo}", f"--file={path}"]
        subprocess.run([client("pg_dump"), *words], check=True, cwd="/")
        dump = path.read_bytes()
        for number in range(1, 5):
            who = person(number)
            for needle in (who.pesel, f"{who.surname}|", '"choices"'):
                assert needle.encode() not in dump and needle.encode().hex().encode() not in dump
        sealed = secrecy.envelopes(dump, election)
        assert sealed
        half, tag = (keys.key(election, name) for name in (keys.HALF, keys.TAG))
        world = {"pieces": pieces, "election": election}
        assert secrecy.opened(sealed, world, [half]) == min(3, len(sealed))
        assert secrecy.opened(sealed, world, [tag, *secrecy.values(dump), bytes(32), b""]) == 0

    def test_after_the_certification_no_page_says_who_voted_how(self, site, functional_portal_class):
        """Operator, head and a member of the commission ask every page and service of the edition."""
        url, pieces = site
        transaction.begin()
        login(functional_portal_class.aq_parent, SITE_OWNER_NAME)
        edition = functional_portal_class.unrestrictedTraverse(url.partition("/plone/")[2])
        session().execute(text("SET LOCAL session_replication_role = replica"))
        session().execute(text("DELETE FROM site.budget_card; DELETE FROM site.budget_batch"))
        certify(edition, pieces)
        transaction.commit()
        for auth in (AUTH, ("jan.wojt", PASSWORD), ("anna.urbanista", PASSWORD)):
            for page in secrecy.PAGES:
                answer = requests.get(f"{url}/{page}", auth=auth, timeout=60)
                assert answer.status_code < 500
                for number in range(1, 5):
                    who = person(number)
                    assert who.pesel not in answer.text and who.surname not in answer.text
