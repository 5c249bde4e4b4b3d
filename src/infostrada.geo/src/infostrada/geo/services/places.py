"""Questions about places: find by name, links of records."""

from collections.abc import Callable
from collections.abc import Mapping
from infostrada.core.record.access import principals
from infostrada.geo.features.finding import find
from infostrada.geo.links.reading import links
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import GEOJSON
from infostrada.geo.services.answer import word
from typing import Any


ToUrl = Callable[[str], str]


def linked(form: Mapping[str, Any], to_url: ToUrl, below: str) -> Answer:
    """Links of one record (`uid`) and of what lies in it, or of all records of this part of the site."""
    uid = word(form, "uid")
    found = links(principals(), within=uid, below=None if uid else below)
    for each in found:
        each["url"] = to_url(each.pop("path"))
    return _collection(found)


def found_by_name(form: Mapping[str, Any]) -> Answer:
    """Features of linkable layers whose name begins with `q`."""
    beginning = (word(form, "q") or "").strip()
    return Answer(as_json({"items": find(beginning, principals()) if beginning else []}))


def _collection(found: list[dict[str, Any]]) -> Answer:
    features = [
        {
            "type": "Feature",
            "id": each.pop("fid"),
            "geometry": each.pop("geometry"),
            "properties": each,
        }
        for each in found
    ]
    return Answer(as_json({"type": "FeatureCollection", "features": features}), GEOJSON)
