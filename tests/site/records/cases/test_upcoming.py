"""What comes next in a case: the order of the instruction, document, letter, settlement, end."""

from datetime import date
from datetime import timedelta
from infostrada.site.records.cases.upcoming import Held
from infostrada.site.records.cases.upcoming import is_pressed
from infostrada.site.records.cases.upcoming import next_step

import pytest


DECISION = Held("d", "Decyzja", "accepted", "decyzja")
NOTE = Held("n", "Notatka", "accepted", "notatka")
DRAFT = Held("p", "Projekt", "draft", "decyzja")
SUBMITTED = Held("s", "Projekt", "submitted", "decyzja")
RETURNED = Held("r", "Projekt", "returned", "decyzja")
READY = Held("l", "W/1/2026", "ready", "d")
QUEUED = Held("l", "W/1/2026", "queued", "d")
SENT = Held("l", "W/1/2026", "sent", "d")
SERVED = Held("l", "W/1/2026", "delivered", "d")
TASK = Held("t", "do opinii", "open")


@pytest.mark.parametrize(
    ("state", "documents", "letters", "tasks", "step"),
    [
        ("started", [], [], [], ("write", "")),
        ("in_progress", [NOTE], [], [], ("write", "")),
        ("in_progress", [DRAFT], [], [], ("submit", "p")),
        ("in_progress", [DRAFT, RETURNED], [], [TASK], ("mend", "r")),
        ("in_progress", [SUBMITTED], [], [TASK], ("wait_acceptance", "s")),
        ("in_progress", [NOTE], [], [TASK], ("wait_task", "t")),
        ("in_progress", [DECISION], [], [], ("prepare", "d")),
        ("in_progress", [DECISION], [READY], [TASK], ("send", "l")),
        ("in_progress", [DECISION, NOTE], [QUEUED], [], ("settle", "d")),
        ("suspended", [DECISION], [SERVED], [], ("settle", "d")),
        ("settled", [DECISION], [], [], ("prepare", "d")),
        ("settled", [DECISION], [SENT], [], ("wait_service", "l")),
        ("settled", [DECISION], [SERVED], [], ("finish", "")),
        ("settled", [NOTE], [], [], ("finish", "")),
        ("closed", [DECISION], [SERVED], [], ("archive", "")),
        ("archived", [DECISION], [SERVED], [], ("", "")),
        ("void", [DRAFT], [], [], ("", "")),
    ],
)
def test_next_step(state, documents, letters, tasks, step):
    found = next_step(state, documents, letters, tasks, "d" if DECISION in documents else "")
    assert (found.word, found.about) == step


def test_a_settled_case_waits_for_the_term_of_the_party():
    """KPA art. 16 and 130: a decision is final when the term to appeal has passed."""
    assert next_step("settled", [DECISION], [SERVED], [], "d", term_runs=True).word == "wait_term"


@pytest.mark.parametrize(
    ("documents", "letters", "tasks", "step"),
    [
        ([], [], [], "notify"),
        ([NOTE], [], [TASK], "notify"),
        ([SUBMITTED], [], [], "notify"),
        ([DRAFT], [READY], [], "send"),
        # A decision that is ready settles the case instead.
        ([DECISION], [], [], "prepare"),
        ([DECISION], [QUEUED], [], "settle"),
    ],
)
def test_a_term_that_passes_is_told_to_the_parties(documents, letters, tasks, step):
    """KPA art. 36: of every case not settled in its term the parties are told why and until when."""
    assert next_step("in_progress", documents, letters, tasks, pressed=True).word == step
    assert next_step("settled", [DECISION], [SERVED], [], "d", pressed=True).word == "finish"


@pytest.mark.parametrize(
    ("due", "pressed"),
    [
        (None, False),
        (date(2026, 12, 3), False),
        (date(2026, 12, 2), True),
        (date(2026, 11, 29), True),
        (date(2026, 11, 28), True),
    ],
)
def test_when_a_term_presses(due, pressed):
    assert is_pressed(due, date(2026, 11, 29), timedelta(days=3)) is pressed


def test_what_the_type_asks_for_comes_before_the_settlement():
    found = next_step("in_progress", [DECISION], [QUEUED], [], lacking=["Oględziny", "Opłata"])
    assert (found.word, found.title) == ("check", "Oględziny")
    assert next_step("in_progress", [DECISION], [], [], lacking=["Oględziny"]).word == "prepare"
