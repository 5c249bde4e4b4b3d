"""`geo` for objects that are kept out of the catalog: a condition on the side index."""

from infostrada.core.record.access import principals
from infostrada.core.record.translate import Condition
from infostrada.core.record.translate import register_query
from infostrada.geo.search.index import NAME
from infostrada.geo.search.places import place_of
from infostrada.geo.search.places import texts_of
from infostrada.geo.search.records import statement
from typing import Any


def at_places(value: Any, key: str) -> Condition:
    """The condition for a query's places."""
    clauses, values = [], {}
    for number, text in enumerate(texts_of(value)):
        sql, more = statement(place_of(text), principals(), f"{key}p{number}_")
        clauses.append(f"uid IN ({sql})")
        values.update(more)
    return Condition(f"({' OR '.join(clauses)})", values)


def register() -> None:
    """Make the query known; called once when the package is set up."""
    register_query(NAME, at_places)
