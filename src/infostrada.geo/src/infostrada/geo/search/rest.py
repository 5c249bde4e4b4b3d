"""`geo` in `@search` and `@querystring-search` (plone.restapi)."""

from infostrada.geo.search.index import GeoIndex
from infostrada.geo.search.places import texts_of
from infostrada.geo.search.uncatalogued import register
from plone.restapi.interfaces import IIndexQueryParser
from plone.restapi.search.query import BaseIndexQueryParser
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(IIndexQueryParser)
@adapter(GeoIndex, Interface, Interface)
class GeoQueryParser(BaseIndexQueryParser):
    """`geo=bbox:…`, or by kind: `geo.bbox=…`, `geo.feature=…`, `geo.near=…`."""

    def parse(self, idx_query: Any) -> dict[str, list[str]]:
        """The texts of the places; BadRequest."""
        return {"query": texts_of(idx_query)}


# With the add-on set up, the side index answers the query too.
register()
