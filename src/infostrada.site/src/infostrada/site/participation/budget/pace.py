"""Slow down whoever floods: proposals, drafts, support, comments and keys tried from one address of the network.

Rows hold keyed digests only and go after a day. A whole school behind one address fits into the limits.
"""

from infostrada.core.aside import aside
from infostrada.core.errors import TooManyRequests
from infostrada.core.security.keys import keyed
from infostrada.core.sql import session
from infostrada.site.desk.refusals import refusal
from sqlalchemy import text


# How many in so many minutes.
LIMITS = {
    "draft": (120, 60),
    "proposal": (20, 60),
    "support": (60, 60),
    "comment": (10, 60),
    "notice": (20, 60),
    "subscription": (10, 60),
    "key": (20, 15),
    "code": (5, 24 * 60),
}
COUNT = text(
    "SELECT count(*) FROM site.budget_pace WHERE kind = :kind AND key = :key"
    " AND at > now() - make_interval(mins => :minutes)"
)
ADD = text("INSERT INTO site.budget_pace (kind, key) VALUES (:kind, :key)")
ADD_ASIDE = "INSERT INTO site.budget_pace (kind, key) VALUES (%s, %s)"
TIDY = text("DELETE FROM site.budget_pace WHERE at < now() - interval '1 day'")


class TooOften(TooManyRequests):
    """Too much came from one place in a short time."""

    reason = "too_often"

    def __init__(self) -> None:
        super().__init__(refusal("too_often"), reason="too_often")


def check(kind: str, owner: str) -> None:
    """Raise TooOften when `owner` (an address, a form) has done `kind` as often as it may; nobody named is let through."""
    most, minutes = LIMITS[kind]
    values = {"kind": kind, "key": _key(kind, owner), "minutes": minutes}
    if owner and session().execute(COUNT, values).scalar_one() >= most:
        raise TooOften()


def count(kind: str, owner: str) -> None:
    """Check, and count one more together with what is done."""
    check(kind, owner)
    if owner:
        session().execute(ADD, {"kind": kind, "key": _key(kind, owner)})


def failed(kind: str, owner: str) -> None:
    """Count a wrong key or code although the request fails."""
    if owner:
        with aside() as connection:
            connection.execute(ADD_ASIDE, [kind, _key(kind, owner)])


def tidy() -> None:
    """Delete what no window can reach any more."""
    session().execute(TIDY)


def _key(kind: str, owner: str) -> bytes:
    return keyed(f"budget pace {kind}", owner)
