"""Statuses of a message and what evidences say of them (EOD-13). Pure.

Source: UA API 3.0.8 (`messageControlData.status`, evidence codes) and the standard of the public service
of registered electronic delivery: evidences A.1-E.2, confirmations BP.*, hybrid service H.*.
"""

from collections.abc import Iterable
from collections.abc import Mapping


CHECKED, PASSED_ON, REFUSED = "W trakcie weryfikacji", "Przekazana do realizacji", "Odrzucona"
POSTED, SENT, WAITING = "Nadana", "Wysłana", "Czeka na doręczenie"
DELIVERED, DEEMED, UNDELIVERED = "Doręczona", "Uznana za doręczoną", "Niedoręczona"
QUEUED, NOT_SENT = "W kolejce", "Niewysłana"
STATUSES = (CHECKED, PASSED_ON, REFUSED, POSTED, SENT, WAITING, DELIVERED, DEEMED, UNDELIVERED)
FINAL = frozenset({REFUSED, DELIVERED, DEEMED, UNDELIVERED})

TRANSITIONS: Mapping[str, frozenset[str]] = {
    "": frozenset({QUEUED}),
    QUEUED: frozenset({CHECKED, NOT_SENT}),
    NOT_SENT: frozenset({QUEUED}),
    CHECKED: frozenset({PASSED_ON, REFUSED}),
    PASSED_ON: frozenset({POSTED, REFUSED}),
    POSTED: frozenset({SENT, WAITING, DELIVERED, UNDELIVERED}),
    SENT: frozenset({WAITING, UNDELIVERED}),
    WAITING: frozenset({DELIVERED, DEEMED, UNDELIVERED}),
    REFUSED: frozenset(),
    DELIVERED: frozenset(),
    DEEMED: frozenset(),
    UNDELIVERED: frozenset(),
}
# What each evidence means by itself; BP.OX means delivery only when no E.1 came (fiction).
MEANS: Mapping[str, str] = {
    "A.1": POSTED,
    "H.PN": POSTED,
    "A.2": REFUSED,
    "H.DW": REFUSED,
    "B.1": SENT,
    "D.1": WAITING,
    "B.2": UNDELIVERED,
    "B.3": UNDELIVERED,
    "D.2": UNDELIVERED,
    "E.2": UNDELIVERED,
    "E.1": DELIVERED,
    "H.EPO": DELIVERED,
}
CODES = (*MEANS, "D.3", "BP.WX", "BP.WP", "BP.OX", "BP.OP")
_PLAIN = {code.replace(".", ""): code for code in CODES}


def code_of(text: str) -> str:
    """The code with its dot: the service writes both `BP.OX` and `BPOX`; others stay as they came."""
    return _PLAIN.get(text.replace(".", ""), text)


def reachable(status: str) -> frozenset[str]:
    """Statuses that may follow, also when those between were not seen."""
    found: set[str] = set()
    pending = [status]
    while pending:
        for following in TRANSITIONS[pending.pop()] - found:
            found.add(following)
            pending.append(following)
    return frozenset(found)


def advance(status: str, following: str) -> str:
    """The next status when the machine allows it, else the present one."""
    return following if following in reachable(status) else status


def status_of(codes: Iterable[str]) -> str:
    """Status all evidences together say, in whatever order and however often they came; empty for none."""
    known = set(codes)
    said = {MEANS[code] for code in known if code in MEANS}
    if "BP.OX" in known and "E.1" not in known and WAITING in said:
        said.add(DEEMED)
    for status in (DELIVERED, DEEMED, REFUSED, UNDELIVERED, WAITING, SENT, POSTED):
        if status in said:
            return status
    return ""
