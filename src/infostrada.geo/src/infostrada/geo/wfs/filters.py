"""Filters of FES 2.0 (09-026r2) as trees of CQL2: the same compiler makes SQL of both."""

from infostrada.geo.cql.reading import Node
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wfs.names import feature_id
from infostrada.geo.wfs.names import FES
from infostrada.geo.wfs.names import GML
from infostrada.geo.wfs.names import plain_name
from infostrada.geo.wfs.names import SrsName
from infostrada.geo.wfs.shapes import node_of
from lxml import etree
from typing import Any


COMPARISONS = {
    "PropertyIsEqualTo": "=",
    "PropertyIsNotEqualTo": "<>",
    "PropertyIsLessThan": "<",
    "PropertyIsGreaterThan": ">",
    "PropertyIsLessThanOrEqualTo": "<=",
    "PropertyIsGreaterThanOrEqualTo": ">=",
}
SPATIAL = {
    "BBOX": "s_intersects",
    "Intersects": "s_intersects",
    "Equals": "s_equals",
    "Disjoint": "s_disjoint",
    "Touches": "s_touches",
    "Within": "s_within",
    "Overlaps": "s_overlaps",
    "Crosses": "s_crosses",
    "Contains": "s_contains",
}
MOST_DEPTH = 20


class Filters:
    """Reads filters for one layer; literals become what the attribute holds."""

    def __init__(self, srs: SrsName, numeric: frozenset[str]) -> None:
        self.srs = srs
        self.numeric = numeric

    def tree(self, element: Any) -> Node:
        """The tree of a `fes:Filter`; several resource ids mean any of them."""
        parts = [self._node(each, 0) for each in element]
        if not parts:
            raise invalid("filter", "Filter")
        return parts[0] if len(parts) == 1 else {"op": "or", "args": parts}

    def resources(self, text: str) -> Node:
        """The tree of resource ids joined by commas."""
        parts = [self._resource(each) for each in text.split(",") if each]
        if not parts:
            raise invalid("resourceId", "")
        return parts[0] if len(parts) == 1 else {"op": "or", "args": parts}

    def _node(self, element: Any, depth: int) -> Node:
        name = etree.QName(element)
        if name.namespace != FES or depth > MOST_DEPTH:
            raise invalid("filter", str(name.localname)[:40])
        local = name.localname
        if local in ("And", "Or", "Not"):
            return {"op": local.lower(), "args": [self._node(each, depth + 1) for each in element]}
        if local in COMPARISONS:
            return self._comparison(element, COMPARISONS[local])
        if local in SPATIAL:
            return self._spatial(element, SPATIAL[local])
        match local:
            case "PropertyIsBetween":
                return self._between(element)
            case "PropertyIsLike":
                return self._like(element)
            case "PropertyIsNull" | "PropertyIsNil":
                return {"op": "isNull", "args": [{"property": self._property(element)}]}
            case "ResourceId":
                return self._resource(element.get("rid") or "")
        raise unsupported("filter", local[:40])

    def _comparison(self, element: Any, op: str) -> Node:
        if len(element) != 2:
            raise invalid("filter", "operands")
        properties = [self._named(each) for each in element]
        named = next((each for each in properties if each), None)
        args = [
            {"property": name} if name else self._value(each.text or "", named)
            for each, name in zip(element, properties, strict=True)
        ]
        if element.get("matchCase") == "false" and named not in self.numeric:
            args = [{"op": "casei", "args": [each]} for each in args]
        return {"op": op, "args": args}

    def _between(self, element: Any) -> Node:
        name = self._property(element)
        edges = [
            self._value(element.findtext(f"{{{FES}}}{side}/{{{FES}}}Literal") or "", name)
            for side in ("LowerBoundary", "UpperBoundary")
        ]
        return {"op": "between", "args": [{"property": name}, *edges]}

    def _like(self, element: Any) -> Node:
        pattern = element.findtext(f"{{{FES}}}Literal") or ""
        any_, one, escape = (element.get(name, "\0") for name in ("wildCard", "singleChar", "escapeChar"))
        made, letters = "", iter(pattern)
        for letter in letters:
            if letter == escape:
                made += _literal(next(letters, ""))
            else:
                made += "%" if letter == any_ else "_" if letter == one else _literal(letter)
        args: list[Node] = [{"property": self._property(element)}, made]
        if element.get("matchCase") == "false":
            args = [{"op": "casei", "args": [each]} for each in args]
        return {"op": "like", "args": args}

    def _spatial(self, element: Any, op: str) -> Node:
        shapes = [each for each in element if etree.QName(each).namespace == GML]
        named = [self._named(each) for each in element if self._named(each)]
        if len(shapes) != 1 or any(name != "geometry" for name in named):
            raise invalid("filter", "geometry")
        args: list[Node] = [{"property": "geometry"}, node_of(shapes[0], self.srs)]
        is_first = etree.QName(element[0]).namespace == GML
        return {"op": op, "args": args[::-1] if is_first else args}

    def _resource(self, text: str) -> Node:
        return {"op": "=", "args": [{"property": "id"}, feature_id(text)[1]]}

    def _property(self, element: Any) -> str:
        for each in element:
            if self._named(each):
                return self._named(each)
        raise invalid("filter", "ValueReference")

    def _named(self, element: Any) -> str:
        """The property an element names, without path and prefix."""
        if etree.QName(element).localname not in ("ValueReference", "PropertyName"):
            return ""
        return plain_name((element.text or "").strip().rpartition("/")[2].rpartition(":")[2])

    def _value(self, text: str, name: str | None) -> Node:
        if name not in self.numeric:
            return text
        try:
            return float(text)
        except ValueError as error:
            raise invalid("filter", text[:40]) from error


def _literal(letter: str) -> str:
    return f"\\{letter}" if letter in ("%", "_", "\\") else letter
