"""A parcel registered from its envelope, until its addressee says what became of it."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import rows
from infostrada.site.records import listings
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.envelope import Kind
from infostrada.site.records.correspondence.envelope_settings import keep_kinds
from infostrada.site.records.correspondence.opening import leave_closed
from infostrada.site.records.correspondence.opening import open_letter
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from world import LETTER

import pytest


REGISTRY, CLERK, HEAD, STRANGER = "ewa.kancelaria", "anna.urbanista", "jan.wojt", "adam.obcy"
BID = "Oferta w zamówieniu publicznym"
INSIDE = {"title": "Oferta", "sender_org_name": "Żwir", "city": "Toruń", "letter_date": "2026-11-02"}


def closed_letter(office, disposition="do załatwienia"):
    with office.acting(REGISTRY):
        letter = register_letter(
            office.unit, {"unopened": BID, "envelope": "ZP.271.4", "delivery_method": "kurier"}
        )
    with office.acting(HEAD):
        assign(letter, Order(CLERK, disposition))
    return letter


def faults(call, *given):
    with pytest.raises(InvalidData) as problem:
        call(*given)
    return [(fault.field, fault.reason) for fault in problem.value.faults]


def test_registered_from_the_envelope_and_opened_by_its_addressee(office):
    letter = closed_letter(office)
    assert (letter.title, letter.sender, letter.letter_date, letter.files) == (BID, "", "", ())
    with office.acting(REGISTRY):
        (row,) = listings.register("gmina-lipnowo", unopened="waiting").rows
        assert (row["uid"], row["unopened"], row["unopened_kind"]) == (IUUID(letter), "waiting", BID)
        assert listings.register("gmina-lipnowo", unopened="opened").rows == []
    for user in (REGISTRY, HEAD, STRANGER):
        with office.acting(user), pytest.raises(Forbidden):
            open_letter(letter, INSIDE)
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zamówienie", "gp", "6730", term="inquiry"))
        attach_letter(case, letter)
        assert faults(open_letter, letter, {**INSIDE, "letter_date": "2.11.2026"}) == [
            ("letter_date", "not_a_date")
        ]
        assert letter.unopened.state == "waiting"
        open_letter(letter, {**INSIDE, "note": "komisja"}, [Upload("oferta.pdf", b"%PDF")])
        with pytest.raises(Blocked):
            leave_closed(letter, "za późno")
    closed = letter.unopened
    assert (closed.state, closed.by, closed.post, closed.note) == (
        "opened", "Anna Nowak", "Inspektor", "komisja",
    )  # fmt: skip
    assert (letter.title, letter.sender, letter.scan_now, letter.scan_note) == ("Oferta", "Żwir", "full", "")
    assert [step.action for step in case.metryka][-1] == "letter_opened"
    with office.acting(REGISTRY):
        (row,) = listings.register("gmina-lipnowo", unopened="opened").rows
    assert row["sender"] == "Żwir"
    told = rows("SELECT 1 FROM core.journal WHERE action = 'records.letter.opened'", {})
    assert len(told) == 1


def test_addressee_who_only_reads_may_leave_it_closed(office):
    letter = closed_letter(office, "do wiadomości")
    with office.acting(CLERK):
        assert faults(leave_closed, letter, " ") == [("note", "required")]
        leave_closed(letter, "prywatna")
    assert (letter.unopened.state, letter.unopened.note, letter.files) == ("closed", "prywatna", ())


def test_words_of_the_envelope_and_the_list_bind(office):
    with office.acting(REGISTRY):
        slip = {**LETTER, "envelope": "OFERTA przetarg"}
        assert faults(register_letter, office.unit, slip) == [("unopened", "not_to_be_opened")]
        assert faults(register_letter, office.unit, {**LETTER, "unopened": "Testament"}) == [
            ("unopened", "not_in_list")
        ]
        assert faults(register_letter, office.unit, {**LETTER, "envelope": "x" * 201}) == [
            ("envelope", "too_long")
        ]
        keep_kinds(office.unit, [Kind("Testament", ("ostatnia wola",))])
        assert register_letter(office.unit, slip).unopened is None
        assert register_letter(office.unit, {"unopened": "Testament"}).title == "Testament"
    for user in (CLERK, STRANGER):
        with office.acting(user), pytest.raises(Forbidden):
            keep_kinds(office.unit, [])
