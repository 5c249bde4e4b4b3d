"""Brings the map of a profile in: `geo.json` names the layers, the generator makes the features."""

from collections.abc import Iterator
from infostrada.core.record.pending import flush
from infostrada.core.server.profile import ProfileError
from infostrada.geo.demo.features import features
from infostrada.geo.demo.features import SOURCES
from infostrada.geo.features import store
from pathlib import Path
from plone import api
from typing import Any

import json


FILE = "geo.json"


def loader(portal: Any, folder: Path, _logins: list[tuple[str, str, str]]) -> Iterator[str]:
    """Make the profile's layers and load their features; raises ProfileError naming the file."""
    path = folder / FILE
    if not path.is_file():
        return
    layers = _read(path)
    place = _folder(portal, layers)
    for number, layer in enumerate(layers["layers"], start=1):
        _make_layer(place, layer, number)
    flush()
    for layer in layers["layers"]:
        count = store.load(layer["layer_id"], features(layer["layer_id"]))
        yield f"{count} features in the map layer {layer['title']!r}"


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        unknown = {layer["layer_id"] for layer in data["layers"]} - set(SOURCES)
    except (ValueError, KeyError, TypeError) as error:
        raise ProfileError(f"{path}: {error}") from error
    if unknown:
        raise ProfileError(f"{path}: no demo data for {', '.join(sorted(unknown))}")
    return dict(data)


def _folder(portal: Any, layers: dict[str, Any]) -> Any:
    place = api.content.create(portal, "Folder", layers["folder"], title=layers["folder_title"])
    place.exclude_from_nav = True
    api.content.transition(place, "publish")
    return place


def _make_layer(place: Any, layer: dict[str, Any], position: int) -> None:
    made = api.content.create(place, "geo_layer", layer["layer_id"], position=position, **layer)
    api.content.transition(made, "publish")
