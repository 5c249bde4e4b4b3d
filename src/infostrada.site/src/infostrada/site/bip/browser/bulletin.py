"""The first page of a bulletin."""

from infostrada.site import _
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.opendata.datasets import datasets
from infostrada.site.bip.opendata.linked import catalog_facts
from infostrada.site.units.lookup import unit_of
from typing import Any


class BulletinPage(Page):
    """The first page of a bulletin: menu, newest entries, editors."""

    @property
    def linked_data(self) -> dict[str, Any]:
        """The bulletin as a catalogue of data, for search engines."""
        return catalog_facts(self.bulletin_title, self.bulletin_url, self.publisher, datasets(self.context))

    def newest(self) -> list[dict[str, Any]]:
        """The ten newest entries."""
        return self.listed(entries_of(self.context, size=10))

    @property
    def unit(self) -> Any:
        """The unit whose bulletin this is."""
        return unit_of(self.context)

    def search_label(self) -> str:
        """Name of the search for screen readers."""
        return self.say(_("Search the bulletin"))
