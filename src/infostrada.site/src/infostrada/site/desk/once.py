"""One form sent twice: a double click, or a page sent again because the answer was slow, acts once.

Every form carries a word of its own. The same word with the same fields is the same attempt; with other fields, after
a step back in the browser, it is a new one.
"""

from infostrada.core.idempotency import Attempt
from io import SEEK_END
from plone import api
from typing import Any

import hashlib


FIELD = "once"
LONGEST = 64


def attempt_of_form(request: Any) -> Attempt | None:
    """The form sent, as an attempt of the person logged in; None for one without a word, or of nobody."""
    word, person = request.form.get(FIELD), api.user.get_current().getId()
    if not isinstance(word, str) or not 0 < len(word) <= LONGEST or not person:
        return None
    digest = hashlib.sha256()
    for name, value in sorted(request.form.items()):
        if name != "_authenticator":
            digest.update(repr((name, _told(value))).encode("utf-8", "surrogatepass"))
    return Attempt(person, f"form:{digest.hexdigest()}", digest.digest())


def _told(value: Any) -> Any:
    """A field's value; of a file its name and size."""
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    if hasattr(value, "filename"):
        value.seek(0, SEEK_END)
        size = value.tell()
        value.seek(0)
        return value.filename, size
    return str(value)
