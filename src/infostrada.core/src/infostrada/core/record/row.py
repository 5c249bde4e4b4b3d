"""The row of an object: what the side index says about it."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from infostrada.core.interfaces import IUnitScope
from infostrada.core.record import words
from infostrada.core.record.access import access_of
from infostrada.core.record.access import AccessSet
from infostrada.core.record.interfaces import IGrantScope
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import is_listing_table
from infostrada.core.record.tables import PLACE
from infostrada.core.record.tables import type_of
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import getAdapters

import hashlib
import json


# Revision of a row that was not written by its object: the object writes it whole when it is next looked at.
RETOLD = 0


@dataclass(frozen=True)
class Facts:
    """Columns that depend on the object alone, not on where it lies."""

    type: str
    state: str | None
    title: str
    description: str
    creator: str
    folderish: bool
    created: str | None
    modified: str
    effective: str | None
    expires: str | None


@dataclass(frozen=True)
class Row:
    """One object in the side index. Times are ISO 8601 with offset."""

    uid: str
    path: str
    unit: str | None
    grant_scope: str | None
    access: AccessSet
    facts: Facts
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def revision(self) -> int:
        """Digest of the facts and listing rows; equal revisions mean an unchanged object.

        The words of lists are not in it: they follow from the others.
        """
        listings = {table: row for table, row in self.listings.items() if table != words.TABLE}
        content = json.dumps([asdict(self.facts), listings], sort_keys=True, default=str)
        return int.from_bytes(hashlib.sha256(content.encode()).digest()[:8], signed=True)

    def columns(self) -> dict[str, Any]:
        """The columns of `core.record`."""
        return {
            "uid": self.uid,
            "path": self.path,
            "unit": self.unit,
            "grant_scope": self.grant_scope,
            "access": self.access.id,
            "revision": self.revision,
            **asdict(self.facts),
        }

    def listing(self, table: str) -> dict[str, Any]:
        """The columns of a listing table the object has a row in; ValueError for a table of another type."""
        place: dict[str, Any] = {}
        if kept := type_of(table):
            if kept != self.facts.type:
                raise ValueError(f"{table} holds rows of {kept!r}, not of {self.facts.type!r}")
            place = dict(
                zip(PLACE, (self.unit, self.facts.state, self.access.id, self.grant_scope), strict=True)
            )
        return {"uid": self.uid, **place, **self.listings[table]}


def is_indexed(obj: Any) -> bool:
    """Does the side index know objects of this kind? Dexterity content with a UID."""
    return IDexterityContent.providedBy(obj) and IUUID(obj, None) is not None


def row_of(obj: Any, known: dict[str, AccessSet] | None = None) -> Row:
    """Make the row of an object as it is now; `known` as for `access_of`."""
    facts = _facts(obj)
    listings = {
        table: adapter.values()
        for table, adapter in getAdapters((obj,), IListingRow)
        if is_listing_table(table)
    }
    found = words.words_of(facts.type, asdict(facts), listings)
    if found is not None:
        listings[words.TABLE] = {"words": found}
    return Row(
        uid=IUUID(obj),
        path="/".join(obj.getPhysicalPath()),
        unit=unit_of(obj),
        grant_scope=_grant_scope(obj),
        access=access_of(obj, known),
        facts=facts,
        listings=listings,
    )


def unit_of(obj: Any) -> str | None:
    """`unit_id` of the nearest `IUnitScope` at or above an object."""
    for level in _chain(obj):
        if IUnitScope.providedBy(level):
            return str(level.unit_id)
    return None


def _grant_scope(obj: Any) -> str | None:
    for level in _chain(obj):
        if IGrantScope.providedBy(level):
            uid: str = IUUID(level)
            return uid
    return None


def _chain(obj: Any) -> Iterator[Any]:
    while obj is not None:
        yield obj
        obj = aq_parent(aq_inner(obj))


def _facts(obj: Any) -> Facts:
    base = aq_base(obj)
    workflow = api.portal.get_tool("portal_workflow")
    return Facts(
        type=obj.portal_type,
        state=workflow.getInfoFor(obj, "review_state", None),
        title=obj.Title() or "",
        description=obj.Description() or "",
        creator=obj.Creator() or "",
        folderish=bool(getattr(base, "isPrincipiaFolderish", False)),
        created=_iso(obj.created()),
        modified=_iso(obj.modified()) or "",
        effective=_iso(base.effective_date),
        expires=_iso(base.expiration_date),
    )


def _iso(moment: Any) -> str | None:
    """UTC, so that the digest does not depend on the zone a DateTime was made in."""
    if moment is None:
        return None
    return str(moment.toZone("UTC").asdatetime().isoformat())
