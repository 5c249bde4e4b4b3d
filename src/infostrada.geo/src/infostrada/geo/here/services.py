"""The answer to "what is here" as GeoJSON."""

from collections.abc import Callable
from collections.abc import Mapping
from infostrada.core.record.access import principals
from infostrada.geo.here.place import place_given
from infostrada.geo.here.reading import here
from infostrada.geo.here.verdict import verdict
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import GEOJSON
from typing import Any


ToUrl = Callable[[str], str]
Say = Callable[[Any], str]


def what_is_here(form: Mapping[str, Any], to_url: ToUrl, say: Say) -> Answer:
    """Features at a place with the records linked to them, and what they say about building."""
    found = here(place_given(form), principals())
    lines = [{"kind": line.kind, "text": say(line.text)} for line in verdict(found.features, found.is_parcel)]
    for each in found.features:
        for record in each["records"]:
            record["url"] = to_url(record.pop("path"))
    body = {
        "type": "FeatureCollection",
        "features": [_feature(each) for each in found.features],
        "verdict": lines,
        "area": found.area,
    }
    return Answer(as_json(body), GEOJSON)


def _feature(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": each.pop("fid"),
        "geometry": each.pop("geometry"),
        "properties": each,
    }
