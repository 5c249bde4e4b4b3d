"""The clock of a case: stops, suspension, notices of delay, urgings, supervision (EOD-07)."""

from datetime import timedelta
from docx import Document as Word
from infostrada.core.calendar import next_working_day
from infostrada.core.calendar import polish_today
from infostrada.core.calendar import term_end
from infostrada.core.errors import Forbidden
from infostrada.site.records import listings
from infostrada.site.records.cases.clock import pass_urging_on
from infostrada.site.records.cases.clock import set_terms
from infostrada.site.records.cases.clock import start_clock
from infostrada.site.records.cases.clock import stop_clock
from infostrada.site.records.cases.clock import take_urging
from infostrada.site.records.cases.clock import tell_delay
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID

import io
import pytest


CLERK, HEAD, STRANGER = "anna.urbanista", "jan.wojt", "adam.obcy"


def started():
    """The day the case of these tests began."""
    return polish_today() - timedelta(days=20)


@pytest.fixture
def case(office):
    with office.acting(CLERK):
        opening = Opening("Warunki zabudowy", "gp", "6730", started_on=started(), term="inquiry")
        yield open_case(office.unit, opening)


def faults(problem):
    return [(fault.field, fault.reason) for fault in problem.value.faults]


def test_eod_07_a_stop_shifts_the_term_by_its_days(case):
    stop_clock(case, "party_fault", first=polish_today() - timedelta(days=9))
    assert (state_of(case), case.due_on) == ("paused", None)
    start_clock(case, last=polish_today() - timedelta(days=2))
    assert state_of(case) == "in_progress"
    plain = term_end(started(), 1, "month", shift=False)
    assert case.due_on == next_working_day(plain + timedelta(days=8))
    assert [step.action for step in case.metryka][-2:] == ["clock_stopped", "clock_started"]


def test_suspension_needs_its_order(case):
    with pytest.raises(InvalidData) as problem:
        stop_clock(case, "suspension")
    assert faults(problem) == [("document", "required")]
    order = add_document(case, Draft("Postanowienie", "postanowienie"), Upload("p.docx", b"1"))
    stop_clock(case, "suspension", document=IUUID(order))
    assert state_of(case) == "suspended"
    assert case.stops[0].document == IUUID(order)
    start_clock(case)
    assert state_of(case) == "in_progress"


@pytest.mark.parametrize(
    ("given", "days", "expected"),
    [
        ({"reason": "bo tak"}, 0, [("reason", "not_in_list")]),
        ({"reason": "mediation"}, -21, [("first", "before_start")]),
        ({"reason": "mediation"}, 1, [("first", "in_future")]),
        ({"reason": "mediation", "document": "0" * 32}, 0, [("document", "document_not_in_case")]),
    ],
)
def test_stops_that_are_refused(case, given, days, expected):
    """The case began 20 days ago."""
    with pytest.raises(InvalidData) as problem:
        stop_clock(case, first=polish_today() + timedelta(days=days), **given)
    assert faults(problem) == expected
    assert case.stops == ()


def test_one_stop_at_a_time(case):
    with pytest.raises(Blocked):
        start_clock(case)
    stop_clock(case, "mediation")
    with pytest.raises(Blocked):
        stop_clock(case, "party_fault")
    with pytest.raises(InvalidData) as problem:
        start_clock(case, last=polish_today() - timedelta(days=1))
    assert faults(problem) == [("last", "before_start")]


def test_eod_07_notice_of_delay_makes_a_new_term_and_a_document(case):
    new_end = next_working_day(polish_today() + timedelta(days=40))
    notice = tell_delay(case, "Oczekiwanie na uzgodnienie zarządcy drogi", new_end)
    assert case.due_on == new_end
    assert (notice.document_kind, state_of(notice)) == ("zawiadomienie", "draft")
    text = "\n".join(p.text for p in Word(io.BytesIO(notice.latest.file.data)).paragraphs)
    for words in (
        str(case.sign),
        "art. 36",
        "Oczekiwanie na uzgodnienie zarządcy drogi",
        f"{new_end:%d.%m.%Y}",
        "ponaglenie",
    ):
        assert words in text
    assert case.extensions[0].document == IUUID(notice)
    assert case.extensions[0].late is False
    # Each next delay is told again.
    later = next_working_day(new_end + timedelta(days=30))
    tell_delay(case, "Kolejna przyczyna", later)
    assert (case.due_on, len(case.extensions)) == (later, 2)


def test_notice_after_the_term_is_marked_late(office):
    with office.acting(CLERK):
        opening = Opening(
            "Sprawa", "gp", "6730", started_on=polish_today() - timedelta(days=60), term="inquiry"
        )
        case = open_case(office.unit, opening)
        tell_delay(case, "Przyczyna", next_working_day(polish_today() + timedelta(days=10)))
    assert case.extensions[0].late is True


def test_notice_needs_a_cause_and_a_working_day_to_come(case):
    with pytest.raises(InvalidData) as problem:
        tell_delay(case, " ", polish_today())
    assert faults(problem) == [("cause", "required"), ("new_end", "in_past")]
    assert list(case.objectIds()) == []


def test_urging_goes_on_in_seven_days(case):
    urging = take_urging(case, polish_today())
    assert urging.pass_on_by == term_end(polish_today(), 7, "day")
    with pytest.raises(InvalidData):
        pass_urging_on(case, polish_today() - timedelta(days=1))
    pass_urging_on(case, polish_today(), "uznane za niezasadne")
    assert case.urgings[0].passed_on == polish_today()
    with pytest.raises(Blocked):
        pass_urging_on(case, polish_today())


def test_internal_term_is_not_the_later_one(case):
    with pytest.raises(InvalidData) as problem:
        set_terms(case, term="inquiry", internal=polish_today() + timedelta(days=60))
    assert faults(problem) == [("internal", "later_than_statutory")]
    assert (case.term, case.internal_due_on) == ("inquiry", None)
    set_terms(case, term="complex", internal=polish_today() - timedelta(days=1))
    assert case.due_on == term_end(started(), 2, "month")


def test_only_who_works_on_the_case_moves_its_clock(office, case):
    for user in (HEAD, STRANGER):
        with office.acting(user), pytest.raises(Forbidden):
            stop_clock(case, "mediation")


def test_supervision_counts_and_lists(office):
    with office.acting(CLERK):
        late = open_case(
            office.unit,
            Opening("Stara", "gp", "6730", started_on=polish_today() - timedelta(days=75), term="inquiry"),
        )
        take_urging(late, polish_today())
        open_case(office.unit, Opening("Nowa", "gp", "6730", term="inquiry"))
    with office.acting(HEAD):
        counts = listings.supervision("gmina-lipnowo")
        over = listings.terms("gmina-lipnowo", over="term").rows
    assert [(row["org_symbol"], row["open"], row["over_term"], row["urgings"]) for row in counts] == [
        ("GP", 2, 1, 1)
    ]
    days = (polish_today() - term_end(polish_today() - timedelta(days=75), 1, "month")).days
    assert [(row["sign"], row["days_over"]) for row in over] == [(str(late.sign), days)]
    with office.acting(STRANGER):
        assert listings.supervision("gmina-lipnowo") == []
