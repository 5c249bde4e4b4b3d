"""What an outside service says of itself: GetCapabilities of WMS, WMTS and WFS, read for the names in it. Pure.

Documents of WMS 1.1.1 name a document type on another host: it is not fetched, and entities are not resolved.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.geo.proxies.rules import with_query
from lxml import etree
from typing import Any

import re


MOST = 500
MOST_LETTERS = 200
PL1992 = re.compile(r"EPSG:(?:[\d.]*:)?2180$")
WEB_MERCATOR = re.compile(r"EPSG:(?:[\d.]*:)?(?:3857|900913)$")
ROOTS = {
    "wms": ("WMS_Capabilities", "WMT_MS_Capabilities"),
    "wmts": ("Capabilities",),
    "wfs": ("WFS_Capabilities",),
}
VERSIONS = {"wms": ("1.3.0", "1.1.1"), "wmts": ("1.0.0",), "wfs": ("2.0.0", "1.1.0")}


@dataclass(frozen=True)
class Offered:
    """A layer of a service; `usable` says that it can be asked for in a system this map draws."""

    name: str
    title: str
    usable: bool


@dataclass(frozen=True)
class Offer:
    """A service's own word: its version, the layers that have names, formats of pictures."""

    version: str
    layers: tuple[Offered, ...]
    formats: tuple[str, ...]


def get_capabilities(kind: str, service: Mapping[str, Any]) -> str:
    """The address that asks for the document."""
    version = service["version"] if service["version"] in VERSIONS[kind] else VERSIONS[kind][0]
    given = {"SERVICE": kind.upper(), "REQUEST": "GetCapabilities"}
    return with_query(service["url"], given if kind == "wmts" else {**given, "VERSION": version})


def offer_of(kind: str, body: bytes) -> Offer:
    """What the document offers; ValueError when it is none of this kind of service."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("no XML") from error
    if _has_entities(root):
        raise ValueError("entities")
    if _word(root) not in ROOTS[kind]:
        raise ValueError(_word(root))
    found = {"wms": _of_wms, "wmts": _of_wmts, "wfs": _of_wfs}[kind](root)
    layers = tuple(each for each in found if each.name and "," not in each.name)[:MOST]
    formats = tuple(dict.fromkeys(_formats(root))) if kind == "wms" else ()
    return Offer(root.get("version", ""), layers, formats)


def _of_wms(root: Any) -> Iterator[Offered]:
    top = next((each for each in root if _word(each) == "Capability"), None)
    yield from _inside(top if top is not None else [], False)


def _inside(parent: Any, inherited: bool) -> Iterator[Offered]:
    """Layers in the order of the document; systems are inherited (06-042, 7.2.4.8)."""
    for layer in (each for each in parent if _word(each) == "Layer"):
        # Version 1.1.0 and some servers of 1.1.1 write several systems into one element.
        systems = " ".join(_texts(layer, "CRS", "SRS")).split()
        usable = inherited or any(PL1992.search(each) for each in systems)
        yield Offered(_text(layer, "Name"), _text(layer, "Title"), usable)
        yield from _inside(layer, usable)


def _of_wmts(root: Any) -> Iterator[Offered]:
    """A name is `layer;matrix set`, for sets of the world's grid whose matrices are plain numbers."""
    contents = next((each for each in root if _word(each) == "Contents"), ())
    fitting = {
        _text(each, "Identifier")
        for each in contents
        if _word(each) == "TileMatrixSet"
        and WEB_MERCATOR.search(_text(each, "SupportedCRS"))
        and all(_text(matrix, "Identifier").isdigit() for matrix in each if _word(matrix) == "TileMatrix")
    }
    for layer in (each for each in contents if _word(each) == "Layer"):
        linked = [_text(each, "TileMatrixSet") for each in layer if _word(each) == "TileMatrixSetLink"]
        name = _text(layer, "Identifier")
        matrices = next((each for each in linked if each in fitting), "")
        yield Offered(f"{name};{matrices}" if matrices else name, _text(layer, "Title"), bool(matrices))


def _of_wfs(root: Any) -> Iterator[Offered]:
    for kinds in (each for each in root if _word(each) == "FeatureTypeList"):
        for kind in (each for each in kinds if _word(each) == "FeatureType"):
            yield Offered(_text(kind, "Name"), _text(kind, "Title"), True)


def _formats(root: Any) -> Iterator[str]:
    for operation in root.iter("{*}GetMap"):
        yield from _texts(operation, "Format")


def _texts(parent: Any, *names: str) -> list[str]:
    return [(each.text or "").strip()[:MOST_LETTERS] for each in parent if _word(each) in names]


def _text(parent: Any, name: str) -> str:
    return next(iter(_texts(parent, name)), "")


def _word(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _has_entities(root: Any) -> bool:
    """Does the document define entities of its own?"""
    subset = root.getroottree().docinfo.internalDTD
    return subset is not None and any(True for _each in subset.iterentities())
