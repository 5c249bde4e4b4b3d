"""The archive's lists: handover and destruction. Rows are snapshots and survive what they name."""

from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.actor import Actor
from infostrada.site.records.archive.interfaces import IDisposal
from infostrada.site.records.archive.interfaces import IHandover
from infostrada.site.records.archive.interfaces import ITransfer
from infostrada.site.records.archive.rules import Consent
from infostrada.site.records.archive.rules import needs_consent
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterSource
from infostrada.site.records.documents.content import Version
from infostrada.site.records.files import RecordFile
from plone.dexterity.content import Item
from typing import NamedTuple
from zope.interface import implementer


class Row(NamedTuple):
    """A case as a list names it."""

    uid: str
    sign: str
    class_symbol: str
    class_title: str
    title: str
    category: str
    started_on: date
    closed_on: date
    documents: int
    remarks: str = ""


class Approval(NamedTuple):
    """Who approved, when."""

    actor: Actor
    at: datetime


class Noted(NamedTuple):
    """Who wrote a paper of the state archive in, when, and the paper itself when there is a file of it."""

    actor: Actor
    at: datetime
    file: RecordFile | None = None


class Protocol(NamedTuple):
    """How and when the records were destroyed, and who saw it."""

    destroyed_on: date
    method: str
    witnesses: str
    actor: Actor


@implementer(IHandover, IWithoutIntId)
@hints_for_readers_only
class Handover(Item):
    """Spis zdawczo-odbiorczy; `folders` are the UIDs of the folders it hands over as a whole, if it does."""

    number: int | None = None
    year: int = 0
    org_symbol: str = ""
    rows: tuple[Row, ...] = ()
    folders: tuple[str, ...] = ()
    made_by: Actor = Actor("", "", "")
    made_at: datetime | None = None
    accepted_by: Actor | None = None
    accepted_at: datetime | None = None
    remark: str = ""


@implementer(IDisposal, IWithoutIntId)
@hints_for_readers_only
class Disposal(Item):
    """Spis brakowania with its approvals, consent and protocol; `matter` is the case its letters are led in."""

    number: int | None = None
    year: int = 0
    group: str = ""
    rows: tuple[Row, ...] = ()
    excluded: tuple[Row, ...] = ()
    declaration: str = ""
    made_by: Actor = Actor("", "", "")
    made_at: datetime | None = None
    approvals: tuple[Approval, ...] = ()
    consent: Consent | None = None
    consent_noted: Noted | None = None
    opinion: str = ""
    protocol: Protocol | None = None
    remark: str = ""
    application: "Answer | None" = None
    matter: str = ""
    # Is a case of the list kept on paper?
    paper: bool = False

    @property
    def asks_archive(self) -> bool:
        """Is the state archive asked for its consent?"""
        return needs_consent(self.group, paper=self.paper)


class Parcel(NamedTuple):
    """The package as it was made: its digest, bytes and documents; the same cases give the same bytes."""

    sha256: str
    size: int
    documents: int
    made_at: datetime


class Answer(NamedTuple):
    """What the state archive wrote: its sign, the day, remarks; who wrote that in, when."""

    reference: str
    day: date
    remark: str = ""
    noted: Noted | None = None


class Submission(NamedTuple):
    """A transfer on its way through the ADE (API 1.6): the step it is at, what the service gave and said last.

    `stopped` waits for a person; `fault` is of the last try; `urls` are pairs of a file's type and where it goes.
    """

    by: Actor
    ordered_at: datetime
    step: str
    types: tuple[str, ...]
    request_id: str = ""
    archive_id: str = ""
    urls: tuple[tuple[str, str], ...] = ()
    signature: RecordFile | None = None
    status: str = ""
    comment: str = ""
    fault: str = ""
    stopped: bool = False
    asked_at: datetime | None = None


class Carried(NamedTuple):
    """A package that went on a carrier of data: the letter's UID, the package's digest, what it was copied to."""

    letter: str
    sha256: str
    kind: str
    marking: str


@implementer(ITransfer, ILetterSource, IWithoutIntId)
@hints_for_readers_only
class Transfer(Item):
    """Archival material (A) on its way to the state archive, with each step's papers.

    What went out by e-Doręczenia stays: `papers` are the files, `letters` the UIDs of the letters. `matter` is the UID of the
    case the letters with the state archive are led in.
    """

    letters_permission = "infostrada.site: Keep the archive"

    number: int | None = None
    year: int = 0
    archive: str = ""
    rows: tuple[Row, ...] = ()
    made_by: Actor = Actor("", "", "")
    made_at: datetime | None = None
    application: Answer | None = None
    consent: Answer | None = None
    parcel: Parcel | None = None
    receipt: Answer | None = None
    remark: str = ""
    papers: tuple[Version, ...] = ()
    letters: tuple[str, ...] = ()
    ade: Submission | None = None
    matter: str = ""
    carried: tuple[Carried, ...] = ()

    def version(self, number: int) -> Version | None:
        """The file with this number, counted from 1, as letters name what they enclose."""
        return next((paper for paper in self.papers if paper.number == number), None)
