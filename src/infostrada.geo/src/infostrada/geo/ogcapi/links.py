"""Links and media types of OGC API."""

from typing import Any


JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"


def link(rel: str, href: str, media: str, title: str = "", **more: Any) -> dict[str, Any]:
    """One link; without a title it has none."""
    made = {"rel": rel, "href": href, "type": media, **more}
    return {**made, "title": title} if title else made


def selves(href: str, media: str = JSON) -> list[dict[str, Any]]:
    """This document and its page for people."""
    return [link("self", href, media), link("alternate", f"{href}?f=html", HTML)]
