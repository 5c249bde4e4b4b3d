"""Repeating a POST safely: the header `Idempotency-Key` names the attempt.

The answer of the first attempt counts for all later ones with the same key, by the same user, with
the same body, as long as the record it made exists. The same key with another body is a 409.
Usage in a service:

    done = idempotency.begin(request)
    if done is not None:
        return <the answer for the record with that UID>
    ... make the record ...
    idempotency.finish(request, uid)
"""

from infostrada.core.idempotency.attempts import begin
from infostrada.core.idempotency.attempts import expire
from infostrada.core.idempotency.attempts import finish
from infostrada.core.idempotency.attempts import key_of


__all__ = ["begin", "expire", "finish", "key_of"]
