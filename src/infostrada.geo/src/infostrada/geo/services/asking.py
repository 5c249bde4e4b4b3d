"""The parameters of a question about a layer's features, read into one query."""

from collections.abc import Mapping
from datetime import datetime
from infostrada.core.errors import BadRequest
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.cql.compiling import Compiler
from infostrada.geo.cql.moments import period_of
from infostrada.geo.cql.properties import COLUMNS
from infostrada.geo.cql.properties import Properties
from infostrada.geo.cql.reading import bounded
from infostrada.geo.cql.reading import names
from infostrada.geo.cql.reading import Node
from infostrada.geo.cql.reading import tree_of
from infostrada.geo.features.attributes import carried
from infostrada.geo.features.attributes import described
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import crs_named
from infostrada.geo.features.reading import Query
from infostrada.geo.features.reading import Where
from infostrada.geo.services.answer import whole
from infostrada.geo.services.answer import word
from typing import Any


DEFAULT_LIMIT = 100
MOST_ITEMS = 10_000
PARAMETERS = (
    "bbox", "bbox-crs", "crs", "limit", "after", "datetime", "filter", "filter-lang", "filter-crs", "f",
)  # fmt: skip
EQUAL_COLUMNS = tuple(name for name in COLUMNS if name not in ("geometry", "valid_from", "valid_to"))


def query_of(layer: str, form: Mapping[str, Any]) -> Query:
    """What the parameters ask; BadRequest names the one at fault."""
    bbox, text = word(form, "bbox"), word(form, "filter")
    tree = tree_of(text, word(form, "filter-lang")) if text else None
    return Query(
        layer=layer,
        limit=whole(form, "limit", DEFAULT_LIMIT, 1, MOST_ITEMS),
        after=whole(form, "after", 0, 0, 10**18),
        crs=crs_named(word(form, "crs"), "crs"),
        box=box_given(bbox, crs_named(word(form, "bbox-crs"), "bbox-crs")) if bbox else None,
        where=where_of(layer, tree, crs_named(word(form, "filter-crs"), "filter-crs"), equal_in(form)),
        period=period_in(form),
    )


def equal_in(form: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that name a property: it has to equal their value."""
    given = ((name, word(form, name)) for name in form if name not in PARAMETERS)
    return {name: value for name, value in given if value is not None}


def where_of(
    layer: str, tree: Node, crs: Crs = Crs.CRS84, equal: Mapping[str, str] | None = None
) -> Where | None:
    """Filter and equal properties compiled for a layer.

    Its attributes are only looked up when something names one.
    """
    equal = equal or {}
    if tree is None and not equal:
        return None
    wanted = (names(tree) | set(equal)) - set(COLUMNS)
    attributes = _attributes(layer, wanted) if wanted else {}
    trees = [_equal(name, value, attributes) for name, value in equal.items()]
    trees += [] if tree is None else [tree]
    bounded(trees)
    compiler = Compiler(Properties(attributes), crs)
    condition = compiler.condition(trees[0] if len(trees) == 1 else {"op": "and", "args": trees})
    return Where(condition, compiler.binder.values)


def _attributes(layer: str, wanted: set[str]) -> Mapping[str, frozenset[str]]:
    known = described(layer, principals())
    missing = wanted - set(known.attributes)
    if not known.sampled or not missing:
        return known.attributes
    return {**known.attributes, **dict.fromkeys(carried(layer, missing), frozenset({"string"}))}


def _equal(name: str, value: str, attributes: Mapping[str, frozenset[str]]) -> Node:
    """Values given as parameters are text; they become what the attribute holds."""
    if name not in attributes and name not in EQUAL_COLUMNS:
        message = _("This service has no parameter ${name}.", mapping={"name": name[:40]})
        raise BadRequest(message, field=name[:40], reason="unknown_parameter")
    kinds = attributes.get(name, frozenset({"string"}))
    if kinds <= {"number", "null"}:
        return {"op": "=", "args": [{"property": name}, _number(name, value)]}
    if kinds <= {"boolean", "null"}:
        return {"op": "=", "args": [{"property": name}, value == "true"]}
    return {"op": "=", "args": [{"property": name}, value]}


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        message = _("This parameter must be a number.")
        raise BadRequest(message, field=name, reason="not_a_number") from error


def period_in(form: Mapping[str, Any]) -> tuple[datetime | None, datetime | None] | None:
    """The `datetime` parameter; BadRequest when it is no time."""
    text = word(form, "datetime")
    if text is None:
        return None
    try:
        return period_of(text)
    except (ValueError, OverflowError) as error:
        message = _("A moment or an interval of time is written as in RFC 3339.")
        raise BadRequest(message, field="datetime", reason="not_a_moment") from error
