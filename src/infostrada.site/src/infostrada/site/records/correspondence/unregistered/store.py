"""Rows of messages that were not registered, and the messages themselves."""

from BTrees.OOBTree import OOBTree
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.records.files import RecordFile
from plone import api
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.unregistered_mail"
COLUMNS = (
    "uid, unit, noted_at, actor, actor_name, post, kind, note, sender, subject, sent_on, filename, size, sha256,"
    " keep_until, erased_at, letter_uid"
)
ADD = """
    INSERT INTO site.unregistered_mail (uid, unit, noted_at, actor, actor_name, post, kind, note, sender, subject, sent_on,
        filename, size, sha256, keep_until)
    VALUES (%(uid)s, %(unit)s, %(noted_at)s, %(actor)s, %(actor_name)s, %(post)s, %(kind)s, %(note)s, %(sender)s,
        %(subject)s, %(sent_on)s, %(filename)s, %(size)s, %(sha256)s, %(keep_until)s)
"""
ONE = f"SELECT {COLUMNS} FROM site.unregistered_mail WHERE unit = %(unit)s AND uid = %(uid)s"  # noqa: S608 - our own columns
SAME = f"SELECT {COLUMNS} FROM site.unregistered_mail WHERE unit = %(unit)s AND sha256 = %(sha256)s"  # noqa: S608 - our own columns
PAGE = f"""
    SELECT {COLUMNS} FROM site.unregistered_mail
    WHERE unit = %(unit)s AND (CAST(%(kind)s AS text) = '' OR kind = %(kind)s)
        AND (CAST(%(after)s AS text) = '' OR (noted_at, uid) < (
            SELECT noted_at, uid FROM site.unregistered_mail WHERE unit = %(unit)s AND uid = %(after)s))
    ORDER BY noted_at DESC, uid DESC LIMIT %(size)s
"""  # noqa: S608 - our own columns
DUE = """
    SELECT uid, unit, sha256 FROM site.unregistered_mail
    WHERE erased_at IS NULL AND keep_until < %(today)s ORDER BY keep_until, uid LIMIT %(size)s
"""
ERASED = "UPDATE site.unregistered_mail SET erased_at = %(at)s WHERE uid = %(uid)s"
REGISTERED = "UPDATE site.unregistered_mail SET letter_uid = %(letter)s WHERE uid = %(uid)s"


class Noted(NamedTuple):
    """A message somebody said needs no registering; `erased_at` since when only this row tells of it."""

    uid: str
    unit: str
    noted_at: datetime
    actor: str
    actor_name: str
    post: str
    kind: str
    note: str
    sender: str
    subject: str
    sent_on: date | None
    filename: str
    size: int
    sha256: str
    keep_until: date
    erased_at: datetime | None = None
    letter_uid: str | None = None


def add(noted: Noted, file: RecordFile) -> None:
    """Write the row and keep the message."""
    write(ADD, noted._asdict())
    _held(make=True)[noted.uid] = file


def one(unit: str, uid: str) -> Noted | None:
    """A row of the office."""
    return _first(rows(ONE, {"unit": unit, "uid": uid}))


def same(unit: str, sha256: str) -> Noted | None:
    """The row of a message that came before, byte for byte."""
    return _first(rows(SAME, {"unit": unit, "sha256": sha256}))


def page(unit: str, size: int, after: str = "", kind: str = "") -> list[Noted]:
    """Rows of the office, the newest first, behind the one with this identifier."""
    return [Noted(**row) for row in rows(PAGE, {"unit": unit, "size": size, "after": after, "kind": kind})]


def message(uid: str) -> RecordFile | None:
    """The message itself while it is kept."""
    found: RecordFile | None = _held().get(uid)
    return found


def due(today: date, size: int) -> list[Mapping[str, Any]]:
    """Messages kept for long enough."""
    return list(rows(DUE, {"today": today, "size": size}))


def erase(uid: str, at: datetime) -> None:
    """Let the message go; its row stays and says since when."""
    write(ERASED, {"uid": uid, "at": at})
    _held().pop(uid, None)


def registered(uid: str, letter: str) -> None:
    """It was registered after all."""
    write(REGISTERED, {"uid": uid, "letter": letter})


def _first(found: Any) -> Noted | None:
    return Noted(**found[0]) if found else None


def _held(make: bool = False) -> Any:
    annotations = IAnnotations(api.portal.get())
    if make and KEY not in annotations:
        annotations[KEY] = OOBTree()
    return annotations.get(KEY, {})
