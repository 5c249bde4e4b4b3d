"""The file of a run as a stream of items, in a temporary folder that is always removed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from infostrada.geo.imports import detect
from infostrada.geo.imports.detect import UnknownFormat
from infostrada.geo.imports.gml.reader import GmlReader
from infostrada.geo.imports.gml.reader import Validate
from infostrada.geo.imports.gml.stream import UnreadableFile
from infostrada.geo.imports.item import Item
from infostrada.geo.imports.ogr import OgrReader
from infostrada.geo.imports.options import Options
from pathlib import Path
from typing import Any

import shutil
import tempfile


@dataclass
class Source:
    """The readable files of one delivery.

    `personal` counts what was left out because it is about persons; `read` is the number of bytes
    behind the reader, `size` of all.
    """

    paths: list[tuple[str, Path]]
    personal: Counter[str] = field(default_factory=Counter)
    _before: int = 0
    _open: Any = None

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(path.stat().st_size for _kind, path in self.paths)

    @property
    def read(self) -> int:
        """Bytes read so far; whole files for formats that GDAL reads."""
        return self._before + (self._open.tell() if self._open is not None and not self._open.closed else 0)

    def items(self, options: Options, validate: Validate | None = None) -> Iterator[Item]:
        """All items, file after file; UnreadableFile names the fault."""
        for kind, path in self.paths:
            if kind == detect.GML:
                with path.open("rb") as file:
                    self._open = file
                    yield from GmlReader(file, validate, options.persons, options.crs, self.personal)
            else:
                yield from OgrReader(path, options.persons, options.crs, options.name_field)
            self._open = None
            self._before += path.stat().st_size


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The source of a file, sniffed and unpacked; UnreadableFile for what is not read.

    GDAL writes beside what it reads, so files for it lie in a folder of their own.
    """
    with tempfile.TemporaryDirectory(prefix="infostrada-geo-") as place:
        try:
            yield Source(_files(path, Path(place)))
        except UnknownFormat as error:
            raise UnreadableFile(str(error)) from error


def _files(path: Path, folder: Path) -> list[tuple[str, Path]]:
    kind = _sniff(path)
    if kind != detect.ZIP:
        return [(kind, path if kind == detect.GML else _linked(path, folder / f"file.{kind}"))]
    found = [(_sniff(made), made) for made in detect.unpack(path, folder)]
    if not found or any(kind == detect.ZIP for kind, _made in found):
        raise UnknownFormat("nothing_inside")
    return found


def _sniff(path: Path) -> str:
    with path.open("rb") as file:
        return detect.format_of(file.read(detect.HEAD))


def _linked(path: Path, target: Path) -> Path:
    """GDAL chooses its driver by the ending too: it gets the one of the format found."""
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)
    return target
