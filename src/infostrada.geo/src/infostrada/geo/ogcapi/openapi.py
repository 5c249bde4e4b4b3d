"""The API document (OpenAPI 3.0.3): the same for everybody, so it tells nothing of any layer."""

from infostrada.geo.ogcapi import operations
from infostrada.geo.ogcapi.parameters import PARAMETERS
from infostrada.geo.ogcapi.parameters import SCHEMAS
from typing import Any


def openapi(base: str, title: str) -> dict[str, Any]:
    """The document of the services below `base`."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "version": "1.0.0",
            "description": "OGC API Features (Parts 1 to 5), Tiles and Records over one feature store.",
            "license": {
                "name": "GPL-2.0-or-later",
                "url": "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html",
            },
        },
        "servers": [{"url": base}],
        "tags": [{"name": name} for name in operations.TAGS],
        "paths": operations.paths(),
        "components": {
            "parameters": PARAMETERS,
            "schemas": SCHEMAS,
            "responses": operations.RESPONSES,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic"},
            },
        },
    }
