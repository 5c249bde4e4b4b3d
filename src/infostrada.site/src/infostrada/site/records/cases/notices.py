"""Public notices of a case (KPA art. 49): when the parties count as served, and what becomes of it.

Whoever publishes tells it; the records ask no right for it, as they ask none of a carrier who brings a proof.
"""

from datetime import date
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import PublicNotice
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.deed import Deed


BASIS = "KPA art. 49 § 2"


def notice_published(case: Case, act: Deed, notice: PublicNotice) -> None:
    """Enter the notice with its day of service and the parties it serves; the same notice is entered once."""
    if any(held.entry == notice.entry for held in case.notices):
        return
    case.notices = (*case.notices, notice)
    case.step(act.at, act.actor, "notice_published", notice.document, _said(notice))
    case.reindexObject()
    act.write(
        "case.notice_published",
        case,
        entry=notice.entry,
        published_on=notice.published_on.isoformat(),
        served_on=notice.served_on.isoformat() if notice.served_on else "",
    )


def notice_taken_down(case: Case, act: Deed, entry: str) -> PublicNotice | None:
    """The notice is gone: before its day nobody was served by it, afterwards the service stands.

    Returns the notice as it is now; None when the case knows none like it.
    """
    held = next((one for one in case.notices if one.entry == entry and one.taken_down_on is None), None)
    if held is None:
        return None
    day = act.at.date()
    early = held.served_on is not None and day < held.served_on
    now = held._replace(taken_down_on=day, served_on=None if early else held.served_on)
    case.notices = tuple(now if one is held else one for one in case.notices)
    word = "notice_broken" if early else "notice_taken_down"
    case.step(act.at, act.actor, word, held.document, held.title)
    case.reindexObject()
    act.write(f"case.{word}", case, entry=entry, taken_down_on=day.isoformat())
    return now


def notice_of(case: Case, document: str) -> PublicNotice | None:
    """The last notice of a document that still serves, or will."""
    return next((one for one in reversed(case.notices) if one.document == document and one.served_on), None)


def term_of_parties(notice: PublicNotice) -> date | None:
    """The last day of the parties' term the notice opens; None when it opens none or serves nobody."""
    opened = term_opened(notice.document_kind, notice.served_on) if notice.served_on else None
    return opened[1].end if opened else None


def _said(notice: PublicNotice) -> str:
    said = f"{notice.title}: {notice.served_on.isoformat() if notice.served_on else ''} ({BASIS})"
    end = term_of_parties(notice)
    return f"{said}, {end.isoformat()}" if end else said
