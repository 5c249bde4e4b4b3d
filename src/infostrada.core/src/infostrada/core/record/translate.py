"""Catalog queries as conditions on the side index.

Only a query whose every part the side index can answer is put to it: an index it does not have
means that no uncatalogued object meets the query.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from DateTime import DateTime
from datetime import datetime
from DateTime.interfaces import DateTimeError
from typing import Any

import re


@dataclass(frozen=True)
class Condition:
    """A WHERE clause and its parameters."""

    clause: str
    parameters: dict[str, Any]


class NotAnswerable(Exception):
    """The side index does not hold what the query asks for."""


_PLAIN = {
    "UID": "uid",
    "portal_type": "type",
    "review_state": "state",
    "Creator": "creator",
    "getId": "substring(path from '[^/]*$')",
    "id": "substring(path from '[^/]*$')",
}
_DATES = {
    "created": "created",
    "modified": "modified",
    # As in the catalog: what has no such day has always been in force, and ends never.
    "effective": "coalesce(effective, '-infinity')",
    "expires": "coalesce(expires, 'infinity')",
    "Date": "coalesce(effective, modified)",
}
# Said about the answer, not about the objects.
_MANNER = {
    "sort_on",
    "sort_order",
    "sort_limit",
    "b_start",
    "b_size",
    "b_limit",
    "show_inactive",
    "allowedRolesAndUsers",
}

# Queries of other floors, by the index's name.
_MORE: dict[str, Callable[[Any, str], Condition]] = {}

SORTS = {
    "modified": "modified",
    "created": "created",
    "effective": "coalesce(effective, 'epoch')",
    "Date": "coalesce(effective, modified)",
    "sortable_title": "lower(title)",
    "getId": "substring(path from '[^/]*$')",
    "id": "substring(path from '[^/]*$')",
    "path": "path",
    "getObjPositionInParent": "path",
}


def register_query(name: str, condition: Callable[[Any, str], Condition]) -> None:
    """Let the side index answer a catalog query it has no column for.

    `condition` gets the query's value and a word its parameters' names begin with.
    """
    _MORE[name] = condition


def translate(query: Mapping[str, Any], types: Iterable[str]) -> Condition:
    """The condition for uncatalogued objects of `types`; raises `NotAnswerable`."""
    clauses = ["type = ANY(%(types)s)"]
    parameters: dict[str, Any] = {"types": sorted(types)}
    for number, (name, value) in enumerate(sorted(query.items())):
        if name in _MANNER:
            continue
        condition = _part(name, value, f"q{number}")
        clauses.append(condition.clause)
        parameters.update(condition.parameters)
    return Condition(" AND ".join(clauses), parameters)


def _part(name: str, value: Any, key: str) -> Condition:
    if name in _PLAIN:
        return _among(_PLAIN[name], value, key)
    if name in _DATES:
        return _range(_DATES[name], value, key)
    if name == "path":
        return _path(value, key)
    if name == "is_folderish":
        return Condition(f"folderish = %({key})s", {key: _truth(value)})
    if name == "effectiveRange":
        return Condition(
            f"coalesce(effective <= %({key})s, true) AND coalesce(expires > %({key})s, true)",
            {key: _moment(value)},
        )
    if name in ("SearchableText", "Title"):
        return _text(name, value, key)
    if name in _MORE:
        return _MORE[name](value, key)
    raise NotAnswerable(name)


def _among(column: str, value: Any, key: str) -> Condition:
    if isinstance(value, Mapping):
        if set(value) - {"query", "operator"} or value.get("operator", "or") != "or":
            raise NotAnswerable(column)
        value = value["query"]
    values = [value] if isinstance(value, str) else list(value)
    return Condition(f"{column} = ANY(%({key})s)", {key: [str(each) for each in values]})


def _range(column: str, value: Any, key: str) -> Condition:
    if not isinstance(value, Mapping):
        return Condition(f"{column} = %({key})s", {key: _moment(value)})
    moments = value["query"] if isinstance(value["query"], list | tuple) else [value["query"]]
    parts = str(value.get("range", "")).replace("minmax", "min:max").split(":")
    clauses, parameters = [], {}
    if "min" in parts:
        clauses.append(f"{column} >= %({key}min)s")
        parameters[f"{key}min"] = min(map(_moment, moments))
    if "max" in parts:
        clauses.append(f"{column} <= %({key}max)s")
        parameters[f"{key}max"] = max(map(_moment, moments))
    if not clauses:
        raise NotAnswerable(column)
    return Condition(" AND ".join(clauses), parameters)


def _path(value: Any, key: str) -> Condition:
    options = dict(value) if isinstance(value, Mapping) else {"query": value}
    if set(options) - {"query", "depth"}:
        raise NotAnswerable("path")
    paths = options.get("query")
    paths = [paths] if isinstance(paths, str) else list(paths or ())
    depth = int(options.get("depth", -1))
    clauses, parameters = [], {}
    for number, path in enumerate(paths):
        name = f"{key}p{number}"
        clauses.append(_place(name, depth))
        parameters[name] = str(path).rstrip("/")
    return Condition(f"({' OR '.join(clauses) or 'false'})", parameters)


def _place(name: str, depth: int) -> str:
    if depth == 0:
        return f"path = %({name})s"
    if depth == 1:
        return f"regexp_replace(path, '/[^/]*$', '') = %({name})s"
    below = f"path = %({name})s OR (path >= %({name})s || '/' AND path < %({name})s || '0')"
    if depth > 1:
        # Like the catalog's index, which leaves the container out at depth 1 only.
        return f"(({below}) AND path !~ ('^' || %({name})s || repeat('/[^/]+', {depth + 1})))"
    return f"({below})"


def _text(name: str, value: Any, key: str) -> Condition:
    if isinstance(value, Mapping):
        value = value.get("query", "")
    if not isinstance(value, str):
        raise NotAnswerable(name)
    words = [word for word in re.findall(r"\w+\*?", value) if word not in ("AND", "and")]
    if not words or '"' in value or "OR" in words or "NOT" in words:
        raise NotAnswerable(name)
    terms = " & ".join(f"'{word.rstrip('*')}'{':*' if word.endswith('*') else ''}" for word in words)
    column = "title || ' ' || description" if name == "SearchableText" else "title"
    return Condition(f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %({key})s)", {key: terms})


def _moment(value: Any) -> datetime:
    try:
        moment: datetime = (value if isinstance(value, DateTime) else DateTime(value)).asdatetime()
    except (DateTimeError, TypeError, ValueError) as error:
        raise NotAnswerable("date") from error
    return moment


def _truth(value: Any) -> bool:
    if isinstance(value, Mapping):
        value = value.get("query")
    return str(value).lower() in ("1", "true", "yes", "on")
