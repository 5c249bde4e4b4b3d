"""`geo` in `@search` and `@querystring-search` (plone.restapi)."""

from infostrada.geo.search.index import GeoIndex
from infostrada.geo.search.uncatalogued import register
from plone.restapi.interfaces import IIndexQueryParser
from plone.restapi.search.query import BaseIndexQueryParser
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(IIndexQueryParser)
@adapter(GeoIndex, Interface, Interface)
class GeoQueryParser(BaseIndexQueryParser):  # type: ignore[misc]
    """Places are texts."""

    query_value_type = str


# With the add-on set up, the side index answers the query too.
register()
