"""What lies outside a case with special categories of data and tells nothing of it: numbers, outgoing letters, persons.

Expected from RODO art. 5(1)(c) and 9 (who needs the data for the case), and from the instruction (Dz.U. 2011 nr 14 poz. 67): a
register shows each number, the RPWych its addressee, way and sign.
"""

from infostrada.core.errors import Conflict
from infostrada.core.errors import Forbidden
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page as page_of
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import rows
from infostrada.core.search.finding import find
from infostrada.site.parties import listing
from infostrada.site.parties.operations import add_party
from infostrada.site.parties.operations import is_closed
from infostrada.site.parties.picking import enter_sender
from infostrada.site.parties.picking import party_of
from infostrada.site.parties.picking import suggestions
from infostrada.site.records.browser.outgoing.enclosures import EnclosureFile
from infostrada.site.records.browser.outgoing.page import OutgoingLetterPage
from infostrada.site.records.cases import inheriting
from infostrada.site.records.cases.kinship import refile_letter
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.participants import add_participant
from infostrada.site.records.cases.participants import remove_participant
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outgoing.listing import OUTGOING
from infostrada.site.records.correspondence.outgoing.serializers import OutgoingSerializer
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.personal.report import candidates
from infostrada.site.records.personal.report import person_report
from infostrada.site.records.personal.special.operations import changes_of
from infostrada.site.records.personal.special.operations import end_special
from infostrada.site.records.personal.special.operations import give_sight
from infostrada.site.records.personal.special.operations import mark_special
from infostrada.site.records.personal.special.operations import take_sight
from infostrada.site.records.sealed import RESTRICTED
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.upgrades.v20261204350 import withhold
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.records.letters import make_matter
from tests.site.records.letters import MARIA
from tests.site.records.letters import prepared
from tests.site.records.personal.test_person_report import officer  # noqa: F401 - a fixture
from tests.site.records.world import LETTER
from types import SimpleNamespace
from zope.annotation.interfaces import IAnnotations

import pytest


CLERK, MANAGER, HEAD, COORDINATOR, REGISTRY = (
    "anna.urbanista", "piotr.kierownik", "jan.wojt", "zofia.koordynator", "ewa.kancelaria",
)  # fmt: skip
UNIT, PESEL, SECRET = "gmina-lipnowo", "85031419511", "Wniosek o zasiłek: padaczka"


def forget_roles(office):
    remembered = IAnnotations(office.portal.REQUEST)
    for key in [key for key in remembered if "localrole" in key]:
        del remembered[key]


def entries(*records):
    """What the rows of the records' numbers tell, all of them together."""
    found = rows(
        "SELECT entry FROM core.number WHERE uid = ANY(%(uids)s) ORDER BY uid, value",
        {"uids": [IUUID(each) for each in records]},
    )
    return [row["entry"] for row in found]


def known_to(office, party, *people):
    """Those of the people who find the person in the register, or in what a form suggests, or open the entry."""
    listed, opened = [], []
    for person in people:
        forget_roles(office)
        with office.acting(person):
            uids = {row["uid"] for row in listing.find(UNIT, "Kowalczyk")}
            uids |= {
                row["uid"]
                for row in page_of(listing.PARTIES, principals(), Question(unit=UNIT), size=50).rows
            }
            uids |= {each["uid"] for each in suggestions(office.unit, "Kowalczyk")}
            uids |= {hit.row["uid"] for hit in find("Kowalczyk", principals()).hits}
            if IUUID(party) in uids:
                listed.append(person)
            if api.user.has_permission("View", obj=party):
                opened.append(person)
    return listed, opened


def person_and_letter(office):
    with office.acting(REGISTRY):
        party, _warnings = add_party(
            office.unit, {"surname": "Kowalczyk", "given_names": "Maria", "pesel": PESEL}
        )
        letter = register_letter(office.unit, {**LETTER, "title": SECRET, "party": IUUID(party)}, [])
    return party, letter


def test_a_marked_case_leaves_no_title_beside_its_numbers(office):
    _party, letter = person_and_letter(office)
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia", None, "", ""))
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zasiłek: padaczka", "gp", "6730", letter=letter))
        mark_special(case, ["health"], "choroba")
        part = open_case(office.unit, Opening("Część: padaczka", "gp", "6730", whole=case))
    held = entries(case, part, letter)
    assert len(held) == 3
    assert "padaczka" not in str(held) and "Kowalczyk" not in str(held)
    assert {each["title"] for each in held} == {RESTRICTED}
    with office.acting(MANAGER):
        trace = reclassify(case, "6733", "zła klasa")
    # Under the old sign and the new; every number has its row as before, and keeps the day.
    assert str(trace.sign) != str(case.sign)
    least = {"title": RESTRICTED, "started_on": case.started_on.isoformat()}
    assert entries(case) == [least, least]
    with office.acting(MANAGER):
        end_special(case, "omyłka")
    assert {"title": SECRET, "sender": "Kowalczyk Maria"}.items() <= entries(letter)[0].items()
    assert entries(case)[0]["title"] == "Zasiłek: padaczka"


def test_registry_sends_what_it_may_not_read(office):
    matter = make_matter(office)
    with office.acting(CLERK):
        mark_special(matter.case, ["health"], "choroba")
    (sent,) = prepared(office, matter, MARIA, remarks="dotyczy padaczki")
    request = office.portal.REQUEST

    def told(person):
        forget_roles(office)
        with office.acting(person):
            page = OutgoingLetterPage(sent, request)
            shown = [word for fact in page.facts for word in fact.values()]
            return OutgoingSerializer(sent, request)(), f"{page.heading} {shown} {page.sections}"

    for person in (REGISTRY, HEAD, COORDINATOR):
        answer, shown = told(person)
        with office.acting(person):
            (row,) = page_of(OUTGOING, principals(), Question(unit=UNIT), size=5).rows
        assert (row["title"], row["document_kind"], row["remarks"]) == (RESTRICTED, "", "")
        assert (row["recipient"], row["case_sign"]) == (
            answer["addressee"]["surname"] + " Maria",
            sent.case_sign,
        )
        assert (answer["title"], answer["enclosures"], answer["attachment_count"]) == (RESTRICTED, [], 0)
        for words in ("Decyzja", "decyzja", "padaczki", "Anna Nowak"):
            assert words not in str(row) and words not in str(answer) and words not in shown, words
        assert "Kowalczyk Maria" in shown and sent.rpw_number in answer["rpwych_number"]
        with office.acting(person):
            assert enclosure(sent, request) is None
    answer, shown = told(CLERK)
    assert (answer["title"], len(answer["enclosures"])) == ("Decyzja", 1) and "decyzja.pdf" in shown
    with office.acting(CLERK):
        assert enclosure(sent, request).filename == "decyzja.pdf"
    assert entries(sent) == [{"title": RESTRICTED, "recipient": "Kowalczyk Maria", "by": "Anna Nowak"}]


def enclosure(letter, request):
    page = EnclosureFile(letter, request)
    page.names = ("0",)
    return page.file()


def test_a_person_known_by_such_cases_alone_leaves_the_register(office, officer):  # noqa: F811
    party, letter = person_and_letter(office)
    people = (REGISTRY, HEAD, COORDINATOR, CLERK, officer)
    everybody = [REGISTRY, HEAD, COORDINATOR]
    assert known_to(office, party, *people) == (everybody, everybody)
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        elsewhere = open_case(office.unit, Opening("Warunki", "gp", "6730"))
        add_participant(case, Participant("Kowalczyk Maria", "strona", IUUID(party)))
        mark_special(case, ["health"], "choroba")
    # A letter of ordinary business still names the person.
    assert known_to(office, party, *people) == (everybody, everybody)
    with office.acting(REGISTRY):
        assign(letter, Order(CLERK, "do załatwienia", None, "", ""))
    with office.acting(CLERK):
        attach_letter(elsewhere, letter)
        assert not is_closed(party)
        refile_letter(elsewhere, letter, case, "omyłka")
    assert is_closed(party)
    listed, opened = known_to(office, party, *people)
    assert (listed, opened) == ([officer], [CLERK, officer])
    for person in (REGISTRY, HEAD):
        with office.acting(person), pytest.raises(Forbidden):
            party_of(office.unit, IUUID(party))
        forget_roles(office)
        for permission in ("View parties", "Edit parties", "Reveal PESEL"):
            assert not api.user.has_permission(f"infostrada.site: {permission}", username=person, obj=party)
    # The officer reports on the person as before; whoever is named for the case opens the entry.
    forget_roles(office)
    with office.acting(officer):
        assert IUUID(party) in {row["uid"] for row in candidates(office.unit, "Kowalczyk")}
        assert {row["uid"] for row in person_report(party)["cases"]} == {IUUID(case)}
    with office.acting(MANAGER):
        give_sight(case, HEAD, "odwołanie")
    assert HEAD in known_to(office, party, *people)[1]
    with office.acting(MANAGER):
        take_sight(case, HEAD, "odwołanie rozpatrzone")
    assert HEAD not in known_to(office, party, *people)[1]
    with office.acting(CLERK):
        refile_letter(case, letter, elsewhere, "jednak nie")
    assert known_to(office, party, *people) == (everybody, everybody)
    with office.acting(CLERK):
        refile_letter(elsewhere, letter, case, "a jednak")
        assert is_closed(party)
    with office.acting(MANAGER):
        end_special(case, "orzeczenie wyłączono")
    assert known_to(office, party, *people) == (everybody, everybody)


def test_participants_of_such_a_case_come_and_go(office):
    with office.acting(REGISTRY):
        party, _warnings = add_party(office.unit, {"surname": "Kowalczyk", "given_names": "Maria"})
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        mark_special(case, ["health"], "choroba")
        add_participant(case, Participant("Kowalczyk Maria", "strona", IUUID(party)))
        assert is_closed(party)
        remove_participant(case, 0, "omyłka")
    assert not is_closed(party)


def test_the_counter_knows_a_closed_person_again_by_the_number(office):
    party, letter = person_and_letter(office)
    sender = {"sender_surname": "Kowalczyk", "sender_given_names": "Maria", "city": "Lipnowo"}
    with office.acting(REGISTRY), pytest.raises(Conflict):
        enter_sender(office.unit, sender, pesel=PESEL)
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        mark_special(case, ["health"], "choroba")
    with office.acting(REGISTRY):
        assign(letter, Order(CLERK, "do załatwienia", None, "", ""))
    with office.acting(CLERK):
        attach_letter(case, letter)
    assert is_closed(party)
    forget_roles(office)
    with office.acting(REGISTRY):
        assert enter_sender(office.unit, sender, pesel=PESEL) == IUUID(party)
    assert not is_closed(party)


def test_cases_marked_before_are_withheld_by_the_upgrade(office):
    matter = make_matter(office)
    with office.acting(REGISTRY):
        party, _warnings = add_party(office.unit, {"surname": "Kowalczyk", "given_names": "Maria"})
    with office.acting(CLERK):
        add_participant(matter.case, Participant("Kowalczyk Maria", "strona", IUUID(party)))
    (sent,) = prepared(office, matter, MARIA)
    matter.case.special = ("health",)
    matter.case.reindexObject()
    pending.flush()
    withhold(None)
    assert is_closed(party)
    assert {each["title"] for each in entries(matter.case, sent)} == {RESTRICTED}
    with office.acting(REGISTRY):
        (row,) = page_of(OUTGOING, principals(), Question(unit=UNIT), size=5).rows
    assert (row["title"], row["document_kind"]) == (RESTRICTED, "")


def test_many_parts_follow_by_a_job_that_goes_on_where_it_stopped(office, monkeypatch):
    monkeypatch.setattr(inheriting, "AT_ONCE", 3)
    monkeypatch.setattr(inheriting, "BATCH", 2)
    with office.acting(CLERK):
        whole = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        parts = [open_case(office.unit, Opening("Część", "gp", "6730", whole=whole)) for _each in range(4)]
        parts.append(open_case(office.unit, Opening("Część części", "gp", "6730", whole=parts[0])))
        document = add_document(parts[-1], Draft("Opinia", "opinia"), Upload("o.txt", b"o"))
        job = mark_special(whole, ["health"], "choroba")
        assert job and whole.special == ("health",) and not any(part.special for part in parts)
        params = {"case": IUUID(whole)}
        first = inheriting.HandDown().run(SimpleNamespace(checkpoint=None), params)
        before = next(first)
        assert (before.done, before.total) == (2, 5)
        next(first)  # done, but its checkpoint is lost with the process
        last = [*inheriting.HandDown().run(SimpleNamespace(checkpoint=before.checkpoint), params)][-1]
        assert (last.done, last.total) == (5, 5)
    assert {part.special for part in parts} == {("health",)}
    assert [[step.action for step in changes_of(part)] for part in parts] == [["special_inherited"]] * 5
    forget_roles(office)
    for record in (*parts, document):
        assert not api.user.has_permission("View", username=HEAD, obj=record)
    pending.flush()
    assert agreeing([row_of(each) for each in (*parts, document)]) == {
        IUUID(each) for each in (*parts, document)
    }


def test_a_job_overtaken_by_the_end_of_the_mark_marks_nothing(office, monkeypatch):
    monkeypatch.setattr(inheriting, "AT_ONCE", 0)
    with office.acting(CLERK):
        whole = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        part = open_case(office.unit, Opening("Część", "gp", "6730", whole=whole))
        assert mark_special(whole, ["health"], "choroba")
    with office.acting(MANAGER):
        end_special(whole, "omyłka")
    with office.acting(CLERK):
        list(inheriting.HandDown().run(SimpleNamespace(checkpoint=None), {"case": IUUID(whole)}))
    assert part.special == ()
