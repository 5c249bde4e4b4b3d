"""Schema sets on disk: add from a folder or an archive, list, remove.

A set is a folder below `<var>/geo-schemas`. Only files ending in .xsd are taken; their places inside
the set are kept, because they refer to each other by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from infostrada.core.config import settings
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.geo import _
from lxml import etree
from pathlib import Path
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile
from zipfile import ZipFile

import re
import shutil
import tarfile
import tempfile


FOLDER = "geo-schemas"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
MOST_FILES = 5_000
MOST_BYTES = 64 * 2**20
TARGET = "targetNamespace"


@dataclass(frozen=True)
class SchemaSet:
    """An installed set: its name, how many files, the namespaces they describe."""

    name: str
    files: int
    namespaces: tuple[str, ...]


def home() -> Path:
    """Where the sets are kept."""
    return settings().var / FOLDER


def installed() -> list[SchemaSet]:
    """The sets by name."""
    folders = sorted(path for path in home().glob("*") if path.is_dir() and NAME.fullmatch(path.name))
    return [_described(folder) for folder in folders]


def add(source: Path, name: str | None = None, dry_run: bool = False) -> SchemaSet:
    """Install a set from a folder or an archive (zip, tar); an earlier one of the name is replaced.

    A dry run reads all of it and installs nothing.

    BadRequest: not a name, no schema inside, too much inside, a file that is not XML.
    """
    name = name or re.sub(r"[^a-z0-9._-]+", "-", source.name.split(".")[0].lower()).strip("-._")
    if not NAME.fullmatch(name):
        raise BadRequest(_("A schema set needs a name of small letters and digits."), field="name")
    home().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home(), prefix=".new-") as place:
        made = Path(place) / name
        made.mkdir()
        _fill(source, made)
        described = _described(made)
        if not described.namespaces:
            raise BadRequest(_("There is no XML schema in it."), field="path", reason="no_schema")
        if not dry_run:
            shutil.rmtree(home() / name, ignore_errors=True)
            made.rename(home() / name)
    return described


def remove(name: str, dry_run: bool = False) -> SchemaSet:
    """Forget a set and say what it held; a dry run only says it. NotFound."""
    folder = home() / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        raise NotFound(_("There is no such schema set."), field="name", reason="unknown_set")
    held = _described(folder)
    if not dry_run:
        shutil.rmtree(folder)
    return held


def target_namespace(path: Path) -> str | None:
    """What a schema file describes; None when it is no schema."""
    try:
        with path.open("rb") as file:
            for _event, root in etree.iterparse(
                file, events=("start",), resolve_entities=False, no_network=True, load_dtd=False
            ):
                name = etree.QName(root)
                return root.get(TARGET, "") if name.localname == "schema" else None
    except etree.XMLSyntaxError:
        return None
    return None


def _described(folder: Path) -> SchemaSet:
    paths = sorted(folder.rglob("*.xsd"))
    spaces = {space for path in paths if (space := target_namespace(path))}
    return SchemaSet(folder.name, len(paths), tuple(sorted(spaces)))


def _fill(source: Path, target: Path) -> None:
    """Copy the schema files; names that lead out of the set are refused."""
    size = 0
    for number, (name, file, length) in enumerate(_members(source)):
        size += length
        if number >= MOST_FILES or size > MOST_BYTES:
            raise BadRequest(_("The schema set is too large."), field="path", reason="archive_too_large")
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or PurePosixPath(name).is_absolute():
            raise BadRequest(_("The archive holds an unlawful name."), field="path", reason="unlawful_name")
        place = target.joinpath(*parts[:-1], f"{PurePosixPath(parts[-1]).stem}.xsd")
        place.parent.mkdir(parents=True, exist_ok=True)
        with file, place.open("wb") as made:
            # What an archive says of a length is not believed.
            copied = file.read(MOST_BYTES + 1)
            if len(copied) > MOST_BYTES:
                raise BadRequest(_("The schema set is too large."), field="path", reason="archive_too_large")
            made.write(copied)


def _members(source: Path) -> Iterator[tuple[str, IO[bytes], int]]:
    try:
        if source.is_dir():
            yield from _of_folder(source)
        elif tarfile.is_tarfile(source):
            yield from _of_tar(source)
        else:
            with ZipFile(source) as archive:
                for entry in archive.infolist():
                    if not entry.is_dir() and _is_schema(entry.filename):
                        yield entry.filename, archive.open(entry), entry.file_size
    except (OSError, BadZipFile, tarfile.TarError, RuntimeError) as error:
        raise BadRequest(
            _("This is neither a folder nor a zip or tar archive."), field="path", reason="broken_archive"
        ) from error


def _of_folder(source: Path) -> Iterator[tuple[str, IO[bytes], int]]:
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink() and _is_schema(path.name):
            yield path.relative_to(source).as_posix(), path.open("rb"), path.stat().st_size
        elif path.is_file() and tarfile.is_tarfile(path):
            yield from _of_tar(path)


def _of_tar(source: Path) -> Iterator[tuple[str, IO[bytes], int]]:
    with tarfile.open(source) as archive:
        for member in archive:
            if member.isfile() and _is_schema(member.name):
                file = archive.extractfile(member)
                if file is not None:
                    yield member.name, file, member.size


def _is_schema(name: str) -> bool:
    return name.lower().endswith(".xsd")
