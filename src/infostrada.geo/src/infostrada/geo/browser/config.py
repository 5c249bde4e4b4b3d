"""What the map in the browser is told: layers, extents, addresses, words. Never in a script."""

from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.reading import layers
from infostrada.geo.interfaces import IMapScope
from infostrada.geo.services.answer import word
from typing import Any
from urllib.parse import urlencode
from zope.component import queryAdapter
from zope.i18n import translate


GRID = "PL1992"
LABEL_RESOLUTION = 1.0

WORDS = {
    "map": _("Map"),
    "help": _(
        "Move the map with the arrow keys, zoom with + and -. "
        "Press Enter to learn what is in the middle of the map."
    ),
    "layers": _("Layers"),
    "ready": _("Choose a place on the map."),
    "empty": _("There is no map layer you may see."),
    "nothing": _("There is nothing of ours at this place."),
    "found": _("At this place:"),
    "records": _("Documents about this place"),
    "choose": _("Link with this document"),
    "added": _("added to the form"),
    "already": _("is in the form already"),
    "down": _("The map data cannot be reached at the moment. The rest of the page works."),
    "zoom_in": _("Zoom in"),
    "zoom_out": _("Zoom out"),
    "search": _("Find a parcel by its identifier"),
}


def map_config(root: Any, request: Any) -> dict[str, Any]:
    """Settings of the map of a navigation root, or of one record when `uid` is given."""
    base = f"{root.absolute_url()}/@@geo"
    scope = queryAdapter(root, IMapScope)
    teryt = scope.teryt if scope is not None else ""
    uid = word(request.form, "uid")
    shown = layers(principals())
    return {
        "grid": GRID,
        "crs": "EPSG:4326",
        "extent": extent(shown, teryt),
        "layers": [_layer(base, layer, teryt) for layer in shown],
        "identify": f"{base}/what-is-here",
        "find": f"{base}/find",
        "focus": "links" if uid else "all",
        "links": f"{base}/links?{urlencode({'uid': uid})}" if uid else f"{base}/links",
        "words": {name: translate(text, context=request) for name, text in WORDS.items()},
    }


def extent(shown: list[dict[str, Any]], teryt: str) -> list[float] | None:
    """West, south, east and north (EPSG:2180) of the shown features, of one commune if given."""
    boxes = [box for layer in shown for code, box in layer["extents"].items() if not teryt or code == teryt]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _layer(base: str, layer: dict[str, Any], teryt: str) -> dict[str, Any]:
    tiles = f"{base}/collections/{layer['layer']}/tiles/{GRID}/{{z}}/{{row}}/{{col}}.mvt"
    return {
        "id": layer["layer"],
        "title": layer["title"],
        "grid": GRID,
        "tiles": f"{tiles}?teryt={teryt}" if teryt else tiles,
        "symbol": layer["symbol"],
        "label": layer["label"],
        "label_resolution": LABEL_RESOLUTION,
        "attribution": layer["source"],
        "min_zoom": layer["min_zoom"],
        "visible": layer["shown"],
    }
