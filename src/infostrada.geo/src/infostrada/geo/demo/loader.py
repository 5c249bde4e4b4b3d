"""Brings the map of a profile in: `geo.json` names the layers, the generator makes the features."""

from collections.abc import Iterator
from infostrada.core.record.pending import flush
from infostrada.core.server.profile import ProfileError
from infostrada.geo.demo.deliveries import deliveries
from infostrada.geo.demo.features import features
from infostrada.geo.demo.features import SOURCES
from infostrada.geo.features import store
from infostrada.geo.imports.direct import bring
from infostrada.geo.imports.options import Options
from pathlib import Path
from plone import api
from typing import Any

import json


FILE = "geo.json"
DELIVERED = ("granice", "uzbrojenie", "akty_planowania", "strefy_planistyczne", "obszary_chronione")


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
    titles = {layer["layer_id"]: layer["title"] for layer in layers["layers"]}
    for layer_id in (name for name in titles if name in SOURCES):
        count = store.load(layer_id, features(layer_id))
        yield f"{count} features in the map layer {titles[layer_id]!r}"
    yield from _deliver(portal, titles)


def _deliver(portal: Any, titles: dict[str, str]) -> Iterator[str]:
    """What offices deliver as files goes through the import, its checks included."""
    if not titles.keys() & set(DELIVERED):
        return
    for name, content, wanted in deliveries():
        there = {name: layer for name, layer in wanted.items() if layer in titles}
        if not there:
            continue
        done = bring(portal, content, name, Options(layers=there))
        for layer, counts in done.summary["layers"].items():
            yield f"{counts['new']} features in the map layer {titles[layer]!r} from {name}"


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        unknown = {layer["layer_id"] for layer in data["layers"]} - set(SOURCES) - set(DELIVERED)
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
