"""Redaction of a file of an entry; page and service call the same.

pdfium and qpdf (ten megabytes) are loaded by the first PDF that is looked into.
"""

from collections.abc import Iterable
from infostrada.core import journal
from infostrada.site.bip.content import Entry
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.reading import PICTURES
from infostrada.site.bip.operations import change_entry
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.pdf.pictures import redact_picture
from infostrada.site.bip.scan import in_file
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import NamedTuple


MOST_BOXES = 2000


class Bar(NamedTuple):
    """A place to burn out: the page, counted from 1, and the box (points of the page, pixels of a picture)."""

    page: int
    box: Box


class Wish(NamedTuple):
    """What shall go: findings by their keys, places, and phrases wherever they stand (PDF only)."""

    keys: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    phrases: tuple[str, ...] = ()


def redact_file(
    entry: Entry, sha256: str, wish: Wish, reason: str = "", confirmation: str = ""
) -> RecordFile:
    """Put a file without what the wish names in place of a file of the entry; returns the new one.

    Everything a reader does not see goes too, even when no place is named: metadata, notes, attachments, layers, earlier
    states. In a draft the former file is gone; of a public entry this is a change with its `reason`, and the edition
    before is hidden. Raises InvalidData for a place that is none and for a file that cannot be made anew.
    """
    public = is_public(entry)
    require(PUBLISH if public else EDIT, entry)
    if state_of(entry) == "withdrawn":
        raise Blocked([], reason="entry_not_public")
    file = entry.file(sha256)
    if file is None:
        raise invalid("file", "unknown_object")
    places = [*_bars_of(in_file(file), wish.keys), *_checked(wish.bars), *_phrases(file, wish.phrases)]
    made = _made(entry, file, places)
    files = tuple(made if item is file else item for item in entry.files)
    if public:
        change_entry(entry, {"files": files}, reason, confirmation, hide=True)
    else:
        entry.files = files
        entry.reindexObject()
    act = deed(entry)
    data = {"before": file.sha256, "after": made.sha256, "places": len(places)}
    journal.append("bip.entry.redacted", unit=act.unit, uid=IUUID(entry), data=data)
    return made


def _bars_of(found: list[Finding], keys: Iterable[str]) -> list[Bar]:
    known = {item.key: item for item in found}
    wanted = list(keys)
    if wrong := [Fault(f"finding:{key}", "finding_gone") for key in wanted if key not in known]:
        raise InvalidData(wrong)
    return [Bar(known[key].page or 1, box) for key in wanted for box in known[key].boxes]


def _phrases(file: RecordFile, phrases: Iterable[str]) -> list[Bar]:
    wanted = [phrase for phrase in (" ".join(item.split()) for item in phrases) if phrase]
    if not wanted:
        return []
    from infostrada.site.bip.pdf.phrases import places_of

    try:
        found = [Bar(page, box) for phrase in wanted for page, box in places_of(file.data, phrase)]
    except UnreadableError as error:
        raise invalid("file", "file_not_redactable") from error
    if not found:
        raise invalid("phrases", "phrase_not_found")
    return found


def _checked(bars: Iterable[Bar]) -> list[Bar]:
    given = list(bars)
    for number, bar in enumerate(given):
        sides = [float(side) for side in bar.box]
        if (
            bar.page < 1
            or not all(-1 <= side <= 100_000 for side in sides)
            or sides[0] == sides[2]
            or sides[1] == sides[3]
        ):
            raise invalid(f"boxes[{number}]", "box_malformed")
    if len(given) > MOST_BOXES:
        raise invalid("boxes", "too_many_boxes")
    return given


def _made(entry: Entry, file: RecordFile, places: list[Bar]) -> RecordFile:
    ending = file.filename.rpartition(".")[2].lower()
    try:
        if file.data.startswith(b"%PDF-"):
            return _pdf(entry, file, places)
        if ending in PICTURES:
            return _picture(file, places)
    except UnreadableError as error:
        raise invalid("file", "file_not_redactable") from error
    raise invalid("file", "file_not_redactable")


def _pdf(entry: Entry, file: RecordFile, places: list[Bar]) -> RecordFile:
    from infostrada.site.bip.pdf.redact import redact

    boxes: dict[int, list[Box]] = {}
    for bar in places:
        boxes.setdefault(bar.page, []).append(bar.box)
    made = redact(file.data, boxes, entry.title)
    if set(boxes) - set(made.pages):
        raise invalid("boxes", "page_unknown")
    return Upload(public_name(file.filename, "pdf"), made.data, "application/pdf").stored()


def _picture(file: RecordFile, places: list[Bar]) -> RecordFile:
    data = redact_picture(file.data, [bar.box for bar in places])
    jpeg = data.startswith(b"\xff\xd8")
    kind = "image/jpeg" if jpeg else "image/png"
    return Upload(public_name(file.filename, "jpg" if jpeg else "png"), data, kind).stored()


def public_name(name: str, ending: str) -> str:
    """`decyzja.pdf` becomes `decyzja-wersja-jawna.pdf`, once."""
    stem = name.rpartition(".")[0] or name
    return f"{stem.removesuffix('-wersja-jawna')}-wersja-jawna.{ending}"
