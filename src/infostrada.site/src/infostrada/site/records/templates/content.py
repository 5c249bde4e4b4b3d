"""The template."""

from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.documents.content import Version
from infostrada.site.records.templates.interfaces import ITemplate
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(ITemplate, IWithoutIntId)
@hints_for_readers_only
class Template(Item):
    """A template with all its versions."""

    document_kind: str = ""
    classes: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()

    @property
    def latest(self) -> Version:
        """The version new letters are made from."""
        return self.versions[-1]

    def version(self, number: int) -> Version | None:
        """The version with this number, counted from 1."""
        return next((item for item in self.versions if item.number == number), None)

    def fits(self, class_symbol: str) -> bool:
        """Is the template for cases of this class?"""
        return not self.classes or class_symbol.startswith(self.classes)
