"""Registers, groups of layers and geoportals of a profile: `geoportals.json`.

Layers that a profile does not have are left out of groups, so one file serves several profiles.
"""

from collections.abc import Iterator
from infostrada.core.record.pending import flush
from infostrada.core.record.sql import rows
from infostrada.core.server.profile import ProfileError
from infostrada.geo.demo.imagery import imagery
from infostrada.geo.demo.monuments import SOURCES
from infostrada.geo.demo.operats import operats
from infostrada.geo.features import store
from infostrada.geo.registers.operations import publish_reduced
from pathlib import Path
from plone import api
from typing import Any

import json


FILE = "geoportals.json"


def loader(portal: Any, folder: Path, _logins: list[tuple[str, str, str]]) -> Iterator[str]:
    """Make what the file names; raises ProfileError naming the file."""
    path = folder / FILE
    if not path.is_file():
        return
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        layers = portal.restrictedTraverse(data["layers_folder"])
        yield from _layers(layers, data["layers"])
        yield from imagery(layers, data.get("imagery"))
        yield from _themes(portal, data["themes"])
        yield from _registers(portal, data["registers_folder"], data["registers"])
        yield from operats(portal.restrictedTraverse(data["registers_folder"]["id"]), data.get("operats", []))
        yield from _portals(portal, data)
    except (ValueError, KeyError, TypeError) as error:
        raise ProfileError(f"{path}: {error}") from error


def _layers(place: Any, layers: list[dict[str, Any]]) -> Iterator[str]:
    for layer in layers:
        made = api.content.create(
            place, "geo_layer", layer["layer_id"], **{k: v for k, v in layer.items() if k != "state"}
        )
        if layer.get("state", "published") == "published":
            api.content.transition(made, "publish")
        flush()
        source = SOURCES.get(layer["layer_id"])
        if source:
            count = store.load(layer["layer_id"], source(layer["layer_id"]))
            yield f"{count} features in the map layer {layer['title']!r}"


def _themes(portal: Any, themes: dict[str, str]) -> Iterator[str]:
    """Layers of other loaders say what they tell about a place."""
    for brain in api.content.find(portal_type="geo_layer", context=portal):
        layer = brain.getObject()
        theme = themes.get(layer.layer_id)
        if theme and layer.theme == "other":
            layer.theme = theme
            layer.reindexObject()
    flush()
    yield "Themes of the map layers"


def _registers(portal: Any, folder: dict[str, str], registers: list[dict[str, Any]]) -> Iterator[str]:
    place = api.content.create(portal, "Folder", folder["id"], title=folder["title"])
    api.content.transition(place, "publish")
    known = _known()
    for register in registers:
        if register.get("layer") and register["layer"] not in known:
            continue
        made = api.content.create(place, "geo_register", **register)
        api.content.transition(made, "publish")
        if made.exact_layer:
            publish_reduced(made)
    yield f"{len(place)} spatial registers"


def _portals(portal: Any, data: dict[str, Any]) -> Iterator[str]:
    known = _known()
    place = portal.restrictedTraverse(data["layers_folder"])
    groups = {}
    for group in data["groups"]:
        layers = [name for name in group["layers"] if name in known]
        if layers:
            made = api.content.create(place, "geo_group", **{**group, "layers": layers})
            api.content.transition(made, "publish")
            groups[group["id"]] = made.UID()
    flush()
    photographs = [name for name in (data.get("imagery", {}).get("layer_id"),) if name in known]
    for each in data["portals"]:
        root = portal.restrictedTraverse(each["in"]) if each["in"] else portal
        chosen = [groups[name] for name in each["groups"] if name in groups]
        fields = {k: v for k, v in each.items() if k not in ("in", "groups")}
        made = api.content.create(
            root, "geo_portal", groups=chosen, main=True, **fields, base_maps=["plain", *photographs]
        )
        api.content.transition(made, "publish")
    yield f"{len(data['portals'])} geoportals"


def _known() -> set[str]:
    flush()
    return {row["layer"] for row in rows("SELECT layer FROM geo.layer_listing")}
