"""What the map in the browser is told: layers, groups, extents, addresses. Never in a script."""

from dataclasses import replace
from infostrada.core.record.access import principals
from infostrada.geo.browser.words import words
from infostrada.geo.features.reading import layers
from infostrada.geo.interfaces import IMapScope
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.layers.sources import THEMES
from infostrada.geo.portals import reading
from infostrada.geo.portals.rules import compose
from infostrada.geo.portals.rules import Composition
from infostrada.geo.printing.paper import paper_named
from infostrada.geo.printing.paper import PAPERS
from infostrada.geo.services.answer import word
from infostrada.geo.styles.presets import style_for
from plone.base.interfaces import INavigationRoot
from typing import Any
from urllib.parse import urlencode
from zope.component import queryAdapter
from zope.i18n import translate

import math


GRID = "PL1992"


def map_config(root: Any, request: Any) -> dict[str, Any]:
    """Settings of the map of a navigation root, of one geoportal (`portal`) or record (`uid`)."""
    base = f"{root.absolute_url()}/@@geo"
    uid = word(request.form, "uid")
    seen = layers(principals())
    composed = composition(root, word(request.form, "portal"), seen)
    if only := word(request.form, "only"):
        composed = replace(composed, layers=(only,), groups=(), view=None)
    scope = queryAdapter(root, IMapScope)
    teryt = composed.teryt or (scope.teryt if scope is not None else "")
    shown = [by for by in seen if by["layer"] in {*composed.layers, *composed.base_maps}]
    return {
        "grid": GRID,
        "crs": "EPSG:4326",
        "title": composed.title,
        "language": request.get("LANGUAGE", "pl"),
        "extent": _box(request) or composed.view or extent(shown, teryt),
        "teryt": teryt,
        "layers": [_layer(base, layer, teryt) for layer in shown if not layer["is_base"]],
        "order": composed.layers,
        "groups": composed.groups,
        "base_maps": list(composed.base_maps),
        "bases": [_layer(base, layer, "") for layer in shown if layer["is_base"]],
        "tools": composed.tools,
        "focus": "links" if uid else "all",
        "urls": _urls(root, request, composed, uid),
        "papers": {name: paper_named(name).frame[2:] for name in PAPERS},
        "themes": {name: str(translate(title, context=request)) for name, title in THEMES},
        "words": words(request),
    }


def _box(request: Any) -> list[float] | None:
    """What a page about one place wants in sight: `box=west,south,east,north` in EPSG:2180; None for anything else."""
    try:
        west, south, east, north = (float(part) for part in (word(request.form, "box") or "").split(","))
    except ValueError:
        return None
    wanted = [west, south, east, north]
    return wanted if all(map(math.isfinite, wanted)) and west < east and south < north else None


def composition(root: Any, uid: str | None, seen: list[dict[str, Any]]) -> Composition:
    """What a geoportal composes, or the main one of this part of the site, or everything."""
    who = principals()
    if uid:
        chosen = reading.portal(who, uid)
    else:
        found = reading.portals(who, "/".join(root.getPhysicalPath()))
        own = [each for each in found if each["main"] and _belongs(each["path"], root)]
        chosen = own[0] if own else None
    return compose(chosen, reading.groups(who, chosen["groups"] if chosen else []), seen)


def extent(shown: list[dict[str, Any]], teryt: str) -> list[float] | None:
    """West, south, east and north (EPSG:2180) of the shown features, of one commune if given."""
    boxes = [box for layer in shown for code, box in layer["extents"].items() if not teryt or code == teryt]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _belongs(path: str, root: Any) -> bool:
    """Is this navigation root the nearest one above the path?"""
    place = root
    for step in path.split("/")[len(root.getPhysicalPath()) : -1]:
        place = place._getOb(step, None)
        if place is None or INavigationRoot.providedBy(place):
            return False
    return True


def _urls(root: Any, request: Any, composed: Composition, uid: str | None) -> dict[str, str]:
    base = root.absolute_url()
    geo = f"{base}/@@geo"
    return {
        "here": f"{geo}/what-is-here",
        "find": f"{geo}/find",
        "search": f"{base}/@@geo-search",
        "links": f"{geo}/links?{urlencode({'uid': uid})}" if uid else f"{geo}/links",
        "print": f"{base}/@@geo-print",
        "sheet": f"{base}/@@here-sheet",
        "past": f"{base}/@@geo-past",
        "page": f"{base}/@@map" + (f"?{urlencode({'portal': composed.uid})}" if composed.uid else ""),
        # Pages of other sites show geoportals; without one there is nothing to embed.
        "embed": f"{request.physicalPathToURL(composed.path)}/@@embed" if composed.path else "",
    }


def _layer(base: str, layer: dict[str, Any], teryt: str) -> dict[str, Any]:
    """One layer for the map; where an outside service stands is not told."""
    name = layer["layer"]
    stored = layer["kind"] == "store"
    tiles = f"{base}/collections/{name}/tiles/{GRID}/{{z}}/{{row}}/{{col}}.mvt"
    picture = f"{base.removesuffix('@@geo')}@@geo-remote/{name}"
    return {
        "id": name,
        "title": layer["title"],
        # Imagery of this site comes as a picture of a frame, like that of a WMS.
        "kind": "wms" if layer["kind"] == IMAGERY else layer["kind"],
        "grid": GRID,
        "tiles": (f"{tiles}?teryt={teryt}" if teryt else tiles) if stored else picture,
        "items": f"{base}/collections/{name}/items" if stored else "",
        "remote": {key: layer["service"].get(key) for key in ("srid", "coverage", "flown_on")},
        "theme": layer["theme"],
        "opacity": layer["opacity"],
        "label": layer["label"],
        "rules": style_for(layer["symbol"], layer["label"], layer["style"]) if stored else [],
        "attribution": layer["source"],
        "about": f"{base.removesuffix('@@geo')}resolveuid/{layer['uid']}",
        "min_zoom": layer["min_zoom"],
        "visible": layer["shown"],
    }
