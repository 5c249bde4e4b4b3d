"""Well-known binary of flat paths (x0, y0, x1, y1, ...), little endian, two-dimensional. Pure."""

from dataclasses import dataclass
from dataclasses import field

import struct


Path = list[float]
POINT, LINE, POLYGON, COLLECTION = 1, 2, 3, 7


@dataclass
class Parts:
    """The pieces of a geometry, by kind; a polygon is its rings, the outer one first."""

    points: list[Path] = field(default_factory=list)
    lines: list[Path] = field(default_factory=list)
    polygons: list[list[Path]] = field(default_factory=list)

    def as_wkb(self) -> bytes:
        """A single geometry, a multi geometry or, of mixed kinds, a collection; ValueError if empty."""
        kinds = [
            (POINT, [_point(path) for path in self.points]),
            (LINE, [_line(path) for path in self.lines]),
            (POLYGON, [_polygon(rings) for rings in self.polygons]),
        ]
        made = [_joined(kind, pieces) for kind, pieces in kinds if pieces]
        if not made:
            raise ValueError("empty_geometry")
        return made[0] if len(made) == 1 else _header(COLLECTION, len(made)) + b"".join(made)


def _joined(kind: int, pieces: list[bytes]) -> bytes:
    # The multi kinds are the single ones plus three.
    return pieces[0] if len(pieces) == 1 else _header(kind + 3, len(pieces)) + b"".join(pieces)


def _header(kind: int, count: int) -> bytes:
    return struct.pack("<BII", 1, kind, count)


def _point(path: Path) -> bytes:
    return struct.pack("<BI2d", 1, POINT, *path)


def _line(path: Path) -> bytes:
    return struct.pack(f"<BII{len(path)}d", 1, LINE, len(path) // 2, *path)


def _polygon(rings: list[Path]) -> bytes:
    return _header(POLYGON, len(rings)) + b"".join(
        struct.pack(f"<I{len(ring)}d", len(ring) // 2, *ring) for ring in rings
    )
