"""Which format a file has, by its content; an ending proves nothing.

Only formats named here are opened: GDAL reads others that fetch further files or addresses.
"""

from pathlib import Path
from zipfile import BadZipFile
from zipfile import ZipFile
from zipfile import ZipInfo

import shutil


GML, GEOPACKAGE, GEOJSON, FLATGEOBUF, DXF, SHAPEFILE = "gml", "gpkg", "geojson", "fgb", "dxf", "shp"
ZIP = "zip"

ENDINGS = {".gml": GML, ".xml": GML, ".gpkg": GEOPACKAGE, ".geojson": GEOJSON, ".json": GEOJSON,
           ".fgb": FLATGEOBUF, ".dxf": DXF, ".shp": SHAPEFILE}  # fmt: skip
BESIDE_SHAPES = (".shp", ".shx", ".dbf", ".prj", ".cpg")

# An archive may unpack to this much, and to this many files: a bomb is refused before it is opened.
MOST_BYTES = 8 * 2**30
MOST_FILES = 500
MOST_RATIO = 200
HEAD = 4096


class UnknownFormat(ValueError):
    """A file that is not read; the text is a machine word."""


def format_of(head: bytes) -> str:
    """The format of a file that begins so; UnknownFormat."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.startswith(b"SQLite format 3\0"):
        return GEOPACKAGE
    if head.startswith(b"fgb"):
        return FLATGEOBUF
    if head.startswith((b"AutoCAD Binary DXF", b"\0\0\x27\x0a")):
        return SHAPEFILE if head[0] == 0 else DXF
    if text.startswith(b"<") or head.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        return GML
    if text.startswith(b"{"):
        return GEOJSON
    if text.split(b"\n", 1)[0].strip() in (b"0", b"999"):
        return DXF
    raise UnknownFormat("unknown_format")


def unpack(archive: Path, folder: Path) -> list[Path]:
    """The map files of an archive, each alone or a shapefile with its sidecars; UnknownFormat.

    Names inside the archive are not trusted: files get names of ours.
    """
    try:
        with ZipFile(archive) as zipped:
            entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
            _judge(entries)
            return [
                made
                for number, entry in enumerate(entries)
                if (made := _extract(zipped, entries, number, entry, folder))
            ]
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnknownFormat("broken_archive") from error


def _judge(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise UnknownFormat("archive_too_large")
    if any(entry.file_size > MOST_RATIO * max(entry.compress_size, 4096) for entry in entries):
        raise UnknownFormat("archive_too_large")


def _extract(
    zipped: ZipFile, entries: list[ZipInfo], number: int, entry: ZipInfo, folder: Path
) -> Path | None:
    name = Path(entry.filename)
    ending = name.suffix.lower()
    if ending not in ENDINGS or name.name.startswith("."):
        return None
    stem = f"{number}-{''.join(c if c.isalnum() or c in '-_' else '_' for c in name.stem)[:60]}"
    if ending != ".shp":
        return _copy(zipped, entry, folder / f"{stem}{ending}")
    for other in entries:
        beside = Path(other.filename)
        if beside.with_suffix("") == name.with_suffix("") and beside.suffix.lower() in BESIDE_SHAPES:
            _copy(zipped, other, folder / f"{stem}{beside.suffix.lower()}")
    return folder / f"{stem}.shp"


def _copy(zipped: ZipFile, entry: ZipInfo, target: Path) -> Path:
    with zipped.open(entry) as source, target.open("wb") as made:
        shutil.copyfileobj(source, made, 2**20)
    return target
