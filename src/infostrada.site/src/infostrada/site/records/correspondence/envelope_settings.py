"""An office's list of parcels that are not opened, and what it says of a parcel at the counter."""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core import journal
from infostrada.core.record.row import unit_of
from infostrada.site.records.correspondence.content import Unopened
from infostrada.site.records.correspondence.envelope import Kind
from infostrada.site.records.correspondence.envelope import kind_faults
from infostrada.site.records.correspondence.envelope import kind_told_by
from infostrada.site.records.correspondence.envelope import LONGEST
from infostrada.site.records.correspondence.envelope import USUAL
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.unit_settings import UnitSettings
from typing import Any


KINDS = UnitSettings("infostrada.site.unopened")
KEEP = "infostrada.site: Keep the list of parcels not opened"


def kinds_of(unit_id: str) -> tuple[Kind, ...]:
    """The office's list; that of the records instruction until the office keeps its own."""
    held = KINDS.of(unit_id)
    return USUAL if held is None else tuple(Kind(title, tuple(words)) for title, words in held)


def keep_kinds(unit: Any, kinds: Sequence[Kind]) -> None:
    """Keep the office's list, for the registry and the head of the office; letters registered before keep the kind they got."""
    require(KEEP, unit)
    faults = kind_faults(kinds)
    if faults:
        raise InvalidData(faults)
    KINDS.keep(unit.unit_id, tuple((kind.title, tuple(kind.words)) for kind in kinds))
    journal.append(
        "records.unopened.kinds", unit=unit.unit_id, data={"kinds": [kind.title for kind in kinds]}
    )


def unopened_by(context: Any, data: Mapping[str, Any]) -> Unopened | None:
    """How a letter being registered stays closed: `unopened` names the kind, `envelope` its words.

    Words that tell of a kind without the tick are refused: nobody opens a bid by a slip.
    """
    kinds = kinds_of(unit_of(context) or "")
    kind, envelope = str(data.get("unopened") or ""), " ".join(str(data.get("envelope") or "").split())
    if len(envelope) > LONGEST:
        raise invalid("envelope", "too_long")
    if not kind:
        if envelope and kind_told_by(envelope, kinds) is not None:
            raise invalid("unopened", "not_to_be_opened")
        return None
    if kind not in {each.title for each in kinds}:
        raise invalid("unopened", "not_in_list")
    return Unopened(kind, envelope)
