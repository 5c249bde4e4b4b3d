"""The document and its versions."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import date
from datetime import datetime
from infostrada.core.calendar import POLAND
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.actor import Actor
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.cases.rules import Paper
from infostrada.site.records.deed import now
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.documents.rules import etag
from infostrada.site.records.documents.rules import holder_now
from infostrada.site.records.files import RecordFile
from infostrada.site.records.workflow import state_of
from persistent import Persistent
from plone.dexterity.content import Item
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.interface import implementer


class Approval(NamedTuple):
    """A preliminary approval on the way to the one who signs: who, when, of which version, to whom it went on."""

    actor: Actor
    at: datetime
    version: int
    onward: str
    remark: str = ""


class Version(Persistent):
    """One version of a document. It is written once: setting anything later is an error."""

    def __init__(self, number: int, file: RecordFile, author: Actor, made_at: datetime, comment: str) -> None:
        state = self.__dict__
        state.update(number=number, file=file, author=author, made_at=made_at, comment=comment)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith(("_p_", "_v_")):
            raise AttributeError(f"a version never changes: {name}")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        if not name.startswith(("_p_", "_v_")):
            raise AttributeError(f"a version never changes: {name}")
        super().__delattr__(name)


@implementer(IDocument, IWithoutIntId)
@hints_for_readers_only
class Document(Item):
    """A document of a case, with all its versions."""

    document_kind: str = ""
    access: str = "not_public"
    dated: date | None = None
    versions: tuple[Version, ...] = ()
    filed_at: datetime | None = None
    author: Actor = Actor("", "", "")
    acceptor: str | None = None
    submitted_at: datetime | None = None
    approvals: tuple[Approval, ...] = ()
    accepted_by: Actor | None = None
    accepted_at: datetime | None = None
    signed_as: str = ""
    checked_out_by: str | None = None
    checked_out_at: datetime | None = None
    lock_id: str | None = None
    remark: str = ""
    template: tuple[str, int] | None = None
    basis: tuple[Basis, ...] = ()
    # The clause of RODO art. 13 the letter carries, and the number of its wording.
    clause: tuple[str, int] | None = None
    signed_files: tuple[Any, ...] = ()
    # Timestamps laid over signed files later (`signatures.stamping.content.Renewal`).
    renewals: tuple[Any, ...] = ()
    # UID of the archive's list the document is the covering letter of.
    cover_of: str = ""

    @property
    def latest(self) -> Version | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    def holder(self, moment: datetime) -> str | None:
        """Who has the document checked out at this moment."""
        return holder_now(self.checked_out_by, self.checked_out_at, moment)

    def version(self, number: int) -> Version | None:
        """The version with this number, counted from 1."""
        return next((item for item in self.versions if item.number == number), None)


# Functions, not properties: a property sees the object without what surrounds it.


def case_of(document: Document) -> Any:
    """The case the document belongs to."""
    return aq_parent(aq_inner(document))


def etag_of(document: Document) -> str:
    """Entity tag for If-Match."""
    return etag(IUUID(document), len(document.versions), state_of(document))


def paper_of(document: Document) -> Paper:
    """The document as the closing rules see it."""
    held = document.holder(now()) is not None
    accepted = document.accepted_at.astimezone(POLAND).date() if document.accepted_at else None
    return Paper(IUUID(document), document.title, state_of(document), document.dated, held, accepted)
