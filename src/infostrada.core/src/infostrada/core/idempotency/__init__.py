"""Repeating a POST safely: the header `Idempotency-Key` names the attempt.

The answer of the first attempt counts for all later ones with the same key, by the same user, with
the same body, as long as the record it made exists. The same key with another body is a 409.
Usage in a service:

    done = idempotency.begin(request)
    if done is not None:
        return <the answer for the record with that UID>
    ... make the record ...
    idempotency.finish(request, uid)

An act on a record that exists is remembered by the record: `once(record, request, act, again)`.
"""

from infostrada.core.idempotency.acts import find
from infostrada.core.idempotency.acts import once
from infostrada.core.idempotency.acts import remember
from infostrada.core.idempotency.attempts import Attempt
from infostrada.core.idempotency.attempts import begin
from infostrada.core.idempotency.attempts import expire
from infostrada.core.idempotency.attempts import finish
from infostrada.core.idempotency.attempts import key_of


__all__ = ["Attempt", "begin", "expire", "find", "finish", "key_of", "once", "remember"]
