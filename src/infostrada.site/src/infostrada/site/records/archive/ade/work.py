"""One step of a transfer at the ADE: what it needs is read first, the network is asked without a transaction,
what came of it is written last.

A step may be done twice, after a kill or a lost answer: a file that is there already counts as sent, a mark is not set
again when the service says that it stands. An application whose first answer was lost stays open there without files and
is never marked; the call that opens an archive can be answered only once, so a person decides when its answer was lost.
"""

from collections.abc import Callable
from contextlib import ExitStack
from infostrada.core.errors import NotFound
from infostrada.site.records.actor import Actor
from infostrada.site.records.archive.ade.client import ACCEPTED
from infostrada.site.records.archive.ade.client import Client
from infostrada.site.records.archive.ade.client import INCOMPLETE
from infostrada.site.records.archive.ade.client import Opened
from infostrada.site.records.archive.ade.client import RefusedError
from infostrada.site.records.archive.ade.client import REJECTED
from infostrada.site.records.archive.ade.client import ServiceError
from infostrada.site.records.archive.ade.client import Status
from infostrada.site.records.archive.ade.rules import AGREED
from infostrada.site.records.archive.ade.rules import MARK_ARCHIVE
from infostrada.site.records.archive.ade.rules import MARK_REQUEST
from infostrada.site.records.archive.ade.rules import NEXT
from infostrada.site.records.archive.ade.rules import OPEN_ARCHIVE
from infostrada.site.records.archive.ade.rules import OPEN_REQUEST
from infostrada.site.records.archive.ade.rules import REJECTION
from infostrada.site.records.archive.ade.rules import SEND_ARCHIVE
from infostrada.site.records.archive.ade.rules import SEND_REQUEST
from infostrada.site.records.archive.ade.settings import account_of
from infostrada.site.records.archive.content import Answer
from infostrada.site.records.archive.content import Noted
from infostrada.site.records.archive.content import Submission
from infostrada.site.records.archive.content import Transfer
from infostrada.site.records.archive.operations import go
from infostrada.site.records.archive.operations import handed
from infostrada.site.records.archive.package.application import application
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.archive.transfer import transfer_entries
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import now
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.plan.writer import ndap
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from tempfile import TemporaryFile
from typing import Any
from typing import NamedTuple

import io


ATTACHED = ("CONTENT_LIST", "JRWA")
CHANGED = "the cases are no longer what they were when the package was made"


class Sent(NamedTuple):
    """A file of a step: its type, name, bytes to read from and how many."""

    kind: str
    filename: str
    source: Any
    size: int


class Outcome(NamedTuple):
    """What came of a step: an opened application or archive, a status, or a fault (`final`: no other try helps)."""

    opened: Opened | None = None
    status: Status | None = None
    fault: str = ""
    final: bool = False


def take_step(transfer: Transfer, release: Callable[[], None]) -> tuple[str, Outcome]:
    """Carry out the step the transfer is at; `release` ends the transaction before the network is asked."""
    submission = transfer.ade
    if submission is None:
        raise NotFound()
    account = account_of(unit_of(transfer))
    if account is None:
        return submission.step, Outcome(fault="no account is kept")
    with ExitStack() as held:
        try:
            files = _files(transfer, submission.step, held)
        except ServiceError as error:
            return submission.step, Outcome(fault=str(error), final=True)
        release()
        try:
            return submission.step, _asked(Client(account), submission, files)
        except RefusedError as error:
            return submission.step, Outcome(fault=str(error), final=True)
        except ServiceError as error:
            return submission.step, Outcome(fault=str(error))


def _files(transfer: Transfer, step: str, held: ExitStack) -> list[Sent]:
    if step == SEND_REQUEST:
        return _application_files(transfer)
    return _archive_files(transfer, held) if step == SEND_ARCHIVE else []


def _application_files(transfer: Transfer) -> list[Sent]:
    rows = [handed(row) for row in transfer.rows]
    sign = f"{transfer.number}/{transfer.year}"
    told = application(sign, transfer.made_at or now(), rows, transfer.title)
    listed = handover_list(rows)
    found = [
        Sent("MAIN", "wniosek.xml", io.BytesIO(told), len(told)),
        Sent("CONTENT_LIST", "spis-zdawczo-odbiorczy.xml", io.BytesIO(listed), len(listed)),
    ]
    plan = next(iter(plans(transfer)), None)
    if plan is not None:
        data = ndap(plan.classes())
        found.append(Sent("JRWA", "wykaz-akt.xml", io.BytesIO(data), len(data)))
    return found


def types_of(transfer: Transfer) -> tuple[str, ...]:
    """Types of the attachments an application of this office has."""
    return ATTACHED if plans(transfer) else ATTACHED[:1]


def _archive_files(transfer: Transfer, held: ExitStack) -> list[Sent]:
    parcel, submission = transfer.parcel, transfer.ade
    if parcel is None or submission is None or submission.signature is None:
        raise ServiceError("the package or its signature is missing")
    out = held.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
    if write_package(out, transfer_entries(transfer)) != parcel.sha256:
        raise ServiceError(CHANGED)
    size = out.tell()
    out.seek(0)
    signature, digest = submission.signature.data, parcel.sha256.encode()
    name = f"paczka-{transfer.number}-{transfer.year}"
    return [
        Sent("ARCHIVE", f"{name}.tar", out, size),
        Sent("SIGNATURE", f"{name}.tar.xades", io.BytesIO(signature), len(signature)),
        Sent("HASH", f"{name}.tar.sha256", io.BytesIO(digest), len(digest)),
    ]


def _asked(client: Client, at: Submission, files: list[Sent]) -> Outcome:
    if at.step == OPEN_REQUEST:
        return Outcome(opened=client.open_request(at.types))
    if at.step == OPEN_ARCHIVE:
        return Outcome(opened=client.open_archive(at.request_id))
    if at.step in (SEND_REQUEST, SEND_ARCHIVE):
        urls = dict(at.urls)
        for file in files:
            if file.kind in urls:
                client.upload(urls[file.kind], file.filename, file.source, file.size)
        return Outcome()
    told = client.archive(at.archive_id) if at.archive_id else client.request(at.request_id)
    if at.step == MARK_REQUEST and told.status == INCOMPLETE:
        client.mark_request(at.request_id)
    if at.step == MARK_ARCHIVE and told.status == INCOMPLETE:
        client.mark_archive(at.archive_id)
    return Outcome(status=told) if at.step in REJECTION else Outcome()


def note_step(transfer: Transfer, step: str, outcome: Outcome) -> None:
    """Write down what came of a step, unless a person has changed the way meanwhile."""
    held = transfer.ade
    if (
        held is None
        or held.step != step
        or state_of(transfer) not in ("proposed", "applied", "agreed", "packed")
    ):
        return
    act = Deed(Actor("", "ADE", ""), unit_of(transfer).unit_id, now())
    if outcome.fault:
        transfer.ade = held._replace(fault=outcome.fault, stopped=outcome.final, asked_at=act.at)
        if outcome.fault != held.fault:
            act.write("archive.ade.fault", transfer, step=step, fault=outcome.fault)
        return
    held = held._replace(fault="", asked_at=act.at)
    if outcome.opened is not None:
        held = held._replace(urls=outcome.opened.urls)
        opened = outcome.opened.id
        asked = step == OPEN_REQUEST
        held = held._replace(request_id=opened) if asked else held._replace(archive_id=opened)
    if outcome.status is not None:
        _note_status(transfer, held, step, outcome.status, act)
        return
    transfer.ade = held._replace(step=NEXT[step], asked_at=None)
    act.write("archive.ade.step", transfer, step=step)
    if step == MARK_REQUEST and state_of(transfer) == "proposed":
        transfer.application = Answer(f"ADE {held.request_id}", act.at.date(), "", Noted(act.actor, act.at))
        go(transfer, "apply", act, "archive.applied")


def _note_status(transfer: Transfer, held: Submission, step: str, told: Status, act: Deed) -> None:
    held = held._replace(status=told.status, comment=told.comment)
    if told.status not in (ACCEPTED, REJECTED):
        transfer.ade = held
        return
    following = NEXT[step] if told.status == ACCEPTED else REJECTION[step]
    transfer.ade = held._replace(step=following)
    act.write("archive.ade.answer", transfer, step=step, status=told.status, comment=told.comment)
    if following == AGREED and state_of(transfer) == "applied":
        transfer.consent = Answer(
            f"ADE {held.request_id}", act.at.date(), told.comment, Noted(act.actor, act.at)
        )
        go(transfer, "agree", act, "archive.agreed")
