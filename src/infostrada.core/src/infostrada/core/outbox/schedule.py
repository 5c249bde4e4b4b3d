"""When to try again. Pure."""

from collections.abc import Callable
from datetime import timedelta

import random


FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=6)
# Pauses of 5 s, 10 s, 20 s … 6 h: twenty attempts span 24 to 47 hours, a partner's whole day off.
ATTEMPTS = 20


def wait(attempt: int, *, chance: Callable[[], float] = random.random) -> timedelta:
    """Pause after the failed attempt number `attempt` (from 1): doubling, capped, with jitter.

    Half of the pause is fixed and half is drawn ("equal jitter"), so that messages that failed together
    do not come back together.
    """
    if attempt < 1:
        raise ValueError("Attempts count from 1")
    # 2**40 * 5 s is far beyond the cap; larger exponents would overflow.
    full = min(FIRST * 2 ** min(attempt - 1, 40), LONGEST)
    return full / 2 + full / 2 * chance()


def exhausted(attempt: int) -> bool:
    """Was this the last attempt?"""
    return attempt >= ATTEMPTS
