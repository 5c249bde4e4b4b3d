"""Where an entry keeps the renditions of its scans that have a text layer."""

from collections.abc import Mapping
from infostrada.core import journal
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.core.search.interfaces import IKeepsLayers
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.records.files import RecordFile
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(IKeepsLayers)
@adapter(IEntry)
class EntryLayers:
    """The rendition is one more public file; the scan, its digest and its address stay."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry

    def keep(self, layered: Mapping[str, bytes]) -> None:
        """Take renditions of present files, drop those of files that are gone."""
        entry = self.entry
        present = {file.sha256: file for file in entry.files}
        made = {
            digest: RecordFile(data, present[digest].filename, "application/pdf")
            for digest, data in layered.items()
            if digest in present
        }
        kept = {digest: file for digest, file in entry.layers.items() if digest in present}
        entry.layers = {**kept, **made}
        if made:
            digests = {digest: file.sha256 for digest, file in made.items()}
            journal.append("bip.entry.layered", unit=unit_id_of(entry), uid=IUUID(entry), data=digests)
