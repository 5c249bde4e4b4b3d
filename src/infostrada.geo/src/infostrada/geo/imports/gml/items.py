"""From a feature element to an `Item`: identity, versions, names, attributes, geometry."""

from datetime import datetime
from infostrada.geo.imports.gml.models import IDENTIFIERS
from infostrada.geo.imports.gml.models import Model
from infostrada.geo.imports.gml.models import model_of
from infostrada.geo.imports.gml.shapes import local
from infostrada.geo.imports.gml.shapes import shape_of
from infostrada.geo.imports.gml.shapes import ShapeFault
from infostrada.geo.imports.gml.shapes import SHAPES
from infostrada.geo.imports.gml.values import attributes
from infostrada.geo.imports.gml.values import moment
from infostrada.geo.imports.gml.values import XLINK
from infostrada.geo.imports.item import Fault
from infostrada.geo.imports.item import Item
from typing import Any

import re


GML_ID = "{http://www.opengis.net/gml/3.2}id"
GML_ID_31 = "{http://www.opengis.net/gml}id"
PLACES = ("geometria", "georeferencja", "pozycja", "zasiegPrzestrzenny", "geometry", "msGeometry", "the_geom")
BEGINS = ("startWersjaObiekt", "poczatekWersjiObiektu", "wersjaOd")
ENDS = ("koniecWersjaObiekt", "koniecWersjiObiektu", "koniecObiekt", "wersjaDo")
CHANGES = ("podstawaUtworzeniaWersjiObiektu", "operatTechniczny2", "operatTechniczny")
UNLAWFUL = re.compile(r"[:/\s]+")
TERYT = re.compile(r"(\d{6})_\d\.|/(\d{6})-\w+$|^(\d{6})\d?$")


def item_of(feature: Any, default_srs: str, persons: bool = False) -> Item:
    """The item of a feature element; faults of its geometry stand in the item."""
    namespace, _brace, class_name = feature.tag.removeprefix("{").rpartition("}")
    model = model_of(namespace)
    ids = _identity(feature)
    place, geometry = _geometry(feature)
    gml_id = feature.get(GML_ID) or feature.get(GML_ID_31) or ""
    attrs = attributes(feature, model, frozenset({place, *BEGINS, *ENDS}), persons)
    if "*" in model.layers:
        # Many classes share one layer: which one it is says what the thing is.
        attrs = {"klasa": class_name, **attrs}
    srid, wkb, faults = _shape(geometry, default_srs)
    name = business_id(class_name, model, attrs)
    begins = _when(feature, BEGINS) or moment(ids.get("wersjaId"))
    return Item(
        line=feature.sourceline or 0,
        class_name=class_name,
        gml_id=gml_id,
        ns=UNLAWFUL.sub("_", ids.get("przestrzenNazw", "")),
        # Services make up a gml:id anew for each answer: without a register's own identifier the name holds.
        local_id=UNLAWFUL.sub("_", ids.get("lokalnyId") or name or gml_id),
        version=ids.get("wersjaId", ""),
        valid_from=begins,
        valid_to=_when(feature, ENDS),
        business_id=name,
        teryt=_teryt(ids.get("przestrzenNazw", ""), attrs),
        attrs=attrs,
        change_ref=_change(feature),
        label=str(attrs.get(model.labels.get(class_name, ""), "")),
        srid=srid,
        wkb=wkb,
        faults=faults,
    )


def is_personal(feature: Any) -> bool:
    """Is the whole object about persons and their rights?"""
    namespace, _brace, class_name = feature.tag.removeprefix("{").rpartition("}")
    dropped = model_of(namespace).dropped
    return dropped is not None and dropped.fullmatch(class_name) is not None


def business_id(class_name: str, model: Model, attrs: dict[str, Any]) -> str:
    """What people call the feature; empty when the class has no such name."""
    name = model.names.get(class_name, model.names.get("*", ""))
    if name:
        return _text(attrs.get(name))
    folded = {key.lower(): value for key, value in attrs.items()}
    return next((_text(folded[key]) for key in IDENTIFIERS if folded.get(key)), "")


def _identity(feature: Any) -> dict[str, str]:
    """`lokalnyId`, `przestrzenNazw` and `wersjaId`, wherever the model wraps them."""
    for child in feature:
        if local(child) in ("idIIP", "inspireId", "identyfikatorIIP"):
            return {local(leaf): leaf.text.strip() for leaf in child.iter() if leaf.text and local(leaf)}
    return {}


def _geometry(feature: Any) -> tuple[str, Any]:
    """The property that holds the place and the geometry in it; registers' own names come first."""
    found = [
        (local(child), inner)
        for child in feature
        if local(child) not in ("", "boundedBy", "location")
        for inner in child
        if local(inner) in SHAPES and "opengis.net/gml" in inner.tag
    ]
    return next(
        (pair for name in PLACES for pair in found if pair[0] == name), found[0] if found else ("", None)
    )


def _shape(geometry: Any, default_srs: str) -> tuple[int, bytes | None, tuple[Fault, ...]]:
    if geometry is None:
        return 0, None, ()
    try:
        srid, wkb = shape_of(geometry, default_srs)
    except ShapeFault as fault:
        return 0, None, (Fault(fault.reason, fault.detail),)
    return srid, wkb, ()


def _when(feature: Any, names: tuple[str, ...]) -> datetime | None:
    """The first of these times, directly or within the older models' `cyklZycia`."""
    for child in feature:
        holder = child.iter() if local(child) == "cyklZycia" else (child,)
        for leaf in holder:
            if local(leaf) in names and (found := moment(leaf.text)):
                return found
    return None


def _change(feature: Any) -> str:
    for child in feature:
        if local(child) in CHANGES and (href := child.get(f"{XLINK}href")):
            return str(href).removeprefix("#")
    return ""


def _teryt(namespace: str, attrs: dict[str, Any]) -> str:
    texts = [*(_text(attrs.get(name)) for name in ("TERYTGminy", "idDzialki", "idBudynku", "idObrebu"))]
    folded = {key.lower(): value for key, value in attrs.items()}
    texts += [_text(folded.get(name)) for name in ("id_dzialki", "id_budynku", "teryt")]
    for text in (*texts, namespace, _text(attrs.get("idPunktu")), _text(attrs.get("idJednostkiEwid")) + "."):
        if text and (found := TERYT.search(text)):
            return next(filter(None, found.groups()))
    return ""


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
