"""From a feature element to an `Item`: identity, versions, names, attributes, geometry."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from infostrada.geo.imports.gml.models import IDENTIFIERS
from infostrada.geo.imports.gml.models import Model
from infostrada.geo.imports.gml.models import model_of
from infostrada.geo.imports.gml.shapes import local
from infostrada.geo.imports.gml.shapes import shape_of
from infostrada.geo.imports.gml.shapes import ShapeFault
from infostrada.geo.imports.gml.shapes import SHAPES
from infostrada.geo.imports.gml.values import attributes
from infostrada.geo.imports.gml.values import moment
from infostrada.geo.imports.gml.values import Parts
from infostrada.geo.imports.gml.values import parts_of
from infostrada.geo.imports.gml.values import XLINK
from infostrada.geo.imports.item import Fault
from infostrada.geo.imports.item import Item
from typing import Any

import re


GML_ID = "{http://www.opengis.net/gml/3.2}id"
GML_ID_31 = "{http://www.opengis.net/gml}id"
PLACES = ("geometria", "georeferencja", "pozycja", "zasiegPrzestrzenny", "geometry", "msGeometry", "the_geom")
BEGINS = frozenset({"startWersjaObiekt", "poczatekWersjiObiektu", "wersjaOd"})
ENDS = frozenset({"koniecWersjaObiekt", "koniecWersjiObiektu", "koniecObiekt", "wersjaDo"})
TIMES = BEGINS | ENDS
CHANGES = ("podstawaUtworzeniaWersjiObiektu", "operatTechniczny2", "operatTechniczny")
UNLAWFUL = re.compile(r"[:/\s]+")
TERYT = re.compile(r"(\d{6})_\d\.|/(\d{6})-\w+$|^(\d{6})\d?$")


def item_of(feature: Any, default_srs: str, persons: bool = False) -> Item:
    """The item of a feature element; faults of its geometry stand in the item."""
    class_name, model = _kind(feature.tag)
    parts = parts_of(feature)
    ids = _identity(parts)
    place, geometry = _geometry(parts)
    gml_id = feature.get(GML_ID) or feature.get(GML_ID_31) or ""
    attrs = attributes(parts, model, TIMES | {place}, persons)
    if "*" in model.layers:
        # Many classes share one layer: which one it is says what the thing is.
        attrs = {"klasa": class_name, **attrs}
    srid, wkb, faults = _shape(geometry, default_srs)
    name = business_id(class_name, model, attrs)
    begins = _when(parts, BEGINS) or moment(ids.get("wersjaId"))
    return Item(
        line=feature.sourceline or 0,
        class_name=class_name,
        gml_id=gml_id,
        ns=UNLAWFUL.sub("_", ids.get("przestrzenNazw", "")),
        # Services make up a gml:id anew for each answer: without a register's own identifier the name holds.
        local_id=UNLAWFUL.sub("_", ids.get("lokalnyId") or name or gml_id),
        version=ids.get("wersjaId", ""),
        valid_from=begins,
        valid_to=_when(parts, ENDS),
        business_id=name,
        teryt=_teryt(ids.get("przestrzenNazw", ""), attrs),
        attrs=attrs,
        change_ref=_change(parts),
        label=str(attrs.get(model.labels.get(class_name, ""), "")),
        srid=srid,
        wkb=wkb,
        faults=faults,
    )


def is_personal(feature: Any) -> bool:
    """Is the whole object about persons and their rights?"""
    class_name, model = _kind(feature.tag)
    return model.drops(class_name)


@lru_cache(1024)
def _kind(tag: str) -> tuple[str, Model]:
    namespace, _brace, class_name = tag.removeprefix("{").rpartition("}")
    return class_name, model_of(namespace)


def business_id(class_name: str, model: Model, attrs: dict[str, Any]) -> str:
    """What people call the feature; empty when the class has no such name."""
    name = model.names.get(class_name, model.names.get("*", ""))
    if name:
        return _text(attrs.get(name))
    folded = {key.lower(): value for key, value in attrs.items()}
    return next((_text(folded[key]) for key in IDENTIFIERS if folded.get(key)), "")


def _identity(parts: Parts) -> dict[str, str]:
    """`lokalnyId`, `przestrzenNazw` and `wersjaId`, wherever the model wraps them."""
    for name, child in parts:
        if name in ("idIIP", "inspireId", "identyfikatorIIP"):
            return {local(leaf): leaf.text.strip() for leaf in child.iter() if leaf.text and local(leaf)}
    return {}


def _geometry(parts: Parts) -> tuple[str, Any]:
    """The property that holds the place and the geometry in it; registers' own names come first."""
    found = [
        (name, inner)
        for name, child in parts
        if name not in ("boundedBy", "location")
        for inner in child
        if _is_shape(inner.tag)
    ]
    if len(found) == 1:
        return found[0]
    return next(
        (pair for name in PLACES for pair in found if pair[0] == name), found[0] if found else ("", None)
    )


@lru_cache(4096)
def _is_shape(tag: Any) -> bool:
    return isinstance(tag, str) and "opengis.net/gml" in tag and tag.rpartition("}")[2] in SHAPES


def _shape(geometry: Any, default_srs: str) -> tuple[int, bytes | None, tuple[Fault, ...]]:
    if geometry is None:
        return 0, None, ()
    try:
        srid, wkb = shape_of(geometry, default_srs)
    except ShapeFault as fault:
        return 0, None, (Fault(fault.reason, fault.detail),)
    return srid, wkb, ()


def _when(parts: Parts, names: frozenset[str]) -> datetime | None:
    """The first of these times, directly or within the older models' `cyklZycia`."""
    for name, child in parts:
        if name != "cyklZycia" and name not in names:
            continue
        for leaf in child.iter():
            if local(leaf) in names and (found := moment(leaf.text)):
                return found
    return None


def _change(parts: Parts) -> str:
    for name, child in parts:
        if name in CHANGES and (href := child.get(f"{XLINK}href")):
            return str(href).removeprefix("#")
    return ""


def _teryt(namespace: str, attrs: dict[str, Any]) -> str:
    folded = {key.lower(): value for key, value in attrs.items()}
    for text in _telling(namespace, attrs, folded):
        if text and (found := TERYT.search(text)):
            return next(filter(None, found.groups()))
    return ""


def _telling(namespace: str, attrs: dict[str, Any], folded: dict[str, Any]) -> Iterator[str]:
    """Texts that may name the commune, the most certain first."""
    yield from (_text(attrs.get(name)) for name in ("TERYTGminy", "idDzialki", "idBudynku", "idObrebu"))
    yield from (_text(folded.get(name)) for name in ("id_dzialki", "id_budynku", "teryt"))
    yield namespace
    yield _text(attrs.get("idPunktu"))
    yield _text(attrs.get("idJednostkiEwid")) + "."


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
