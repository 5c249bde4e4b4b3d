"""Acts on a record that exists: the record itself remembers the last attempts, in the transaction of the act.

A row elsewhere could commit without the object, and the object would stand there as it did before; only what is
written into the record with the act proves that the act was done. Two attempts at once change the same
object: the second one is repeated by Zope and finds the answer of the first.

A record remembers every attempt of the last day, however many clients act on it: 16 of them may send a hundred acts before one
comes back for its answer. An act writes its answer and one leaf of a tree; what is older goes a quarter of a day at a time.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.conditions import refuse_stale
from infostrada.core.conditions import repeated
from infostrada.core.idempotency.attempts import Attempt
from infostrada.core.idempotency.attempts import attempt_of
from infostrada.core.idempotency.attempts import reused
from persistent import Persistent
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

import json
import zlib


KEY = "infostrada.core.attempts"
KEPT = timedelta(hours=24)
# Attempts go together that came within so many seconds.
TOGETHER = 6 * 3600
# Bytes of a packed answer a record carries.
LARGEST = 32_768


class Packed(Persistent):
    """A packed answer, an object of its own: the leaf that names it stays small."""

    def __init__(self, data: bytes) -> None:
        self.data = data


class Answered(NamedTuple):
    """An attempt that was answered; `answer` is None for one too large to keep."""

    principal: str
    key: str
    digest: bytes
    at: datetime
    status: int
    location: str
    answer: Packed | None


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
        refuse_stale(request)
        answer = act()
        response = request.response
        remember(record, attempt, answer, response.getStatus(), response.getHeader("Location") or "")
        return answer
    repeated(request)
    request.response.setStatus(earlier.status)
    if earlier.location:
        request.response.setHeader("Location", earlier.location)
    return again() if earlier.answer is None else json.loads(zlib.decompress(earlier.answer.data))


def find(record: Any, attempt: Attempt) -> Answered | None:
    """What the record remembers of an attempt; `Conflict` when its key stood on another request."""
    since, wanted = datetime.now(UTC) - KEPT, (attempt.principal, attempt.key)
    for attempts in _remembered(record).values():
        found: Answered | None = attempts.get(wanted)
        if found is not None and found.at >= since:
            if found.digest != attempt.digest:
                raise reused()
            return found
    return None


def remember(record: Any, attempt: Attempt, answer: Any, status: int = 200, location: str = "") -> None:
    """Keep the answer with the record, and drop what is older than a day."""
    now = datetime.now(UTC)
    packed = zlib.compress(json.dumps(answer).encode())
    kept = Packed(packed) if len(packed) <= LARGEST else None
    remembered = _remembered(record)
    # Attempts told as one tuple, as they were before, are read once more and are a tree from now on.
    if IAnnotations(record).get(KEY) is not remembered:
        IAnnotations(record)[KEY] = remembered
    place = _place(now)
    if place not in remembered:
        for old in list(remembered.keys(None, _place(now - KEPT) - 1)):
            del remembered[old]
        remembered[place] = OOBTree()
    remembered[place][attempt.principal, attempt.key] = Answered(*attempt, now, status, location, kept)


def _place(at: datetime) -> int:
    return int(at.timestamp()) // TOGETHER


def _remembered(record: Any) -> Any:
    """Trees of attempts by the quarter of the day they came in."""
    held = IAnnotations(record).get(KEY)
    if isinstance(held, IOBTree):
        return held
    found = IOBTree()
    for each in held or ():
        answer = Packed(each.answer) if isinstance(each.answer, bytes) else each.answer
        found.setdefault(_place(each.at), OOBTree())[each.principal, each.key] = each._replace(answer=answer)
    return found
