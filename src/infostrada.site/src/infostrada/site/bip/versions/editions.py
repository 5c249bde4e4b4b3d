"""Editions of an entry in their order, the present one last."""

from collections.abc import Mapping
from datetime import datetime
from infostrada.core.reading.extraction import text_of_html
from infostrada.site.bip.content import Entry
from infostrada.site.bip.registers.content import lines
from infostrada.site.bip.versions.rules import compare
from infostrada.site.bip.versions.rules import Piece
from infostrada.site.bip.words import as_html
from infostrada.site.records.files import RecordFile
from typing import Any
from typing import NamedTuple

import re


class Shown(NamedTuple):
    """What an entry said from `since` to `until` (None: still). Of a hidden edition nothing else is told."""

    number: int
    since: datetime | None
    until: datetime | None
    hidden: bool
    title: str = ""
    description: str = ""
    body: str = ""
    files: tuple[RecordFile, ...] = ()
    fields: str = ""

    def file(self, sha256: str) -> RecordFile | None:
        """The file with this digest."""
        return next((item for item in self.files if item.sha256 == sha256), None)


def editions(entry: Entry) -> list[Shown]:
    """All editions of a published entry, numbered from 1; hidden ones are empty."""
    found, since = [], entry.published_at
    for number, kept in enumerate(entry.earlier, start=1):
        words = () if kept.hidden else (*kept[1:5], _fields(entry, kept.particulars))
        found.append(Shown(number, since, kept.until, kept.hidden, *words))
        since = kept.until
    fields = _fields(entry, getattr(entry, "particulars", None))
    present = (entry.title, entry.description or "", entry.body or "", entry.files, fields)
    return [*found, Shown(len(found) + 1, since, None, False, *present)]


def proposed(entry: Entry) -> tuple[Shown, Shown]:
    """The entry as it is, and as the change that waits for a second person would make it."""
    present = editions(entry)[-1]
    values = entry.proposal.values if entry.proposal else {}
    words = {name: values[name] for name in ("title", "description", "body", "files") if name in values}
    if "particulars" in values:
        words["fields"] = _fields(entry, values["particulars"])
    return present, present._replace(number=present.number + 1, **words)


def _fields(entry: Entry, particulars: Mapping[str, Any] | None) -> str:
    return lines(entry.portal_type, particulars) if particulars else ""


def edition(entry: Entry, number: str) -> Shown | None:
    """The edition of a number as an address gives it."""
    found = editions(entry)
    if not number.isdigit() or len(number) > 6 or not 1 <= int(number) <= len(found):
        return None
    return found[int(number) - 1]


def differences(before: Shown, after: Shown) -> Mapping[str, list[Piece]]:
    """What changed in each text; empty when one of the editions is hidden."""
    if before.hidden or after.hidden:
        return {}
    texts = {
        name: compare(_plain(getattr(before, name)), _plain(getattr(after, name)))
        for name in ("title", "fields", "description", "body")
    }
    texts["files"] = compare(_listed(before), _listed(after))
    return {name: pieces for name, pieces in texts.items() if any(piece.change != "same" for piece in pieces)}


def _plain(text: str) -> str:
    return text_of_html(as_html(text)) if re.search(r"</?[a-z]", text) else text


def _listed(shown: Shown) -> str:
    return "".join(f"{file.filename} ({file.sha256[:12]})\n" for file in shown.files)
