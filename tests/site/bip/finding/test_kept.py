"""What a search found holds until a commit or the next moment an entry begins or ends; pure."""

from infostrada.site.bip.finding import kept as room
from infostrada.site.bip.finding.kept import kept
from infostrada.site.bip.finding.kept import Moment
from infostrada.site.bip.finding.kept import Tally
from types import SimpleNamespace

import pytest


QUESTION = ("most", "", ("year", 2026))


@pytest.fixture
def changes(monkeypatch):
    found = SimpleNamespace(number=7, quiet=True)
    monkeypatch.setattr(room, "shared", lambda: found)
    room.forget()
    yield found
    room.forget()


def asked(moment, made, key=QUESTION):
    """The total answered at a moment when counting anew gives `made`."""
    return kept(key, moment, lambda: Tally(made, {}, ())).total


def test_an_answer_holds_for_its_question_alone(changes):
    moment = Moment(7, True, 100.0, 200.0)
    assert asked(moment, 1) == 1
    assert asked(moment, 2) == 1
    assert asked(moment, 3, ("most", "lipnowo", ("year", 2026))) == 3


def test_an_answer_ends_with_a_change_and_with_its_moment(changes):
    assert asked(Moment(7, True, 100.0, 200.0), 1) == 1
    assert asked(Moment(7, True, 199.0, 300.0), 2) == 1
    assert asked(Moment(7, True, 200.0, 300.0), 3) == 3
    changes.number = 8
    assert asked(Moment(8, True, 201.0, 300.0), 4) == 4


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        (Moment(7, False, 100.0, 200.0), {}),
        (Moment(7, True, 100.0, 200.0), {"quiet": False}),
        (Moment(7, True, 100.0, 200.0), {"number": 8}),
    ],
)
def test_what_is_counted_beside_a_commit_is_not_kept(changes, moment, after):
    vars(changes).update(after)
    assert asked(moment, 1) == 1
    vars(changes).update(number=7, quiet=True)
    assert asked(Moment(7, True, 101.0, 200.0), 2) == 2


def test_a_transaction_that_has_written_counts_for_itself(changes, monkeypatch):
    assert asked(Moment(7, True, 100.0, 200.0), 1) == 1
    monkeypatch.setattr(room, "has_written", lambda: True)
    assert room.this_moment() is None
    assert asked(None, 2) == 2
    assert asked(Moment(7, True, 101.0, 200.0), 3) == 1


def test_memory_is_bounded(changes, monkeypatch):
    monkeypatch.setattr(room, "MOST", 2)
    moment = Moment(7, True, 100.0, 200.0)
    for number in range(5):
        asked(moment, number, (str(number),))
    assert len(room._known) <= 2
