"""Files of an archive: a folder, a ZIP file or an export of a Plone site, by names that never lead out of it."""

from infostrada.site.bip.migration.plone import is_export
from infostrada.site.bip.migration.plone import members
from pathlib import Path
from pathlib import PurePosixPath

import io
import zipfile


MOST_FILE = 200_000_000


class Archive:
    """What an import reads from; a name that is not there is a KeyError."""

    def __init__(self, source: Path | bytes) -> None:
        self.folder = source.resolve() if isinstance(source, Path) and source.is_dir() else None
        self.members = None if self.folder else _members(source)
        given = io.BytesIO(source) if isinstance(source, bytes) else source
        self.zipped = None if self.folder or self.members is not None else zipfile.ZipFile(given)

    def read(self, name: str) -> bytes:
        """Bytes of a member; KeyError when it is missing, outside or too large."""
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise KeyError(name)
        if self.members is not None:
            return self.members[str(path)]
        if self.zipped is not None:
            if self.zipped.getinfo(str(path)).file_size > MOST_FILE:
                raise KeyError(name)
            return self.zipped.read(str(path))
        assert self.folder is not None
        file = (self.folder / path).resolve()
        if not file.is_relative_to(self.folder) or not file.is_file() or file.stat().st_size > MOST_FILE:
            raise KeyError(name)
        return file.read_bytes()

    def has(self, name: str) -> bool:
        """Is it there, and not larger than a file may be?"""
        try:
            if self.zipped is not None:
                return self.zipped.getinfo(name.replace("\\", "/")).file_size <= MOST_FILE
            self.read(name)
        except (KeyError, ValueError, OSError):
            return False
        return True

    def optional(self, name: str) -> bytes:
        """Bytes of a member, none when it is missing."""
        try:
            return self.read(name)
        except KeyError:
            return b""


def _members(source: Path | bytes) -> dict[str, bytes] | None:
    """Of an export of a Plone site its members, of anything else None; BadZipFile for one that cannot be read."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            beginning = file.read(64)
    else:
        beginning = source
    if not is_export(beginning):
        return None
    try:
        return members(source.read_bytes() if isinstance(source, Path) else source)
    except (ValueError, RecursionError) as error:
        raise zipfile.BadZipFile(str(error)) from error
