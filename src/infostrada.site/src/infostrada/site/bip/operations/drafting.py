"""Writing an entry nobody outside sees yet."""

from datetime import date
from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Section
from infostrada.site.bip.operations.common import add_to
from infostrada.site.bip.operations.common import check
from infostrada.site.bip.operations.common import EDIT
from infostrada.site.bip.operations.common import enter
from infostrada.site.bip.rules import missing
from infostrada.site.bip.rules import same_as_original
from infostrada.site.bip.uploads import stored
from infostrada.site.bip.words import as_html
from infostrada.site.bip.words import entry_id
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


class EntryData(NamedTuple):
    """What an editor says of an entry; `until` is the last day it stays public, None without end."""

    title: str
    kind: str
    content_author: str
    created_on: date | None
    description: str = ""
    body: str = ""
    files: tuple[Upload, ...] = ()
    until: date | None = None


def draft_entry(section: Section, data: EntryData) -> Entry:
    """Write an entry nobody outside sees yet."""
    require(EDIT, section)
    return _draft(section, data, None)


def draft_from_document(section: Section, document: Any, data: EntryData) -> Entry:
    """Write an entry from an accepted document of a case; the original stays where it is.

    Whoever has grounds to read the document may propose; publishing is up to the bulletin's people.
    The files are public renditions made for the bulletin. One that is the original byte for byte is
    refused unless the document's access is "public".
    """
    require("View", document)
    if state_of(document) != "accepted":
        raise Blocked([], reason="document_not_final")
    original = document.versions[-1].file.sha256
    for upload in data.files:
        if same_as_original(upload.stored().sha256, original, document.access):
            raise invalid("files", "rendition_is_original")
    return _draft(section, data, IUUID(document))


def _draft(section: Section, data: EntryData, source_uid: str | None) -> Entry:
    check(missing(data.title, data.content_author, data.created_on, data.kind), data.files)
    act = deed(section)
    values = {name: getattr(data, name) for name in EntryData._fields if name != "files"}
    entry: Entry = add_to(
        section, "bip_entry", entry_id(section, data.title, act.at.date()), **values,
        html=as_html(data.body), files=stored(data.files),
        author=act.actor, source_uid=source_uid,
    )  # fmt: skip
    enter(act, "drafted", entry)
    return entry
