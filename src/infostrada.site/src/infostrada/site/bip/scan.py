"""The gate before publishing: everything that will be public is read for personal data."""

from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.model import MEDIUM
from infostrada.site.bip.gate.model import numbered
from infostrada.site.bip.gate.reading import scan_stored
from infostrada.site.bip.gate.text import in_text
from infostrada.site.bip.registers.fields import texts
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.units.lookup import unit_of
from threading import Lock
from typing import Any


TEXTS = ("title", "description", "body")
MOST_KEPT = 200
# What was found in the files scanned last, masked: the page of findings and the publication read a file once.
_kept: dict[tuple[str, str, str], list[Finding]] = {}
_kept_alone = Lock()


def scan(entry: Any, proposed: Mapping[str, Any] | None = None) -> list[Finding]:
    """Spots in texts and files of an entry that look like personal data or are hidden from a reader's eye.

    `proposed` are values the entry would get. The office's own address, telephone and e-mail are nobody's secret. In
    an entry made from a case the persons named are most likely its parties, so names weigh more there.
    """
    new = proposed or {}
    own = contacts(entry)
    found = [
        item for field in TEXTS for item in _field(field, new.get(field, getattr(entry, field)) or "", own)
    ]
    for name, text in _particulars(entry, new):
        found += _field(name, text, own)
    layers = getattr(entry, "layers", {})
    for file in new.get("files", entry.files):
        found += in_file(file, layers.get(file.sha256))
    if entry.source_uid:
        found = [_weighed(item) for item in found]
    return numbered(found)


def _particulars(entry: Any, new: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Texts in the fields of a register, but for those a law wants published."""
    values = new.get("particulars", getattr(entry, "particulars", None))
    if not values:
        return
    kind = in_polish(kind_of(entry).name)
    for name, text in texts([field for field in kind.fields if field.gated], values):
        yield kind.field(name).label, text


def in_file(file: Any, layer: Any = None) -> list[Finding]:
    """Findings of a file of an entry; the key begins with its digest, so another file is judged anew.

    `layer` is the rendition of a scan with its recognised text: what it says is found in the scan.
    """
    read = layer if layer is not None else file
    place = (file.filename, file.sha256, read.sha256)
    with _kept_alone:
        known = _kept.pop(place, None)
    if known is None:
        known = [
            item._replace(key=f"{file.sha256[:8]}-{item.key}") for item in scan_stored(file.filename, read)
        ]
    with _kept_alone:
        _kept[place] = known
        while len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    return known


def _field(field: str, text: str, own: Iterable[str]) -> Iterable[Finding]:
    for value in own:
        text = text.replace(value, "")
    return in_text(field, text)


def contacts(entry: Any) -> tuple[str, ...]:
    """How the office itself is reached, as its unit and its bulletin say."""
    unit = unit_of(entry)
    bulletin = unit.get("bip")
    given = [getattr(bulletin, name, "") for name in ("editor_phone", "editor_email")]
    given += [getattr(unit, name, "") for name in ("phone", "email", "address")]
    return tuple(value for value in given if isinstance(value, str) and len(value) > 5)


def _weighed(item: Finding) -> Finding:
    return item._replace(severity=MEDIUM) if item.kind == "person" and item.severity == LOW else item
