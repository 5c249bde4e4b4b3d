"""GetFeatureInfo: the features at a pixel of a picture, for WMS and for tiles of WMTS."""

from collections.abc import Iterator
from html import escape
from infostrada.core.record.access import Principals
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.reading import page
from infostrada.geo.features.reading import Query
from infostrada.geo.layers.sources import STORE
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.wms.asking import DEFAULT_INFO
from infostrada.geo.wms.asking import INFO_FORMATS
from infostrada.geo.wms.asking import MOST_INFO
from infostrada.geo.wms.asking import names_in
from infostrada.geo.wms.asking import Picture
from infostrada.geo.wms.asking import picture_of
from infostrada.geo.wms.asking import place_of
from infostrada.geo.wms.asking import Question
from infostrada.geo.wms.asking import whole
from infostrada.geo.wms.faults import refused
from infostrada.geo.wms.reading import chosen
from infostrada.geo.wms.reading import WmsLayer
from typing import Any

import json


# A sign or a thin line is met by those who point beside it.
TOLERANCE = 3


def get_information(question: Question, principals: Principals) -> Answer:
    """What lies at the pixel, layer by layer, the highest first."""
    picture = picture_of(question)
    form = question.get("info_format", "text/plain").partition(";")[0].strip().lower()
    if form not in INFO_FORMATS:
        raise refused("InvalidFormat", "info_format", form[:40])
    count = whole(question, "feature_count", MOST_INFO, DEFAULT_INFO)
    box = ground(picture, *place_of(question, picture))
    asked = chosen(names_in(question.get("query_layers")), principals)
    if any(each.name not in picture.layers for each in asked):
        raise refused("LayerNotDefined", "query_layers", question.get("query_layers")[:80])
    if any(each.kind != STORE for each in asked):
        raise refused("LayerNotQueryable", "query_layers", question.get("query_layers")[:80])
    return information(list(reversed(asked)), box, count, form, principals)


def information(asked: list[WmsLayer], box: Box, count: int, form: str, principals: Principals) -> Answer:
    """At most `count` features of each layer within a box, in one of the formats of WMS."""
    return _told([(each, _features(each, box, count, principals)) for each in asked], form)


def ground(picture: Picture, column: int, row: int) -> Box:
    """The ground of a pixel and of its neighbours, in the picture's system."""
    across = (picture.box.east - picture.box.west) / picture.width
    down = (picture.box.north - picture.box.south) / picture.height
    x = picture.box.west + (column + 0.5) * across
    y = picture.box.north - (row + 0.5) * down
    reach = TOLERANCE + 0.5
    return Box(x - reach * across, y - reach * down, x + reach * across, y + reach * down, picture.box.srid)


def _features(layer: WmsLayer, box: Box, count: int, principals: Principals) -> list[dict[str, Any]]:
    found = page(Query(layer.name, count, box=box, crs=Crs.CRS84), principals)
    return list(json.loads(b"[" + found.body + b"]"))


def _told(found: list[tuple[WmsLayer, list[dict[str, Any]]]], form: str) -> Answer:
    if form == "application/geo+json":
        features = [{**each, "layer": layer.name} for layer, features in found for each in features]
        return Answer(as_json({"type": "FeatureCollection", "features": features}), form)
    if form == "text/plain":
        lines = ["\n".join([layer.title, *_lines(features)]) for layer, features in found if features]
        return Answer("\n\n".join(lines).encode(), "text/plain; charset=utf-8")
    parts = [_table(layer, features) for layer, features in found if features]
    page_ = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>GetFeatureInfo</title></head><body>"
    return Answer(f"{page_}{''.join(parts)}</body></html>".encode(), "text/html; charset=utf-8")


def _lines(features: list[dict[str, Any]]) -> Iterator[str]:
    for feature in features:
        yield f"  {feature['id']}"
        for name, value in feature["properties"].items():
            yield f"    {name} = {'' if value is None else value}"


def _table(layer: WmsLayer, features: list[dict[str, Any]]) -> str:
    rows = [
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape('' if value is None else str(value))}</td></tr>"
        for feature in features
        for name, value in {"id": feature["id"], **feature["properties"]}.items()
    ]
    return f"<table><caption>{escape(layer.title)}</caption>{''.join(rows)}</table>"
