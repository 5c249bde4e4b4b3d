"""In which formats a list may be had, and how a file is sent."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from infostrada.core.errors import BadRequest
from infostrada.core.record.export.rows import LARGEST_EXPORT
from infostrada.core.record.export.tables import as_csv
from infostrada.core.record.export.tables import as_xlsx
from infostrada.core.record.interfaces import IListFormat
from typing import Any
from typing import NamedTuple
from zope.component import queryUtility


Write = Callable[[Sequence[str], Sequence[str], Iterable[Mapping[str, Any]]], bytes]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS = {"xlsx": (as_xlsx, XLSX), "csv": (as_csv, "text/csv; charset=utf-8")}
KINDS = ("xlsx", "csv", "pdf")
"""As they are offered to people."""


class Format(NamedTuple):
    """How a file is written, its media type, the most rows it takes."""

    write: Write
    content_type: str
    largest: int


def format_of(kind: str, title: str) -> Format:
    """The format of that name, for a list called so; BadRequest for none."""
    if kind in _WRITERS:
        return Format(*_WRITERS[kind], LARGEST_EXPORT)
    found = queryUtility(IListFormat, name=kind) if kind else None
    if found is None:
        raise BadRequest(field="format", reason="bad_format")
    return Format(partial(found.write, title), found.content_type, found.largest)


def at_most(rows: Iterable[Mapping[str, Any]], largest: int) -> Iterator[Mapping[str, Any]]:
    """The rows; BadRequest once there are more than the format takes: a file that stops half-way would deceive."""
    for place, row in enumerate(rows):
        if place == largest and largest < LARGEST_EXPORT:
            raise BadRequest(field="format", reason="too_many_rows")
        yield row


def send(response: Any, data: bytes, name: str, kind: str, content_type: str) -> bytes:
    """The bytes; headers are set on the response."""
    response.setHeader("Content-Type", content_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{name}.{kind}"')
    response.setHeader("Cache-Control", "private, no-store")
    return data
