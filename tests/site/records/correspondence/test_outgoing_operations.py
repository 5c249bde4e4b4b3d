"""Outgoing letters from a document to the proof of delivery: numbers, rights, states, traces."""

from datetime import date
from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.pending import flush
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.content import TypedBy
from infostrada.site.records.cases.operations.ending import blockers
from infostrada.site.records.cases.operations.ending import ending_blockers
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outgoing.dispatch import hand_over_list
from infostrada.site.records.correspondence.outgoing.dispatch import letters_of
from infostrada.site.records.correspondence.outgoing.dispatch import make_list
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.dispatch import take_off
from infostrada.site.records.correspondence.outgoing.listing import OUTGOING
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.parties import known_parties
from infostrada.site.records.correspondence.outgoing.posting_book import posting_book
from infostrada.site.records.correspondence.outgoing.proofs import note_proof
from infostrada.site.records.correspondence.outgoing.proofs import Proof
from infostrada.site.records.listings import page_of_unit
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from io import BytesIO
from letters import FIRM
from letters import make_matter
from letters import MARIA
from letters import prepared
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from tests.days import this_year
from world import LETTER

import pytest


@pytest.fixture
def matter(office):
    return make_matter(office)


def test_each_addressee_has_a_number_of_one_register(office, matter):
    first, second = prepared(office, matter, MARIA, FIRM)
    assert (first.rpw_number, second.rpw_number) == (f"W/1/{this_year()}", f"W/2/{this_year()}")
    assert first.method == "list polecony ZPO"  # the office has no box of its own
    assert first.enclosures[0].sha256 == matter.decision.latest.file.sha256
    assert matter.case.outgoing == (IUUID(first), IUUID(second))
    assert [step.action for step in matter.case.metryka][-2:] == ["letter_prepared", "letter_prepared"]
    flush()
    with office.acting("ewa.kancelaria"):
        rows = page_of_unit(OUTGOING, office.unit.unit_id, {}, None, 50).rows
    assert [(row["number"], row["recipient"], row["case_sign"]) for row in rows] == [
        (2, "Żwir & Spółka", f"GP.6730.1.{this_year()}"),
        (1, "Kowalczyk Maria", f"GP.6730.1.{this_year()}"),
    ]


def test_who_prepares_what_and_with_which_faults(office, matter):
    """Only whoever works on the case, only accepted documents, only whole addressees; nothing is numbered."""
    for person in ("adam.obcy", "ewa.kancelaria"):
        with office.acting(person), pytest.raises(Forbidden):
            prepare_letters(matter.decision, [Dispatch(MARIA)])

    with office.acting("anna.urbanista"):
        with pytest.raises(Blocked) as caught:
            prepare_letters(matter.draft, [Dispatch(MARIA)])
        assert caught.value.reason == "document_not_final_yet"
        with pytest.raises(Blocked):
            prepare_letters(matter.decision, [Dispatch(MARIA)], attachments=[IUUID(matter.draft)])

    bad = [Dispatch(MARIA), Dispatch(MARIA._replace(city="")), Dispatch(FIRM, "e-Doręczenia PURDE")]
    with office.acting("anna.urbanista"), pytest.raises(InvalidData) as caught:
        prepare_letters(matter.decision, bad)
    assert [(each.field, each.reason) for each in caught.value.faults] == [
        ("1.city", "required"),
        ("2.ade", "way_needs_ade"),
        ("2.method", "way_needs_box"),
    ]
    assert matter.case.outgoing == ()


def test_eod_04_cancelled_numbers_stay(office, matter):
    (letter,) = prepared(office, matter, MARIA)
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        cancel_letter(letter, "pomyłka")
    with office.acting("anna.urbanista"):
        with pytest.raises(InvalidData):
            cancel_letter(letter, " ")
        cancel_letter(letter, "pomyłka")
    assert (state_of(letter), letter.number) == ("cancelled", 1)
    (after,) = prepared(office, matter, MARIA)
    assert after.number == 2
    assert numbers.gaps(numbers.Series(office.unit.unit_id, "rpwych", this_year())) == []


def test_a_letter_that_has_not_gone_out_stands_against_settling(office, matter):
    sent, dropped = prepared(office, matter, MARIA, FIRM)

    def unsent():
        found = blockers(matter.case, decision=IUUID(matter.decision), closes_on=polish_today())
        return [(each.reason, each.uid) for each in found if each.reason == "letter_not_sent"]

    assert unsent() == [("letter_not_sent", IUUID(sent)), ("letter_not_sent", IUUID(dropped))]
    with office.acting("anna.urbanista"):
        cancel_letter(dropped, "pomyłka")
    with office.acting("ewa.kancelaria"):
        send_letter(sent, polish_today(), "")
    assert unsent() == []


def test_a_type_asks_for_proof_that_its_decisions_were_served(office, matter):
    case, document, day = matter.case, IUUID(matter.decision), polish_today()
    asking = add_type(office.unit, "Warunki", Definition("6730", proof=True))
    case.typed = TypedBy(IUUID(asking), 1, "")
    served, returned, plain = prepared(office, matter, MARIA, FIRM, MARIA._replace(surname="Lis"))

    def against(on=polish_today()):
        return [(each.reason, each.uid) for each in ending_blockers(case, on)]

    assert against() == [("service_unproved", IUUID(each)) for each in (served, returned, plain)]
    with office.acting("anna.urbanista"):
        cancel_letter(plain, "pomyłka")
    with office.acting("ewa.kancelaria"):
        for letter in (served, returned):
            letter.registered_at -= timedelta(days=5)
            send_letter(letter, day - timedelta(days=4), "")
        note_proof(served, Proof("received", day - timedelta(days=1), by="Maria Kowalczyk"))
        note_proof(returned, Proof("returned", day - timedelta(days=1), remark="adresat nieznany"))
    assert against() == [("service_unproved", IUUID(returned))]
    assert against(day - timedelta(days=2))[0] == ("closes_before_service", IUUID(served))
    (again,) = prepared(office, matter, FIRM)
    with office.acting("ewa.kancelaria"):
        send_letter(again, day, "")
        # Sent anew to the same addressee and received: the letter that came back needs no proof any more.
        note_proof(again, Proof("received", day, by="Jan Lis"))
    assert against() == []
    assert against(day - timedelta(days=1)) == [("closes_before_service", IUUID(again))]

    # A case settled by what no letter carries is ended with a reason alone.
    case.outgoing, case.decision_uid, case.settled_on = (), document, day
    assert against() == [("decision_not_dispatched", document)]
    with office.acting("anna.urbanista"):
        move(case, "settle")
        for reason in ("", "  "):
            with pytest.raises(Blocked) as refused:
                finish_case(case, day, without_proof=reason)
            assert [each.reason for each in refused.value.blockers] == ["decision_not_dispatched"]
        with pytest.raises(InvalidData):
            finish_case(case, day, without_proof="x" * 501)
        case.outgoing = (IUUID(again),)
        with pytest.raises(InvalidData):
            finish_case(case, day - timedelta(days=1), without_proof="doręczono później")
        case.outgoing = ()
        finish_case(case, day, without_proof="strona odebrała na miejscu, potwierdzenie w aktach papierowych")
    assert state_of(case) == "closed" and "na miejscu" in case.metryka[-1].label
    # Another type does not ask.
    case.typed = TypedBy(IUUID(add_type(office.unit, "Inne", Definition("6730"))), 1, "")
    assert against() == []


def test_list_handed_over_and_its_posting_book(office, matter):
    first, second = prepared(office, matter, MARIA, FIRM)
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        make_list(office.unit, [first], "Poczta Polska S.A.")
    with office.acting("ewa.kancelaria"):
        listed = make_list(office.unit, [second, first], "Poczta Polska S.A.")
        with pytest.raises(Blocked):
            make_list(office.unit, [first], "Poczta Polska S.A.")
        with pytest.raises(Blocked):
            cancel_letter(first, "pomyłka")
        take_off(listed, second)
        with pytest.raises(InvalidData):
            hand_over_list(listed, polish_today(), {IUUID(first): "12"})
        number = "00 259007 7312345678 0".replace(" ", "") + "00"
        with pytest.raises(InvalidData):
            hand_over_list(listed, polish_today() + timedelta(days=1))
        hand_over_list(listed, polish_today(), {IUUID(first): number[:20]})
        with pytest.raises(Blocked):
            take_off(listed, first)
    assert (state_of(first), first.sent_on, state_of(second)) == ("sent", polish_today(), "ready")
    text = PdfReader(BytesIO(posting_book(listed, letters_of(listed), office.unit))).pages[0].extract_text()
    text = " ".join(text.split())
    for said in ("Książka nadawcza nr 1/", "Kowalczyk Maria", "Wiślana 4, 87-100 Lipnowo", "R, ZPO"):
        assert said in text
    assert "Żwir" not in text


def test_posting_book_of_many_pages(office, matter):
    letters = prepared(office, matter, *[MARIA._replace(building=str(n)) for n in range(1, 61)])
    with office.acting("ewa.kancelaria"):
        listed = make_list(office.unit, letters, "Poczta Polska S.A.")
    pages = PdfReader(BytesIO(posting_book(listed, letters, office.unit))).pages
    assert len(pages) > 1
    assert all("Numer nadawczy" in " ".join(page.extract_text().split()) for page in pages)


def sent(office, matter, days_ago):
    """A decision sent to Maria so many days ago."""
    (letter,) = prepared(office, matter, MARIA)
    day = polish_today() - timedelta(days=days_ago)
    letter.registered_at = letter.registered_at - timedelta(days=days_ago)
    with office.acting("ewa.kancelaria"):
        send_letter(letter, day, "RR123456789PL")
    return letter


def test_receipt_opens_the_term_of_appeal(office, matter):
    letter = sent(office, matter, 10)
    received = polish_today() - timedelta(days=7)
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        note_proof(letter, Proof("received", received))
    with office.acting("ewa.kancelaria"):
        note_proof(letter, Proof("received", received, by="domownik", file=Upload("zpo.jpg", b"\xff\xd8")))
        with pytest.raises(Blocked):
            note_proof(letter, Proof("received", received))
    assert (state_of(letter), letter.served_on, letter.received_by) == ("delivered", received, "domownik")
    assert letter.evidences[0].file.data == b"\xff\xd8"
    last = matter.case.metryka[-1]
    assert (last.action, last.document) == ("letter_served", IUUID(matter.decision))
    assert received.isoformat() in last.label
    assert "wniesienie odwołania" in last.label


def test_two_notices_count_as_service_and_a_return_does_not(office, matter):
    letter = sent(office, matter, 40)
    first = polish_today() - timedelta(days=35)
    with office.acting("ewa.kancelaria"):
        with pytest.raises(InvalidData) as caught:
            note_proof(letter, Proof("notices", first))
        assert caught.value.faults[0].reason == "second_notice_missing"
        note_proof(letter, Proof("notices", first, first + timedelta(days=8)))
    assert state_of(letter) == "deemed"
    assert letter.served_on >= first + timedelta(days=14)
    assert letter.service_basis == "KPA art. 44 § 4"

    letter = sent(office, matter, 10)
    with office.acting("ewa.kancelaria"):
        with pytest.raises(InvalidData):
            note_proof(letter, Proof("returned", polish_today()))
        note_proof(letter, Proof("returned", polish_today(), remark="adresat nieznany"))
    assert (state_of(letter), letter.served_on) == ("undelivered", None)
    assert matter.case.metryka[-1].action == "letter_undelivered"


def test_days_of_hybrid_delivery_move_the_term(office, matter):
    """KPA art. 35 § 5: ten days of delivery by the hybrid service, the term is ten days later."""
    before = matter.case.due_on
    office.unit.ade = "AE:PL-12345-67890-ABCDE-12"
    (letter,) = prepared(office, matter, MARIA)
    assert letter.method == "e-Doręczenia PUH"
    from infostrada.site.records.correspondence.outgoing.dispatch import stop_for_hybrid

    matter.case.started_on = polish_today() - timedelta(days=20)
    begun = matter.case.due_on
    letter.sent_on = polish_today() - timedelta(days=12)
    stop_for_hybrid(letter, polish_today() - timedelta(days=3))
    assert before is not None
    assert (matter.case.due_on - begun).days >= 10 - 2  # a day off may swallow up to two of them
    assert matter.case.stops[0].reason == "hybrid_delivery"


def test_who_reads_an_outgoing_letter(office, matter):
    from plone import api

    (letter,) = prepared(office, matter, MARIA)
    may = {
        person: api.user.has_permission("View", username=person, obj=letter)
        for person in ("anna.urbanista", "piotr.kierownik", "ewa.kancelaria", "jan.wojt", "adam.obcy")
    }
    assert may == {
        "anna.urbanista": True,
        "piotr.kierownik": True,
        "ewa.kancelaria": True,
        "jan.wojt": True,
        "adam.obcy": False,
    }
    assert date.fromisoformat(letter.letter_date) == polish_today()


def test_a_party_has_the_address_its_letter_tells_not_that_of_the_office(office):
    office.unit.ade = "AE:PL-11111-22222-AAAAA-33"
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER, [])
    with office.acting("jan.wojt"):
        assign(letter, Order("anna.urbanista", "do załatwienia"))
    with office.acting("anna.urbanista"):
        parties = (Participant(letter.sender, "strona"),)
        case = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter, parties=parties))
    (known,) = known_parties(case)
    assert (known.surname, known.ade) == ("Kowalczyk", "")
    letter.sender_ade = "AE:PL-55555-66666-BBBBB-44"
    (known,) = known_parties(case)
    assert known.ade == letter.sender_ade
