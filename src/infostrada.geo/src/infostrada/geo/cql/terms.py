"""Terms of compiled filters: SQL with the kind of value it gives; every value is bound."""

from dataclasses import dataclass
from enum import Enum
from infostrada.geo.cql.faults import unlawful
from typing import Any


class Kind(Enum):
    """What a term's value is."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "boolean"
    MOMENT = "moment"
    PERIOD = "interval"
    SHAPE = "geometry"
    LIST = "array"
    JSON = "json"


@dataclass(frozen=True)
class Term:
    """A piece of SQL; `end` is the second half of a period. `literal` tells a constant."""

    sql: str
    kind: Kind
    end: str = ""
    literal: Any = None


class Binder:
    """Collects the values of a statement under names of its own."""

    def __init__(self, prefix: str = "c") -> None:
        self.prefix = prefix
        self.values: dict[str, Any] = {}

    def bind(self, value: Any, cast: str = "") -> str:
        """A placeholder for a value, with its type said to the server."""
        name = f"{self.prefix}{len(self.values)}"
        self.values[name] = value
        return f"%({name})s::{cast}" if cast else f"%({name})s"


# A JSON value as the kind that is asked for; NULL when it is of another one.
FROM_JSON = {
    Kind.TEXT: "({json} #>> '{{}}')",
    Kind.NUMBER: "(CASE jsonb_typeof({json}) WHEN 'number' THEN ({json} #>> '{{}}')::double precision END)",
    Kind.TRUTH: "(CASE jsonb_typeof({json}) WHEN 'boolean' THEN ({json} #>> '{{}}')::boolean END)",
    Kind.MOMENT: "geo.moment({json} #>> '{{}}')",
    Kind.LIST: "(CASE jsonb_typeof({json}) WHEN 'array' THEN {json} END)",
}


def as_kind(term: Term, kind: Kind) -> Term:
    """The term as another kind; BadRequest when it never can be."""
    if term.kind is kind:
        return term
    if term.kind is Kind.JSON and kind in FROM_JSON:
        return Term(FROM_JSON[kind].format(json=term.sql), kind)
    if term.kind is Kind.MOMENT and kind is Kind.PERIOD:
        return Term(term.sql, kind, end=term.sql)
    if term.kind is Kind.JSON and kind is Kind.PERIOD:
        return as_kind(as_kind(term, Kind.MOMENT), kind)
    raise unlawful("wrong_type", f"{term.kind.value} ≠ {kind.value}")
