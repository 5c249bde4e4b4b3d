"""Schemas of a layer: its queryables (Features Part 3) and its features (Part 5), as JSON Schema 2020-12."""

from collections.abc import Mapping
from infostrada.core.record.access import Principals
from infostrada.geo import _
from infostrada.geo.features.attributes import described
from typing import Any
from zope.i18n import translate


DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
KEPT: dict[str, tuple[dict[str, Any], str]] = {
    "business_id": ({"type": "string"}, _("Identifier people use")),
    "teryt": ({"type": "string", "pattern": "^([0-9]{6})?$"}, _("Commune (TERYT)")),
    "version": ({"type": "string", "readOnly": True}, _("Version")),
    "valid_from": ({**MOMENT, "readOnly": True}, _("Valid from")),
    "valid_to": ({**MOMENT, "readOnly": True}, _("Valid to")),
}
KEYS = {
    "id": ({"type": "string"}, _("Identifier")),
    "namespace": ({"type": "string"}, _("Namespace of the identifier")),
    "local_id": ({"type": "string"}, _("Identifier within the namespace")),
}


def queryables(url: str, layer: str, principals: Principals, request: Any) -> dict[str, Any]:
    """What filters may name."""
    attributes = described(layer, principals).attributes
    return _document(url, layer, {**_kept(KEYS, request), **_properties(attributes, request)}, False)


def schema(url: str, layer: str, principals: Principals, request: Any) -> dict[str, Any]:
    """What the features are made of."""
    attributes = described(layer, principals).attributes
    identifier = {"id": {"type": "string", "x-ogc-role": "id", "readOnly": True}}
    return _document(url, layer, {**identifier, **_properties(attributes, request)}, True)


def _document(url: str, layer: str, properties: dict[str, Any], more: bool) -> dict[str, Any]:
    shape = {"format": "geometry-any", "x-ogc-role": "primary-geometry"}
    return {
        "$schema": DIALECT,
        "$id": url,
        "type": "object",
        "title": layer,
        "properties": {"geometry": shape, **properties},
        "additionalProperties": more,
    }


def _properties(attributes: Mapping[str, frozenset[str]], request: Any) -> dict[str, Any]:
    own = {name: _typed(kinds) for name, kinds in attributes.items() if name not in KEPT}
    return {**own, **_kept(KEPT, request)}


def _typed(kinds: frozenset[str]) -> dict[str, Any]:
    types = sorted(kinds - {"null"}) or ["string"]
    return {"type": types[0] if len(types) == 1 else types}


def _kept(columns: Mapping[str, tuple[dict[str, Any], str]], request: Any) -> dict[str, Any]:
    return {
        name: {**kind, "title": str(translate(title, context=request))}
        for name, (kind, title) in columns.items()
    }
