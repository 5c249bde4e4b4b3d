"""Board and edition; a pool's files are kept in parts that never change."""

from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.site.participation.budget.editions.interfaces import IBudgetBoard
from infostrada.site.participation.budget.editions.interfaces import IBudgetEdition
from infostrada.site.participation.budget.pabulib.places import Place
from infostrada.site.participation.budget.pabulib.places import places
from infostrada.site.records.actor import Actor
from infostrada.site.records.files import RecordFile
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from typing import Any
from typing import NamedTuple
from zope.interface import implementer

import json


class Pool(NamedTuple):
    """Money for one territory: the public ballots (`.pb`), the parameters, the result, figures about the vote."""

    name: str
    title: str
    ballots: RecordFile
    parameters: RecordFile
    result: RecordFile
    figures: RecordFile

    def read(self, part: str) -> dict[str, Any]:
        """One of the pool's JSON files; not to be changed."""
        file = getattr(self, part)
        # Not stored: the object cache forgets it together with the file.
        found: dict[str, Any] | None = getattr(file, "_v_json", None)
        if found is None:
            found = file._v_json = json.loads(file.data)
        return found

    def places(self) -> dict[str, Place]:
        """Where the projects are, as far as the public ballots say."""
        found: dict[str, Place] | None = getattr(self.ballots, "_v_places", None)
        if found is None:
            found = self.ballots._v_places = places(self.ballots.data)
        return found

    def files(self) -> tuple[RecordFile, ...]:
        """Everything anybody may take home."""
        return self.ballots, self.parameters, self.result, self.figures


class Waiting(NamedTuple):
    """A pool whose public ballots are here and are still to be counted."""

    name: str
    title: str
    ballots: RecordFile
    parameters: RecordFile


@implementer(IBudgetBoard)
@hints_for_readers_only
class BudgetBoard(Container):
    """The participatory budget of a unit; `prices` is the list residents calculate with (projects.prices)."""

    prices: tuple[Any, ...] = ()


@implementer(IBudgetEdition)
@hints_for_readers_only
class BudgetEdition(Item):
    """An edition that is over."""

    year: int = 0
    pools: tuple[Pool, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    counting_job: str = ""
    imported_by: Actor = Actor("", "", "")
    published_at: datetime | None = None

    def pool(self, name: str) -> Pool | None:
        """The pool of this name."""
        return next((pool for pool in self.pools if pool.name == name), None)

    def file(self, sha256: str) -> RecordFile | None:
        """The file with this digest."""
        return next((file for pool in self.pools for file in pool.files() if file.sha256 == sha256), None)
