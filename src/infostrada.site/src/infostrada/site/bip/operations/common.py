"""What all operations share: names of rights, an act in the journal, and one in public."""

from collections.abc import Iterable
from DateTime import DateTime
from infostrada.core import journal
from infostrada.site.bip import log
from infostrada.site.bip.content import Change
from infostrada.site.bip.content import Entry
from infostrada.site.bip.uploads import faults as file_faults
from infostrada.site.records.deed import Deed
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from plone.dexterity.utils import createContent
from plone.uuid.interfaces import IUUID
from typing import Any


BULLETIN = "bip"
EDIT = "infostrada.site: Edit bulletin"
PUBLISH = "infostrada.site: Publish in bulletin"


def enter(act: Deed, word: str, entry: Entry, **data: Any) -> None:
    """Write an act to the journal."""
    journal.append(f"bip.entry.{word}", unit=act.unit, uid=IUUID(entry), data=data or None)


def note_public(entry: Entry, act: Deed, action: str, reason: str) -> None:
    """Enter a public act in the entry and in the change log of its bulletin."""
    change = Change(act.at, act.actor, action, reason)
    entry.changes = (*entry.changes, change)
    entry.setModificationDate(DateTime(act.at.isoformat()))
    entry.reindexObject()
    log.write(entry, act.unit, change)


def add_to(container: Any, portal_type: str, name: str, **values: Any) -> Any:
    """Make content of a type in a container; returns it as filed."""
    content = createContent(portal_type, **values)
    content.id = name
    return container._getOb(container._setObject(name, content))


def check(faults: Iterable[tuple[str, str]], files: Iterable[Upload]) -> None:
    """Raise InvalidData with the faults and with everything wrong with files."""
    found = [Fault(field, reason) for field, reason in (*faults, *file_faults(files))]
    if found:
        raise InvalidData(found)
