"""Parameters and schemas of the API document."""

from infostrada.geo.features.crs import Crs
from infostrada.geo.services.asking import DEFAULT_LIMIT
from infostrada.geo.services.asking import MOST_ITEMS
from typing import Any


CRS = {"type": "string", "format": "uri", "enum": [crs.value for crs in Crs], "default": Crs.CRS84.value}
TEXT = {"type": "string"}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _path(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": TEXT, "description": description}


def _header(name: str, description: str, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": TEXT, "description": description}


BBOX = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 4,
    "maxItems": 6,
}

PARAMETERS: dict[str, Any] = {
    "collectionId": _path("collectionId", "Name of a layer; /collections lists those the asker may see."),
    "featureId": _path("featureId", "Identifier of a feature: namespace, colon, local id."),
    "limit": _query(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_LIMIT},
        "Most features of a page; more is lowered to the maximum.",
    ),
    "after": _query(
        "after", {"type": "integer", "minimum": 0}, "Key the page before ended with; from `next`."
    ),
    "bbox": {
        **_query("bbox", BBOX, "Least two coordinates, then greatest two, in the axis order of bbox-crs."),
        "style": "form",
        "explode": False,
    },
    "bbox-crs": _query("bbox-crs", CRS, "System of bbox."),
    "crs": _query("crs", CRS, "System of the answer; coordinates stand in its own axis order."),
    "datetime": _query(
        "datetime",
        TEXT,
        "Versions valid at a moment or in an interval (RFC 3339); without it the current ones.",
    ),
    "filter": _query("filter", TEXT, "CQL2 filter over the queryables."),
    "filter-lang": _query(
        "filter-lang", {"type": "string", "enum": ["cql2-text", "cql2-json"]}, "Encoding of the filter."
    ),
    "filter-crs": _query("filter-crs", CRS, "System of the shapes in the filter, in its axis order."),
    "f": _query("f", {"type": "string", "enum": ["json", "html"]}, "Form of the answer, instead of Accept."),
    "If-Match": _header("If-Match", "ETag of the feature as it was read.", required=True),
    "Content-Crs": _header("Content-Crs", "System of the coordinates in the body, in angle brackets."),
    "tileMatrixSetId": _path("tileMatrixSetId", "Grid: PL1992 or WebMercatorQuad."),
    "tileMatrix": _path("tileMatrix", "Zoom."),
    "tileRow": _path("tileRow", "Row, from the north."),
    "tileCol": _path("tileCol", "Column, from the west."),
}

LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": dict.fromkeys(("href", "rel", "type", "title"), TEXT),
}
LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}

SCHEMAS: dict[str, Any] = {
    "link": LINK,
    "problem": {
        "type": "object",
        "required": ["status", "detail"],
        "properties": {
            "type": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "message": TEXT,
            "field": {**TEXT, "nullable": True},
            "reason": TEXT,
        },
    },
    "collection": {
        "type": "object",
        "required": ["id", "links"],
        "properties": {
            **dict.fromkeys(("id", "title", "description", "attribution", "itemType", "storageCrs"), TEXT),
            "extent": {"type": "object"},
            "crs": {"type": "array", "items": TEXT},
            "links": LINKS,
        },
    },
    "feature": {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": TEXT,
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object", "nullable": True},
            "links": LINKS,
        },
    },
    "features": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
            "links": LINKS,
            "numberReturned": {"type": "integer", "minimum": 0},
            "numberMatched": {"type": "integer", "minimum": 0},
        },
    },
    "document": {"type": "object"},
}
