"""What entries of registers are found by."""

from infostrada.core.search.vector import Part
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.searching import EntryTexts
from zope.component import adapter


@adapter(IRegisterEntry)
class RegisterEntryTexts(EntryTexts):
    """The fields of the register beside title, text and files."""

    def texts(self) -> list[Part]:
        parts = super().texts()
        if self._withdrawn():
            return parts
        return [*parts, Part("C", self.context.said())]
