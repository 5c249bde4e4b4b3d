"""What the catalog knows of an entry."""

from infostrada.site.bip.interfaces import IEntry
from infostrada.site.records.workflow import state_of
from plone.indexer import indexer


@indexer(IEntry)
def searchable_text(entry: IEntry) -> str:
    """Words an entry is found by; of a withdrawn one only its title."""
    if state_of(entry) == "withdrawn":
        return str(entry.title)
    return " ".join((entry.title, entry.description or "", entry.body or ""))
