"""Layers as collections of features: OGC API Common Part 2, Features Parts 1 and 2."""

from infostrada.core.record.access import Principals
from infostrada.geo.features.catalogue import catalogue
from infostrada.geo.features.catalogue import facts
from infostrada.geo.features.catalogue import LayerFacts
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.ogcapi.links import GEOJSON
from infostrada.geo.ogcapi.links import HTML
from infostrada.geo.ogcapi.links import JSON
from infostrada.geo.ogcapi.links import link
from infostrada.geo.ogcapi.links import REL
from infostrada.geo.ogcapi.links import SCHEMA
from infostrada.geo.ogcapi.links import selves
from typing import Any


CRS = [crs.value for crs in Crs]


def collections(base: str, principals: Principals, *more: dict[str, Any]) -> dict[str, Any]:
    """All layers the asker may see, and `more` collections."""
    return {
        "links": selves(f"{base}/collections"),
        "crs": CRS,
        "collections": [*(_described(layer, base) for layer in catalogue(principals)), *more],
    }


def collection(base: str, layer: str, principals: Principals) -> dict[str, Any]:
    """One layer; NotFound when the asker may not see it."""
    return _described(facts(layer, principals), base)


def extent_of(layer: LayerFacts) -> dict[str, Any]:
    """The box of a layer's features in CRS84, open in time."""
    temporal = {"interval": [[None, None]]}
    if layer.extent is None:
        return {"temporal": temporal}
    spatial = {"bbox": [box_from_store(layer.extent, Crs.CRS84)], "crs": Crs.CRS84.value}
    return {"spatial": spatial, "temporal": temporal}


def _described(layer: LayerFacts, base: str) -> dict[str, Any]:
    here = f"{base}/collections/{layer.layer}"
    return {
        "id": layer.layer,
        "title": layer.title,
        **({"description": layer.description} if layer.description else {}),
        "attribution": layer.source,
        "extent": extent_of(layer),
        "itemType": "feature",
        "itemCount": layer.feature_count,
        "crs": CRS,
        "storageCrs": Crs.PL1992.value,
        "links": [
            *selves(here),
            link("items", f"{here}/items", GEOJSON, layer.title),
            link("items", f"{here}/items?f=html", HTML, layer.title),
            link(f"{REL}queryables", f"{here}/queryables", SCHEMA),
            link("describedby", f"{here}/schema", SCHEMA),
            link(f"{REL}tilesets-vector", f"{here}/tiles", JSON),
        ],
    }
