"""The gate before publishing: everything that will be public is read for personal data."""

from collections.abc import Iterator
from infostrada.core.filetext import text_of
from infostrada.core.filetext import UnreadableFileError
from infostrada.site.bip.rules import Finding
from infostrada.site.bip.rules import findings
from typing import Any


def scan(entry: Any) -> list[Finding]:
    """Spots in texts and files of an entry that look like personal data."""
    found = [
        finding
        for field in ("title", "description", "body")
        for finding in findings(field, getattr(entry, field) or "")
    ]
    for file in entry.files:
        found += _in_file(file)
    return found


def _in_file(file: Any) -> Iterator[Finding]:
    try:
        text = text_of(file.data, file.contentType)
    except UnreadableFileError:
        # Nobody can say what is inside: a person has to look.
        yield Finding("unreadable", file.filename, "")
        return
    if not text.strip() and not file.contentType.startswith("image/"):
        yield Finding("no_text_layer", file.filename, "")
    yield from findings(file.filename, text)
