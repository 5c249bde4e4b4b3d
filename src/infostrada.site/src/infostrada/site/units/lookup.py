"""Find a unit, an organisational unit or a post from its stable id or from a content object."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from datetime import date
from infostrada.core.errors import NotFound
from infostrada.site import _
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.roles import parse
from plone import api
from typing import Any
from zope.component import getUtility
from zope.interface import Interface


STRUCTURE = "struktura"
"""Id of the container with a unit's organisational units, posts and employees."""


def enclosing(obj: Any, contract: type[Interface]) -> Any:
    """The object itself or its nearest container that provides ``contract``; else None."""
    chain = aq_chain(aq_inner(obj))
    return next((item for item in chain if contract.providedBy(item)), None)


def unit_of(obj: Any) -> Any:
    """The unit an object lies in; None outside of every unit."""
    return enclosing(obj, IUnit)


def find_unit(unit_id: str) -> Any:
    """The unit with this stable id; NotFound when there is none."""
    entry = getUtility(IUnitDirectory).unit(unit_id)
    if entry is None:
        raise NotFound(_("There is no such unit."), field="unit_id", reason="unknown_unit")
    return api.portal.get()[entry.name]


def structure_of(unit: Any) -> Any:
    """The container with the unit's organisational units, posts and employees."""
    return unit[STRUCTURE]


def units_of_user(user: Any, day: date | None = None) -> set[str]:
    """Stable ids of the units a user works in on ``day`` (today)."""
    groups = getUtility(IUnitDirectory).groups_of(user.getId(), day or date.today())
    return {group.unit for group in map(parse, groups) if group is not None}


def spans_all_units(user: Any) -> bool:
    """Is the user an operator of the whole site, who sees people of every unit?"""
    return bool({"Manager", "Site Administrator"} & set(user.getRoles()))
