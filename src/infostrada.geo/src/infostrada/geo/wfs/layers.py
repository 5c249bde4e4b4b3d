"""Which attributes a feature type has, in order, and how they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.geo.wfs.names import element_name


COLUMNS = {"business_id": "string", "teryt": "string", "version": "string", "valid_from": "dateTime",
           "valid_to": "dateTime"}  # fmt: skip
TYPES = {"number": "double", "boolean": "boolean"}


@dataclass(frozen=True)
class Attribute:
    """One element of a feature: its name in the store and in XML, its type of XML Schema."""

    name: str
    element: str
    kind: str
    is_column: bool


def attributes_of(attributes: Mapping[str, frozenset[str]]) -> list[Attribute]:
    """The columns, then the layer's own attributes; mixed ones are text."""
    columns = [Attribute(name, name, kind, True) for name, kind in COLUMNS.items()]
    own = [
        Attribute(name, element_name(name), _kind(kinds), False)
        for name, kinds in sorted(attributes.items())
        if name not in COLUMNS and name != "geometry"
    ]
    return columns + own


def numeric(attributes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Attributes whose values are numbers."""
    return frozenset(name for name, kinds in attributes.items() if _kind(kinds) == "double")


def _kind(kinds: frozenset[str]) -> str:
    real = kinds - {"null"}
    return TYPES.get(next(iter(real)), "string") if len(real) == 1 else "string"
