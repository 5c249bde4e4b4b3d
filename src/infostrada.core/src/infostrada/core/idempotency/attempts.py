"""The attempts' rows, written in the joined transaction."""

from AccessControl import getSecurityManager
from datetime import timedelta
from infostrada.core.bodies import pieces
from infostrada.core.conditions import refuse_stale
from infostrada.core.conditions import repeated
from infostrada.core.errors import _
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.core.presence import promise
from infostrada.core.presence import settled
from infostrada.core.sql import session
from io import BytesIO
from io import SEEK_END
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import hashlib


HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT = timedelta(days=7)

# Waits for a running attempt with the same key to commit or abort.
BEGIN = text("""
    INSERT INTO core.idempotency (principal, key, digest) VALUES (:principal, :key, :digest)
    ON CONFLICT DO NOTHING RETURNING key
""")
EARLIER = text("""
    SELECT digest, uid FROM core.idempotency WHERE principal = :principal AND key = :key
    FOR UPDATE
""")
FINISH = text("""
    UPDATE core.idempotency SET uid = :uid, begun = clock_timestamp()
    WHERE principal = :principal AND key = :key
""")
EXPIRE = text("""
    WITH gone AS (
        DELETE FROM core.idempotency WHERE begun < clock_timestamp() - CAST(:kept AS interval)
        RETURNING key
    )
    SELECT count(*) FROM gone
""")


class Attempt(NamedTuple):
    """Who sends a request under which key, and the digest that tells a repetition from another request."""

    principal: str
    key: str
    digest: bytes


def key_of(request: Any) -> str | None:
    """The request's key, None without the header; raises `BadRequest` for one out of shape."""
    key: str = (request.getHeader(HEADER) or "").strip()
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadRequest(
            _(
                "idempotency_key_malformed",
                default="Idempotency-Key must be at most 200 printable ASCII characters.",
            ),
            field=HEADER,
            reason="malformed",
        )
    return key or None


def begin(request: Any) -> str | None:
    """UID of the record an earlier attempt made, or None when the caller has to make it.

    Call before anything else is written. Raises `Conflict` when the key was used for another
    request and `ContentionError` while the earlier attempt is still being committed.
    """
    attempt = attempt_of(request)
    if attempt is None:
        return None
    promised = _promise(attempt)
    if session().execute(BEGIN, attempt._asdict()).one_or_none() is not None:
        refuse_stale(request)
        promise(promised)
        return None
    earlier = session().execute(EARLIER, attempt._asdict()).one()
    if bytes(earlier.digest) != attempt.digest:
        raise reused()
    if earlier.uid is not None and settled(earlier.uid, promised):
        repeated(request)
        done: str = earlier.uid
        return done
    refuse_stale(request)
    promise(promised)
    return None


def finish(request: Any, uid: str) -> None:
    """Remember which record answers the attempt; without a key there is nothing to remember."""
    attempt = attempt_of(request)
    if attempt is not None:
        session().execute(FINISH, attempt._asdict() | {"uid": uid})


def expire(kept: timedelta = KEPT) -> int:
    """Forget attempts older than a week; returns how many."""
    forgotten: int = session().execute(EXPIRE, {"kept": kept}).scalar_one()
    return forgotten


def reused() -> Conflict:
    """The refusal of a key that stood on another request."""
    return Conflict(
        _(
            "idempotency_key_reused",
            default="This Idempotency-Key was used for another request.",
        ),
        field=HEADER,
        reason="idempotency_key_reused",
    )


def attempt_of(request: Any) -> Attempt | None:
    """The request as an attempt; None without a key."""
    key = key_of(request)
    if key is None:
        return None
    digest = hashlib.sha256()
    for part in (request.method.encode(), request["PATH_INFO"].encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    _digest_body(request, digest)
    principal = getSecurityManager().getUser().getId() or ""
    return Attempt(principal, key, digest.digest())


def _digest_body(request: Any, digest: Any) -> None:
    """Length and bytes of the body, which may be larger than the memory."""
    stream = request.get("BODYFILE")
    if stream is None:
        body = request.get("BODY") or b""
        stream = BytesIO(body.encode() if isinstance(body, str) else body)
    digest.update(stream.seek(0, SEEK_END).to_bytes(8, "big"))
    for piece in pieces(stream):
        digest.update(piece)


def _promise(attempt: Attempt) -> str:
    return f"attempt {attempt.principal} {attempt.key}"
