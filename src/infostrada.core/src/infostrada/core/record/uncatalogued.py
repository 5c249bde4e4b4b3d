"""Types kept out of the portal catalog: one list, to which every distribution adds its own.

Writing the catalog is most of the price of saving an object. Types whose lists all come from the
side index do without it. A distribution adds its types to the registry record
`infostrada.uncatalogued_types` in its profile, with `purge="false"`.
"""

from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import queryUtility


RECORD = "infostrada.uncatalogued_types"

_holders: set[str] = set()


def register_holders(portal_type: str) -> None:
    """Folders of this type only hold others apart: people's searches that do not name the type leave them out."""
    _holders.add(portal_type)


def holders() -> frozenset[str]:
    """Types nobody looks for."""
    return frozenset(_holders)


def uncatalogued_types() -> frozenset[str]:
    """Portal types without catalog entries in the current site."""
    registry = queryUtility(IRegistry)
    return frozenset(registry.get(RECORD) or ()) if registry is not None else frozenset()


def is_uncatalogued(obj: Any) -> bool:
    """Is this object kept out of the catalog?"""
    return getattr(obj, "portal_type", None) in uncatalogued_types()
