"""Przekazanie do archiwum państwowego: list, application, consent, package, receipt, final state.

Source: rozporządzenie MSWiA z 30.10.2006 (Dz.U. nr 206 poz. 1518) and rozporządzenie MKiDN z 20.10.2015
(t.j. Dz.U. 2019 poz. 246): electronic archival material (A) goes ten years after the end of the case; the office
keeps everything until the state archive has confirmed that it took the package.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from infostrada.core import jobs
from infostrada.core.jobs.batches import in_batches
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.core.record.grants import grants_on
from infostrada.core.record.grants import revoke
from infostrada.core.record.row import unit_of
from infostrada.site import _
from infostrada.site.records.archive.content import Answer
from infostrada.site.records.archive.content import Noted
from infostrada.site.records.archive.content import Parcel
from infostrada.site.records.archive.content import Transfer
from infostrada.site.records.archive.listing import transfer_due
from infostrada.site.records.archive.operations import file_list
from infostrada.site.records.archive.operations import go
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.operations import LARGEST_LIST
from infostrada.site.records.archive.operations import letter_faults
from infostrada.site.records.archive.operations import row_of
from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.rules import Item
from infostrada.site.records.archive.rules import transfer_faults
from infostrada.site.records.archive.term import lawful_category
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.deed import deed
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from tempfile import TemporaryFile
from typing import Any
from zope.interface import implementer


PACK, CONFIRM = "records.archive.pack", "records.archive.transferred"
BATCH = 20
OPEN = ("proposed", "applied", "agreed", "packed")


def propose_transfer(context: Any, archive: str, uids: Sequence[str] | None = None) -> Transfer:
    """List archival material for the state archive: the cases given, or all whose time has come.

    Raises InvalidData when there are none, Blocked with everything that stands against a case.
    """
    require(KEEP, context)
    act = deed(context)
    faults = [] if archive.strip() else [Fault("archive", "required")]
    found = transfer_due(act.unit, act.at.date(), LARGEST_LIST) if uids is None else list(dict.fromkeys(uids))
    if not found:
        faults.append(Fault("cases", "nothing_due"))
    if len(found) > LARGEST_LIST:
        faults.append(Fault("cases", "too_many"))
    if faults:
        raise InvalidData(faults)
    cases = [by_uid(uid, ICase, near=context) for uid in found]
    _check(cases)
    draft = Transfer(title="Przekazanie do archiwum państwowego")
    draft.archive, draft.year = archive.strip(), act.at.year
    draft.made_by, draft.made_at = act.actor, act.at
    draft.rows = tuple(row_of(case) for case in cases)
    made: Transfer = file_list(context, draft, "records_transfer", "transfer", act)
    act.write("archive.transfer", made, cases=len(made.rows))
    return made


def note_application(transfer: Transfer, reference: str, day: date | None) -> None:
    """The application with the list went to the state archive."""
    transfer.application = _answer(transfer, reference, day, "")
    go(transfer, "apply", deed(transfer), "archive.applied")


def repeat_application(transfer: Transfer, reference: str, day: date | None) -> None:
    """The application went out once more, under another number: the first letter came back or was cancelled."""
    if state_of(transfer) != "applied":
        raise Blocked([], reason="state_forbids")
    transfer.application = _answer(transfer, reference, day, "")
    transfer.reindexObject()
    deed(transfer).write("archive.applied", transfer, reference=reference.strip())


def note_consent(
    transfer: Transfer, reference: str, day: date | None, remark: str = "", paper: Upload | None = None
) -> None:
    """The state archive agreed to the list: the package may be made."""
    transfer.consent = _answer(transfer, reference, day, remark, paper)
    go(transfer, "agree", deed(transfer), "archive.agreed")


def refuse_transfer(transfer: Transfer, remark: str) -> None:
    """The state archive refused the list or the package; the cases stay in the office's archive."""
    require(KEEP, transfer)
    if not remark.strip():
        raise invalid("remark", "required")
    if state_of(transfer) not in OPEN:
        raise Blocked([], reason="state_forbids")
    transfer.remark = remark.strip()
    go(transfer, "refuse", deed(transfer), "archive.transfer_refused")


def order_package(transfer: Transfer) -> str:
    """Order the job that makes and checks the package and notes its digest; its id."""
    require(KEEP, transfer)
    if state_of(transfer) not in ("agreed", "packed"):
        raise Blocked([], reason="state_forbids")
    job: str = jobs.enqueue(PACK, {"transfer": IUUID(transfer)}, unit=unit_of(transfer))
    return job


def confirm_transfer(
    transfer: Transfer, reference: str, day: date | None, paper: Upload | None = None
) -> str:
    """The state archive confirmed that it has the package; the job then moves the cases. Its id."""
    if state_of(transfer) != "packed":
        raise Blocked([], reason="package_missing")
    transfer.receipt = _answer(transfer, reference, day, "", paper)
    _check([by_uid(row.uid, ICase, near=transfer) for row in transfer.rows])
    go(transfer, "confirm", deed(transfer), "archive.received")
    job: str = jobs.enqueue(CONFIRM, {"transfer": IUUID(transfer)}, unit=unit_of(transfer))
    return job


def _answer(
    transfer: Transfer, reference: str, day: date | None, remark: str, paper: Upload | None = None
) -> Answer:
    require(KEEP, transfer)
    act = deed(transfer)
    faults = letter_faults(reference, ("day", day), act.at.date(), paper)
    if faults or day is None:
        raise InvalidData(faults)
    noted = Noted(act.actor, act.at, paper.stored() if paper is not None else None)
    return Answer(reference.strip(), day, remark.strip(), noted)


def _check(cases: list[Case]) -> None:
    items = [
        Item(
            IUUID(case),
            str(case.sign),
            lawful_category(case) or "B",
            state_of(case),
            None,
            case.retention_hold,
        )
        for case in cases
    ]
    faults = transfer_faults(items)
    if faults:
        raise Blocked([Blocker(fault.reason, fault.uid, fault.title) for fault in faults])


def transfer_entries(transfer: Transfer) -> list[Entry]:
    """The files of the package: every case of the list."""
    entries: list[Entry] = []
    for row in transfer.rows:
        entries += case_entries(by_uid(row.uid, ICase, near=transfer))
    return entries


@implementer(IJobHandler)
class MakePackage:
    """Write the package, check it as a stranger would, and note its digest on the transfer."""

    title = _("Package for the state archive")
    about = "transfer"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """One batch: the package is written to a temporary file; nothing is kept but its digest."""
        transfer: Transfer = record_at(params["transfer"])
        if state_of(transfer) not in ("agreed", "packed"):
            raise Blocked([], reason="state_forbids")
        with TemporaryFile() as out:
            digest = write_package(out, transfer_entries(transfer))
            size = out.tell()
            out.seek(0)
            report = check_package(out, "paczka.tar")
        if not report.valid:
            raise Blocked([Blocker("package_not_valid", "", each.where) for each in report.faults[:20]])
        act = deed(transfer)
        transfer.parcel = Parcel(digest, size, report.documents, act.at)
        if state_of(transfer) == "agreed":
            go(transfer, "pack", act, "archive.packed")
        else:
            act.write("archive.packed", transfer, sha256=digest)
        said = _("The package is valid. Its digest (SHA-256): ${digest}", mapping={"digest": digest})
        yield Progress(1, 1, {}, words(said))


@implementer(IJobHandler)
class MoveTransferred:
    """Cases the state archive has taken: a final state, read by the archive, the head and the coordinator."""

    title = _("Cases given to the state archive")
    about = "transfer"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Case by case; one already moved is passed over, so a repetition does no harm."""
        transfer: Transfer = record_at(params["transfer"])

        def move_all(rows: Sequence[Any]) -> None:
            for row in rows:
                transfer_case(record_at(row.uid), transfer)

        yield from in_batches(job, transfer.rows, BATCH, move_all)


def transfer_case(case: Case, transfer: Transfer) -> None:
    """Mark a case as given to the state archive; rights given to single people on it end."""
    if case is None or state_of(case) != "archived" or transfer.receipt is None:
        return
    act = deed(case)
    case.step(act.at, act.actor, "case_transferred", IUUID(transfer), f"{transfer.archive}: {transfer.title}")
    move(case, "transfer")
    for grant in grants_on(IUUID(case)):
        revoke(case, grant.principal, grant.right_name)
    case.reindexObject()
    case.reindexObjectSecurity()
    act.write("case.transferred", case, transfer=IUUID(transfer), receipt=transfer.receipt.reference)
