"""Requests to WMTS 1.0.0 (07-057r7), by key-value pairs and by address, read into known words and numbers. Pure."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from infostrada.geo.tiles.grids import Grid
from infostrada.geo.tiles.grids import grids
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wfs.faults import missing
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wms.asking import INFO_FORMATS
from typing import Any


VERSION = "1.0.0"
STYLE = "default"
DOCUMENT = "WMTSCapabilities.xml"
# Media types by the ending of an address, the first of a media type is the one that is told.
ENDINGS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
FORMATS = tuple(dict.fromkeys(ENDINGS.values()))
NEEDED = ("layer", "style", "format", "tilematrixset", "tilematrix", "tilerow", "tilecol")
# What is said of a pixel: media types by the ending of an address, and what asks for it besides its tile.
INFO_ENDINGS = {"json": "application/geo+json", "html": "text/html", "txt": "text/plain"}
INFO_NEEDED = ("j", "i", "infoformat")


@dataclass(frozen=True)
class Question:
    """What is asked: the operation in small letters, its parameters by names in small letters."""

    operation: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tile:
    """One tile of a layer; rows count from the north."""

    layer: str
    grid: Grid
    zoom: int
    row: int
    column: int
    format: str


@dataclass(frozen=True)
class Pixel:
    """A pixel of a tile, counted from its upper left corner, and the media type of what is said of it."""

    tile: Tile
    column: int
    row: int
    format: str


def from_pairs(form: Mapping[str, Any]) -> Question:
    """A request by key-value pairs; the keys' case does not matter."""
    values = {name.lower(): value for name, value in form.items() if isinstance(value, str)}
    if any("\0" in value for value in values.values()):
        raise invalid("request", "NUL")
    if values.get("service", "WMTS").upper() != "WMTS":
        raise invalid("service", values["service"][:40])
    operation = values.get("request", "").lower()
    if not operation:
        raise missing("request")
    if operation == "getcapabilities":
        accepted = values.get("acceptversions")
        if accepted and VERSION not in accepted.split(","):
            raise OwsProblem("VersionNegotiationFailed", "acceptVersions", VERSION)
    elif not values.get("version"):
        raise missing("version")
    elif values["version"] != VERSION:
        raise invalid("version", values["version"][:20])
    return Question(operation, values)


def from_path(path: Sequence[str]) -> Question:
    """A request by address: `1.0.0/WMTSCapabilities.xml`, `{layer}/{style}/{set}/{matrix}/{row}/{column}.png`.

    With `{j}/{i}` and an ending of a document at the end it asks what is at a pixel.
    """
    match path:
        case [version, document] if (version, document) == (VERSION, DOCUMENT):
            return Question("getcapabilities")
        case [layer, style, grid, zoom, row, last]:
            column, media = _ended(last, ENDINGS, "format")
            tile = (layer, style, media, grid, zoom, row, column)
            return Question("gettile", dict(zip(NEEDED, tile, strict=True)))
        case [layer, style, grid, zoom, row, column, j, last]:
            i, media = _ended(last, INFO_ENDINGS, "infoformat")
            pixel = (layer, style, FORMATS[0], grid, zoom, row, column, j, i, media)
            return Question("getfeatureinfo", dict(zip(NEEDED + INFO_NEEDED, pixel, strict=True)))
    raise unsupported("request", "/".join(path)[:80])


def tile_of(question: Question) -> Tile:
    """The tile a request means; OwsProblem names the parameter at fault."""
    values = question.values
    _demand(values, NEEDED)
    if values["style"] not in ("", STYLE):
        raise invalid("style", values["style"][:80])
    if values["format"] not in FORMATS:
        raise invalid("format", values["format"][:40])
    grid = grids().get(values["tilematrixset"])
    if grid is None:
        raise invalid("tilematrixset", values["tilematrixset"][:40])
    zoom = _whole(values["tilematrix"])
    if zoom is None or zoom > grid.max_zoom:
        raise invalid("tilematrix", values["tilematrix"][:20])
    row, column = (_place(name, values[name], 1 << zoom) for name in ("tilerow", "tilecol"))
    return Tile(values["layer"], grid, zoom, row, column, values["format"])


def pixel_of(question: Question) -> Pixel:
    """The pixel GetFeatureInfo means; OwsProblem names the parameter at fault."""
    tile, values = tile_of(question), question.values
    _demand(values, INFO_NEEDED)
    form = values["infoformat"].partition(";")[0].strip().lower()
    if form not in INFO_FORMATS:
        raise invalid("infoformat", form[:40])
    column, row = (_inside(name, values[name], tile.grid.tile_size) for name in ("i", "j"))
    return Pixel(tile, column, row, form)


def _demand(values: Mapping[str, str], names: Sequence[str]) -> None:
    for name in names:
        if name not in values or (not values[name] and name != "style"):
            raise missing(name)


def _ended(last: str, endings: Mapping[str, str], name: str) -> tuple[str, str]:
    """The last step of an address without its ending, and the media type the ending stands for."""
    step, _dot, ending = last.rpartition(".")
    if ending not in endings:
        raise invalid(name, ending[:20])
    return step, endings[ending]


def _inside(name: str, text: str, count: int) -> int:
    number = _whole(text)
    if number is None or number >= count:
        raise OwsProblem("PointIJOutOfRange", name, f"{text[:20]} (0 .. {count - 1})")
    return number


def _place(name: str, text: str, count: int) -> int:
    number = _whole(text)
    if number is None:
        raise invalid(name, text[:20])
    if number >= count:
        raise OwsProblem("TileOutOfRange", name, f"{number} (0 .. {count - 1})")
    return number


def _whole(text: str) -> int | None:
    """A whole number as it is written in an address: without signs and leading zeros."""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 9 and str(int(text)) == text else None
    )
