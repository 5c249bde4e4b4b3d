"""Where an office's state archive takes letters of e-Doręczenia: kept by the office."""

from infostrada.core import journal
from infostrada.site.parties.rules import check
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.state import seat_of
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from persistent.mapping import PersistentMapping
from plone import api
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.state_archive"


class ArchiveAddress(NamedTuple):
    """Address for electronic delivery (`AE:PL-…`) and town of a state archive."""

    ade: str = ""
    city: str = ""


def address_of(unit: Any) -> ArchiveAddress:
    """What the office keeps; the town of the competent archive and no address until it keeps one."""
    held = (IAnnotations(api.portal.get()).get(KEY) or {}).get(unit.unit_id)
    return ArchiveAddress(*held) if held else ArchiveAddress(city=seat_of(unit.teryt or ""))


def keep_address(unit: Any, given: ArchiveAddress) -> None:
    """Keep it for the next letters too; InvalidData says what is missing or wrong."""
    require(KEEP, unit)
    wanted = ArchiveAddress(given.ade.strip(), given.city.strip())
    faults = [Fault(name, "required") for name, value in wanted._asdict().items() if not value]
    if wanted.ade and not check("ade", wanted.ade).ok:
        faults.append(Fault("ade", "not_an_ade"))
    if faults:
        raise InvalidData(faults)
    if wanted == address_of(unit):
        return
    annotations = IAnnotations(api.portal.get())
    if KEY not in annotations:
        annotations[KEY] = PersistentMapping()
    annotations[KEY][unit.unit_id] = tuple(wanted)
    journal.append("archive.address", unit=unit.unit_id, data=wanted._asdict())
