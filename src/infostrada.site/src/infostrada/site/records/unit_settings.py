"""What the site keeps for its offices beside their objects: one value an office for each subject."""

from persistent.mapping import PersistentMapping
from plone import api
from typing import Any
from zope.annotation.interfaces import IAnnotations


class UnitSettings:
    """Values by unit id under one key of the site; nothing is written before the first value is kept."""

    def __init__(self, key: str) -> None:
        self.key = key

    def of(self, unit_id: str) -> Any:
        """What is kept for an office; None when nothing is."""
        return self._held().get(unit_id)

    def all(self) -> dict[str, Any]:
        """What is kept for every office, in the order of their ids."""
        return dict(sorted(self._held().items()))

    def keep(self, unit_id: str, value: Any) -> None:
        """Keep a value (of immutable parts) instead of the one before."""
        annotations = IAnnotations(api.portal.get())
        if self.key not in annotations:
            annotations[self.key] = PersistentMapping()
        annotations[self.key][unit_id] = value

    def drop(self, unit_id: str) -> bool:
        """Forget what is kept; answers whether anything was."""
        if unit_id not in self._held():
            return False
        del self._held()[unit_id]
        return True

    def _held(self) -> Any:
        return IAnnotations(api.portal.get()).get(self.key) or {}
