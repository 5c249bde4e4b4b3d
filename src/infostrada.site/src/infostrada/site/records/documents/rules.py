"""Versions, check-out and acceptance of a document."""

from datetime import datetime
from datetime import timedelta


STATES = ("draft", "submitted", "returned", "accepted", "cancelled")
EDITABLE = frozenset({"draft", "returned"})
CHECK_OUT = timedelta(hours=12)


def may_write(state: str, holder: str | None, actor: str) -> str | None:
    """Why `actor` may not write a version now: `not_editable`, `checked_out`; None when they may."""
    if state not in EDITABLE:
        return "not_editable"
    if holder is not None and holder != actor:
        return "checked_out"
    return None


def holder_now(holder: str | None, since: datetime | None, now: datetime) -> str | None:
    """Who has the document checked out; a check-out lapses after `CHECK_OUT`."""
    if holder is None or since is None or now - since >= CHECK_OUT:
        return None
    return holder


def etag(uid: str, versions: int, state: str) -> str:
    """The document's entity tag: it changes with every version and every step."""
    return f'"{uid[:8]}-{versions}-{state}"'
