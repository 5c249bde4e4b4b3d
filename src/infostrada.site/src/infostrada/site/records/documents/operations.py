"""Documents of a case: versions, check-out, acceptance."""

from datetime import date
from infostrada.core.errors import Locked
from infostrada.core.errors import PreconditionFailed
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.actor import name_of
from infostrada.site.records.authority.operations import signing_line
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import now
from infostrada.site.records.documents.content import Approval
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.content import Version
from infostrada.site.records.documents.rules import may_write
from infostrada.site.records.events import DocumentAccepted
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import ACCEPT
from infostrada.site.records.rights import allow
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.tasks.routing import is_addressee
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.event import notify


JOIN_IN = "infostrada.site: Join in cases"
ACCEPTING = "infostrada.site: Accept documents"
# Characters, as many as the title of a letter has.
LONGEST_TITLE = 1_000


class Draft(NamedTuple):
    """What a clerk says of a new document."""

    title: str
    document_kind: str
    access: str = "not_public"
    dated: date | None = None
    comment: str = ""


def add_document(case: Any, draft: Draft, upload: Upload) -> Document:
    """Put a new document with its first version into an open case; those asked to join in may too."""
    require(JOIN_IN if state_of(case) in OPEN else WORK_ON, case)
    faults = []
    if not draft.title.strip():
        faults.append(Fault("title", "required"))
    if len(draft.title) > LONGEST_TITLE:
        faults.append(Fault("title", "too_long"))
    if draft.document_kind not in DOCUMENT_KINDS:
        faults.append(Fault("document_kind", "not_in_list"))
    if draft.access not in ACCESS:
        faults.append(Fault("access", "not_in_list"))
    faults += _file_faults(upload)
    if faults:
        raise InvalidData(faults)
    _open(case)
    act = deed(case)
    made = Document(title=draft.title.strip())
    made.document_kind, made.access, made.dated = draft.document_kind, draft.access, draft.dated
    made.filed_at, made.author = act.at, act.actor
    made.versions = (Version(1, upload.stored(), act.actor, act.at, draft.comment),)
    document: Document = file_object(case, made, "records_document")
    case.step(act.at, act.actor, "document_added", IUUID(document), document.title)
    if state_of(case) == "started":
        move(case, "take_up")
        case.reindexObject()
    act.write("document.added", document, sha256=made.versions[0].file.sha256)
    return document


def check_out(document: Document) -> None:
    """Hold the document for editing; others cannot write a version meanwhile (423).

    Each check-out has an id of its own: who sends it with the next version learns (423) when the
    check-out lapsed or was made anew elsewhere.
    """
    writable(document)
    act = deed(document)
    document.checked_out_by, document.checked_out_at = act.actor.id, act.at
    document.lock_id = new_uid()
    act.write("document.checked_out", document)


def check_in(document: Document) -> None:
    """Let the document go without a new version."""
    writable(document)
    act = deed(document)
    document.checked_out_by = document.checked_out_at = document.lock_id = None
    act.write("document.checked_in", document)


def new_version(
    document: Document,
    upload: Upload,
    *,
    comment: str = "",
    if_match: str | None = None,
    lock_id: str | None = None,
) -> Version:
    """Add a version and let the document go.

    Raises Locked (423) when somebody else holds it or `lock_id` is not that of the check-out in force, PreconditionFailed (412) when `if_match` is
    not the document's entity tag, Blocked (409) when its state or the case forbids it.
    """
    writable(document)
    if lock_id is not None and (document.holder(now()) is None or lock_id != document.lock_id):
        raise Locked(refusal("lock_lapsed"), reason="lock_lapsed")
    if if_match is not None and if_match != etag_of(document):
        raise PreconditionFailed()
    faults = _file_faults(upload)
    if faults:
        raise InvalidData(faults)
    act = deed(document)
    number = len(document.versions) + 1
    version = Version(number, upload.stored(), act.actor, act.at, comment)
    document.versions = (*document.versions, version)
    document.checked_out_by = document.checked_out_at = document.lock_id = None
    case_of(document).step(
        act.at, act.actor, "version_added", IUUID(document), f"{document.title} ({number})"
    )
    document.reindexObject()
    act.write("document.version", document, number=number, sha256=version.file.sha256)
    return version


def submit_document(document: Document, acceptor: str) -> None:
    """Send the newest version to a person or post for acceptance."""
    writable(document)
    act = deed(document)
    if not acceptor:
        raise invalid("acceptor", "required")
    if not is_addressee(acceptor, act.unit):
        raise invalid("acceptor", "principal_unknown")
    document.acceptor, document.submitted_at = acceptor, act.at
    allow(case_of(document), acceptor, ACCEPT)
    _step(document, act, "submit", "document_submitted", name_of(acceptor))


def accept_document(document: Document) -> None:
    """The newest version becomes final; nothing in the document changes any more."""
    require(ACCEPTING, document)
    _open(case_of(document))
    act = deed(document)
    _free(document, act.actor.id, act.at)
    document.accepted_by, document.accepted_at = act.actor, act.at
    document.signed_as = signing_line(case_of(document), act.actor.id, act.at.date())
    document.acceptor = document.checked_out_by = document.checked_out_at = document.lock_id = None
    document.dated = document.dated or act.at.date()
    _step(document, act, "accept", "document_accepted", document.title)
    notify(DocumentAccepted(document, act.actor))


def pass_on(document: Document, acceptor: str, remark: str = "") -> Approval:
    """A preliminary approval: the newest version goes on to the next person or post, the last of whom accepts it.

    Nobody passes a document on to themselves, nor back to its author; raises InvalidData or Blocked.
    """
    require(ACCEPTING, document)
    _open(case_of(document))
    if state_of(document) != "submitted":
        raise Blocked([], reason="not_submitted")
    act = deed(document)
    faults = []
    if not acceptor:
        faults.append(Fault("acceptor", "required"))
    elif not is_addressee(acceptor, act.unit):
        faults.append(Fault("acceptor", "principal_unknown"))
    elif acceptor in (act.actor.id, document.author.id):
        faults.append(Fault("acceptor", "approver_again"))
    if faults:
        raise InvalidData(faults)
    approval = Approval(act.actor, act.at, len(document.versions), name_of(acceptor), remark.strip())
    document.approvals = (*document.approvals, approval)
    document.acceptor, document.submitted_at = acceptor, act.at
    allow(case_of(document), acceptor, ACCEPT)
    label = ": ".join(filter(None, (approval.onward, approval.remark)))
    case_of(document).step(act.at, act.actor, "document_approved", IUUID(document), label)
    document.reindexObject()
    act.write("document.approved", document, version=approval.version, onward=acceptor)
    return approval


def reject_document(document: Document, remark: str) -> None:
    """Send the document back with a remark; it stays in the case."""
    require(ACCEPTING, document)
    if not remark.strip():
        raise invalid("remark", "required")
    act = deed(document)
    document.remark, document.acceptor = remark.strip(), None
    _step(document, act, "reject", "document_returned", remark.strip())


def cancel_document(document: Document) -> None:
    """Give up a draft; it stays in the case as cancelled."""
    writable(document)
    _step(document, deed(document), "cancel", "document_cancelled", document.title)


def _step(document: Document, act: Any, transition: str, action: str, label: str) -> None:
    move(document, transition)
    case_of(document).step(act.at, act.actor, action, IUUID(document), label)
    document.reindexObject()
    act.write(f"document.{transition}", document, version=len(document.versions))


def writes(document: Document) -> bool:
    """Whoever works on the case writes any document of it; whoever was asked to join in, their own ones."""
    if api.user.has_permission(WORK_ON, obj=document):
        return True
    mine = document.author.id == api.user.get_current().getId()
    return bool(mine and api.user.has_permission(JOIN_IN, obj=document))


def may_change(document: Document) -> bool:
    """May the visitor change the document now?"""
    if state_of(case_of(document)) not in OPEN or not writes(document):
        return False
    user_id = api.user.get_current().getId()
    return may_write(state_of(document), document.holder(now()), user_id) is None


def writable(document: Document) -> None:
    """Raise unless the visitor may change the document now: Forbidden, Locked (423) or Blocked (409)."""
    if not writes(document):
        require(WORK_ON, document)
    _open(case_of(document))
    act = deed(document)
    why = may_write(state_of(document), document.holder(act.at), act.actor.id)
    if why == "checked_out":
        raise Locked(refusal("checked_out"), reason="checked_out")
    if why is not None:
        raise Blocked([], reason=why)


def _free(document: Document, actor: str, at: Any) -> None:
    if document.holder(at) not in (None, actor):
        raise Locked(refusal("checked_out"), reason="checked_out")


def _open(case: Any) -> None:
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")


def _file_faults(upload: Upload) -> list[Fault]:
    fault = fault_of(upload)
    return [Fault("file", fault)] if fault else []
