"""From the publication of a notice to the case of its document: metryka, clock, parties, letters that go by notice.

Source: KPA art. 49 par. 2 (fourteen days from the day of the public announcement), art. 57 par. 1, 129 par. 2.
"""

from contextlib import contextmanager
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from infostrada.site.bip import operations
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.records import deed
from infostrada.site.records.cases.clock_services import clock_json
from infostrada.site.records.cases.notices import term_of_parties
from infostrada.site.records.correspondence.outgoing import by_notice
from infostrada.site.records.correspondence.outgoing import ways
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.bip.test_from_case import accepted as accepted
from tests.site.bip.test_from_case import document as document
from tests.site.records.letters import MARIA

import pytest


DATA = EntryData(
    "Obwieszczenie o wydaniu decyzji",
    "notice",
    "Piotr Wilk, kierownik",
    date(2026, 11, 20),
    files=(Upload("obwieszczenie.txt", b"Zawiadamia sie strony.", "text/plain"),),
)
WINTER = timezone(timedelta(hours=1))


@contextmanager
def at(monkeypatch, day, hour=10):
    """Operations of the bulletin and of records happen on this day."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=WINTER)
    with monkeypatch.context() as patched:
        patched.setattr(deed, "now", lambda: moment)
        yield moment


@pytest.fixture
def notice(office, section, accepted):
    with office.acting("anna.urbanista"):
        return operations.draft_from_document(section, accepted, DATA)


@pytest.fixture
def case(accepted):
    return accepted.aq_parent


def lines(case, *actions):
    return [(step.action, step.actor.name) for step in case.metryka if step.action in actions]


NOTICE = ("notice_published", "notice_taken_down", "notice_broken")


def test_the_day_of_service_goes_back_to_the_case(office, monkeypatch, notice, case, accepted):
    with at(monkeypatch, date(2026, 12, 10)), office.acting("maria.bip"):
        operations.publish_entry(notice, confirmation="bez danych osobowych")
    (held,) = case.notices
    assert (held.entry, held.document) == (IUUID(notice), IUUID(accepted))
    assert (held.published_on, held.served_on) == (date(2026, 12, 10), date(2026, 12, 24))
    assert held.parties == tuple(f"{party.name} ({party.role})" for party in case.parties)
    assert lines(case, *NOTICE) == [("notice_published", "Maria Redaktor")]
    step = next(step for step in case.metryka if step.action == "notice_published")
    assert step.document == IUUID(accepted) and "2026-12-24" in step.label
    # Fourteen days of appeal from Christmas Eve end on 7 January, a working day.
    assert term_of_parties(held) == date(2027, 1, 7)
    (told,) = clock_json(case)["notices"]
    assert (told["served_on"], told["parties_term_ends"]) == ("2026-12-24", "2027-01-07")


@pytest.mark.parametrize(
    ("gone_on", "served", "word"),
    [
        (date(2026, 12, 23), None, "notice_broken"),
        (date(2026, 12, 24), date(2026, 12, 24), "notice_taken_down"),
        (date(2027, 1, 15), date(2026, 12, 24), "notice_taken_down"),
    ],
)
def test_taken_down(office, monkeypatch, notice, case, gone_on, served, word):
    with at(monkeypatch, date(2026, 12, 10)), office.acting("maria.bip"):
        operations.publish_entry(notice, confirmation="bez danych osobowych")
    with at(monkeypatch, gone_on), office.acting("maria.bip"):
        operations.withdraw_entry(notice, "Pomyłka")
    (held,) = case.notices
    assert (held.served_on, held.taken_down_on) == (served, gone_on)
    assert [action for action, _who in lines(case, *NOTICE)] == ["notice_published", word]


def test_a_last_day_before_the_service_is_put_off(office, monkeypatch, notice):
    notice.until = date(2026, 12, 12)
    with at(monkeypatch, date(2026, 12, 10)), office.acting("maria.bip"):
        operations.publish_entry(notice, confirmation="bez danych osobowych")
    assert notice.until == date(2026, 12, 24)


def test_a_planned_notice_tells_the_case_when_it_appears(office, monkeypatch, notice, case):
    with office.acting("maria.bip"):
        plan_entry(notice, datetime(2030, 3, 1, 8, 0), confirmation="bez danych osobowych")
    assert case.notices == ()
    with at(monkeypatch, date(2030, 3, 1)), api.env.adopt_roles(["Anonymous"]):
        operations.release(notice)
    assert case.notices[0].served_on == date(2030, 3, 15)
    assert lines(case, *NOTICE) == [("notice_published", "Maria Redaktor")]


def test_other_entries_of_a_case_tell_it_nothing(office, section, accepted, case):
    with office.acting("anna.urbanista"):
        entry = operations.draft_from_document(section, accepted, DATA._replace(kind="decision"))
    with office.acting("maria.bip"):
        operations.publish_entry(entry, confirmation="bez danych osobowych")
        operations.withdraw_entry(entry, "x")
    assert case.notices == () and lines(case, *NOTICE) == []


@pytest.mark.parametrize("early", [False, True])
def test_letters_by_notice_go_with_it_and_are_served_on_its_day(
    office, monkeypatch, notice, case, accepted, early
):
    with office.acting("anna.urbanista"):
        (letter,) = prepare_letters(accepted, [Dispatch(MARIA, method=ways.NOTICE, reason="ponad 20 stron")])
    assert state_of(letter) == "ready"
    with at(monkeypatch, date(2027, 3, 1)), office.acting("maria.bip"):
        operations.publish_entry(notice, confirmation="bez danych osobowych")
    assert (state_of(letter), letter.sent_on) == ("sent", date(2027, 3, 1))
    assert not by_notice._serve(letter, date(2027, 3, 14))
    if early:
        with at(monkeypatch, date(2027, 3, 10)), office.acting("maria.bip"):
            operations.withdraw_entry(notice, "Pomyłka")
        assert state_of(letter) == "undelivered" and not by_notice._serve(letter, date(2027, 3, 15))
        return
    assert by_notice._serve(letter, date(2027, 3, 15))
    assert (state_of(letter), letter.served_on, letter.service_basis) == (
        "deemed",
        date(2027, 3, 15),
        "KPA art. 49 § 2",
    )
