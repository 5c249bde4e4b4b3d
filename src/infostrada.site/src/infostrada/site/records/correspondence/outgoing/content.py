"""The outgoing letter and the dispatch list."""

from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.actor import Actor
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.outgoing.interfaces import IDispatchList
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.sealed import Sealable
from plone.dexterity.content import Item
from typing import NamedTuple
from zope.interface import implementer


class Enclosure(NamedTuple):
    """A file of a document's version that goes out, sealed by its digest.

    `signed_file` is its place among the signed files of the document, counted from 1; 0 means the version's own file.
    """

    document: str
    version: int
    filename: str
    sha256: str
    size: int
    title: str
    signed_file: int = 0


@implementer(IOutgoing, IWithoutIntId)
@hints_for_readers_only
class Outgoing(Sealable, Item):
    """A letter to one addressee; what it encloses are versions that never change."""

    number: int | None = None
    year: int | None = None
    registered_at: datetime | None = None
    addressee: Addressee = Addressee()
    method: str = ""
    method_basis: str = ""
    method_reason: str = ""
    document_uid: str = ""
    document_kind: str = ""
    letter_date: str = ""
    answer_days: int = 0
    access: str = "not_public"
    case_uid: str | None = None
    case_sign: str = ""
    author: Actor = Actor("", "", "")
    accepted_by: Actor | None = None
    enclosures: tuple[Enclosure, ...] = ()
    remarks: str = ""
    tracking: str = ""
    list_uid: str = ""
    list_label: str = ""
    sent_on: date | None = None
    first_notice: date | None = None
    second_notice: date | None = None
    proof: str = ""
    received_by: str = ""
    served_on: date | None = None
    service_basis: str = ""
    evidences: tuple[Evidence, ...] = ()
    queued_at: datetime | None = None
    task_id: str = ""
    message_id: str = ""
    channel_status: str = ""
    channel_fault: str = ""
    tried_before: bool = False
    foreign_number: str = ""

    @property
    def rpw_number(self) -> str:
        """The number as the register shows it, `W/12/2026`; of a letter taken over that of its office."""
        return f"W/{self.number}/{self.year}" if self.number else self.foreign_number

    @property
    def recipient(self) -> str:
        """The addressee in one line."""
        return self.addressee.line

    def evidence(self, identifier: str) -> Evidence | None:
        """The evidence with this id."""
        return next((each for each in self.evidences if each.id == identifier), None)


@implementer(IDispatchList, IWithoutIntId)
@hints_for_readers_only
class DispatchList(Item):
    """Letters for one carrier; a list that was handed over never changes."""

    number: int | None = None
    year: int | None = None
    made_at: datetime | None = None
    made_by: Actor = Actor("", "", "")
    carrier: str = ""
    letters: tuple[str, ...] = ()
    handed_over_on: date | None = None

    @property
    def label(self) -> str:
        """The list's number, `3/2026`."""
        return f"{self.number}/{self.year}" if self.number else ""
