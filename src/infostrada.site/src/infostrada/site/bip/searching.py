"""What entries of the bulletin are found by."""

from infostrada.core.search.content import FieldTexts
from infostrada.core.search.vector import Part
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.records.workflow import state_of
from typing import Any
from zope.component import adapter


@adapter(IEntry)
class EntryTexts(FieldTexts):
    """Text and public files of an entry; of a withdrawn one only its title."""

    def texts(self) -> list[Part]:
        parts = super().texts()
        return parts[:1] if self._withdrawn() else parts

    def files(self) -> list[Any]:
        return [] if self._withdrawn() else list(self.context.files)

    def _withdrawn(self) -> bool:
        return bool(state_of(self.context) == "withdrawn")
