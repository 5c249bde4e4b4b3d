"""Documents of a case as rules and pages see them; those of a large case are read from their list.

Waking twenty thousand documents takes half a minute, asking their list takes milliseconds.
"""

from datetime import date
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.rules import FINAL_DOCUMENT
from infostrada.site.records.cases.rules import Paper
from infostrada.site.records.documents.content import paper_of
from plone.uuid.interfaces import IUUID
from typing import Any


LARGE = 200
MATTERING = """
    SELECT own.uid, record.title, record.state, own.dated
    FROM site.document_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE own.case_uid = %(case)s
        AND (record.state <> ALL(%(final)s) OR own.dated > %(closes_on)s OR own.uid = %(decision)s)
    ORDER BY own.uid LIMIT %(limit)s
"""
NEWEST = """
    SELECT own.uid, record.title, record.state, record.path, own.document_kind, own.version,
        own.author_name, own.filed_at
    FROM site.document_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE own.case_uid = %(case)s AND (CAST(%(state)s AS text) = '' OR record.state = %(state)s)
    ORDER BY own.filed_at DESC NULLS LAST, own.uid LIMIT %(limit)s
"""


def is_large(case: Case) -> bool:
    """Has the case more documents than are woken at once?"""
    return len(case) > LARGE


def mattering(case: Case, decision: str | None, closes_on: date) -> list[Paper]:
    """What the closing rules have to know; of a large case only documents that stand against it."""
    if not is_large(case):
        return [paper_of(document) for document in documents_of(case)]
    found = _asked(
        MATTERING,
        case=IUUID(case),
        final=list(FINAL_DOCUMENT),
        closes_on=closes_on,
        decision=decision or "",
        limit=LARGE,
    )
    return [
        paper_of(case[decision])
        if row["uid"] == decision
        else Paper(row["uid"], row["title"], row["state"], row["dated"])
        for row in found
    ]


def newest(case: Case, state: str = "") -> list[dict[str, Any]]:
    """Rows of the newest documents of a case, at most 200."""
    return _asked(NEWEST, case=IUUID(case), state=state, limit=LARGE)


def accepted(case: Case) -> list[tuple[str, str]]:
    """UID and title of accepted documents, of a large case the newest 200."""
    if is_large(case):
        return [(row["uid"], row["title"]) for row in newest(case, "accepted")]
    papers = (paper_of(document) for document in documents_of(case))
    return [(paper.uid, paper.title) for paper in papers if paper.state == "accepted"]


def _asked(statement: str, **given: Any) -> list[dict[str, Any]]:
    pending.flush()
    found: list[dict[str, Any]] = rows(statement, given)
    return found
