"""The names filters may use: columns of a feature and the attributes of its layer."""

from collections.abc import Collection
from infostrada.geo.cql.faults import unlawful
from infostrada.geo.cql.terms import Binder
from infostrada.geo.cql.terms import Kind
from infostrada.geo.cql.terms import Term


COLUMNS = {
    "id": Term("(f.ns || ':' || f.local_id)", Kind.TEXT),
    "namespace": Term("f.ns", Kind.TEXT),
    "local_id": Term("f.local_id", Kind.TEXT),
    "business_id": Term("f.business_id", Kind.TEXT),
    "teryt": Term("f.teryt", Kind.TEXT),
    "version": Term("f.version", Kind.TEXT),
    "valid_from": Term("f.valid_from", Kind.MOMENT),
    "valid_to": Term("f.valid_to", Kind.MOMENT),
    "geometry": Term("f.geom", Kind.SHAPE),
}


class Properties:
    """Names of one layer's features; `f` stands for the feature in the SQL."""

    def __init__(self, attributes: Collection[str]) -> None:
        self.attributes = attributes

    def term(self, name: object, binder: Binder) -> Term:
        """The term of a property; BadRequest for a name the layer does not have."""
        if not isinstance(name, str):
            raise unlawful("malformed", "property")
        if name in COLUMNS:
            return COLUMNS[name]
        if name not in self.attributes:
            raise unlawful("unknown_property", name[:80])
        return Term(f"(f.attrs -> {binder.bind(name, 'text')})", Kind.JSON)
