"""Files of an archive: a folder or a ZIP file, by names that never lead out of it."""

from pathlib import Path
from pathlib import PurePosixPath

import io
import zipfile


MOST_FILE = 200_000_000


class Archive:
    """What an import reads from; a name that is not there is a KeyError."""

    def __init__(self, source: Path | bytes) -> None:
        self.folder = source.resolve() if isinstance(source, Path) and source.is_dir() else None
        given = io.BytesIO(source) if isinstance(source, bytes) else source
        self.zipped = None if self.folder else zipfile.ZipFile(given)

    def read(self, name: str) -> bytes:
        """Bytes of a member; KeyError when it is missing, outside or too large."""
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise KeyError(name)
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
