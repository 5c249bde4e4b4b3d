"""Filters compiled to a condition: names come from `Properties`, operators from tables, values are bound."""

from collections.abc import Callable
from collections.abc import Container
from infostrada.geo.cql import literals
from infostrada.geo.cql.faults import unlawful
from infostrada.geo.cql.properties import COLUMNS
from infostrada.geo.cql.properties import Properties
from infostrada.geo.cql.reading import Node
from infostrada.geo.cql.relations import ARRAY
from infostrada.geo.cql.relations import SPATIAL
from infostrada.geo.cql.relations import TEMPORAL
from infostrada.geo.cql.terms import as_kind
from infostrada.geo.cql.terms import Binder
from infostrada.geo.cql.terms import Kind
from infostrada.geo.cql.terms import Term
from infostrada.geo.features.crs import Crs


COMPARISONS = {"=": "=", "<>": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
ARITHMETIC = {
    "+": "({0} + {1})",
    "-": "({0} - {1})",
    "*": "({0} * {1})",
    "/": "({0} / nullif({1}, 0))",
    "%": "mod({0}::numeric, nullif({1}, 0)::numeric)::double precision",
    "div": "trunc({0} / nullif({1}, 0))",
    "^": "power({0}, {1})",
}
FOLDED = {"casei": "lower({0})", "accenti": "geo.unaccented({0})"}
MOST_LISTED = 1_000


class Compiler:
    """Compiles one filter; shapes in it are in the system `crs` and its axis order."""

    def __init__(self, properties: Properties, crs: Crs = Crs.CRS84, prefix: str = "c") -> None:
        self.properties = properties
        self.crs = crs
        self.binder = Binder(prefix)

    def condition(self, node: Node) -> str:
        """SQL that is true for the features wanted."""
        return as_kind(self.term(node), Kind.TRUTH).sql

    def term(self, node: Node) -> Term:
        """The term of a node of the tree."""
        if isinstance(node, list):
            return literals.array(node, self.binder)
        if not isinstance(node, dict):
            return literals.scalar(node, self.binder)
        if "op" in node:
            return self._operation(node)
        if "property" in node:
            return self.properties.term(node["property"], self.binder)
        if "date" in node or "timestamp" in node:
            return literals.moment(node.get("date", node.get("timestamp")), self.binder)
        if "interval" in node:
            return self._interval(node["interval"])
        if "bbox" in node or "type" in node:
            return literals.shape(node, self.crs, self.binder)
        raise unlawful("malformed", "{ }")

    def _operation(self, node: dict[str, Node]) -> Term:
        op, args = node["op"], node.get("args")
        if not isinstance(op, str) or not isinstance(args, list):
            raise unlawful("malformed", "op")
        op = op if op in ("isNull",) else op.lower()
        for known, many, compiled in self._operators():
            if op in known:
                if many is not None and len(args) != many:
                    raise unlawful("wrong_number_of_arguments", op)
                return compiled(op, args)
        raise unlawful("unknown_operator", op[:40])

    def _operators(self) -> tuple[tuple[Container[str], int | None, Callable[[str, list[Node]], Term]], ...]:
        return (
            (("and", "or"), None, self._joined),
            (("not",), 1, self._not),
            (COMPARISONS, 2, self._comparison),
            (("isNull", "isnull"), 1, self._is_null),
            (("like",), 2, self._like),
            (("between",), 3, self._between),
            (("in",), 2, self._in),
            (ARITHMETIC, 2, self._arithmetic),
            (FOLDED, 1, self._folded),
            (SPATIAL, 2, self._spatial),
            (TEMPORAL, 2, self._temporal),
            (ARRAY, 2, self._array),
        )

    def _joined(self, op: str, args: list[Node]) -> Term:
        if len(args) < 2:
            raise unlawful("wrong_number_of_arguments", op)
        return _truth(f" {op.upper()} ".join(self.condition(each) for each in args))

    def _not(self, _op: str, args: list[Node]) -> Term:
        return _truth(f"NOT {self.condition(args[0])}")

    def _comparison(self, op: str, args: list[Node]) -> Term:
        return self._compared(op, self.term(args[0]), self.term(args[1]))

    def _compared(self, op: str, left: Term, right: Term) -> Term:
        """An identifier is compared by its two halves: they have an index."""
        if op == "=" and left is COLUMNS["id"] and isinstance(right.literal, str):
            ns, _colon, local_id = right.literal.rpartition(":")
            halves = (
                f"f.ns = {self.binder.bind(ns, 'text')}",
                f"f.local_id = {self.binder.bind(local_id, 'text')}",
            )
            return _truth(" AND ".join(halves))
        return compared(
            op, *(self._with_moment(each, other) for each, other in ((left, right), (right, left)))
        )

    def _with_moment(self, term: Term, other: Term) -> Term:
        """A text beside a moment is a moment as it is written, in UTC unless it says otherwise."""
        is_text = term.kind is Kind.TEXT and isinstance(term.literal, str)
        return literals.moment(term.literal, self.binder) if is_text and other.kind is Kind.MOMENT else term

    def _is_null(self, _op: str, args: list[Node]) -> Term:
        term = self.term(args[0])
        if term.kind is Kind.PERIOD:
            raise unlawful("wrong_type", "interval")
        return _truth(f"{as_kind(term, Kind.TEXT).sql if term.kind is Kind.JSON else term.sql} IS NULL")

    def _like(self, _op: str, args: list[Node]) -> Term:
        value, pattern = (as_kind(self.term(each), Kind.TEXT).sql for each in args)
        if isinstance(args[1], str) and args[1].endswith("\\") and not args[1].endswith("\\\\"):
            raise unlawful("malformed", "LIKE")
        return _truth(f"{value} LIKE {pattern}")

    def _between(self, _op: str, args: list[Node]) -> Term:
        value, low, high = map(self.term, args)
        return _truth(f"{self._compared('>=', value, low).sql} AND {self._compared('<=', value, high).sql}")

    def _in(self, _op: str, args: list[Node]) -> Term:
        if not isinstance(args[1], list) or not 0 < len(args[1]) <= MOST_LISTED:
            raise unlawful("malformed", "IN")
        value = self.term(args[0])
        return _truth(" OR ".join(self._compared("=", value, self.term(each)).sql for each in args[1]))

    def _arithmetic(self, op: str, args: list[Node]) -> Term:
        left, right = (as_kind(self.term(each), Kind.NUMBER).sql for each in args)
        return Term(ARITHMETIC[op].format(left, right), Kind.NUMBER)

    def _folded(self, op: str, args: list[Node]) -> Term:
        return Term(FOLDED[op].format(as_kind(self.term(args[0]), Kind.TEXT).sql), Kind.TEXT)

    def _spatial(self, op: str, args: list[Node]) -> Term:
        left, right = (as_kind(self.term(each), Kind.SHAPE).sql for each in args)
        return _truth(f"{SPATIAL[op]}({left}, {right})")

    def _temporal(self, op: str, args: list[Node]) -> Term:
        first, second = (as_kind(self.term(each), Kind.PERIOD) for each in args)
        return _truth(TEMPORAL[op].format(s1=first.sql, e1=first.end, s2=second.sql, e2=second.end))

    def _array(self, op: str, args: list[Node]) -> Term:
        left, right = (as_kind(self.term(each), Kind.LIST).sql for each in args)
        return _truth(ARRAY[op].format(left, right))

    def _interval(self, edges: Node) -> Term:
        if not isinstance(edges, list) or len(edges) != 2:
            raise unlawful("malformed", "INTERVAL")
        since, until = (self._edge(each, last) for each, last in zip(edges, (False, True), strict=True))
        return Term(since, Kind.PERIOD, end=until)

    def _edge(self, node: Node, last: bool) -> str:
        """An end of an interval; a property without a value leaves it open."""
        if isinstance(node, str):
            return literals.edge(node, self.binder, last)
        sql = as_kind(self.term(node), Kind.MOMENT).sql
        return f"coalesce({sql}, '{'' if last else '-'}infinity')"


def compared(op: str, left: Term, right: Term) -> Term:
    """A comparison of two terms, brought to one kind."""
    if left.kind is Kind.JSON and right.kind is Kind.JSON:
        plain = (f"nullif({each.sql}, 'null'::jsonb)" for each in (left, right))
        return _truth(f" {COMPARISONS[op]} ".join(plain))
    kinds = [each.kind for each in (left, right) if each.kind is not Kind.JSON]
    kind = Kind.MOMENT if Kind.MOMENT in kinds else kinds[0]
    if kind not in (Kind.TEXT, Kind.NUMBER, Kind.TRUTH, Kind.MOMENT):
        raise unlawful("wrong_type", kind.value)
    return _truth(f" {COMPARISONS[op]} ".join(as_kind(each, kind).sql for each in (left, right)))


def _truth(sql: str) -> Term:
    return Term(f"({sql})", Kind.TRUTH)
