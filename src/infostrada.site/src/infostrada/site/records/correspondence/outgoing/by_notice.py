"""Letters to addressees who are served by public notice (KPA art. 49): sent with it, served on its day."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.record.sql import rows
from infostrada.core.worker.interfaces import IChore
from infostrada.site.records.actor import Actor
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import PublicNotice
from infostrada.site.records.cases.notices import BASIS
from infostrada.site.records.cases.notices import notice_of
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.dispatch import gone
from infostrada.site.records.correspondence.outgoing.proofs import served
from infostrada.site.records.correspondence.outgoing.proofs import undelivered
from infostrada.site.records.correspondence.outgoing.ways import NOTICE
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from zope.interface import implementer

import logging
import transaction


logger = logging.getLogger(__name__)
MOST_AT_ONCE = 200
WAITING = """
    SELECT own.uid FROM site.outgoing_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE own.method = %(method)s AND record.state = 'sent' AND own.sent_on <= %(day)s::date - 14
    ORDER BY own.sent_on, own.uid LIMIT %(size)s
"""


def send_by_notice(case: Case, act: Deed, notice: PublicNotice) -> list[Outgoing]:
    """Letters of the notice's document that go by notice leave with its publication; returns them."""
    waiting = [letter for letter in _letters(case, notice.document) if state_of(letter) == "ready"]
    for letter in waiting:
        gone(letter, act, notice.published_on)
    return waiting


def recall(case: Case, act: Deed, notice: PublicNotice) -> None:
    """The notice was taken down before its day: the letters sent with it reached nobody."""
    for letter in _letters(case, notice.document):
        if state_of(letter) == "sent":
            undelivered(letter, act, f"{notice.title}: {act.at.date().isoformat()}")


def serve_due(day: date | None = None) -> int:
    """Letters whose notice's day has come count as served, each in a transaction of its own; returns how many."""
    today, done = day or polish_today(), 0
    for row in rows(WAITING, {"method": NOTICE, "day": today, "size": MOST_AT_ONCE}):
        transaction.begin()
        try:
            done += _serve(record_at(row["uid"]), today)
            transaction.commit()
        except Exception:
            transaction.abort()
            logger.exception("The notice that serves letter %s could not be followed", row["uid"])
    return done


def _serve(letter: Outgoing | None, today: date) -> bool:
    if letter is None:
        return False
    case = record_at(letter.case_uid)
    notice = notice_of(case, letter.document_uid) if case is not None else None
    if notice is None or notice.served_on is None or notice.served_on > today:
        return False
    act = deed(letter)._replace(actor=Actor("", "Infostrada", ""))
    served(letter, act, notice.served_on, BASIS, deemed=True)
    return True


def _letters(case: Case, document: str) -> list[Outgoing]:
    found = (record_at(uid) for uid in case.outgoing)
    return [
        letter
        for letter in found
        if letter is not None and letter.method == NOTICE and letter.document_uid == document
    ]


@implementer(IChore)
class NoticesDue:
    """Letters that count as served by a public notice today."""

    def run(self) -> None:
        """Serve them."""
        serve_due()
