"""Where answers are counted: in front of Zope, and for pages from memory behind the page cache's back.

Zope alone says that an answer is a visit, by the header `X-Infostrada-Visit` with the object's UID; it is taken off
every answer.
"""

from collections.abc import Iterable


VISIT = "X-Infostrada-Visit"
COUNTED = ("200", "304")


def visited(status: str, headers: Iterable[tuple[str, str]]) -> str:
    """UID of the object an answer is a visit of; "" for other answers."""
    if not status.startswith(COUNTED):
        return ""
    return next((value for name, value in headers if name.lower() == VISIT.lower()), "")
