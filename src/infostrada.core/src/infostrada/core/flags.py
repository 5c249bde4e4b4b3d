"""Parts of the product a site, or a single unit, may switch off.

A distribution declares a flag as a yes/no registry record `infostrada.flags.<name>` in its profile;
the record holds the site's choice. A unit may choose otherwise for itself.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from infostrada.core.interfaces import IUnitScope
from persistent.mapping import PersistentMapping
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility


PREFIX = "infostrada.flags."
_KEY = "infostrada.core.flags"


class UnknownFlag(LookupError):
    """No distribution has declared a flag of this name."""


def enabled(name: str, context: Any) -> bool:
    """Is the part switched on here? The nearest unit decides, then the site.

    Raises `UnknownFlag`.
    """
    site = _site_choice(name)
    unit = _unit(context)
    choice = None if unit is None else _choices(unit).get(name)
    return site if choice is None else bool(choice)


def flags(context: Any) -> dict[str, bool]:
    """All declared flags by name, as they stand here."""
    records = getUtility(IRegistry).records
    names = [key[len(PREFIX) :] for key in records.keys(PREFIX, PREFIX + "\uffff")]
    return {name: enabled(name, context) for name in names}


def choose(name: str, unit: Any, choice: bool | None) -> None:
    """Switch a part on or off for one unit; None follows the site again.

    Raises `UnknownFlag`, and ValueError for something that is no unit.
    """
    _site_choice(name)
    if not IUnitScope.providedBy(unit):
        raise ValueError(f"{unit!r} is no unit")
    annotations = IAnnotations(unit)
    if _KEY not in annotations:
        annotations[_KEY] = PersistentMapping()
    if choice is None:
        annotations[_KEY].pop(name, None)
    else:
        annotations[_KEY][name] = bool(choice)


def _site_choice(name: str) -> bool:
    record = getUtility(IRegistry).records.get(PREFIX + name)
    if record is None:
        raise UnknownFlag(name)
    return bool(record.value)


def _choices(unit: Any) -> dict[str, bool]:
    return dict(IAnnotations(unit).get(_KEY) or {})


def _unit(obj: Any) -> Any:
    while obj is not None and not IUnitScope.providedBy(obj):
        obj = aq_parent(aq_inner(obj))
    return obj
