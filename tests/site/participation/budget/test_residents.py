"""What residents do before the vote and beside it: drafts, support, discussion, news; and what nobody may learn of it."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.errors import Forbidden
from infostrada.core.security.keys import unseal
from infostrada.core.sql import session
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.clock import as_of
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.notices import operations as notices
from infostrada.site.participation.budget.notices.news import news
from infostrada.site.participation.budget.projects import drafts
from infostrada.site.participation.budget.projects import lists
from infostrada.site.participation.budget.projects import operations as projects
from infostrada.site.participation.budget.projects import papers
from infostrada.site.participation.budget.projects import prices
from infostrada.site.participation.budget.projects.listing import works_row
from infostrada.site.participation.budget.projects.pictures import cleaned
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.participation.budget.support import namesakes
from infostrada.site.participation.budget.support import operations as support
from infostrada.site.participation.budget.support import store
from infostrada.site.participation.budget.talks import complaints
from infostrada.site.participation.budget.talks import operations as talks
from infostrada.site.participation.budget.talks.reasons import DECISIONS
from infostrada.site.participation.budget.talks.reasons import statement
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.restapi.interfaces import ISerializeToJson
from sqlalchemy import text
from tests.site.participation.budget.editions_world import GOOD_CARD
from tests.site.participation.budget.editions_world import person
from tests.site.participation.budget.editions_world import phases
from tests.site.participation.budget.editions_world import plan
from tests.site.participation.budget.editions_world import proposal
from tests.site.participation.budget.test_residents_rules import photograph
from tests.site.records.world import make_office
from zope.component import getMultiAdapter
from zope.i18n import translate

import json
import pytest
import transaction


WHEN = phases()
PROPOSING = datetime.fromisoformat(WHEN["proposals_from"]) + timedelta(days=1)
LATE = datetime.fromisoformat(WHEN["list_on"]) + timedelta(days=1)
POOL = {"name": "miasto", "title": "Miasto", "territory": "whole", "residents": 9_000, "amount": 100_000,
        "supporters": 2}  # fmt: skip
VALUES = {
    "title": "Ławki Tajemnicze", "summary": "W cieniu.", "body": "Dziesięć ławek.", "pool": "miasto", "place": "park",
    "author": "Ewa Autorka", "email": "ewa@example.pl",
    "lines": [{"what": "ławka", "unit": "szt.", "quantity": "2", "price": "2800"}],
}  # fmt: skip
TODAY = date(2027, 1, 1)
PDF = Upload("lista.pdf", b"%PDF-1.4 lista")


def refusal(call, *args, **values):
    with pytest.raises((InvalidData, Blocked)) as caught:
        call(*args, **values)
    return caught.value.reason


def outbox(topic):
    """Payloads put since the savepoint."""
    statement = text("SELECT payload FROM core.outbox WHERE topic = :topic ORDER BY id")
    return [row.payload for row in session().execute(statement, {"topic": topic})]


def letters(address=""):
    """Letters in the outbox, all or to one address: to, subject, body, address of the way out."""
    found = [
        json.loads(unseal("budget mail", "budget.mail", each["sealed"])) for each in outbox("budget.mail")
    ]
    return [letter for letter in found if address.casefold() in letter[0].casefold()]


# Regulation (EU) 2022/2065, art. 17(3): the parts of a statement, and words each cannot do without.
ART_17 = {
    "Decision": "nie został dopuszczony",  # (a) what
    "Where and for how long": "w żadnym kraju i bez ograniczenia czasu",  # (a) territory and duration
    "Ground": "art. 23 i 24 Kodeksu cywilnego",  # (d), (e)
    "Facts, and why the ground applies": "Zarzut bez dowodu",  # (b), (d), (e)
    "How the office came to it": "Urząd czyta każdy komentarz",  # (b) a notice or its own reading
    "Who decided, and whether a program did": "ani do jego znalezienia, ani do decyzji",  # (c)
    "What you can do": "art. 21",  # (f), with the complaint before and the court after it
}


class TestResidents:
    """One announced edition for all tests; each takes back what it did."""

    @pytest.fixture(scope="class")
    def world(self, portal_class):
        login(portal_class.aq_parent, SITE_OWNER_NAME)
        office = make_office(portal_class)
        board = open_board(office.unit)
        rounds.adopt_regulation(board, "Regulamin", "XII/1/2026", date(2026, 1, 5), preset("torun"))
        changes = {"identity": ["pesel", "sms", "office"]}
        edition = rounds.open_round(board, plan(WHEN, pools=[POOL], changes=changes))
        rounds.announce(edition)
        return office, edition

    @pytest.fixture(autouse=True)
    def as_it_was(self, world):
        point = transaction.savepoint()
        with as_of(PROPOSING):
            yield
        point.rollback()

    @pytest.fixture
    def office(self, world):
        return world[0]

    @pytest.fixture
    def edition(self, world):
        return world[1]

    @pytest.fixture
    def project(self, edition):
        found, _key = projects.propose(edition, proposal(supporters=("Jan Kos", "Ewa Lis")))
        return found

    @pytest.fixture
    def listed(self, project):
        projects.pass_formal(project)
        projects.judge_merit(project, GOOD_CARD)
        return project

    def test_a_draft_is_for_whoever_has_its_key(self, edition):
        draft, key = drafts.begin(edition, VALUES)
        kept = drafts.resume(edition, key)
        assert kept.values["title"] == "Ławki Tajemnicze" and kept.values["lines"] == VALUES["lines"]
        row = session().execute(text("SELECT * FROM site.budget_draft WHERE draft = :d"), {"d": draft}).one()
        assert "Tajemnicze" not in repr(row) and key not in repr(row)
        assert drafts.save(edition, key, VALUES | {"title": "Inne"}).values["title"] == "Inne"
        drafts.drop(edition, key)
        assert refusal(drafts.resume, edition, key) == "author_key_wrong"
        with as_of(LATE):
            assert refusal(drafts.begin, edition, VALUES) == "proposals_closed"
        assert refusal(drafts.begin, edition, VALUES | {"body": "x" * 61_000}) == "too_long"

    def test_photographs_of_a_draft_go_with_the_project(self, edition):
        draft, key = drafts.begin(edition, VALUES)
        assert refusal(cleaned, Upload("a.jpg", photograph(size=(60, 40))), " ") == "alt_missing"
        assert refusal(cleaned, Upload("a.svg", b"<svg onload='x'/>"), "x") == "photo_kind"
        assert refusal(cleaned, Upload("a.jpg", b"\xff\xd8\xff" + bytes(15_000_000)), "x") == "photo_large"
        data = cleaned(Upload("a.jpg", photograph(size=(60, 40))), "Czerwony plac")
        for _each in range(5):
            drafts.add_photo(draft, data, "Czerwony plac")
        assert refusal(drafts.add_photo, draft, data, "x") == "photos_many"
        drafts.drop_photo(draft, 2)
        sent = projects.Sent(draft, key, drafts.photos_of(draft))
        made, again = projects.propose(edition, proposal(supporters=("Jan Kos", "Ewa Lis")), sent)
        assert again == key and projects.is_author(made, key) and len(made.photos) == 4
        photo = made.photos[0]
        assert photo.alt == "Czerwony plac" and made.file(photo.file.sha256).data == data
        assert drafts.photos(draft) == [] and drafts.resume(edition, key).project
        assert refusal(drafts.save, edition, key, VALUES) == "draft_sent"

    def test_nobody_supports_twice(self, edition):
        draft, _key = drafts.begin(edition, VALUES)
        ticket, code = support.support(edition, draft, "pesel", person(1), True)
        assert not ticket and store.count(draft) == 1
        assert refusal(support.support, edition, draft, "pesel", person(1), True) == "supports_already"
        born = date(1980, 5, 17)  # the same person by name and date of birth, with a telephone
        same = Person("Jan", "Wyborca1", born, phone="601602603", address="Długa 1")
        assert refusal(support.support, edition, draft, "sms", same, True) == "supports_already"
        support.support(edition, draft, "pesel", person(2), True)
        assert namesakes.enter_names(edition, draft, ["jan  WYBORCA2", "Ola Nowa", " "]) == (1, 1)
        assert store.count(draft) == 3
        support.take_back(edition, draft, code.lower())
        assert store.count(draft) == 2
        assert refusal(support.take_back, edition, draft, code) == "support_code_wrong"
        rows = (
            session().execute(text("SELECT * FROM site.budget_support WHERE idea = :i"), {"i": draft}).all()
        )
        assert "Wyborca" not in repr(rows) and "Ola" not in repr(rows)
        support.support(edition, draft, "pesel", person(1), True)
        assert store.count(draft) == 3

    @pytest.mark.parametrize(
        ("method", "who", "statement", "reason"),
        [
            ("account", person(1), True, "method_off"),
            ("office", person(1), True, "method_off"),
            ("pesel", person(1), False, "statement_missing"),
            ("pesel", person(1, pesel="44051401358"), True, "pesel_wrong"),
            ("sms", person(1, pesel="", born=date(1990, 1, 1), address="x"), True, "phone_wrong"),
            ("pesel", person(1, surname=" "), True, "required"),
        ],
    )
    def test_support_with_faults(self, edition, method, who, statement, reason):
        draft, _key = drafts.begin(edition, VALUES)
        assert refusal(support.support, edition, draft, method, who, statement) == reason
        assert store.count(draft) == 0

    def test_support_with_a_code_from_the_telephone(self, edition):
        draft, _key = drafts.begin(edition, VALUES)
        other, _key = drafts.begin(edition, VALUES)
        who = Person("Olga", "Nowak", date(1990, 2, 3), phone="601 602 603", address="Długa 1")
        ticket, code = support.support(edition, draft, "sms", who, True)
        assert ticket and not code and store.count(draft) == 0 and "Nowak" not in ticket
        _number, words = json.loads(unseal("budget sms", "budget.sms", outbox("budget.sms")[-1]["sealed"]))
        given = words[:6]
        assert refusal(support.confirm, edition, other, ticket, given) == "ticket_wrong"
        assert refusal(support.confirm, edition, draft, ticket[:-4], given) == "ticket_wrong"
        wrong = f"{(int(given) + 1) % 10**6:06d}"
        assert refusal(support.confirm, edition, draft, ticket, wrong) == "code_wrong"
        assert support.confirm(edition, draft, ticket, f" {given} ") and store.count(draft) == 1
        assert refusal(support.confirm, edition, draft, ticket, given) == "supports_already"

    def test_support_ends_with_the_check(self, edition, project):
        assert refusal(support.support, edition, "0" * 32, "pesel", person(1), True) == "support_closed"
        support.support(edition, project.idea, "pesel", person(1), True)
        with as_of(LATE):
            assert (
                refusal(support.support, edition, project.idea, "pesel", person(2), True) == "support_closed"
            )
        projects.pass_formal(project)
        assert refusal(support.support, edition, project.idea, "pesel", person(2), True) == "support_closed"

    def test_lists_on_paper_are_counted_by_an_official(self, edition, office):
        sent = projects.Sent(lists=lists.scanned((PDF,)))
        made, key = projects.propose(edition, proposal(), sent)
        sha256 = made.lists[0].file.sha256
        with office.acting("ewa.kancelaria"):
            assert refusal(projects.pass_formal, made) == "supporters_few"
            assert refusal(lists.count_list, made, "0" * 64, 1) == "list_unknown"
            assert lists.count_list(made, sha256, 1) == 1 and projects.supported_by(made) == 1
            assert lists.count_list(made, sha256, 0, ("Jan Kos", "Ewa Lis", "jan kos")) == 2
            projects.pass_formal(made)
            assert {row["name"] for row in projects.supporters_of(made)} == {"Jan Kos", "Ewa Lis"}
        assert refusal(lists.add_lists, made, key, (PDF,)) == "state_forbids"
        assert refusal(lists.scanned, (Upload("lista.pdf", b"MZ"),)) == "list_kind"
        with office.acting("anna.urbanista"):
            for call in (projects.supporters_of, lambda thing: lists.list_file(thing, sha256)):
                with pytest.raises(Forbidden):
                    call(made)

    def test_a_proposal_needs_its_supporters(self, edition):
        draft, key = drafts.begin(edition, VALUES)
        sent = projects.Sent(draft, key)
        assert refusal(projects.propose, edition, proposal(), sent) == "supporters_missing"
        support.support(edition, draft, "pesel", person(1), True)
        twice = proposal(supporters=("Jan Wyborca1",))
        assert refusal(projects.propose, edition, twice, sent) == "supporters_missing"
        made, _key = projects.propose(edition, proposal(supporters=("Ewa Lis",)), sent)
        assert made.idea == draft and projects.supported_by(made) == 2

    def test_floods_are_slowed_down(self, edition):
        for _each in range(pace.LIMITS["proposal"][0]):
            pace.count("proposal", "10.0.0.1")
        with pytest.raises(pace.TooOften):
            projects.propose(edition, proposal(supporters=("Jan Kos", "Ewa Lis")), net="10.0.0.1")
        assert projects.propose(edition, proposal(supporters=("Jan Kos", "Ewa Lis")), net="10.0.0.2")

    def test_prices_are_the_boards_own(self, edition, office):
        board = edition.__parent__
        assert {price.name for price in prices.prices_of(board)} >= {"bench", "tree"}
        with office.acting("anna.urbanista"), pytest.raises(Forbidden):
            prices.set_prices(board, (prices.Price("x", "szt.", 1),))
        prices.set_prices(board, prices.read_prices(b"kosz;szt.;900"))
        assert prices.prices_of(board) == (prices.Price("kosz", "szt.", 900),)

    def test_people_of_one_name_on_paper_and_on_line(self, edition):
        draft, _key = drafts.begin(edition, VALUES)
        support.support(edition, draft, "pesel", person(1), True)  # Jan Wyborca1, born 17 May 1980
        who = Person("Olga", "Nowak", date(1990, 2, 3), phone="601602603", address="Długa 1")
        ticket, _code = support.support(edition, draft, "sms", who, True)
        _number, words = json.loads(unseal("budget sms", "budget.sms", outbox("budget.sms")[-1]["sealed"]))
        support.confirm(edition, draft, ticket, words[:6])
        for line, new in (
            ("Jan Wyborca1; 1980-05-17", 0),  # the one who supports on-line
            ("Jan Wyborca1", 0),  # nobody can say
            ("Jan Wyborca1; Polna 7; 03.04.1952", 1),  # a grandfather
            ("jan wyborca1; 1952-04-03", 0),
            ("Jan Wyborca1; 1971-01-01", 1),  # a namesake of both
            ("Olga Nowak; ul. Długa 1", 0),
            ("Olga Nowak; Krzywa 9", 1),
        ):
            assert namesakes.new_names(draft, (line,)) == new, line
            assert namesakes.enter_names(edition, draft, [line]).new == new, line
        assert store.count(draft) == 5
        rows = (
            session().execute(text("SELECT * FROM site.budget_support WHERE idea = :i"), {"i": draft}).all()
        )
        assert "Polna" not in repr(rows) and "1952" not in repr(rows)
        assert {
            "name": "Jan Wyborca1",
            "address": "Polna 7",
            "born": "1952-04-03",
            "method": "paper",
        } in support.supporters(draft)

    def test_an_official_decides_who_of_one_name_is_another_person(self, edition, office):
        """Whoever may be counted already is neither counted nor left out: an official looks at the scans and says."""
        scans = (PDF, Upload("druga.pdf", b"%PDF-1.4 druga"))
        made, _key = projects.propose(edition, proposal(), projects.Sent(lists=lists.scanned(scans)))
        first, second = (item.file.sha256 for item in made.lists)
        with office.acting("ewa.kancelaria"):
            names = (
                "Jan Kos; Długa 1",
                "Jan Kos; Długa 1",
                "Ewa Lis; 1990-02-03",
            )  # father and son, and a neighbour
            assert lists.count_list(made, first, 0, names) == 2
            assert lists.count_list(made, first, 0, names) == 0  # the same list again
            assert (
                lists.count_list(made, second, 0, ("Jan Kos", "Ewa Lis; 3.02.1990")) == 0
            )  # Ewa Lis is the same
            found = sorted(
                lists.doubts_of(made), key=lambda pair: [first, second].index(pair[0].source)
            )  # rows of one transaction have one moment
            assert [
                (kept.name, kept.address, lists.list_name(made, kept.source)) for kept, _others in found
            ] == [
                ("Jan Kos", "Długa 1", "lista.pdf"),
                ("Jan Kos", "", "druga.pdf"),
            ]
            assert [len(others) for _kept, others in found] == [2, 2]
            son, third = (bytes(kept.row.person).hex() for kept, _others in found)
            assert projects.supported_by(made) == 2
            assert refusal(lists.settle_doubts, made, {}) == "required"
            assert refusal(lists.settle_doubts, made, {son: True, "0" * 64: True}) == "doubt_unknown"
            assert projects.supported_by(made) == 2, "all or none"
            lists.settle_doubts(made, {son: True, third: False})
            assert projects.supported_by(made) == 3 and lists.doubts_of(made) == []
            assert refusal(lists.settle_doubts, made, {son: True}) == "doubt_unknown"
            # What was decided is not asked again.
            assert lists.count_list(made, second, 0, ("Jan Kos",)) == 0 and lists.doubts_of(made) == []
            projects.pass_formal(made)
            assert refusal(lists.settle_doubts, made, {son: False}) == "state_forbids"
        with office.acting("anna.urbanista"):
            for call in (lists.doubts_of, lambda thing: lists.settle_doubts(thing, {son: True})):
                with pytest.raises(Forbidden):
                    call(made)
        kept = session().execute(
            text("SELECT sealed FROM site.budget_support WHERE idea = :i AND withdrawn IS NOT NULL"),
            {"i": made.idea},
        )
        assert kept.scalars().all() == [""], "whoever is the same person is forgotten"

    def test_whoever_signed_on_paper_and_then_on_line_is_not_counted_twice(self, edition):
        lines = (
            "Jan Wyborca1; 1980-05-17",
            "Jan Wyborca1; 1952-04-03",
            "Olga Nowak; Długa 1",
            "Olga Nowak; Krzywa 9",
        )
        made, _key = projects.propose(edition, proposal(supporters=lines))
        assert projects.supported_by(made) == 4
        support.support(edition, made.idea, "pesel", person(1), True)  # Jan Wyborca1, born 17 May 1980
        assert projects.supported_by(made) == 4, "his line gave way, his grandfather's stays"
        who = Person("Olga", "Nowak", date(1990, 2, 3), phone="601602603", address="ul. Długa 1")
        ticket, _code = support.support(edition, made.idea, "sms", who, True)
        _number, words = json.loads(unseal("budget sms", "budget.sms", outbox("budget.sms")[-1]["sealed"]))
        support.confirm(edition, made.idea, ticket, words[:6])
        assert projects.supported_by(made) == 4
        ((kept, others),) = namesakes.doubts(made.idea)
        assert kept.address == "Długa 1" and [other.row.method for other in others] == ["sms"]

    def test_a_comment_waits_until_an_official_has_read_it(self, edition, listed, office):
        with api.env.adopt_roles(["Anonymous"]):
            number = talks.comment(listed, "Ala", "Piękny pomysł, byle nie przy torach.").comment
            assert talks.shown_comments(listed) == []
            assert refusal(talks.report, listed, number, "Obraźliwe") == "comment_unknown"
            with pytest.raises(Forbidden):
                talks.queue(edition)
        with office.acting("anna.urbanista"), pytest.raises(Forbidden):
            talks.decide(edition, number, "show")
        with office.acting("ewa.kancelaria"):
            assert [row.comment for row in talks.queue(edition)] == [number]
            assert refusal(talks.decide, edition, number, "remove", "x", "off_topic") == "state_forbids"
            assert refusal(talks.decide, edition, number, "refuse") == "reason_missing"
            assert refusal(talks.decide, edition, number, "refuse", "x", "ugly") == "not_in_list"
            talks.decide(edition, number, "show")
        assert [row.name for row in talks.shown_comments(listed)] == ["Ala"]
        talks.report(listed, number, "Podaje adres sąsiada", email="sasiad@example.pl")
        with office.acting("ewa.kancelaria"):
            assert [row.notices for row in talks.queue(edition)] == [["Podaje adres sąsiada"]]
            talks.decide(edition, number, "remove", "Dane osoby", "personal_data")
            assert talks.queue(edition) == []
        assert talks.shown_comments(listed) == [] and talks.removed_comments(listed) == 1
        ((_to, _subject, body, _out),) = letters("sasiad@")
        assert "Komentarz usunięto" in body and "człowiek" in body and "do sądu" in body
        kept = session().execute(text("SELECT sealed FROM site.budget_notice")).scalars().all()
        assert kept == [""]

    def test_whoever_wrote_a_comment_learns_why_it_was_kept_back_and_complains(self, edition, listed, office):
        """Regulation (EU) 2022/2065: art. 17(3) names what a statement says, art. 20 how a complaint is answered."""
        with api.env.adopt_roles(["Anonymous"]):
            assert refusal(talks.comment, listed, "Ola", "Nie!", email="nobody") == "email_wrong"
            written = talks.comment(listed, "Ola", "Wójt kłamie!", email="ola@example.pl")
            assert refusal(complaints.decision_of, listed, "AAAA-AAAA-AAAA") == "comment_code_wrong"
            assert [part.text for part in statement(complaints.decision_of(listed, written.code), TODAY)] == [
                DECISIONS["waiting"]
            ]
            assert refusal(complaints.complain, listed, written.code, "Już?") == "state_forbids"
        with office.acting("ewa.kancelaria"):
            talks.decide(edition, written.comment, "refuse", "Zarzut bez dowodu", "personal_rights")
        ((_to, _subject, body, _out),) = letters("ola@")
        for words in ("Wójt kłamie!", "nie został dopuszczony", "Zarzut bez dowodu", "art. 23 i 24 Kodeksu cywilnego",
                      "czyta każdy komentarz", "człowiek", "skargę", "art. 21", "do sądu", "@@comment-decision"):  # fmt: skip
            assert words in body, words
        row = complaints.decision_of(listed, written.code)
        shown = {part.label: part.text for part in statement(row, TODAY)}
        assert len(shown) == len(ART_17) and all(
            str(translate(part, target_language="pl")) in body for part in shown.values()
        )
        for label, words in ART_17.items():
            assert words in translate(shown[label], target_language="pl"), label
        assert written.code not in body
        with api.env.adopt_roles(["Anonymous"]):
            assert refusal(complaints.complain, listed, written.code, " ") == "reason_missing"
            complaints.complain(listed, written.code.lower(), "Mam dowód: protokół sesji.")
            assert refusal(complaints.complain, listed, written.code, "Jeszcze raz") == "state_forbids"
            with pytest.raises(Forbidden):
                complaints.complaints(edition)
        (waiting,) = complaints.complaints(edition)
        with office.acting("ewa.kancelaria"):
            assert (
                refusal(complaints.decide_complaint, edition, waiting.complaint, True, "Tak")
                == "complaint_same_person"
            )
        assert refusal(complaints.decide_complaint, edition, 999_999, True, "Tak") == "complaint_unknown"
        assert refusal(complaints.decide_complaint, edition, waiting.complaint, True, " ") == "reason_missing"
        complaints.decide_complaint(edition, waiting.complaint, True, "Protokół to potwierdza")
        assert [row.name for row in talks.shown_comments(listed)] == ["Ola"]
        assert "Skarga była słuszna" in letters("ola@")[-1][2] and complaints.complaints(edition) == []
        assert (
            refusal(complaints.decide_complaint, edition, waiting.complaint, False, "Nie") == "state_forbids"
        )
        with office.acting("ewa.kancelaria"):  # another decision about it can be complained about again
            talks.report(listed, written.comment, "Jednak obraża")
            talks.decide(edition, written.comment, "remove", "Sąd uznał inaczej", "other_law")
        row = complaints.decision_of(listed, written.code)
        assert row.noticed and complaints.can_complain(row)
        assert (
            "Skarga była słuszna" not in letters("ola@")[-1][2] and "Ktoś zgłosił" in letters("ola@")[-1][2]
        )
        row = (
            session()
            .execute(text("SELECT * FROM site.budget_comment WHERE comment = :c"), {"c": written.comment})
            .one()
        )
        assert "ola@" not in repr(row) and written.code not in repr(row)

    def test_the_author_is_told_of_each_decision(self, edition, office):
        made, _key = projects.propose(edition, proposal(supporters=("Jan Kos", "Ewa Lis")))
        with office.acting("ewa.kancelaria"):
            projects.call_to_amend(made, "Gdzie dokładnie?")
            projects.move_pool(made, "miasto", "Teren miejski")
            projects.reject_formal(made, "Brak odpowiedzi")
        subjects = [letter[1] for letter in letters("ewa@example.pl")]
        assert subjects == [f"1. Ławki: {words}" for words in (
            "Zgłoszono projekt", "Wezwano do poprawienia", "Przeniesiono do innej puli", "Nie dopuszczono do głosowania")]  # fmt: skip
        body = letters("ewa@example.pl")[-1][2]
        assert (
            "Brak odpowiedzi" in body
            and "możesz się odwołać" in body
            and f"{made.absolute_url()}/@@author" in body
        )
        assert (
            "Gdzie dokładnie?" in letters("ewa@example.pl")[1][2]
            and "Uzupełnij projekt" in letters("ewa@example.pl")[1][2]
        )

    def test_comments_nobody_should_write(self, listed, project):
        assert refusal(talks.comment, listed, "Ala", "Mój numer to 601 602 603") == "comment_private"
        other, _key = projects.propose(listed.__parent__, proposal(supporters=("Jan Kos", "Ewa Lis")))
        assert refusal(talks.comment, other, "Ala", "Tak") == "comments_closed"

    def test_news_go_to_those_who_confirmed(self, edition, project):
        with api.env.adopt_roles(["Anonymous"]):
            assert refusal(notices.subscribe, edition, "nobody", ["works"]) == "email_wrong"
            assert refusal(notices.subscribe, edition, "a@b.pl\nBcc: x@y.pl", ["works"]) == "email_wrong"
            assert refusal(notices.subscribe, edition, "ala@example.pl", ["all"]) == "topics_missing"
            notices.subscribe(edition, "Ala@example.pl", ["proposals"])
        (to, _subject, body, out) = letters("ala@")[-1]
        assert to == "Ala@example.pl" and out in body
        notices.tell(edition, "proposals", "x", "y")
        assert outbox("budget.news") == []
        given = body.partition("@@confirm-news/")[2].split()[0]
        forged = given[:-1] + ("0" if given[-1] != "0" else "1")
        assert (
            notices.standing(edition, given, "leave")
            == notices.standing(edition, forged, "confirm")
            == "wrong"
        )
        assert (
            notices.standing(edition, "99999-x", "leave")
            == notices.standing(edition, "²-x", "leave")
            == "gone"
        )
        notices.confirm(edition, given)
        notices.subscribe(
            edition, "ala@EXAMPLE.pl", ["works"]
        )  # a second time: nothing is sent, nothing changes
        assert len(letters("ala@")) == 1
        projects.pass_formal(project)
        assert outbox("budget.news") == []
        projects.judge_merit(project, GOOD_CARD)
        (told,) = outbox("budget.news")
        assert (
            "example.pl" not in repr(told).replace(edition.absolute_url(), "")
            or "ala@" not in repr(told).lower()
        )
        told["base"] = (
            "https://wislany-grod.example.pl/edycja"  # as a visitor sees it; the worker has no host of its own
        )
        notices.NewsDelivery().deliver(type("Message", (), {"payload": told, "key": "budget.news:1"}))
        (to, _subject, body, out) = letters("ala@")[-1]
        assert len(letters("ala@")) == 2 and "Ławki" in body and project.absolute_url() in body
        assert out.startswith("https://wislany-grod.example.pl/edycja/@@leave-news/") and out in body
        notices.leave(edition, out.partition("@@leave-news/")[2])
        left = session().execute(text("SELECT count(*) FROM site.budget_subscription")).scalar_one()
        assert left == 0

    def test_feeds_tell_what_is_public(self, edition, project):
        assert news(edition, "proposals") == []
        projects.pass_formal(project)
        projects.judge_merit(project, GOOD_CARD)
        (item,) = news(edition, "proposals")
        assert item.title == "1. Ławki" and item.action == "listed"
        assert news(edition, "results") == news(edition, "works") == []

    def test_the_json_holds_no_person(self, edition, listed):
        assert talks.comment(listed, "Ala", "Czeka na przeczytanie").comment
        drafts.begin(edition, VALUES)
        with api.env.adopt_roles(["Anonymous"]):
            found = json.dumps(
                [getMultiAdapter((thing, thing.REQUEST), ISerializeToJson)() for thing in (edition, listed)]
            )
        for secret in ("Autorka", "ewa@example", "Jan Kos", "Ewa Lis", "Czeka na", "Tajemnicze", listed.author_key,
                       listed.idea):  # fmt: skip
            assert secret not in found

    def test_papers_of_the_works(self, listed, office):
        assert refusal(papers.attach, listed, PDF, "Umowa") == "state_forbids"
        for transition in ("ballot", "win"):
            move(listed, transition)
        with office.acting("ewa.kancelaria"), pytest.raises(Forbidden):
            papers.attach(listed, PDF, "Umowa")
        assert refusal(papers.attach, listed, None, "Umowa") == "file_missing"
        assert refusal(papers.attach, listed, PDF, " ") == "paper_title"
        assert refusal(papers.attach, listed, Upload("x.exe", b"MZ"), "Program") == "paper_kind"
        assert refusal(papers.attach, listed, Upload("x.docx", b"%PDF-"), "Umowa") == "paper_kind"
        assert (
            refusal(papers.attach, listed, Upload("x.jpg", photograph(size=(60, 40))), "Budowa")
            == "alt_missing"
        )
        paper = papers.attach(listed, PDF, "Umowa")
        papers.attach(listed, Upload("x.jpg", photograph(size=(60, 40))), "Budowa", "Koparka w parku")
        assert [item.file.contentType for item in listed.attachments] == ["application/pdf", "image/jpeg"]
        assert b"Exif" not in listed.attachments[1].file.data
        assert refusal(papers.detach, listed, paper.file.sha256, "") == "reason_missing"
        papers.detach(listed, paper.file.sha256, "Nazwisko w umowie")
        assert listed.file(paper.file.sha256) is None and listed.steps[-1].note == "Umowa: Nazwisko w umowie"
        projects.report_money(listed, 10_000, 9_000, 100, 5)
        row = works_row(listed).values()
        assert (row["planned"], row["paid"], row["next_on"]) == (10_000, 100, None)
