"""Hand cases over to the archive, keep them, ask for their destruction."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from infostrada.core import numbers
from infostrada.site.records.archive.content import Approval
from infostrada.site.records.archive.content import Disposal
from infostrada.site.records.archive.content import Handover
from infostrada.site.records.archive.content import Noted
from infostrada.site.records.archive.content import Protocol
from infostrada.site.records.archive.content import Row
from infostrada.site.records.archive.listing import rows_due
from infostrada.site.records.archive.package.cases import handed_over
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.rules import Consent
from infostrada.site.records.archive.rules import Item
from infostrada.site.records.archive.rules import list_faults
from infostrada.site.records.archive.rules import lowers
from infostrada.site.records.archive.rules import may_destroy
from infostrada.site.records.archive.rules import parse
from infostrada.site.records.archive.term import destroy_from
from infostrada.site.records.archive.term import lawful_category
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import by_uid
from infostrada.site.records.folders import store as folders
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.store import ARCHIVE
from infostrada.site.records.store import bucket
from infostrada.site.records.store import file_object
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


HAND_OVER = "infostrada.site: Hand over to the archive"
KEEP = "infostrada.site: Keep the archive"
APPROVE = "infostrada.site: Approve destruction"
LARGEST_LIST = 1_000


def propose_handover(context: Any, org_symbol: str, today: date | None = None) -> Handover:
    """List the ended cases of a unit whose two full years are over; numbered in the office.

    Only cases the person may see are listed. Raises InvalidData when there are none.
    """
    require(HAND_OVER, context)
    act = deed(context)
    day = today or act.at.date()
    uids = rows_due(act.unit, org_symbol, day, LARGEST_LIST)
    if not uids:
        raise invalid("org_symbol", "nothing_due")
    draft = Handover(title=f"Spis zdawczo-odbiorczy {org_symbol}")
    draft.org_symbol, draft.year, draft.made_by, draft.made_at = org_symbol, act.at.year, act.actor, act.at
    draft.rows = tuple(row_of(by_uid(uid, ICase, near=context)) for uid in uids)
    made: Handover = file_list(context, draft, "records_handover", "handover", act)
    act.write("archive.handover", made, cases=len(made.rows), org=org_symbol)
    return made


def accept_handover(handover: Handover) -> None:
    """Take the listed cases into the archive: rights move to the archivist, the unit keeps reading.

    Raises Blocked with every case that changed since the list was made.
    """
    require(KEEP, handover)
    act = deed(handover)
    if state_of(handover) != "proposed":
        raise Blocked([], reason="state_forbids")
    cases = [by_uid(row.uid, ICase, near=handover) for row in handover.rows]
    against = [
        Blocker("case_not_ended", IUUID(case), str(case.sign)) for case in cases if state_of(case) != "closed"
    ]
    if against:
        raise Blocked(against)
    handover.accepted_by, handover.accepted_at = act.actor, act.at
    for case in cases:
        case.step(act.at, act.actor, "case_archived", "", handover.title)
        move(case, "archive")
        case.reindexObject()
        case.reindexObjectSecurity()
        act.write("case.archived", case, handover=IUUID(handover))
    for place, folder in enumerate(folders.of_handover(IUUID(handover)), start=1):
        # Sygnatura archiwalna: number of the list, position on it.
        folders.change(folder._replace(signature=f"{handover.number}/{handover.year}/{place}"))
    go(handover, "accept", act, "archive.accepted")


def refuse_handover(handover: Handover, remark: str) -> None:
    """Send the list back with a remark; the cases stay where they are."""
    require(KEEP, handover)
    if not remark.strip():
        raise invalid("remark", "required")
    act = deed(handover)
    handover.remark = remark.strip()
    for folder in folders.of_handover(IUUID(handover)):
        folders.change(folder._replace(handover=""))
    go(handover, "refuse", act, "archive.refused")


def raise_category(case: Case, category: str, reason: str, opinion: str = "") -> None:
    """Give a case a longer category; a shorter one only with the state archive's opinion (its sign and day)."""
    require(KEEP, case)
    try:
        parse(category)
    except ValueError as error:
        raise invalid("category", "category_unknown") from error
    if not reason.strip():
        raise invalid("reason", "required")
    held = lawful_category(case)
    lower = bool(held) and lowers(held, category)
    if lower and not opinion.strip():
        raise invalid("category", "category_lowered")
    act = deed(case)
    before, case.category = case.category, category
    told = f"{before} → {category}: {'; '.join(filter(None, (reason.strip(), opinion.strip())))}"
    case.step(act.at, act.actor, "category_lowered" if lower else "category_raised", "", told)
    case.reindexObject()
    act.write(
        "case.category",
        case,
        before=before,
        after=category,
        reason=reason.strip(),
        opinion=opinion.strip(),
    )


def hold(case: Case, reason: str) -> None:
    """Keep a case from destruction, for example while a court has it; an empty reason ends it."""
    require(KEEP, case)
    act = deed(case)
    case.retention_hold = reason.strip()
    case.step(act.at, act.actor, "hold_set" if reason.strip() else "hold_ended", "", reason.strip())
    case.reindexObject()
    act.write("case.hold", case, reason=reason.strip())


def propose_disposal(context: Any, group: str, uids: Sequence[str], declaration: str) -> Disposal:
    """A destruction list of one group; Blocked names everything that stands against it (EOD-09)."""
    require(KEEP, context)
    act = deed(context)
    faults = [] if declaration.strip() else [Fault("declaration", "required")]
    if len(uids) > LARGEST_LIST:
        faults.append(Fault("cases", "too_many"))
    if faults:
        raise InvalidData(faults)
    cases = [by_uid(uid, ICase, near=context) for uid in dict.fromkeys(uids)]
    _check(cases, group, act.at.date())
    _whole(act.unit, {IUUID(case) for case in cases})
    draft = Disposal(title=f"Spis brakowania, kategoria {group}")
    draft.group, draft.year, draft.declaration = group, act.at.year, declaration.strip()
    draft.made_by, draft.made_at = act.actor, act.at
    draft.paper = any(case.handling_mode == "paper" for case in cases)
    draft.rows = tuple(row_of(case) for case in cases)
    made: Disposal = file_list(context, draft, "records_disposal", "disposal", act)
    act.write("archive.disposal", made, group=group, cases=len(made.rows))
    return made


def approve_disposal(disposal: Disposal) -> None:
    """One of the two approvals; never by who made the list, never twice by one person."""
    require(APPROVE, disposal)
    act = deed(disposal)
    if state_of(disposal) != "proposed":
        raise Blocked([], reason="state_forbids")
    if act.actor.id in {disposal.made_by.id, *(one.actor.id for one in disposal.approvals)}:
        raise Blocked([], reason="second_person")
    disposal.approvals = (*disposal.approvals, Approval(act.actor, act.at))
    act.write("archive.approval", disposal, count=len(disposal.approvals))
    if len(disposal.approvals) >= 2:
        move(disposal, "approve")
    disposal.reindexObject()


def note_consent(
    disposal: Disposal,
    reference: str,
    given_on: date | None,
    *,
    general: bool = False,
    opinion: str = "",
    paper: Upload | None = None,
) -> None:
    """Note the state archive's consent, with its paper when there is a file of it, and, for BE, its expert opinion.

    Noted once more, a consent without a file keeps the file it had under the same sign.
    """
    require(KEEP, disposal)
    act = deed(disposal)
    faults = letter_faults(reference, ("given_on", given_on), act.at.date(), paper)
    if faults or given_on is None:
        raise InvalidData(faults)
    if state_of(disposal) not in ("proposed", "approved"):
        raise Blocked([], reason="state_forbids")
    held, noted = disposal.consent, disposal.consent_noted
    same = held is not None and noted is not None and held.reference == reference.strip()
    file = paper.stored() if paper is not None else noted.file if same and noted is not None else None
    disposal.consent = Consent(reference.strip(), given_on, general)
    disposal.consent_noted = Noted(act.actor, act.at, file)
    disposal.opinion = opinion.strip()
    disposal.reindexObject()
    digest = file.sha256 if file is not None else ""
    act.write("archive.consent", disposal, reference=reference.strip(), general=general, sha256=digest)


def letter_faults(
    reference: str, dated: tuple[str, date | None], today: date, paper: Upload | None
) -> list[Fault]:
    """What is wrong with a letter of the state archive as somebody notes it: sign, day (field and value), file if any."""
    faults = [] if reference.strip() else [Fault("reference", "required")]
    field, day = dated
    if day is None:
        faults.append(Fault(field, "required"))
    elif day > today:
        faults.append(Fault(field, "in_future"))
    fault = fault_of(paper) if paper is not None else None
    return [*faults, Fault("file", fault)] if fault else faults


def exclude(disposal: Disposal, uid: str, category: str, reason: str) -> None:
    """Take a case off the list again, with the category the state archive gave it."""
    require(KEEP, disposal)
    if state_of(disposal) not in ("proposed", "approved"):
        raise Blocked([], reason="state_forbids")
    found = [row for row in disposal.rows if row.uid == uid]
    if not found:
        raise invalid("uid", "unknown_object")
    raise_category(by_uid(uid, ICase, near=disposal), category, reason)
    disposal.rows = tuple(row for row in disposal.rows if row.uid != uid)
    disposal.excluded = (*disposal.excluded, found[0]._replace(category=category, remarks=reason.strip()))
    disposal.reindexObject()
    deed(disposal).write("archive.excluded", disposal, case=uid, category=category)


def begin_destruction(disposal: Disposal, method: str, witnesses: str) -> None:
    """Write the protocol; the records are destroyed by the job afterwards. Blocked without consent."""
    require(KEEP, disposal)
    act = deed(disposal)
    if state_of(disposal) != "approved":
        raise Blocked([], reason="two_approvals")
    faults = [
        Fault(name, "required")
        for name, text in (("method", method), ("witnesses", witnesses))
        if not text.strip()
    ]
    if faults:
        raise InvalidData(faults)
    reasons = may_destroy(
        disposal.group,
        disposal.made_by.id,
        (one.actor.id for one in disposal.approvals),
        disposal.consent,
        disposal.opinion,
        paper=disposal.paper,
    )
    if reasons:
        raise Blocked([Blocker(reason) for reason in reasons])
    _check([by_uid(row.uid, ICase, near=disposal) for row in disposal.rows], disposal.group, act.at.date())
    _whole(act.unit, {row.uid for row in (*disposal.rows, *disposal.excluded)})
    disposal.protocol = Protocol(act.at.date(), method.strip(), witnesses.strip(), act.actor)
    go(disposal, "destroy", act, "archive.protocol")


def _check(cases: Iterable[Case], group: str, today: date) -> None:
    items = [
        Item(
            IUUID(case),
            str(case.sign),
            lawful_category(case) or "B",
            state_of(case),
            destroy_from(case),
            case.retention_hold,
        )
        for case in cases
    ]
    faults = list_faults(items, group, today)
    if faults:
        raise Blocked([Blocker(fault.reason, fault.uid, fault.title) for fault in faults])


def _whole(unit: str, listed: set[str]) -> None:
    """A folder of papers is destroyed as a whole, when the time of its last case has passed."""
    against = [
        Blocker("folder_not_whole", case.uid, case.sign)
        for folder in folders.holding(unit, listed)
        for case in folders.cases_within(folder)
        if case.uid not in listed and case.state not in ("destroyed", "transferred", "void")
    ]
    if against:
        raise Blocked(against)


def row_of(case: Case) -> Row:
    line = handed_over(case)
    return Row(
        IUUID(case),
        line.sign,
        case.class_symbol,
        line.class_title,
        line.title,
        case.category,
        line.started_on,
        line.closed_on,
        line.documents,
    )


def handed(row: Row) -> HandedOver:
    """A row of a list as the spis zdawczo-odbiorczy has it."""
    return HandedOver(
        row.sign, row.class_title, row.title, row.started_on, row.closed_on, row.documents, row.remarks
    )


def file_list(context: Any, draft: Any, portal_type: str, kind: str, act: Deed) -> Any:
    folder = bucket(context, ARCHIVE, act.at.year)
    made = file_object(folder, draft, portal_type)
    allow(made, act.actor.id, READ)
    number = numbers.take(
        numbers.Series(act.unit, kind, act.at.year),
        uid=IUUID(made),
        idempotency_key=None,
        entry={"title": made.title},
    )
    made.number = number.value
    made.title = f"{made.title}, {number.value}/{act.at.year}"
    made.reindexObject()
    return made


def go(record: Any, transition: str, act: Deed, action: str) -> None:
    move(record, transition)
    record.reindexObject()
    act.write(action, record)
