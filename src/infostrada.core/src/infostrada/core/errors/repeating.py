"""How long a request waits before it is repeated after a conflict."""

from typing import Any

import random
import time


FIRST, GROWTH = 0.05, 4


def delay_retry(self: Any) -> None:
    """Wait a moment, each time longer: 0.05, 0.2, 0.8, 3.2 and 12.8 seconds at most.

    Zope waits up to a second before the first repetition, with a thread of the server. Two writers who met in one
    object are out of each other's way after some milliseconds; what takes longer (a record being committed under the
    same key, a locked series) gets more patience than Zope's, not less.
    """
    time.sleep(random.uniform(0, FIRST * GROWTH**self.retry_count))  # noqa: S311 - no secret, only apart from the others
