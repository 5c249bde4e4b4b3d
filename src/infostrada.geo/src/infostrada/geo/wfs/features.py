"""GetFeature: GML 3.2 and GeoJSON made by one statement."""

from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from infostrada.core.record.access import principals
from infostrada.geo.cql.reading import Node
from infostrada.geo.features.attributes import Described
from infostrada.geo.features.attributes import described
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.reading import geojson
from infostrada.geo.features.reading import Page
from infostrada.geo.features.reading import page
from infostrada.geo.features.reading import Query
from infostrada.geo.features.reading import Shape
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import GEOJSON
from infostrada.geo.services.asking import where_of
from infostrada.geo.wfs import names
from infostrada.geo.wfs.asking import BY_ID
from infostrada.geo.wfs.asking import Question
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wfs.faults import missing
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wfs.filters import Filters
from infostrada.geo.wfs.layers import Attribute
from infostrada.geo.wfs.layers import attributes_of
from infostrada.geo.wfs.layers import numeric
from infostrada.geo.wfs.shapes import stored_node
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

import re
import shapely


GML_MEDIA = "application/gml+xml; version=3.2"
JSON_MEDIA = (GEOJSON, "application/json", "json", "geojson")
GML_NAMES = ("gml32", "gml3", "text/xml; subtype=gml/3.2", "application/gml+xml", "text/xml")
DEFAULT_COUNT = 1_000
MOST_COUNT = 10_000
COUNT_ALL = 10**9
# PostGIS gives every part of a multi shape the same identifier; each needs its own (GML 3.2, 7.2.4.5).
IDENTIFIED = re.compile(rb'(<gml:\w+ [^<>]*gml:id="g\d+)"')


def get_feature(question: Question, url: str) -> Answer:
    """The features asked for; OwsProblem, or NotFound for a type the asker may not see."""
    layer = type_of(question)
    known = described(layer, principals())
    srs = names.srs_named(question.get("srsname"))
    is_json = _is_json(question.get("outputformat"))
    is_hits = _is_hits(question.get("resulttype"))
    count = _whole(question, ("count", "maxfeatures"), DEFAULT_COUNT, MOST_COUNT)
    where = where_of(layer, _tree(question, known, srs), Crs.PL1992)
    query = Query(
        layer=layer,
        limit=1 if is_hits else max(count, 1),
        after=_whole(question, ("after",), 0, 10**18),
        offset=_whole(question, ("startindex",), 0, 10**7),
        crs=_order(srs, is_json),
        where=where,
        countable=COUNT_ALL if is_hits else None,
    )
    shape = geojson(query.crs) if is_json else _gml(layer, attributes_of(known.attributes), srs)
    found = page(query, principals(), shape)
    if question.get("storedquery_id") == BY_ID and not found.returned:
        raise OwsProblem("NotFound", "id", question.get("id") or "", status=404)
    if is_json:
        return Answer(_json(found), GEOJSON, found.revision, found.public)
    if is_hits or count == 0:
        return Answer(_envelope(found, 0, b"", None), GML_MEDIA, found.revision, found.public)
    return Answer(_xml(found, question, url, is_url(question)), GML_MEDIA, found.revision, found.public)


def type_of(question: Question) -> str:
    """The one layer that is asked for."""
    types = question.types
    if not types and question.get("resourceid"):
        types = (names.feature_id(question.get("resourceid") or "")[0],)
    if not types:
        raise missing("typeNames")
    if len(types) > 1:
        raise unsupported("typeNames", "join")
    return types[0].rpartition(":")[2]


def is_url(question: Question) -> bool:
    """Can the next page be asked for by an address? Not when the filter came in a body."""
    return question.filter is None or bool(question.get("filter"))


def _tree(question: Question, known: Described, srs: names.SrsName) -> Node:
    filters = Filters(srs, numeric(known.attributes))
    trees: list[Node] = []
    if question.filter is not None:
        trees.append(filters.tree(question.filter))
    resources = question.get("resourceid") or question.get("featureid")
    if resources:
        trees.append(filters.resources(resources))
    if question.get("bbox"):
        trees.append(_box(question.get("bbox") or ""))
    return None if not trees else trees[0] if len(trees) == 1 else {"op": "and", "args": trees}


def _box(text: str) -> Node:
    """Four numbers and, fifth, the name of their system."""
    parts = text.split(",")
    try:
        a, b, c, d = (float(part) for part in parts[:4])
    except ValueError as error:
        raise invalid("bbox", text[:80]) from error
    if a > c or b > d or max(map(abs, (a, b, c, d))) > 1e12 or len(parts) > 5:
        raise invalid("bbox", text[:80])
    srs = names.srs_named(parts[4] if len(parts) == 5 else None)
    box = {
        "op": "s_intersects",
        "args": [{"property": "geometry"}, stored_node(shapely.box(a, b, c, d), srs)],
    }
    return box


def _order(srs: names.SrsName, is_json: bool) -> Crs:
    """GeoJSON is in CRS84 unless a system was named."""
    return Crs.CRS84 if is_json and srs.text == Crs.PL1992.urn else srs.crs


def _gml(layer: str, attributes: list[Attribute], srs: names.SrsName) -> Shape:
    """SQL of a feature in GML; names were made lawful, their values are escaped where they stand."""
    moved = "hit.geom" if srs.crs.srid == 2180 else f"ST_Transform(hit.geom, {srs.crs.srid})"
    shape = moved if srs.is_easting_first else f"ST_FlipCoordinates({moved})"
    values: dict[str, Any] = {"srs_urn": f"urn:ogc:def:crs:EPSG::{srs.crs.srid}", "srs_text": srs.text}
    parts = [_element(number, each, values) for number, each in enumerate(attributes)]
    digits = srs.crs.digits
    feature = (
        f"'<wfs:member><geo:{layer} gml:id=\"{layer}.' || geo.xml_name(hit.ns || ':' || hit.local_id)"
        f" || '\"><geo:geometry>' || replace(ST_AsGML(3, {shape}, {digits}, 5, 'gml', 'g' || hit.id),"
        f" %(srs_urn)s, %(srs_text)s) || '</geo:geometry>' || {' || '.join(parts)}"
        f" || '</geo:{layer}></wfs:member>'"
    )
    return Shape(feature, "''", values)


def _element(number: int, attribute: Attribute, values: dict[str, Any]) -> str:
    name, start, end = f"a{number}", f"s{number}", f"e{number}"
    values[start], values[end] = f"<geo:{attribute.element}>", f"</geo:{attribute.element}>"
    if attribute.kind == "dateTime":
        value = f"to_char(hit.{attribute.name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    elif attribute.is_column:
        value = f"geo.xml_text(hit.{attribute.name})"
    else:
        values[name] = attribute.name
        value = f"geo.xml_text(hit.attrs ->> %({name})s::text)"
    return f"coalesce(%({start})s::text || {value} || %({end})s::text, '')"


def _json(found: Page) -> bytes:
    matched = f'"numberMatched":{found.matched},' if found.matched is not None else ""
    head = f'{{"type":"FeatureCollection",{matched}"numberReturned":{found.returned},"features":['
    return head.encode() + found.body + b"]}"


def _xml(found: Page, question: Question, url: str, with_next: bool) -> bytes:
    body = found.body
    if b"<gml:Multi" in body:
        numbers = iter(range(10**9))
        body = IDENTIFIED.sub(lambda part: b'%b.%d"' % (part[1], next(numbers)), body)
    following = None
    if found.next_after is not None and with_next:
        following = f"{url}?{urlencode({**_kept(question.values), 'after': found.next_after})}"
    return _envelope(found, found.returned, body, following)


def _kept(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in ("startindex", "after")}


def _envelope(found: Page, returned: int, body: bytes, following: str | None) -> bytes:
    matched = "unknown" if found.matched is None else str(found.matched)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    following = f" next={quoteattr(following)}" if following else ""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<wfs:FeatureCollection xmlns:wfs="{names.WFS}" xmlns:gml="{names.GML}" xmlns:geo="{names.APP}"'
        f' timeStamp="{now}" numberMatched="{matched}" numberReturned="{returned}"{following}>'
    )
    return head.encode() + body + b"</wfs:FeatureCollection>"


def _is_json(text: str | None) -> bool:
    if not text or text.lower().startswith(GML_NAMES):
        return False
    if text.lower() in JSON_MEDIA:
        return True
    raise invalid("outputFormat", text[:80])


def _is_hits(text: str | None) -> bool:
    if (text or "results").lower() not in ("results", "hits"):
        raise invalid("resultType", (text or "")[:40])
    return (text or "").lower() == "hits"


def _whole(question: Question, spellings: tuple[str, ...], default: int, most: int) -> int:
    text = next((question.get(each) for each in spellings if question.get(each)), None)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise invalid(spellings[0], text[:40])
    return min(int(text), most)
