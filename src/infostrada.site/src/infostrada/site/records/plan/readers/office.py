"""Opening the packages of office files within bounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.damage import PART_DAMAGE
from infostrada.site.records.plan.readers.problem import UnreadablePlanError

import io
import zipfile


MAX_UNPACKED = 100_000_000
# A file with a password, or one of the formats before 2007, is no ZIP but a compound file.
COMPOUND = b"\xd0\xcf\x11\xe0"


@contextmanager
def opened(name: str, data: bytes, broken: str) -> Iterator[zipfile.ZipFile]:
    """The package; raises `UnreadablePlanError`: `template_encrypted`, `file_too_large` or the word in `broken`."""
    if data.startswith(COMPOUND):
        raise UnreadablePlanError("template_encrypted", file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                raise UnreadablePlanError("file_too_large", file=name)
            yield package
    except PART_DAMAGE as error:
        raise UnreadablePlanError(broken, file=name) from error
