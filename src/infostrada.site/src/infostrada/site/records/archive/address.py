"""Where an office's state archive takes letters of e-Doręczenia: kept by the office."""

from collections.abc import Sequence
from infostrada.core import journal
from infostrada.site.parties.rules import check
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.state import seat_of
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.unit_settings import UnitSettings
from typing import Any
from typing import NamedTuple


ADDRESSES = UnitSettings("infostrada.site.state_archive")


class ArchiveAddress(NamedTuple):
    """Address for electronic delivery (`AE:PL-…`), town, street with its number, postal code of a state archive."""

    ade: str = ""
    city: str = ""
    street: str = ""
    postal_code: str = ""


def address_of(unit: Any) -> ArchiveAddress:
    """What the office keeps; the town of the competent archive and no address until it keeps one."""
    held = ADDRESSES.of(unit.unit_id)
    return ArchiveAddress(*held) if held else ArchiveAddress(city=seat_of(unit.teryt or ""))


def keep_address(unit: Any, given: ArchiveAddress, needed: Sequence[str] = ("ade", "city")) -> None:
    """Keep it for the next letters too, beside what was kept; InvalidData says what is missing or wrong."""
    require(KEEP, unit)
    told = {name: " ".join(value.split()) for name, value in given._asdict().items()}
    faults = [Fault(name, "required") for name in needed if not told[name]]
    kept = {name: value for name, value in told.items() if value or name in needed}
    wanted = address_of(unit)._replace(**kept)
    if wanted.ade and not check("ade", wanted.ade).ok:
        faults.append(Fault("ade", "not_an_ade"))
    if faults:
        raise InvalidData(faults)
    if wanted == address_of(unit):
        return
    ADDRESSES.keep(unit.unit_id, tuple(wanted))
    journal.append("archive.address", unit=unit.unit_id, data=wanted._asdict())
