"""The way of a transfer through the ADE, step by step. Pure.

Source: API ADE 1.6: an application is opened, its files sent, the whole marked; its archive may follow only when it was
accepted, and goes the same way. `request_agreed` and the last three wait for a person.
"""

from datetime import datetime
from datetime import timedelta


OPEN_REQUEST, SEND_REQUEST, MARK_REQUEST, WAIT_REQUEST = (
    "request_open",
    "request_files",
    "request_mark",
    "request_wait",
)
AGREED = "request_agreed"
OPEN_ARCHIVE, SEND_ARCHIVE, MARK_ARCHIVE, WAIT_ARCHIVE = (
    "archive_open",
    "archive_files",
    "archive_mark",
    "archive_wait",
)
TAKEN = "archive_taken"
REQUEST_REJECTED, ARCHIVE_REJECTED = "request_rejected", "archive_rejected"
NEXT = {
    OPEN_REQUEST: SEND_REQUEST,
    SEND_REQUEST: MARK_REQUEST,
    MARK_REQUEST: WAIT_REQUEST,
    WAIT_REQUEST: AGREED,
    OPEN_ARCHIVE: SEND_ARCHIVE,
    SEND_ARCHIVE: MARK_ARCHIVE,
    MARK_ARCHIVE: WAIT_ARCHIVE,
    WAIT_ARCHIVE: TAKEN,
}
REJECTION = {WAIT_REQUEST: REQUEST_REJECTED, WAIT_ARCHIVE: ARCHIVE_REJECTED}
# An answer may take months: three for paper, twelve for electronic records (Dz.U. 2019 poz. 246).
ASK_EVERY = timedelta(minutes=15)
AGAIN_AFTER = timedelta(minutes=5)


def runs(step: str, stopped: bool) -> bool:
    """Is something on its way, so that it must not go another way too?"""
    return step in NEXT and not stopped


def due(step: str, stopped: bool, faulty: bool, asked_at: datetime | None, now: datetime) -> bool:
    """Is there something to do for the worker at this moment?"""
    if not runs(step, stopped):
        return False
    if asked_at is None:
        return True
    if step in REJECTION:
        return now - asked_at >= ASK_EVERY
    return not faulty or now - asked_at >= AGAIN_AFTER
