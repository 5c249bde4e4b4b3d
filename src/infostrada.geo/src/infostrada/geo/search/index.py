"""The catalog's index `geo`: it keeps nothing, SQL knows the places."""

from BTrees.IIBTree import IITreeSet
from infostrada.core.record.access import principals
from infostrada.geo.search.places import place_of
from infostrada.geo.search.places import texts_of
from infostrada.geo.search.places import unlawful
from infostrada.geo.search.records import uids_at
from OFS.SimpleItem import SimpleItem
from Products.PluginIndexes.interfaces import IPluggableIndex
from Products.PluginIndexes.interfaces import IQueryIndex
from typing import Any
from zope.interface import implementer


NAME = "geo"


@implementer(IQueryIndex, IPluggableIndex)
class GeoIndex(SimpleItem):
    """Answers `geo` queries with the records at the places asked for."""

    meta_type = "GeoIndex"
    # The catalog fails at options it is not told of; those of other indexes are refused here, with the reason.
    query_options = ("query", "not", "range", "level", "depth", "usage")
    operators = ("or",)
    useOperator = "or"

    def __init__(self, id: str = NAME) -> None:
        self.id = id

    def getId(self) -> str:
        return self.id

    def query_index(self, query: Any, resultset: Any = None) -> IITreeSet:
        """Record numbers of the objects in this catalog at any of the places."""
        numbers = self.aq_parent.indexes["UID"]._index
        if any(hasattr(query, option) for option in self.query_options[1:]):
            raise unlawful()
        found = IITreeSet()
        for text in texts_of(query.keys):
            uids = uids_at(place_of(text), principals())
            found.update(number for number in map(numbers.get, uids) if isinstance(number, int))
        return found

    def _apply_index(self, request: Any, resultset: Any = None) -> Any:
        from Products.ZCatalog.query import IndexQuery

        query = IndexQuery(request, self.id, self.query_options, self.operators, self.useOperator)
        return None if query.keys is None else (self.query_index(query, resultset), (self.id,))

    def index_object(self, document_id: int, obj: Any, threshold: int | None = None) -> int:
        """Nothing to do: links are mirrored in SQL in the same transaction."""
        return 0

    def unindex_object(self, document_id: int) -> None:
        return None

    def getEntryForObject(self, document_id: int, default: Any = None) -> Any:
        return default

    def getIndexSourceNames(self) -> tuple[str, ...]:
        return ()

    def getIndexQueryNames(self) -> tuple[str, ...]:
        return (self.id,)

    def indexSize(self) -> int:
        return 0

    def numObjects(self) -> int:
        return 0

    def clear(self) -> None:
        return None


def add_index(setup_tool: Any) -> None:
    """Give the site's catalog the index; harmless when it is there."""
    catalog = setup_tool.aq_parent.portal_catalog
    if NAME not in catalog._catalog.indexes:
        catalog._catalog.addIndex(NAME, GeoIndex())
