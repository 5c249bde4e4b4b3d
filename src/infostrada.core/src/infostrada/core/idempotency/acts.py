"""Acts on a record that exists: the record itself remembers the last attempts, in the transaction of the act.

A row elsewhere could commit without the object, and the object would stand there as it did before; only what is
written into the record with the act proves that the act was done. Two attempts at once change the same
object: the second one is repeated by Zope and finds the answer of the first.
"""

from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.idempotency.attempts import Attempt
from infostrada.core.idempotency.attempts import attempt_of
from infostrada.core.idempotency.attempts import KEPT
from infostrada.core.idempotency.attempts import reused
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

import json
import zlib


KEY = "infostrada.core.attempts"
# What a record carries with it: attempts, and bytes of a packed answer.
MOST = 10
LARGEST = 32_768


class Answered(NamedTuple):
    """An attempt that was answered; `answer` is packed JSON, None for one too large to keep."""

    principal: str
    key: str
    digest: bytes
    at: datetime
    status: int
    location: str
    answer: bytes | None


def once(record: Any, request: Any, act: Callable[[], Any], again: Callable[[], Any]) -> Any:
    """The answer of `act`, or the one an earlier attempt with the same `Idempotency-Key` got.

    `again` answers for an attempt whose answer was too large to keep. Raises `Conflict` when the key was
    used for another request to this record.
    """
    attempt = attempt_of(request)
    if attempt is None:
        return act()
    earlier = find(record, attempt)
    if earlier is None:
        answer = act()
        response = request.response
        remember(record, attempt, answer, response.getStatus(), response.getHeader("Location") or "")
        return answer
    request.response.setStatus(earlier.status)
    if earlier.location:
        request.response.setHeader("Location", earlier.location)
    return again() if earlier.answer is None else json.loads(zlib.decompress(earlier.answer))


def find(record: Any, attempt: Attempt) -> Answered | None:
    """What the record remembers of an attempt; `Conflict` when its key stood on another request."""
    for each in _kept(record):
        if (each.principal, each.key) == (attempt.principal, attempt.key):
            if each.digest != attempt.digest:
                raise reused()
            return each
    return None


def remember(record: Any, attempt: Attempt, answer: Any, status: int = 200, location: str = "") -> None:
    """Keep the answer with the record, among its last ones."""
    packed = zlib.compress(json.dumps(answer).encode())
    new = Answered(*attempt, datetime.now(UTC), status, location, packed if len(packed) <= LARGEST else None)
    IAnnotations(record)[KEY] = (*_kept(record), new)[-MOST:]


def _kept(record: Any, kept: timedelta = KEPT) -> tuple[Answered, ...]:
    since = datetime.now(UTC) - kept
    held: tuple[Answered, ...] = IAnnotations(record).get(KEY, ())
    return tuple(each for each in held if each.at >= since)
