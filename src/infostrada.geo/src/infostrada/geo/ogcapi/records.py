"""The catalogue of layers as OGC API Records, Part 1 (20-004r1): a collection of records beside the layers.

Its name has a dot, which no layer's may have.
"""

from collections.abc import Mapping
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.geo import _
from infostrada.geo.features.catalogue import catalogue
from infostrada.geo.features.catalogue import LayerFacts
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import crs_named
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.ogcapi.links import GEOJSON
from infostrada.geo.ogcapi.links import JSON
from infostrada.geo.ogcapi.links import link
from infostrada.geo.ogcapi.links import MVT
from infostrada.geo.ogcapi.links import REL
from infostrada.geo.ogcapi.links import selves
from infostrada.geo.services.answer import whole
from infostrada.geo.services.answer import word
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate


CATALOGUE = "catalogue.layers"
CORE = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
DEFAULT_LIMIT = 100
MOST_RECORDS = 1_000


def description(base: str, request: Any) -> dict[str, Any]:
    """The catalogue as a collection."""
    here = f"{base}/collections/{CATALOGUE}"
    return {
        "id": CATALOGUE,
        "title": str(translate(_("Catalogue of layers"), context=request)),
        "itemType": "record",
        "crs": [Crs.CRS84.value],
        "links": [*selves(here), link("items", f"{here}/items", GEOJSON)],
    }


def records(base: str, form: Mapping[str, Any], principals: Principals) -> dict[str, Any]:
    """Records of the layers the asker may see, narrowed by `q`, `bbox`, `ids`, `type`."""
    limit = whole(form, "limit", DEFAULT_LIMIT, 1, MOST_RECORDS)
    offset = whole(form, "offset", 0, 0, 10**9)
    found = [layer for layer in catalogue(principals) if _wanted(layer, form)]
    shown = found[offset : offset + limit]
    here = f"{base}/collections/{CATALOGUE}/items"
    links = selves(here, GEOJSON)
    if offset + limit < len(found):
        given = {name: value for name, value in form.items() if value} | {"offset": offset + limit}
        links.append(link("next", f"{here}?{urlencode(given)}", GEOJSON))
    return {
        "type": "FeatureCollection",
        "numberMatched": len(found),
        "numberReturned": len(shown),
        "links": links,
        "features": [_record(layer, base) for layer in shown],
    }


def record(base: str, name: str, principals: Principals) -> dict[str, Any]:
    """One layer's record; NotFound when the asker may not see the layer."""
    for layer in catalogue(principals, name):
        return _record(layer, base)
    raise NotFound(_("There is no such feature."), reason="unknown_feature")


def _wanted(layer: LayerFacts, form: Mapping[str, Any]) -> bool:
    words = (word(form, "q") or "").lower().replace(",", " ").split()
    text = " ".join((layer.title, layer.description, layer.source, layer.layer)).lower()
    ids, kind, bbox = word(form, "ids"), word(form, "type"), word(form, "bbox")
    box = box_given(bbox, crs_named(word(form, "bbox-crs"), "bbox-crs")) if bbox else None
    return (
        (not words or any(each in text for each in words))
        and (ids is None or layer.layer in ids.split(","))
        and kind in (None, "dataset")
        and (box is None or _meets(layer, box))
    )


def _meets(layer: LayerFacts, box: Box) -> bool:
    """Do the layer's box and the box asked for meet, in the system that was asked in?"""
    if layer.extent is None:
        return False
    crs = next(each for each in Crs if each.srid == box.srid)
    edges = box_from_store(layer.extent, crs)
    west, south, east, north = [edges[1], edges[0], edges[3], edges[2]] if crs.is_flipped else edges
    return box.west <= east and west <= box.east and box.south <= north and south <= box.north


def _record(layer: LayerFacts, base: str) -> dict[str, Any]:
    here = f"{base}/collections/{layer.layer}"
    return {
        "id": layer.layer,
        "type": "Feature",
        "conformsTo": [CORE],
        "time": None,
        "geometry": _outline(layer),
        "properties": {
            "type": "dataset",
            "title": layer.title,
            **({"description": layer.description} if layer.description else {}),
            "created": layer.created,
            "updated": layer.modified,
            "language": {"code": "pl"},
            "rights": layer.source,
            "formats": [
                {"name": "GeoJSON", "mediaType": GEOJSON},
                {"name": "Mapbox Vector Tiles", "mediaType": MVT},
            ],
        },
        "links": [
            *selves(f"{base}/collections/{CATALOGUE}/items/{layer.layer}", GEOJSON),
            link("collection", f"{base}/collections/{CATALOGUE}", JSON),
            link("item", f"{here}/items", GEOJSON, layer.title),
            link("describes", here, JSON, layer.title),
            link(f"{REL}tilesets-vector", f"{here}/tiles", JSON),
        ],
    }


def _outline(layer: LayerFacts) -> dict[str, Any] | None:
    if layer.extent is None:
        return None
    west, south, east, north = box_from_store(layer.extent, Crs.CRS84)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
