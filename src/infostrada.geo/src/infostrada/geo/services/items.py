"""Features as GeoJSON: OGC API Features Part 1 (17-069r4), with the systems of Part 2."""

from collections.abc import Mapping
from infostrada.core.errors import NotFound
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import crs_named
from infostrada.geo.features.reading import item
from infostrada.geo.features.reading import Page
from infostrada.geo.features.reading import page
from infostrada.geo.features.reading import Query
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import GEOJSON
from infostrada.geo.services.answer import whole
from infostrada.geo.services.answer import word
from typing import Any
from urllib.parse import urlencode


DEFAULT_LIMIT = 100
MOST_ITEMS = 2000
KNOWN = ("bbox", "bbox-crs", "crs", "limit", "after", "business_id", "teryt")


def items(layer: str, form: Mapping[str, Any], url: str) -> Answer:
    """A page of a layer's features with `next` by keyset; the limit is capped."""
    query = _query(layer, form)
    found = page(query, principals())
    return _answer(_collection(found, form, url), query.crs, found)


def one(layer: str, fid: str, form: Mapping[str, Any]) -> Answer:
    """One feature by its identifier `namespace:local id`."""
    ns, _colon, local_id = fid.rpartition(":")
    if not ns or not local_id:
        raise NotFound(_("There is no such feature."), reason="unknown_feature")
    crs = crs_named(word(form, "crs"), "crs")
    found = item(layer, ns, local_id, crs, principals())
    return _answer(found.features[0].encode(), crs, found)


def _query(layer: str, form: Mapping[str, Any]) -> Query:
    bbox = word(form, "bbox")
    return Query(
        layer=layer,
        limit=whole(form, "limit", DEFAULT_LIMIT, 1, MOST_ITEMS),
        after=whole(form, "after", 0, 0, 10**18),
        crs=crs_named(word(form, "crs"), "crs"),
        box=box_given(bbox, crs_named(word(form, "bbox-crs"), "bbox-crs")) if bbox else None,
        business_id=word(form, "business_id"),
        teryt=word(form, "teryt"),
    )


def _collection(found: Page, form: Mapping[str, Any], url: str) -> bytes:
    """The collection's text; the features are JSON texts already."""
    given = {name: form[name] for name in KNOWN if form.get(name)}
    links = [{"rel": "self", "type": GEOJSON, "href": _href(url, given)}]
    if found.next_after is not None:
        after = {**given, "after": found.next_after}
        links.append({"rel": "next", "type": GEOJSON, "href": _href(url, after)})
    head = {"type": "FeatureCollection", "numberReturned": len(found.features), "links": links}
    if found.matched is not None:
        head["numberMatched"] = found.matched
    features = ",".join(found.features).encode()
    return as_json(head)[:-1] + b',"features":[' + features + b"]}"


def _href(url: str, parameters: Mapping[str, Any]) -> str:
    return f"{url}?{urlencode(parameters)}" if parameters else url


def _answer(body: bytes, crs: Crs, found: Page) -> Answer:
    return Answer(
        body,
        GEOJSON,
        revision=str(found.revision),
        public=found.public,
        headers={"Content-Crs": f"<{crs.value}>"},
    )
