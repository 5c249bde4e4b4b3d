"""What the header of a GeoTIFF says: size, tiles, overviews, ground. Read without GDAL, a few kilobytes only.

TIFF 6.0 and BigTIFF; GeoTIFF 1.1 (OGC 19-008r4). Ground is west, south, east, north; x = easting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.geo.features.moving import bounds_in_store
from infostrada.geo.imagery.files import image
from pathlib import Path
from typing import Any
from typing import BinaryIO

import struct


WIDTH, HEIGHT, TILE_WIDTH, SCALE, TIE, KEYS = 256, 257, 322, 33550, 33922, 34735
PROJECTED, GEOGRAPHIC = 3072, 2048
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 12: 8, 13: 4, 16: 8}
LETTERS = {1: "B", 3: "H", 4: "I", 12: "d", 13: "I", 16: "Q"}
MOST_ENTRIES = 200
MOST_VALUES = 4096
MOST_DIRECTORIES = 40
# Below this a picture is quick to read without overviews.
SMALL = 2048


class NotGeoTiff(ValueError):
    """The file cannot be read as a GeoTIFF."""


@dataclass(frozen=True)
class Header:
    """The facts; `srid` is the EPSG number the file names, None when it names none."""

    width: int
    height: int
    tiled: bool
    overviews: int
    box: tuple[float, float, float, float]
    srid: int | None

    @property
    def is_optimised(self) -> bool:
        """Can a piece be read without reading all: tiles, and overviews when it is large?"""
        return self.tiled and (self.overviews > 0 or max(self.width, self.height) <= SMALL)


def header(path: Path) -> Header:
    """The header of a file; NotGeoTiff, OSError."""
    with path.open("rb") as file:
        directories = _directories(file)
    first = directories[0]
    try:
        (width,), (height,) = first[WIDTH], first[HEIGHT]
        (across, down), tie = first[SCALE][:2], first[TIE]
        west, north = tie[3] - tie[0] * across, tie[4] + tie[1] * down
    except (KeyError, ValueError, IndexError) as error:
        raise NotGeoTiff("no place on the ground") from error
    smaller = [each for each in directories[1:] if each.get(WIDTH, (width,))[0] < width]
    box = (west, north - height * down, west + width * across, north)
    return Header(int(width), int(height), TILE_WIDTH in first, len(smaller), box, _srid(first.get(KEYS, ())))


def coverage_in(layer: Any) -> tuple[float, float, float, float] | None:
    """The ground of an imagery layer's file in EPSG:2180; None while it cannot be read."""
    srid = getattr(layer, "remote_srid", None) or 2180
    found = image({"name": getattr(layer, "remote_name", "")})
    try:
        return bounds_in_store(header(found).box, srid) if found else None
    except (NotGeoTiff, OSError):
        return None


def fault_of(service: Mapping[str, Any]) -> str | None:
    """What is wrong with the file of an imagery layer, for the doctor."""
    found = image(service)
    if found is None:
        return f"{service.get('name')} is not in the folder of imagery"
    try:
        held = header(found)
    except (NotGeoTiff, OSError) as error:
        return f"{service.get('name')}: {error}"
    if held.srid not in (None, service.get("srid")):
        return f"the file is in EPSG:{held.srid}, the layer says {service.get('srid')}"
    return None if held.is_optimised else "not cloud-optimised: gdal_translate -of COG"


def _srid(keys: tuple[Any, ...]) -> int | None:
    entries = [keys[place : place + 4] for place in range(4, len(keys) - 3, 4)]
    named = {key: value for key, where, _count, value in entries if where == 0}
    return named.get(PROJECTED) or named.get(GEOGRAPHIC)


def _directories(file: BinaryIO) -> list[dict[int, tuple[Any, ...]]]:
    mark = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(mark[:2])
    if order is None or len(mark) < 16:
        raise NotGeoTiff("not a TIFF")
    magic = struct.unpack(order + "H", mark[2:4])[0]
    if magic not in (42, 43):
        raise NotGeoTiff("not a TIFF")
    big = magic == 43
    place = struct.unpack(order + ("Q" if big else "I"), mark[8:16] if big else mark[4:8])[0]
    found: list[dict[int, tuple[Any, ...]]] = []
    while place and len(found) < MOST_DIRECTORIES:
        entries, place = _directory(file, place, order, big)
        found.append(entries)
    if not found:
        raise NotGeoTiff("no picture")
    return found


def _directory(file: BinaryIO, place: int, order: str, big: bool) -> tuple[dict[int, tuple[Any, ...]], int]:
    count = _unpack(file, place, order + ("Q" if big else "H"))[0]
    if count > MOST_ENTRIES:
        raise NotGeoTiff("damaged")
    start, size = place + (8 if big else 2), 20 if big else 12
    file.seek(start)
    block = file.read(count * size)
    if len(block) != count * size:
        raise NotGeoTiff("damaged")
    found = {}
    for number in range(count):
        entry = block[number * size : (number + 1) * size]
        tag, kind = struct.unpack(order + "HH", entry[:4])
        amount = struct.unpack(order + ("Q" if big else "I"), entry[4 : 12 if big else 8])[0]
        held = entry[12 if big else 8 :]
        if tag in (WIDTH, HEIGHT, TILE_WIDTH, SCALE, TIE, KEYS) and kind in LETTERS and amount <= MOST_VALUES:
            found[tag] = _values(file, order, kind, amount, held)
    after = _unpack(file, start + count * size, order + ("Q" if big else "I"))[0]
    return found, after


def _values(file: BinaryIO, order: str, kind: int, amount: int, held: bytes) -> tuple[Any, ...]:
    form = f"{order}{amount}{LETTERS[kind]}"
    if SIZES[kind] * amount <= len(held):
        return struct.unpack(form, held[: SIZES[kind] * amount])
    place = struct.unpack(order + ("Q" if len(held) == 8 else "I"), held)[0]
    return _unpack(file, place, form)


def _unpack(file: BinaryIO, place: int, form: str) -> tuple[Any, ...]:
    file.seek(place)
    data = file.read(struct.calcsize(form))
    if len(data) != struct.calcsize(form):
        raise NotGeoTiff("damaged")
    return struct.unpack(form, data)
