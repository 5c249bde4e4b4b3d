"""Regulation and living edition; what is frozen never changes."""

from datetime import date
from datetime import datetime
from functools import lru_cache
from infostrada.core.hints import hints_for_readers_only
from infostrada.site.participation.budget.editions.content import BudgetEdition
from infostrada.site.participation.budget.editions.content import Pool
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRegulation
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.terms.rules import read_terms
from infostrada.site.participation.budget.terms.rules import Terms
from infostrada.site.records.actor import Actor
from infostrada.site.records.files import RecordFile
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from typing import Any
from zope.interface import implementer

import json


@implementer(IBudgetRegulation)
@hints_for_readers_only
class BudgetRegulation(Item):
    """A standing resolution."""

    resolution: str = ""
    adopted_on: date | None = None
    standing: str = "{}"

    def rules(self) -> dict[str, Any]:
        """The standing part of an edition's terms."""
        found: dict[str, Any] = json.loads(self.standing)
        return found


@implementer(IBudgetRound)
@hints_for_readers_only
class BudgetRound(Container):
    """An edition being held."""

    year: int = 0
    pools: tuple[Pool, ...] = ()
    imported_by: Actor = Actor("", "", "")
    published_at: datetime | None = None
    terms_json: str = "{}"
    frozen_json: str = ""
    frozen_sha256: str = ""
    frozen_at: datetime | None = None
    withdrawn: tuple[str, ...] = ()
    commission: tuple[Actor, ...] = ()
    certified_at: datetime | None = None
    protocol: Any = None
    reports: tuple[RecordFile, ...] = ()

    pool = BudgetEdition.pool
    file = BudgetEdition.file

    def terms(self) -> Terms:
        """The terms, as they are now or as they were frozen."""
        return _terms(self.terms_json)

    def frozen(self) -> dict[str, Any]:
        """What was frozen; not to be changed."""
        return _frozen(self.frozen_json)


@lru_cache(maxsize=64)
def _terms(text: str) -> Terms:
    return read_terms(json.loads(text))


@lru_cache(maxsize=64)
def _frozen(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
