"""Bulletin, section and entry; what is public is kept in parts that never change."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.site.bip.gate.decisions import Decision
from infostrada.site.bip.interfaces import IBulletin
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.interfaces import ISection
from infostrada.site.records.actor import Actor
from infostrada.site.records.files import RecordFile
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from types import MappingProxyType
from typing import Any
from typing import NamedTuple
from zope.interface import implementer


class Change(NamedTuple):
    """A row of the public change log; names are snapshots, not links to accounts."""

    at: datetime
    actor: Actor
    action: str
    reason: str


class Edition(NamedTuple):
    """What an entry said until `until`; a hidden one held personal data and is shown to nobody outside."""

    until: datetime
    title: str
    description: str
    body: str
    files: tuple[RecordFile, ...]
    hidden: bool = False
    particulars: Mapping[str, Any] | None = None


class Exclusion(NamedTuple):
    """What is left out of an entry, why, by whom and for whom (art. 8 (5) u.d.i.p.)."""

    scope: str
    basis: str
    person: str
    interest: str
    at: datetime
    by: Actor


class Proposal(NamedTuple):
    """A change of a public entry that waits for a second person; `values` are the new ones of the entry."""

    at: datetime
    by: Actor
    reason: str
    values: Mapping[str, Any]
    decisions: tuple[Decision, ...]
    hide: bool


class Former(NamedTuple):
    """What the bulletin an entry was taken over from said of it; `past` are `migration.table.Past`."""

    system: str
    addresses: tuple[str, ...]
    published_at: datetime | None
    published_by: str
    past: tuple[Any, ...] = ()


NO_LAYERS: Mapping[str, RecordFile] = MappingProxyType({})


@implementer(IBulletin)
class Bulletin(Container):
    """The bulletin of a unit."""


@implementer(ISection)
class Section(Container):
    """A subject of the menu with its entries, which need no order of their own."""

    _ordering = "unordered"


@implementer(IEntry)
@hints_for_readers_only
class Entry(Item):
    """A bulletin entry."""

    kind: str = "information"
    body: str = ""
    html: str = ""
    content_author: str = ""
    created_on: date | None = None
    author: Actor = Actor("", "", "")
    approved_by: Actor | None = None
    published_by: Actor | None = None
    until: date | None = None
    exclusions: tuple[Exclusion, ...] = ()
    published_at: datetime | None = None
    files: tuple[RecordFile, ...] = ()
    changes: tuple[Change, ...] = ()
    earlier: tuple[Edition, ...] = ()
    decisions: tuple[Decision, ...] = ()
    proposal: Proposal | None = None
    superseded_by: str | None = None
    supersedes: tuple[str, ...] = ()
    source_uid: str | None = None
    layers: Mapping[str, RecordFile] = NO_LAYERS
    former: Former | None = None
    withdrawn_reason: str = ""

    @property
    def changed_at(self) -> datetime | None:
        """When the entry last changed in public."""
        return self.changes[-1].at if self.changes else None

    def edition(self, until: datetime, hidden: bool = False) -> Edition:
        """The entry as it stands, to be kept before it changes."""
        return Edition(until, self.title, self.description, self.body, self.files, hidden)

    def file(self, sha256: str) -> RecordFile | None:
        """The public file with this digest, of the present edition only; a scan's readable rendition too."""
        readable = (self.layers[item.sha256] for item in self.files if item.sha256 in self.layers)
        return next((item for item in (*self.files, *readable) if item.sha256 == sha256), None)
