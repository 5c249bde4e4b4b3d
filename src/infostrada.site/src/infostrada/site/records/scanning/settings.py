"""The folder of an office, inside the product's own intake folder and nowhere else."""

from infostrada.core import journal
from infostrada.core.config import settings
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.scanning.rules import CODE
from infostrada.site.records.scanning.rules import FOLDER
from infostrada.site.records.scanning.rules import SEPARATOR
from infostrada.site.records.unit_settings import UnitSettings
from pathlib import Path
from typing import Any
from typing import NamedTuple


WATCHES = UnitSettings("infostrada.site.scanning")
ADMINISTER = "infostrada.site: Administer unit"
ROOT, REJECTED, TAKEN = "intake", "odrzucone", "przyjete"


class Watch(NamedTuple):
    """What an office has watched: the name of its folder, and the code of its separator sheets."""

    folder: str
    separator: str = SEPARATOR


def intake() -> Path:
    """The product's intake folder; scanners write into the folders below it."""
    return settings().var / ROOT


def watch_of(unit: Any) -> Watch | None:
    """What the office has watched; None when nothing."""
    held = WATCHES.of(unit.unit_id)
    return Watch(**held) if held is not None else None


def watched() -> dict[str, Watch]:
    """All offices with a folder."""
    return {unit_id: Watch(**held) for unit_id, held in WATCHES.all().items()}


def folder_of(watch: Watch) -> Path:
    """The folder itself; ValueError when it leads out of the intake folder, as a link could."""
    root = intake().resolve()
    found = (root / watch.folder).resolve()
    if not FOLDER.match(watch.folder) or found.parent != root:
        raise ValueError("not a folder of the intake")
    return found


def keep_watch(unit: Any, watch: Watch) -> None:
    """Watch a folder; it is made with its folders for what was taken and what was rejected."""
    require(ADMINISTER, unit)
    faults = []
    others = {held.folder for unit_id, held in watched().items() if unit_id != unit.unit_id}
    if not FOLDER.match(watch.folder):
        faults.append(Fault("folder", "folder_malformed"))
    elif watch.folder in others:
        faults.append(Fault("folder", "folder_of_other"))
    if not CODE.match(watch.separator):
        faults.append(Fault("separator", "separator_malformed"))
    if not faults:
        intake().mkdir(mode=0o770, parents=True, exist_ok=True)
        try:
            here = folder_of(watch)
            for each in (here, here / REJECTED, here / TAKEN):
                each.mkdir(mode=0o770, exist_ok=True)
        except (OSError, ValueError):
            faults.append(Fault("folder", "folder_unusable"))
    if faults:
        raise InvalidData(faults)
    WATCHES.keep(unit.unit_id, watch._asdict())
    journal.append("records.scanning.watch", unit=unit.unit_id, data={"folder": watch.folder})


def drop_watch(unit: Any) -> None:
    """Watch nothing; the folder and its files stay."""
    require(ADMINISTER, unit)
    if WATCHES.drop(unit.unit_id):
        journal.append("records.scanning.unwatched", unit=unit.unit_id)
