"""The file collective.exportimport writes of a Plone site, read as an archive; pure.

Pages, news and events become rows of the table, files and pictures below a page its attachments, others rows of their own.
What the other site's workflow says is kept as the state, so whatever is not public there is a fault of its row; an object
without a state of its own, as files are, has that of what it lies in, `unknown` when that is not in the file. Entries that left a bulletin of ours the same way come back with the fields of their registers.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.site.bip.migration.table import COLUMNS
from infostrada.site.bip.migration.table import ENTRIES
from typing import Any

import base64
import binascii
import csv
import io
import json
import re


OURS = "bip_"
SITE, UNKNOWN = "Plone Site", "unknown"
BLOBS = ("file", "image")
NEVER = ("1970", "2499")
# HTML that says what is a paragraph; other HTML is one.
BLOCKS = re.compile(r"</?(p|ul|ol|h2|h3|table|br)\b")
Item = Mapping[str, Any]


def is_export(data: bytes) -> bool:
    """Is it a list in JSON, as collective.exportimport writes it?"""
    return data[:64].lstrip().startswith(b"[")


def members(data: bytes) -> dict[str, bytes]:
    """The table and the attached files by their names in an archive; ValueError for a file that is none of these."""
    items = json.loads(data)
    if not all(isinstance(item, dict) and isinstance(item.get("UID"), str) for item in items):
        raise ValueError("not a list of objects with UIDs")
    known = {item["UID"]: item for item in items}
    pages = {item["UID"] for item in items if _is_page(item)}
    below: dict[str, list[Item]] = {}
    for item in items:
        if not _is_page(item) and (parent := _parent(item).get("UID")) in pages:
            below.setdefault(str(parent), []).append(item)
    out = io.StringIO(newline="")
    files: dict[str, bytes] = {}
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for item in items:
        if not _is_page(item) and (_parent(item).get("UID") in pages or not list(_blobs(item))):
            continue
        attached = {}
        for one in (item, *below.get(item["UID"], ())):
            for name, content in _blobs(one):
                attached[f"{one['UID']}/{name}"] = content
        files |= {f"files/{name}": content for name, content in attached.items()}
        table.writerow({**_row(item), "state": _state(item, known), "files": "|".join(attached)})
    return {ENTRIES: out.getvalue().encode(), **files}


def _is_page(item: Item) -> bool:
    return str(item.get("@type", "")).startswith(OURS) or "text" in item


def _parent(item: Item) -> Item:
    found = item.get("parent")
    return found if isinstance(found, dict) else {}


def _row(item: Item) -> dict[str, str]:
    ours = str(item.get("@type", "")).startswith(OURS)
    sheet = item.get("fact_sheet") if ours else None
    said = sheet if isinstance(sheet, dict) else {}
    creators = item.get("creators")
    row = {
        "id": item["UID"],
        "addresses": item.get("@id"),
        "section": str(_parent(item).get("@id", "")).rstrip("/").rpartition("/")[2],
        "title": item.get("title"),
        "description": item.get("description"),
        "body": _html(item.get("text")),
        "content_author": said.get("content_author")
        or (creators[0] if isinstance(creators, list) and creators else ""),
        "created_on": said.get("created_on") or item.get("created"),
        "published_at": said.get("published_at") or _moment(item.get("effective")),
        "published_by": said.get("published_by"),
        "until": said.get("until") or _moment(item.get("expires")),
    }
    if ours:
        row |= {
            "register": item.get("register"),
            "kind": item.get("kind") if not item.get("register") else "",
            "reason": item.get("withdrawn_reason"),
            "values": json.dumps(item["values"], ensure_ascii=False) if item.get("values") else "",
            "superseded_by": (item.get("superseded_by") or {}).get("UID", ""),
        }
    return {name: str(value) for name, value in row.items() if value}


def _state(item: Item, known: Mapping[str, Item]) -> str:
    """That of the workflow; of an object without one, that of the nearest thing above it that has one."""
    seen = set()
    while item["UID"] not in seen:
        seen.add(item["UID"])
        if item.get("review_state"):
            return str(item["review_state"])
        above = _parent(item)
        if above.get("@type") == SITE:
            return "published"
        if above.get("UID") not in known:
            return UNKNOWN
        item = known[above["UID"]]
    return UNKNOWN


def _moment(value: Any) -> str:
    """A moment in words, none for those Plone writes when there is none: 1969 and 2499."""
    text = str(value or "")
    return text if NEVER[0] < text[:4] < NEVER[1] else ""


def _html(text: Any) -> str:
    """The text of a page; it is cleaned when it is taken over, as anything an editor writes."""
    said = text.get("data") if isinstance(text, dict) else text
    html = said.strip() if isinstance(said, str) else ""
    return html if not html or BLOCKS.search(html) else f"<p>{html}</p>"


def _blobs(item: Item) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files an item holds; ValueError for one that was exported without them."""
    listed = item.get("files")
    for blob in [*(item.get(name) for name in BLOBS), *(listed if isinstance(listed, list) else [])]:
        if not isinstance(blob, dict):
            continue
        name = (
            str(blob.get("filename") or item.get("id") or item["UID"]).replace("\\", "/").rpartition("/")[2]
        )
        data = blob.get("data")
        if not isinstance(data, str):
            raise ValueError(f"{name}: exported without its bytes")
        try:
            yield name.replace("|", "_"), base64.b64decode(data, validate=True)
        except binascii.Error as error:
            raise ValueError(f"{name}: not base64") from error
