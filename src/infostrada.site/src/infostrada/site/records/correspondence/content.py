"""The incoming letter."""

from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.correspondence.counter import Damage
from infostrada.site.records.correspondence.counter import Money
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.rules import scan_of
from infostrada.site.records.correspondence.rules import sender_line
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.files import RecordFile
from infostrada.site.records.sealed import Sealable
from plone.dexterity.content import Item
from typing import Any
from typing import NamedTuple
from zope.interface import implementer


SENDER_NAMES = ("sender_org_name", "sender_surname", "sender_given_names")
# What a sender tells of themselves, whatever the channel.
SENDER = (*SENDER_NAMES, "postal_code", "city", "street", "building", "apartment")
FIELDS = (
    "title",
    *SENDER,
    "po_box",
    "country",
    "email",
    "letter_date",
    "posting_date",
    "received_date",
    "document_kind",
    "access",
    "attachment_count",
    "remarks",
    "dcmi_type",
    "delivery_method",
    "sender_reference",
    "party",
    "matter",
    "foreseen_class",
)


class Loan(NamedTuple):
    """A paper lent from the chronological store."""

    borrower: str
    purpose: str
    lent_on: date
    lent_by: str
    returned_on: date | None = None


class Unopened(NamedTuple):
    """A parcel registered from its envelope: its kind, the envelope's words, and what became of it.

    `state` is `waiting`, `opened` or `closed` (it stays closed); who said so, on which post, when, and the note.
    """

    kind: str
    envelope: str = ""
    state: str = "waiting"
    by: str = ""
    post: str = ""
    at: datetime | None = None
    note: str = ""


@implementer(ILetter, IWithoutIntId)
@hints_for_readers_only
class Letter(Sealable, Item):
    """A letter with its files; its number is the row of the RPW."""

    # Timestamps laid over signed files later (`signatures.stamping.content.Renewal`).
    renewals: tuple[Any, ...] = ()
    number: int | None = None
    year: int | None = None
    registered_at: datetime | None = None
    files: tuple[RecordFile, ...] = ()
    tasks: tuple[str, ...] = ()
    case_uid: str | None = None
    outside_symbol: str = ""
    outside_title: str = ""
    outside_system: str = ""
    party: str = ""
    other_senders: tuple[Sender, ...] = ()
    assigned_to: str = ""
    matter: str = "application"
    foreseen_class: str = ""
    scan: str = ""
    scan_note: str = ""
    media: str = ""
    sequence: str = ""
    shelf: str = ""
    loans: tuple[Loan, ...] = ()
    unopened: Unopened | None = None
    damages: tuple[Damage, ...] = ()
    money: tuple[Money, ...] = ()
    evidences: tuple[Evidence, ...] = ()
    message_id: str = ""
    thread_id: str = ""
    sender_ade: str = ""
    submitted_by: str = ""
    foreign_number: str = ""

    def file(self, uid: str) -> RecordFile | None:
        """The file with this identifier."""
        return next((item for item in self.files if item.uid == uid), None)

    def evidence(self, identifier: str) -> Evidence | None:
        """The evidence with this id."""
        return next((each for each in self.evidences if each.id == identifier), None)

    @property
    def sender(self) -> str:
        """The first sender in one line."""
        return sender_line({name: getattr(self, name, None) for name in SENDER_NAMES})

    @property
    def senders(self) -> tuple[Sender, ...]:
        """Everybody the letter is from, the first first, each with an address."""
        first = Sender(**{name: getattr(self, name, None) or "" for name in Sender._fields})
        return (first, *(each.beside(first) for each in self.other_senders))

    @property
    def from_whom(self) -> str:
        """Everybody the letter is from, in one line."""
        return "; ".join(filter(None, (self.sender, *(each.line for each in self.other_senders))))

    @property
    def scan_now(self) -> str:
        """`full`, `partial`, `none` or `electronic`."""
        return scan_of(self.scan, self.delivery_method or "", len(self.files))

    @property
    def rpw_number(self) -> str:
        """The number as the register shows it, `12/2026`; of a letter taken over that of its office."""
        return f"{self.number}/{self.year}" if self.number else self.foreign_number
