"""The service date of a notice goes back to the case of its document (KPA art. 49 par. 2)."""

from infostrada.site.bip.interfaces import IEntryPublished
from infostrada.site.bip.interfaces import IEntryWithdrawn
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import PublicNotice
from infostrada.site.records.cases.notices import notice_published
from infostrada.site.records.cases.notices import notice_taken_down
from infostrada.site.records.correspondence.outgoing.by_notice import recall
from infostrada.site.records.correspondence.outgoing.by_notice import send_by_notice
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.find import record_at
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter


@adapter(IEntryPublished)
def tell_case(event: IEntryPublished) -> None:
    """Enter the notice in the case: metryka, service of the parties, letters that go by notice."""
    entry, found = event.object, _case(event)
    if event.service_date is None or found is None:
        return
    case, document, act = found
    notice = PublicNotice(
        entry=IUUID(entry),
        title=entry.title,
        document=IUUID(document),
        document_kind=document.document_kind,
        published_on=entry.published_at.date(),
        served_on=event.service_date,
        parties=tuple(f"{party.name} ({party.role})" for party in case.parties),
    )
    notice_published(case, act, notice)
    send_by_notice(case, act, notice)


@adapter(IEntryWithdrawn)
def tell_case_it_is_gone(event: IEntryWithdrawn) -> None:
    """A notice taken down before its day serves nobody; the case says so."""
    found = _case(event)
    if found is None:
        return
    case, _document, act = found
    notice = notice_taken_down(case, act, IUUID(event.object))
    if notice is not None and notice.served_on is None:
        recall(case, act, notice)


def _case(event: Any) -> tuple[Case, Any, Deed] | None:
    document: Any = record_at(event.object.source_uid) if event.object.kind == "notice" else None
    if not IDocument.providedBy(document):
        return None
    case: Case = case_of(document)
    return case, document, deed(case)._replace(actor=event.actor)
