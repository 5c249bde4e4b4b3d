"""The resident's way over HTTP: pages and REST, and what no address tells."""

from datetime import timedelta
from infostrada.core.cluster.programs import client
from infostrada.core.config import settings
from infostrada.core.sql import session
from infostrada.site.participation.budget import clock
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.voting import job
from infostrada.site.participation.budget.voting import keys
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from tests.benchmarks import secrecy
from tests.browser.axe import violations
from tests.site.participation.budget.editions_world import as_member
from tests.site.participation.budget.editions_world import make_frozen
from tests.site.participation.budget.editions_world import MEMBERS
from tests.site.participation.budget.editions_world import person
from tests.site.records.exchange import Client
from tests.site.records.world import make_office
from tests.site.records.world import PASSWORD
from types import SimpleNamespace

import base64
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
        client = Client(url.partition("/gmina")[0], *AUTH, folder="budget")
        (urn,) = client.send("GET", f"{url}/@batches", record="batches_get").json()["items"]
        assert (urn["cards"], urn["done"]) == (2, 0)
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
        assert self.send(url, "@piece", {}, member, "piece_post_409").json()["reason"] == "piece_taken"
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

    def open_as(self, chromium, login):
        """A telephone of somebody who is logged in; nobody without a login."""
        sent = base64.b64encode(f"{login}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {sent}"} if login else {}
        look = chromium.new_context(
            locale="pl-PL", viewport={"width": 390, "height": 844}, extra_http_headers=headers
        )
        return look.new_page()

    def seen(self, page, url):
        """Open a page that is wide enough for nobody and clean for axe."""
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, url
        assert violations(page) == [], url
        return page.inner_text("main")

    def test_the_commission_certifies_and_the_head_reports(
        self, site, chromium, functional_portal_class, monkeypatch
    ):
        """The commission's way in a browser, from the pieces to the quarterly report."""
        url, pieces = site
        transaction.begin()
        edition = functional_portal_class.unrestrictedTraverse(url.partition("/plone/")[2])
        session().execute(text("SET LOCAL session_replication_role = replica"))
        session().execute(text("DELETE FROM site.budget_card; DELETE FROM site.budget_batch"))
        transaction.commit()
        over = edition.terms().phases["voting_to"] + timedelta(minutes=1)
        # Every thread of the server takes it for later.
        monkeypatch.setattr(clock, "_played", SimpleNamespace(get=lambda: over))
        for member, piece in zip(MEMBERS[:2], pieces, strict=False):
            page = self.open_as(chromium, member)
            assert "Członkowie" in self.seen(page, f"{url}/@@commission")
            page.click("text=Zatwierdź głosowanie")
            self.seen(page, page.url)
            page.fill("[name=piece]", "1-00-000000")
            page.click("main form button[type=submit]")
            assert "To nie jest Twoja część klucza" in page.inner_text("main")
            page.fill("[name=piece]", piece)
            page.click("main form button[type=submit]")
            page.wait_for_load_state()
        assert "@@job/" in page.url
        with as_member(edition, 1):
            list(job.CertificationJob().run(SimpleNamespace(checkpoint=None), {"election": IUUID(edition)}))
            transaction.commit()
        page = self.open_as(chromium, "jan.wojt")
        assert "Opublikuj wyniki" in self.seen(page, url)
        page.click("text=Opublikuj wyniki")
        page.click("main form button[type=submit]")
        assert "Realizacja projektów" in page.inner_text("main")
        self.seen(page, f"{url}/@@realisation")
        page.goto(f"{url}/@@freeze-report")
        page.click("main form button[type=submit]")
        assert re.search(r"20\d\d-Q[1-4]", page.inner_text("main"))
        self.works(url)
        visitor = self.open_as(chromium, "")
        assert "Dlaczego" in self.seen(
            visitor, f"{url}/@@pool/miasto"
        ) or "Wystarczyło" in visitor.inner_text("main")
        assert requests.get(f"{url}/@@protocol.pdf", timeout=60).content.startswith(b"%PDF-")

    def works(self, url):
        """What became of a winning project, over REST, and what of it everybody reads."""
        head = ("jan.wojt", PASSWORD)
        edition = requests.get(url, headers=JSON, timeout=60).json()
        won = next(each["@id"] for each in edition["projects"] if each["state"] == "won")
        figures = {
            "act": 60_000,
            "contracted": 55_000,
            "paid": 20_000,
            "percent": 40,
            "delay": "Wiosenna powódź",
        }
        stones = [{"title": "Projekt", "planned_on": "2027-05-31", "done_on": "2027-05-20"}]
        body = {
            "transition": "to_act",
            "money": figures,
            "plan": {"milestones": stones, "owner_unit": "Wydział Inwestycji"},
        }
        assert self.send(won, "@works", body).status_code == 401
        wrong = self.send(won, "@works", {"money": figures | {"paid": 60_000}}, head, "works_post_400")
        assert (wrong.status_code, wrong.json()["reason"]) == (400, "money_order")
        told = self.send(won, "@works", body, head, "works_post").json()
        assert (told["state"], told["paid"], told["milestones"][0]["done_on"]) == (
            "in_act",
            20_000,
            "2027-05-20",
        )
        assert self.send(url, "@reports", {}, head, "reports_post_409").json()["reason"] == "report_exists"
        client = Client(url.partition("/gmina")[0], "", folder="budget")
        found = client.send("GET", f"{url}/@realisation", record="realisation_get").json()
        assert found["total"]["paid"] == 20_000 and len(found["reports"]) == 1
        # The report of the quarter is from before and stays as it was.
        report = requests.get(found["reports"][0]["download"], timeout=60).json()
        assert report["total"]["paid"] == 0

    def test_after_the_certification_no_page_says_who_voted_how(self, site):
        """Operator, head and a member of the commission ask every page and service of the edition."""
        url = site[0]
        assert requests.get(url, headers=JSON, timeout=60).json()["certified_at"]
        for auth in (AUTH, ("jan.wojt", PASSWORD), ("anna.urbanista", PASSWORD)):
            for page in secrecy.PAGES:
                answer = requests.get(f"{url}/{page}", auth=auth, timeout=60)
                assert answer.status_code < 500
                for number in range(1, 5):
                    who = person(number)
                    assert who.pesel not in answer.text and who.surname not in answer.text
