"""A cloud-optimised GeoTIFF written from an array: tiles, overviews, directories before the pictures.

TIFF 6.0, GeoTIFF 1.1 (OGC 19-008r4), COG (OGC 21-026). For the made-up region and for tests; offices' own
photographs are made with `gdal_translate -of COG`.
"""

from pathlib import Path
from typing import Any

import numpy
import struct
import zlib


TILE = 256
HEAD = 8
SHORT, LONG, DOUBLE = 3, 4, 12
LETTERS = {SHORT: "H", LONG: "I", DOUBLE: "d"}
Tag = tuple[int, int, tuple[Any, ...]]


def write(path: Path, picture: Any, west: float, north: float, pixel: float, srid: int = 2180) -> None:
    """Write a picture (rows, columns, 3 bytes of red, green, blue); its upper left corner and pixel in metres."""
    levels = pyramid(picture)
    tiles = [tiles_of(level) for level in levels]
    tags = [
        [*_tags(level, cut, reduced=number > 0), *([] if number else ground(west, north, pixel, srid))]
        for number, (level, cut) in enumerate(zip(levels, tiles, strict=True))
    ]
    # The directories do not grow with the places of the tiles, so those may be filled in afterwards.
    start = HEAD + sum(_size(each) for each in tags)
    places: list[list[int]] = []
    for cut in reversed(tiles):
        places.insert(0, [start + offset for offset in _running(cut)])
        start += sum(map(len, cut))
    with path.open("wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, HEAD))
        at = HEAD
        for number, each in enumerate(tags):
            filled = [
                (tag, kind, tuple(places[number]) if tag == 324 else values) for tag, kind, values in each
            ]
            after = at + _size(each) if number + 1 < len(tags) else 0
            file.write(_directory(filled, at, after))
            at += _size(each)
        for cut in reversed(tiles):
            file.writelines(cut)


def pyramid(picture: Any) -> list[Any]:
    """The picture and its halves, down to one tile."""
    levels = [picture]
    while max(levels[-1].shape[:2]) > TILE:
        rows, columns = (side // 2 * 2 for side in levels[-1].shape[:2])
        even = levels[-1][:rows, :columns].astype("uint16")
        levels.append(
            ((even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2] + 2) // 4).astype("uint8")
        )
    return levels


def tiles_of(level: Any) -> list[bytes]:
    """The tiles of a level, row by row, each deflated after horizontal differencing."""
    rows, columns = level.shape[:2]
    padded = numpy.pad(level, ((0, -rows % TILE), (0, -columns % TILE), (0, 0)), mode="edge")
    found = []
    for top in range(0, rows, TILE):
        for left in range(0, columns, TILE):
            tile = padded[top : top + TILE, left : left + TILE]
            steps = numpy.diff(tile, axis=1, prepend=numpy.zeros((TILE, 1, 3), "uint8"))
            found.append(zlib.compress(numpy.ascontiguousarray(steps.astype("uint8")).tobytes(), 6))
    return found


def ground(west: float, north: float, pixel: float, srid: int) -> list[Tag]:
    """The tags that say where the picture lies: a projected system, pixels are areas."""
    keys = (1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, srid)
    return [
        (33550, DOUBLE, (pixel, pixel, 0.0)),
        (33922, DOUBLE, (0.0, 0.0, 0.0, west, north, 0.0)),
        (34735, SHORT, keys),
    ]


def _tags(level: Any, cut: list[bytes], reduced: bool) -> list[Tag]:
    rows, columns = level.shape[:2]
    return [
        (254, LONG, (int(reduced),)),
        (256, LONG, (columns,)),
        (257, LONG, (rows,)),
        (258, SHORT, (8, 8, 8)),
        (259, SHORT, (8,)),
        (262, SHORT, (2,)),
        (277, SHORT, (3,)),
        (284, SHORT, (1,)),
        (317, SHORT, (2,)),
        (322, LONG, (TILE,)),
        (323, LONG, (TILE,)),
        (324, LONG, (0,) * len(cut)),
        (325, LONG, tuple(map(len, cut))),
    ]


def _running(cut: list[bytes]) -> list[int]:
    offsets, at = [], 0
    for tile in cut:
        offsets.append(at)
        at += len(tile)
    return offsets


def _data(tag: Tag) -> bytes:
    _number, kind, values = tag
    return struct.pack(f"<{len(values)}{LETTERS[kind]}", *values)


def _size(tags: list[Tag]) -> int:
    beside = (len(_data(tag)) for tag in tags)
    return 2 + 12 * len(tags) + 4 + sum(size + size % 2 for size in beside if size > 4)


def _directory(tags: list[Tag], at: int, after: int) -> bytes:
    """One directory with the values that do not fit into its entries right behind it."""
    entries, beside, place = b"", b"", at + 2 + 12 * len(tags) + 4
    for tag in tags:
        number, kind, values = tag
        data = _data(tag)
        entries += struct.pack("<HHI", number, kind, len(values))
        if len(data) <= 4:
            entries += data.ljust(4, b"\0")
        else:
            entries += struct.pack("<I", place + len(beside))
            beside += data + b"\0" * (len(data) % 2)
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", after) + beside
