"""What the query of an address says, read strictly: one value, whole numbers within bounds."""

from collections.abc import Mapping
from infostrada.core.errors import BadRequest
from typing import Any


# As many digits as PostgreSQL's bigint surely holds.
DIGITS = 18


def one(form: Mapping[str, Any], name: str) -> str | None:
    """The value said once, None when it is not said or empty; BadRequest when it is said twice or is no text."""
    value = form.get(name)
    if value is None or value == "":
        return None
    if not is_plain(value):
        raise BadRequest(field=name, reason="bad_value")
    return value


def whole(
    form: Mapping[str, Any],
    name: str,
    usual: int,
    *,
    least: int = 0,
    most: int = 10**DIGITS - 1,
    reason: str = "bad_number",
) -> int:
    """A whole number from `least` to `most`, `usual` when it is not said; BadRequest for anything else."""
    said = one(form, name)
    if said is None:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) <= DIGITS and least <= int(said) <= most):
        raise BadRequest(field=name, reason=reason)
    return int(said)


def is_plain(value: Any) -> bool:
    """Is it a text the database can hold: without NUL and halves of characters?"""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
