"""What the gate finds, as plain values."""

from collections.abc import Iterable
from typing import NamedTuple

import hashlib


HIGH, MEDIUM, LOW = "high", "medium", "low"

# How bad it is when the thing becomes public by mistake. Low findings are shown and stop nobody.
SEVERITY = {
    "pesel": HIGH,
    "nrb": HIGH,
    "identity_card": HIGH,
    "passport": HIGH,
    "land_register": HIGH,
    "hidden_text": HIGH,
    "earlier_revision": HIGH,
    "tracked_changes": HIGH,
    "comments": HIGH,
    "attachment": HIGH,
    "active_content": HIGH,
    "gps": HIGH,
    "unreadable": HIGH,
    "nip": MEDIUM,
    "email": MEDIUM,
    "phone": MEDIUM,
    "home_address": MEDIUM,
    "birth_date": MEDIUM,
    "form_value": MEDIUM,
    "annotation": MEDIUM,
    "hidden_layer": MEDIUM,
    "hidden_sheet": MEDIUM,
    "no_text_layer": MEDIUM,
    "copy_lock": MEDIUM,
    "person": LOW,
    "author": LOW,
    "signature": LOW,
}

# No decision lets these out: what runs on a reader's machine is no matter of personal data.
MUST_GO = frozenset(["active_content"])


class Box(NamedTuple):
    """A rectangle on a page in points (1/72 inch) from the page's top left corner, y downwards."""

    left: float
    top: float
    right: float
    bottom: float


class Finding(NamedTuple):
    """A spot that must be looked at; `text` is masked, never the whole value.

    `where` is the field of the entry or the file's name, with " > " before a file inside a file; `page` counts from 1.
    `key` names the finding from one scan to the next, as long as the bytes of the file stay.
    """

    kind: str
    where: str
    text: str = ""
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    severity: str = ""
    key: str = ""


class Spot(NamedTuple):
    """What a detector found in a text: kind, the range of characters, and how sure it is."""

    kind: str
    start: int
    end: int
    severity: str


def masked(value: str) -> str:
    """Enough of a value to find the spot, too little to use it."""
    keep = 2 if len(value) > 6 else 1
    return value[:keep] + "…" + value[-1:] if value else ""


def finding(
    kind: str, where: str, value: str = "", *, page: int | None = None,
    boxes: Iterable[Box] = (), severity: str = "", shown: str | None = None,
) -> Finding:  # fmt: skip
    """A finding with its masked text; `shown` replaces the mask where the value is no secret."""
    marked = severity or SEVERITY[kind]
    seed = "\0".join((kind, where, str(page or ""), value))
    key = hashlib.sha256(seed.encode()).hexdigest()[:16]
    text = masked(value) if shown is None else shown
    return Finding(kind, where, text, page, tuple(boxes), marked, key)


def numbered(found: Iterable[Finding]) -> list[Finding]:
    """Findings with keys of their own: the second spot of the same value gets another key."""
    seen: dict[str, int] = {}
    answer = []
    for item in found:
        count = seen[item.key] = seen.get(item.key, 0) + 1
        answer.append(item if count == 1 else item._replace(key=f"{item.key}-{count}"))
    return answer
