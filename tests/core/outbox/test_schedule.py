from datetime import timedelta
from infostrada.core.outbox.schedule import ATTEMPTS
from infostrada.core.outbox.schedule import exhausted
from infostrada.core.outbox.schedule import wait

import pytest


@pytest.mark.parametrize(
    ("attempt", "seconds"),
    [(1, 5), (2, 10), (3, 20), (4, 40), (12, 10240), (13, 20480), (14, 21600), (200, 21600)],
)
def test_longest_pause_doubles_up_to_six_hours(attempt, seconds):
    assert wait(attempt, chance=lambda: 1.0) == timedelta(seconds=seconds)


def test_jitter_draws_the_second_half_of_the_pause():
    assert wait(3, chance=lambda: 0.0) == timedelta(seconds=10)
    assert wait(3, chance=lambda: 0.5) == timedelta(seconds=15)


def test_all_pauses_together():
    # By hand: 5 s * (2**13 - 1) = 40955 s, then six pauses of 21600 s.
    longest = sum((wait(n, chance=lambda: 1.0) for n in range(1, ATTEMPTS)), timedelta())
    assert longest == timedelta(seconds=40955 + 6 * 21600)


def test_the_last_attempt_is_the_last():
    assert not exhausted(ATTEMPTS - 1)
    assert exhausted(ATTEMPTS)


def test_attempts_count_from_one():
    with pytest.raises(ValueError):
        wait(0)
