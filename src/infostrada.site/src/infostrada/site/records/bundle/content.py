"""A bundle kept with the unit while it is exchanged."""

from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.actor import Actor
from infostrada.site.records.bundle.checking import Line
from infostrada.site.records.bundle.interfaces import IBundleFile
from infostrada.site.records.files import RecordFile
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IBundleFile, IWithoutIntId)
@hints_for_readers_only
class BundleFile(Item):
    """One exchange: `way` is export or import; `findings` are the first refusals and warnings."""

    way: str = "export"
    cases: tuple[str, ...] = ()
    uids: str = "keep"
    numbers: str = "history"
    skips: bool = False
    classes: tuple[tuple[str, str], ...] = ()
    orgs: tuple[tuple[str, str], ...] = ()
    file: RecordFile | None = None
    made_by: Actor = Actor("", "", "")
    made_at: datetime | None = None
    counts: tuple[tuple[str, int], ...] = ()
    findings: tuple[Line, ...] = ()
    content: str = ""
