"""A whole bulletin as a ZIP file that an import reads again: what anybody may read, and nothing else.

Written to a file, piece by piece: a table of entries, one of their histories, and each attached file once.
"""

from collections.abc import Iterator
from datetime import datetime
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import under
from infostrada.site.bip.migration.table import COLUMNS
from infostrada.site.bip.migration.table import ENTRIES
from infostrada.site.bip.migration.table import HISTORY
from infostrada.site.bip.migration.table import MANIFEST
from infostrada.site.bip.migration.table import PAST
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.bip.rules import PUBLIC_STATES
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api
from typing import Any
from typing import IO

import csv
import io
import json
import zipfile


FORMAT = "infostrada-bip-1"
PIECE = 1 << 20
LISTED = f"""
    SELECT path FROM core.record WHERE type = ANY(%(types)s) AND {under("path", "top")}
    AND state = ANY(%(states)s) AND effective <= clock_timestamp() AND coalesce(expires > clock_timestamp(), true)
    AND (%(year)s = 0 OR extract(year FROM effective AT TIME ZONE 'Europe/Warsaw') = %(year)s)
    ORDER BY effective, uid
"""  # noqa: S608 - our own clauses


def write_bundle(bulletin: Any, out: IO[bytes], year: int = 0) -> int:
    """Write the public entries of a bulletin, of one year of publication or all; returns how many."""
    entries, history = _Table(COLUMNS), _Table(PAST)
    written: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in public_entries(bulletin, year):
            entries.add(row_of(entry))
            for one in past_of(entry):
                history.add(one)
            for file in () if state_of(entry) == "withdrawn" else entry.files:
                name = file_name(file)
                if name not in written:
                    written.add(name)
                    _put(made, f"files/{name}", file)
            bulletin._p_jar.cacheGC()
        made.writestr(ENTRIES, entries.text())
        made.writestr(HISTORY, history.text())
        unit = unit_of(bulletin)
        said = {"format": FORMAT, "unit": unit.unit_id, "title": unit.title, "url": bulletin.absolute_url(),
                "year": year or None, "entries": entries.count}  # fmt: skip
        made.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
    return entries.count


def public_entries(bulletin: Any, year: int = 0) -> Iterator[Any]:
    """Public entries and tombstones, the oldest first; drafts and planned ones never."""
    pending.flush()
    values = {"types": list(TYPES), "states": [*PUBLIC_STATES, "withdrawn"], "year": year}
    found = rows(LISTED, {**values, "top": "/".join(bulletin.getPhysicalPath())})
    portal = api.portal.get()
    return (portal.unrestrictedTraverse(row["path"]) for row in found)


def row_of(entry: Any) -> dict[str, str]:
    """An entry as a row; of a withdrawn one the tombstone."""
    gone = state_of(entry) == "withdrawn"
    registered = IRegisterEntry.providedBy(entry)
    said = {
        "id": entry.UID(),
        "addresses": entry.absolute_url(),
        "section": entry.aq_parent.getId(),
        "register": kind_of(entry).name if registered else "",
        "kind": entry.kind,
        "title": entry.title,
        "content_author": entry.content_author,
        "created_on": entry.created_on.isoformat(),
        "published_at": _iso(entry.published_at),
        "published_by": entry.published_by.name if entry.published_by else "",
        "until": entry.until.isoformat() if entry.until else "",
        "state": state_of(entry),
        "reason": entry.withdrawn_reason if gone else "",
        "superseded_by": entry.superseded_by or "",
    }
    if not gone:
        values = json.dumps(dict(entry.particulars), ensure_ascii=False, sort_keys=True) if registered else ""
        said |= {
            "description": entry.description or "",
            "body": entry.body or "",
            "files": "|".join(file_name(file) for file in entry.files),
            "values": values,
        }
    return said


def past_of(entry: Any) -> Iterator[dict[str, str]]:
    """What happened to an entry: the former bulletin's word first, then our own; texts of former editions with them."""
    uid = entry.UID()
    for one in entry.former.past if entry.former else ():
        yield {
            "id": uid,
            **{name: getattr(one, name) for name in PAST if name not in ("id", "at")},
            "at": _iso(one.at),
        }
    editions = iter(entry.earlier if state_of(entry) != "withdrawn" else ())
    for change in entry.changes:
        if change.action == "taken_over":
            continue
        said = {
            "id": uid,
            "at": _iso(change.at),
            "action": change.action,
            "who": change.actor.name,
            "reason": change.reason,
        }
        edition = next(editions, None) if change.action == "changed" else None
        if edition is not None and not edition.hidden:
            said |= {
                "title": edition.title,
                "description": edition.description or "",
                "body": edition.body or "",
            }
        yield said


def file_name(file: Any) -> str:
    """A name that is the same for the same bytes, and ends as people know it."""
    return f"{file.sha256[:16]}/{file.filename.replace('|', '_')}"


def _put(made: zipfile.ZipFile, name: str, file: Any) -> None:
    info = zipfile.ZipInfo(name)
    # PDF and office files are packed already.
    info.compress_type = zipfile.ZIP_STORED
    with made.open(info, "w", force_zip64=True) as out, file.open() as stream:
        while piece := stream.read(PIECE):
            out.write(piece)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


class _Table:
    """Rows of a CSV file, kept as text."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._out = io.StringIO(newline="")
        self._writer = csv.DictWriter(self._out, columns, restval="")
        self._writer.writeheader()
        self.count = 0

    def add(self, row: dict[str, str]) -> None:
        self._writer.writerow(row)
        self.count += 1

    def text(self) -> str:
        return self._out.getvalue()
