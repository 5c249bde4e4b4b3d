"""What a query of the catalog asks for, judged before the catalog meets it.

Plone's services and collections hand values on as they came, and one that does not fit its index ends in the catalog
as a fault of the server. Here it is what it is: a mistake of the asker, with the field and a reason.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from DateTime.interfaces import DateTimeError
from infostrada.core.errors import BadRequest
from infostrada.core.interfaces import ICoreLayer
from plone import api
from plone.app.querystring.interfaces import IQueryModifier
from plone.app.querystring.queryparser import Row
from plone.registry.interfaces import IRegistry
from plone.restapi.exceptions import QueryParsingError
from plone.restapi.interfaces import IZCatalogCompatibleQuery
from plone.restapi.search.query import ZCatalogCompatibleQueryAdapter
from typing import Any
from zope.component import adapter
from zope.component import getUtility
from zope.dottedname.resolve import resolve
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import provider


# How the readers of values say that they cannot read one.
UNREADABLE = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    DateTimeError,
    QueryParsingError,
)
MOST_ROWS = 50
TEXT = "SearchableText"


@provider(IQueryModifier)
def readable(query: Any) -> Any:
    """Rows of a query string (`i`, `o`, `v`) as they came; BadRequest for one whose operation cannot read its value."""
    if not query:
        return query
    if isinstance(query, str | Mapping) or not isinstance(query, Sequence) or len(query) > MOST_ROWS:
        raise BadRequest(field="query", reason="bad_query")
    for row in query:
        _read(row)
    return query


def _read(row: Any) -> None:
    try:
        given = dict(row)
        index, value = str(given["i"]), given.get("v")
        operation = getUtility(IRegistry)[f"{given['o']}.operation"]
    except (KeyError, TypeError, ValueError) as error:
        raise BadRequest(field="query", reason="bad_query") from error
    if not _plain(value) or (index == TEXT and not isinstance(value, str)):
        raise BadRequest(field=index, reason="bad_value")
    try:
        resolve(operation)(api.portal.get(), Row(index=index, operator=operation, values=value))
    except UNREADABLE as error:
        raise BadRequest(field=index, reason="bad_value") from error


def _plain(value: Any) -> bool:
    """Is it one value, or a list of such?"""
    return not isinstance(value, Mapping) and not (
        isinstance(value, list | tuple) and any(isinstance(each, Mapping | list | tuple) for each in value)
    )


@implementer(IZCatalogCompatibleQuery)
@adapter(Interface, ICoreLayer)
class ReadableQuery(ZCatalogCompatibleQueryAdapter):
    """The query of `@search` in the types of the indexes; BadRequest names the parameter that has none of them."""

    def __call__(self, query: dict[str, Any]) -> dict[str, Any]:
        for name in list(query):
            try:
                query.update(super().__call__({name: query[name]}))
            except UNREADABLE as error:
                raise BadRequest(field=name, reason="bad_value") from error
        for name in _names(query.get("sort_on")):
            if not hasattr(self.get_index(name), "documentToKeyMap"):
                raise BadRequest(field="sort_on", reason="unknown_sort")
        return query


def _names(sort_on: Any) -> list[str]:
    return [sort_on] if isinstance(sort_on, str) and sort_on else list(sort_on or ())
