"""Residents' pages and REST over HTTP: from an idea to its support, its checks, its discussion and the news of it."""

from datetime import date
from datetime import timedelta
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.records.deed import now
from lxml import etree
from lxml import html
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.participation.budget.editions_world import MEMBERS
from tests.site.participation.budget.editions_world import person
from tests.site.participation.budget.editions_world import phases
from tests.site.participation.budget.editions_world import plan
from tests.site.participation.budget.test_residents_rules import photograph
from tests.site.records.exchange import Client
from tests.site.records.world import make_office
from tests.site.records.world import PASSWORD

import base64
import hashlib
import pytest
import re
import requests
import transaction


AUTH = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
POOL = {"name": "miasto", "title": "Miasto", "territory": "whole", "residents": 9_000, "amount": 100_000,
        "supporters": 2}  # fmt: skip
IDEA = {
    "title": "Ławki w cieniu", "summary": "Dziesięć ławek.", "body": "Ławki z oparciem przy alei.", "pool": "miasto",
    "place": "park", "author": "Ewa Autorka", "email": "ewa@example.pl",
}  # fmt: skip
LINES = [{"what": "ławka", "unit": "szt.", "quantity": 10, "price": 2800}]
CARD = {
    name: {"met": True} for name in ("lawful", "own_task", "land", "plan", "feasible", "cost", "open_to_all")
}


class TestResidentsOverHTTP:
    """One announced edition for all."""

    @pytest.fixture(scope="class")
    def url(self, functional_portal_class):
        login(functional_portal_class.aq_parent, SITE_OWNER_NAME)
        board = open_board(make_office(functional_portal_class).unit)
        rounds.adopt_regulation(board, "Regulamin", "XII/1/2026", date(2026, 1, 5), preset("torun"))
        when = phases(now() + timedelta(days=75), before=timedelta(0))
        edition = rounds.open_round(board, plan(when, pools=[POOL], changes={"identity": ["pesel", "sms"]}))
        rounds.announce(edition)
        transaction.commit()
        return edition.absolute_url()

    @pytest.fixture
    def visitor(self):
        """A browser without scripts, in Polish."""
        session = requests.Session()
        session.headers["Accept-Language"] = "pl"
        return session

    def form(self, visitor, url, data, status=200, files=None):
        token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', visitor.get(url, timeout=60).text)[1]
        answer = visitor.post(url, data={"_authenticator": token, **data}, files=files, timeout=60)
        assert answer.status_code == status, answer.text[:3000]
        return answer.text

    def send(self, url, name, body=None, auth=None, record="", method="POST", status=200):
        client = Client(url.partition("/gmina")[0], *(auth or ("",)), folder="budget")
        answer = client.send(method, f"{url}/{name}", body, record=record)
        assert answer.status_code == status, answer.text[:3000]
        return answer.json()

    def test_an_idea_without_scripts(self, visitor, url):
        wizard, photo = f"{url}/@@propose", photograph(size=(60, 40))
        page = visitor.get(wizard, timeout=60).text
        row = re.search(r'for="(quantity-\d+)"[^>]*>drzewo', page)[1]
        sent = {**IDEA, row: "3", "own-what-0": "Tablica", "own-unit-0": "szt.", "own-quantity-0": "1",
                "own-price-0": "1 200", "step": "count", "photo-1-alt": "Pusty trawnik"}  # fmt: skip
        page = self.form(visitor, wizard, sent, files={"photo-1": ("IMG_2137.jpg", photo, "image/jpeg")})
        assert "Szkic zapisany" in page and "6 000" in page.replace("\xa0", " ").replace("\u202f", " ")
        key = re.search(r'<code class="znak"[^>]*>([^<]+)<', page)[1]
        shared = re.search(r"http[^<]+/@@support/[0-9a-f]{32}", page)[0]
        assert (
            "data:image/jpeg;base64," in page and 'alt="Pusty trawnik"' in page and "KOWALSKIEGO" not in page
        )
        page = self.form(visitor, wizard, {**sent, "key": key, "step": "send", "email": "nobody"}, status=400)
        assert "To nie jest adres e-mail" in page and 'aria-invalid="true"' in page
        page = self.form(visitor, wizard, {"key": key, "step": "resume"})
        assert 'value="3"' in page and "Tablica" in page
        self.form(visitor, wizard, {"key": "zgadnięty", "step": "resume"}, status=400)
        for number in (1, 2):
            who = person(number)
            data = {"step": "who", "method": "pesel", "given_name": who.given_name, "surname": who.surname,
                    "pesel": who.pesel, "statement": "1"}  # fmt: skip
            page = self.form(visitor, shared, data)
            assert "Dziękujemy" in page and re.search(r"([A-Z2-9]{4}-){2}[A-Z2-9]{4}", page)
        page = self.form(visitor, shared, data, status=400)
        assert "już poparła" in page and who.pesel in page
        assert "noindex" in visitor.get(shared, timeout=60).headers["X-Robots-Tag"]
        assert visitor.get(f"{url}/@@support/{'0' * 32}", timeout=60).status_code == 404
        page = self.form(visitor, wizard, {**sent, "key": key, "step": "send", "photo-1-alt": ""})
        number = re.search(r"otrzymał numer\s*(\d+)", page)[1]
        assert key in page and shared not in visitor.get(url, timeout=60).text
        project = f"{url}/{number}-lawki-w-cieniu"
        assert visitor.get(project, timeout=60, allow_redirects=False).status_code == 302
        page = self.form(visitor, f"{project}/@@author", {"key": key, "step": "open"})
        assert "zgłoszony" in page and "Wycofaj projekt" in page
        self.form(visitor, f"{project}/@@author", {"key": "x", "step": "open"}, status=400)

    def test_from_the_idea_to_the_discussion_over_rest(self, visitor, url):
        photo = {
            "filename": "a.jpg",
            "data": base64.b64encode(photograph(size=(60, 40))).decode(),
            "alt": "Trawnik",
        }
        body = {**IDEA, "lines": LINES, "supporters": ["Jan Kos", "Ewa Lis"], "photos": [photo]}
        made = self.send(url, "@proposals", body, record="proposals_post", status=201)
        project, key = made["@id"], made["key"]
        wrong = self.send(
            url, "@proposals", body | {"supporters": []}, record="proposals_post_400", status=400
        )
        assert wrong["faults"][0]["field"] == "supporters"
        draft = self.send(url, "@drafts", IDEA, record="drafts_post", status=201)
        kept = self.send(url, "@drafts", {"key": draft["key"]}, record="drafts_post_read")
        assert kept["title"] == IDEA["title"] and kept["state"] == "draft"
        who = person(7)
        helped = {"idea": draft["idea"], "method": "pesel", "statement": True, "given_name": who.given_name,
                  "surname": who.surname, "pesel": who.pesel}  # fmt: skip
        given = self.send(url, "@support", helped, record="support_post", status=201)
        self.send(url, "@support", helped, record="support_post_409", status=409)
        back = {"idea": draft["idea"], "code": given["code"]}
        self.send(url, "@support-withdrawals", back, record="support_withdrawals_post")
        self.send(url, "@land?parcel=1.2/3", method="GET", status=400)
        self.send(project, "@assessment", {"act": "pass"}, status=401)
        call = {"act": "call", "note": "Gdzie dokładnie?"}
        self.send(project, "@assessment", call, AUTH, "assessment_post_call")
        amended = {**IDEA, "lines": LINES, "key": key, "act": "amend", "place": "aleja Lipowa"}
        self.send(project, "@author", amended, record="author_post_amend")
        self.send(project, "@author", {"key": "x", "act": "look"}, status=409)
        self.people_of_one_name(project, key)
        self.send(project, "@assessment", {"act": "pass"}, AUTH)
        self.send(project, "@assessment", {"act": "merit", "card": CARD}, AUTH, "assessment_post_merit")
        shown = visitor.get(project, timeout=60).text
        assert "aleja Lipowa" in shown and "Jan Kos" not in shown and "Autorka" not in shown
        photo = re.search(r'src="([^"]+/@@photo/[0-9a-f]{64})"', shown)[1]
        answer = visitor.get(photo, timeout=60)
        assert answer.headers["Content-Type"] == "image/jpeg" and b"Exif" not in answer.content
        comment = self.send(
            project, "@comments", {"name": "Ala", "body": "Tak!"}, record="comments_post", status=202
        )
        assert self.send(project, "@comments", method="GET")["items"] == []
        assert "Tak!" not in visitor.get(project, timeout=60).text
        decision = {"comment": comment["comment"], "verdict": "show"}
        self.send(url, "@moderation", decision, status=401)
        self.send(url, "@moderation", decision, AUTH, "moderation_post")
        self.send(project, "@comments", method="GET", record="comments_get")
        assert "Tak!" in visitor.get(project, timeout=60).text
        report = {"comment": comment["comment"], "reason": "Dane osoby"}
        self.send(project, "@comment-reports", report, record="comment_reports_post", status=202)
        self.send(url, "@moderation", auth=AUTH, method="GET", record="moderation_get")
        page = visitor.get(f"{project}/@@report-comment/{comment['comment']}", timeout=60)
        assert page.status_code == 200 and "Tak!" in page.text
        self.kept_back(url, project)
        feed = etree.fromstring(visitor.get(f"{url}/@@feed.xml", timeout=60).content)
        assert [entry.text for entry in feed.iter("{*}title")][1:] == [
            f"{made['number']}. Ławki w cieniu: Dopuszczono do głosowania"
        ]
        etree.fromstring(visitor.get(f"{url}/@@rss.xml?topic=works", timeout=60).content)
        assert visitor.get(f"{url}/@@feed.xml?topic=drafts", timeout=60).status_code == 404
        self.send(url, "@news?topic=proposals", method="GET", record="news_get")
        ask = {"email": "ala@example.pl", "topics": ["results"]}
        self.send(url, "@subscriptions", ask, record="subscriptions_post", status=202)
        page = self.form(visitor, f"{url}/@@subscribe", {"email": "ala@example.pl", "topics": "all"})
        assert "Sprawdź skrzynkę" in page
        assert visitor.get(f"{url}/@@confirm-news/1-x", timeout=60).status_code == 404

    def people_of_one_name(self, project, key):
        """A scan brings somebody who may support the project already: the official is warned and decides."""
        scan = {"filename": "lista.pdf", "data": base64.b64encode(b"%PDF-1.4 lista").decode()}
        self.send(
            project, "@author", {"key": key, "act": "lists", "lists": [scan]}, record="author_post_lists"
        )
        (one,) = self.send(project, "@support-lists", auth=AUTH, method="GET")["lists"]
        names = {"list": one["sha256"], "names": ["Jan Kos; Długa 1", "Ola Nowa; Polna 2"]}
        counted = self.send(project, "@support-lists", names, AUTH, "support_lists_post")
        assert counted == {"added": 1, "found": 3, "in_doubt": 1}
        found = self.send(project, "@support-lists", auth=AUTH, method="GET", record="support_lists_get")
        assert {row["name"] for row in found["supporters"]} == {"Jan Kos", "Ewa Lis", "Ola Nowa"}
        (doubt,) = found["doubts"]
        assert (doubt["address"], [other["name"] for other in doubt["may_be"]]) == ("Długa 1", ["Jan Kos"])
        official = requests.Session()
        official.auth, official.headers["Accept-Language"] = AUTH, "pl"
        assert "jeszcze policzone: 1" in official.get(project, timeout=60).text
        page = official.get(f"{project}/@@namesakes", timeout=60).text
        page = " ".join(html.fromstring(page).text_content().split())
        assert "Jan Kos, Długa 1 (lista.pdf)" in page and "Jan Kos (z nazwisk wpisanych przez autora)" in page
        self.form(official, f"{project}/@@namesakes", {}, status=400)
        both = {"others": [doubt["person"]], "same": [doubt["person"]]}
        assert self.send(project, "@support-doubts", both, AUTH, status=400)["reason"] == "doubt_twice"
        settled = self.send(
            project, "@support-doubts", {"others": [doubt["person"]]}, AUTH, "support_doubts_post"
        )
        assert settled == {"found": 4, "in_doubt": 0}
        answer = official.get(f"{project}/@@namesakes", timeout=60)
        assert "nie ma osób do rozstrzygnięcia" in html.fromstring(answer.text).text_content()

    def kept_back(self, url, project):
        """The statement of reasons and the complaint over REST; the same statement on the page."""
        written = self.send(project, "@comments", {"name": "Ola", "body": "Wójt kłamie!"}, status=202)
        decision = {
            "comment": written["comment"],
            "verdict": "refuse",
            "ground": "insult",
            "reason": "Zarzut bez dowodu",
        }
        self.send(url, "@moderation", decision, AUTH, "moderation_post_refuse")
        told = self.send(
            project, "@comment-decisions", {"code": written["code"]}, record="comment_decisions_post"
        )
        assert (told["state"], told["ground"], told["can_complain"]) == ("refused", "insult", True)
        assert len(told["statement"]) == 7
        visitor = requests.Session()
        visitor.headers["Accept-Language"] = "pl"
        page = self.form(visitor, f"{project}/@@comment-decision", {"code": written["code"], "step": "look"})
        assert "ani do jego znalezienia, ani do decyzji" in page and "Zarzut bez dowodu" in page
        complaint = {"code": written["code"], "body": "Mam protokół sesji."}
        self.send(project, "@comment-complaints", complaint, record="comment_complaints_post", status=202)
        waiting = self.send(
            url, "@comment-complaints", auth=AUTH, method="GET", record="comment_complaints_get"
        )
        answer = {
            "complaint": waiting["items"][0]["complaint"],
            "upheld": False,
            "reason": "Protokół tego nie mówi",
        }
        refused = self.send(
            url, "@comment-complaints", answer, AUTH, "comment_complaints_post_409", status=409
        )
        assert refused["reason"] == "complaint_same_person"
        self.send(
            url, "@comment-complaints", answer, ("ewa.kancelaria", PASSWORD), "comment_complaints_post_answer"
        )

    def test_prices_and_the_region(self, visitor, url):
        board, portal = url.rpartition("/")[0], url.partition("/gmina")[0]
        assert self.send(board, "@prices", method="GET", record="prices_get")["items"]
        price = {"items": [{"what": "Ławka z oparciem", "unit": "szt.", "price": 3000}]}
        self.send(board, "@prices", price, status=401)
        self.send(board, "@prices", {"items": [{"what": "x"}]}, AUTH, status=400)
        self.send(board, "@prices", price, AUTH, "prices_post")
        assert "Ławka z oparciem" in visitor.get(f"{url}/@@propose", timeout=60).text
        found = self.send(portal, "@participatory-budget", method="GET", record="participatory_budget_get")
        assert found["total"]["projects"] == len(found["items"]) == 0
        assert visitor.get(f"{portal}/@@participatory-budget", timeout=60).status_code == 200
        assert visitor.get(f"{portal}/@@participatory-budget.csv", timeout=60).text.startswith(
            "unit,unit_title,year"
        )
        for name in ("moderation", "prices"):
            place = board if name == "prices" else url
            assert requests.get(f"{place}/@@{name}", auth=AUTH, timeout=60).status_code == 200

    def test_an_edition_from_the_regulation_to_the_frozen_terms(self, visitor, url):
        """The officials' way over REST, another body deciding the appeal, the commission looking on."""
        board, head, member = url.rpartition("/")[0], ("jan.wojt", PASSWORD), ("anna.urbanista", PASSWORD)
        standing = {
            "title": "Regulamin",
            "resolution": "XX/7/2027",
            "adopted_on": "2027-03-01",
            "preset": "torun",
        }
        self.send(board, "@regulations", standing, status=401)
        self.send(
            board, "@regulations", standing | {"preset": "atlantis"}, head, "regulations_post_400", status=400
        )
        made = self.send(board, "@regulations", standing, head, "regulations_post", status=201)
        assert made["rules"]["identity"] and made["resolution"] == "XX/7/2027"
        assert {
            item["name"] for item in self.send(board, "@presets", method="GET", record="presets_get")["items"]
        } >= {
            "torun",
            "swiecie",
        }
        when = phases(now() + timedelta(days=75), before=timedelta(0))
        plan_ = {"title": "Edycja 2029", "year": 2029, "expenditure": 0, "pools": [POOL], "phases": when,
                 "changes": {"identity": ["pesel", "office"], "obligatory": False}}  # fmt: skip
        wrong = self.send(
            board,
            "@rounds",
            plan_ | {"pools": [POOL | {"supporters": 10}]},
            head,
            "rounds_post_400",
            status=400,
        )
        assert wrong["faults"][0]["reason"] == "too_many_supporters"  # 0.1 % of 9,000 residents are nine
        edition = self.send(board, "@rounds", plan_, head, "rounds_post", status=201)["@id"]
        changed = self.send(
            edition, "@terms", plan_ | {"expenditure": 5_000}, head, "terms_patch", method="PATCH"
        )
        assert changed["floor"] == 25
        self.send(edition, "@announcement", {}, head, "announcement_post")
        self.send(edition, "@terms", plan_, head, method="PATCH", status=409)
        projects = []
        for title in ("Huśtawki", "Stojaki"):
            body = {**IDEA, "title": title, "lines": LINES, "supporters": ["Jan Kos", "Ewa Lis"]}
            sent = self.send(edition, "@proposals", body, status=201)
            projects.append((sent["@id"], sent["key"]))
        offer = {"into": sent["number"], "note": "Ten sam plac"}
        self.send(projects[0][0], "@merge", offer, AUTH, "merge_post")
        self.send(projects[0][0], "@merge", {"drop": True}, AUTH)
        for project, _key in projects:
            self.send(project, "@assessment", {"act": "pass"}, AUTH)
        self.send(projects[0][0], "@assessment", {"act": "merit", "card": CARD}, AUTH)
        unmet = CARD | {"land": {"met": False, "reason": "Teren prywatny"}}
        self.send(projects[1][0], "@assessment", {"act": "merit", "card": unmet}, AUTH)
        appeal = {"key": projects[1][1], "act": "appeal", "note": "Działka jest gminna"}
        self.send(projects[1][0], "@author", appeal, record="author_post_appeal")
        self.send(
            edition, "@freeze", {"seed": "1 2", "members": list(MEMBERS)}, head, "freeze_post_409", status=409
        )
        decision = {"upheld": True, "note": "Wypis z ewidencji to potwierdza"}
        self.send(projects[1][0], "@appeal-decision", decision, AUTH, "appeal_decision_post_409", status=409)
        found = self.send(projects[1][0], "@appeal-decision", decision, head, "appeal_decision_post")
        assert found["state"] == "listed"
        frozen = self.send(
            edition, "@freeze", {"seed": "4 8 15", "members": list(MEMBERS)}, head, "freeze_post"
        )
        terms = visitor.get(frozen["frozen"], timeout=60).content
        assert hashlib.sha256(terms).hexdigest() == frozen["frozen_sha256"] and len(frozen["commission"]) == 3
        self.send(edition, "@commission", {"members": list(MEMBERS)}, head, "commission_post_409", status=409)
        self.send(edition, "@commission", auth=head, method="GET", status=403)
        seen = self.send(edition, "@commission", auth=member, method="GET", record="commission_get")
        assert (seen["needed"], seen["missing"], len(seen["members"])) == (2, 2, 3)
        assert self.send(edition, "@batches", auth=AUTH, method="GET")["items"] == []
