"""The paths of the API document."""

from typing import Any


TAGS = ("Capabilities", "Features", "Tiles")
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
RESPONSES: dict[str, Any] = {
    "Stranger": {"description": "Nobody is logged in.", "content": PROBLEM},
    "Refused": {"description": "Without the right to change features of this layer.", "content": PROBLEM},
    "Fixed": {"description": "The layer's features are not changed one by one.", "content": PROBLEM},
    "Taken": {"description": "A feature with this identifier stands already.", "content": PROBLEM},
    "Changed": {"description": "Somebody changed the feature since it was read.", "content": PROBLEM},
    "Media": {"description": "The body is of another media type.", "content": PROBLEM},
    "Unsaid": {"description": "If-Match is missing.", "content": PROBLEM},
    "Bad": {"description": "A parameter is at fault: `field` and `reason` say which.", "content": PROBLEM},
    "Missing": {"description": "Nothing there, or nothing the asker may know of.", "content": PROBLEM},
    "Away": {
        "description": "The database is away or busy; come again after Retry-After.",
        "content": PROBLEM,
    },
}
FAILURES = {
    "400": {"$ref": "#/components/responses/Bad"},
    "404": {"$ref": "#/components/responses/Missing"},
    "503": {"$ref": "#/components/responses/Away"},
}
CHANGE_FAILURES = {
    **FAILURES,
    **{
        status: {"$ref": f"#/components/responses/{name}"}
        for status, name in (
            ("401", "Stranger"),
            ("403", "Refused"),
            ("405", "Fixed"),
            ("409", "Taken"),
            ("412", "Changed"),
            ("415", "Media"),
            ("428", "Unsaid"),
        )
    },
}
NARROWING = (
    "limit",
    "after",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "f",
)


def paths() -> dict[str, Any]:
    """Every path with its methods."""
    collection = "/collections/{collectionId}"
    return {
        "/": {"get": _get("landingPage", "Landing page", "document", "f")},
        "/conformance": {"get": _get("conformance", "What the API conforms to", "document", "f")},
        "/api": {"get": _get("apiDocument", "This document", "document", "f")},
        "/collections": {"get": _get("collections", "Layers", "document", "f")},
        collection: {"get": _get("collection", "One layer", "collection", "collectionId", "f")},
        f"{collection}/queryables": {
            "get": _get("queryables", "What filters may name", "document", "collectionId", "f")
        },
        f"{collection}/schema": {
            "get": _get("schema", "What the features are made of", "document", "collectionId", "f")
        },
        "/tileMatrixSets": {"get": _get("tileMatrixSets", "Tile grids", "document", "f")},
        "/tileMatrixSets/{tileMatrixSetId}": {
            "get": _get("tileMatrixSet", "One tile grid", "document", "tileMatrixSetId", "f")
        },
        f"{collection}/tiles": {
            "get": _get("tilesets", "Tilesets of a layer", "document", "collectionId", "f")
        },
        f"{collection}/tiles/{{tileMatrixSetId}}": {
            "get": _get("tileset", "One tileset", "document", "collectionId", "tileMatrixSetId", "f")
        },
        f"{collection}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": {"get": _tile()},
        f"{collection}/items": {
            "get": _get("features", "Features", "features", "collectionId", *NARROWING, geo=True),
            "post": _change("createFeature", "Add a feature", "201", "Content-Crs"),
        },
        f"{collection}/items/{{featureId}}": {
            "get": _get(
                "feature", "One feature", "feature", "collectionId", "featureId", "crs", "f", geo=True
            )
        },
    }


def _get(name: str, summary: str, schema: str, *parameters: str, geo: bool = False) -> dict[str, Any]:
    media = "application/geo+json" if geo else "application/json"
    content = {
        media: {"schema": {"$ref": f"#/components/schemas/{schema}"}},
        "text/html": {"schema": {"type": "string"}},
    }
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["Features" if geo else "Capabilities"],
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in parameters],
        "responses": {"200": {"description": summary, "content": content}, **FAILURES},
        "security": [{}, {"token": []}, {"password": []}],
    }


def _tile() -> dict[str, Any]:
    names = ("collectionId", "tileMatrixSetId", "tileMatrix", "tileRow", "tileCol", "datetime")
    media = "application/vnd.mapbox-vector-tile"
    content = {media: {"schema": {"type": "string", "format": "binary"}}}
    return {
        "operationId": "tile",
        "summary": "One vector tile",
        "tags": ["Tiles"],
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in names],
        "responses": {"200": {"description": "Mapbox Vector Tile 2.1", "content": content}, **FAILURES},
        "security": [{}, {"token": []}, {"password": []}],
    }


def _change(
    name: str, summary: str, status: str, *parameters: str, media: str = "application/geo+json"
) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/feature"} if "merge" not in media else {"type": "object"}
    body = {"requestBody": {"required": True, "content": {media: {"schema": schema}}}} if media else {}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["Features"],
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in ("collectionId", *parameters)],
        **body,
        "responses": {status: {"description": summary}, **CHANGE_FAILURES},
        "security": [{"token": []}, {"password": []}],
    }
