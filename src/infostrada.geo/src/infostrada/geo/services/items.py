"""Features as GeoJSON: OGC API Features Parts 1 to 3 (17-069r4, 18-058r1, 19-079r2)."""

from collections.abc import Mapping
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import crs_named
from infostrada.geo.features.reading import item
from infostrada.geo.features.reading import Page
from infostrada.geo.features.reading import page
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import GEOJSON
from infostrada.geo.services.answer import word
from infostrada.geo.services.asking import query_of
from typing import Any
from urllib.parse import urlencode


HTML = "text/html"


def items(
    layer: str, form: Mapping[str, Any], url: str, who: Principals | None = None, tid: int | None = None
) -> Answer:
    """A page of a layer's features with `next` by keyset; the limit is capped. `tid` as in `reading.page`."""
    query = query_of(layer, form)
    found = page(query, who or principals(), tid=tid)
    return _answer(_collection(found, form, url), query.crs, found)


def one(layer: str, fid: str, form: Mapping[str, Any], url: str) -> Answer:
    """One feature by its identifier `namespace:local id`."""
    ns, local_id = halves(fid)
    crs = crs_named(word(form, "crs"), "crs")
    found = item(layer, ns, local_id, crs, principals())
    collection = url.partition("/items/")[0]
    links = [
        {"rel": "self", "type": GEOJSON, "href": _href(url, _given(form))},
        {"rel": "alternate", "type": HTML, "href": _href(url, {**_given(form), "f": "html"})},
        {"rel": "collection", "type": "application/json", "href": collection},
    ]
    body = found.body[:-1] + b',"links":' + as_json(links) + b"}"
    return _answer(body, crs, found)


def halves(fid: str) -> tuple[str, str]:
    """Namespace and local id of a feature's identifier; NotFound when it is none."""
    ns, _colon, local_id = fid.rpartition(":")
    if not ns or not local_id or "\0" in fid:
        raise NotFound(_("There is no such feature."), reason="unknown_feature")
    return ns, local_id


def _collection(found: Page, form: Mapping[str, Any], url: str) -> bytes:
    """The collection's text; the features are JSON already."""
    given = _given(form)
    links = [
        {"rel": "self", "type": GEOJSON, "href": _href(url, given)},
        {"rel": "alternate", "type": HTML, "href": _href(url, {**given, "f": "html"})},
        {"rel": "collection", "type": "application/json", "href": url.removesuffix("/items")},
    ]
    if found.next_after is not None:
        after = {**given, "after": found.next_after}
        links.append({"rel": "next", "type": GEOJSON, "href": _href(url, after)})
    head = {"type": "FeatureCollection", "numberReturned": found.returned, "links": links}
    if found.matched is not None:
        head["numberMatched"] = found.matched
    return as_json(head)[:-1] + b',"features":[' + found.body + b"]}"


def _given(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if value}


def _href(url: str, parameters: Mapping[str, Any]) -> str:
    return f"{url}?{urlencode(parameters)}" if parameters else url


def _answer(body: bytes, crs: Crs, found: Page) -> Answer:
    return Answer(
        body,
        GEOJSON,
        revision=found.revision,
        public=found.public,
        headers={"Content-Crs": f"<{crs.value}>"},
    )
