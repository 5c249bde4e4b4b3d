"""The box of an office: where its user agent answers, and the key it proves itself with."""

from collections.abc import Mapping
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from infostrada.core import journal
from infostrada.site.records.network.accounts import ADMINISTER
from infostrada.site.records.network.accounts import is_address
from infostrada.site.records.network.accounts import read_key
from infostrada.site.records.network.accounts import SealedAccounts
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import find_unit
from typing import Any
from typing import NamedTuple


OPEN_NAMES = ("url", "token_url", "search_url", "client_id")
BOXES = SealedAccounts("infostrada.site.edelivery", OPEN_NAMES)


class Box(NamedTuple):
    """A box: address, user agent (`url`), token service, search service, client and its key (PEM)."""

    ade: str
    url: str
    token_url: str
    client_id: str
    key: str
    search_url: str = ""


def keep_box(unit: Any, values: Mapping[str, str]) -> None:
    """Keep how the unit's box is reached; the key is sealed and left as it is when none is given."""
    require(ADMINISTER, unit)
    if not unit.ade:
        raise invalid("ade", "unit_without_ade")
    given = BOXES.given(unit, values)
    faults = _faults(given)
    if faults:
        raise InvalidData(faults)
    BOXES.keep(unit, given)
    journal.append("records.edelivery.box", unit=unit.unit_id, data={"url": given["url"]})


def drop_box(unit: Any) -> None:
    """Forget how the box is reached; letters already there stay as they are."""
    require(ADMINISTER, unit)
    if BOXES.drop(unit):
        journal.append("records.edelivery.box_dropped", unit=unit.unit_id)


def box_of(unit: Any) -> Box | None:
    """The unit's box; None when none is kept."""
    held = BOXES.opened(unit)
    return Box(unit.ade, **held) if held is not None and unit.ade else None


def boxes() -> list[tuple[Any, Box]]:
    """Units with a box, and the boxes."""
    found = map(find_unit, BOXES.unit_ids())
    return [(unit, box) for unit in found if (box := box_of(unit)) is not None]


def shown(unit: Any) -> dict[str, str]:
    """What is kept, without the key."""
    return BOXES.shown(unit)


def _faults(given: Mapping[str, str]) -> list[Fault]:
    faults = []
    for name in ("url", "token_url", "search_url"):
        if not is_address(given[name]) and (name != "search_url" or given[name]):
            faults.append(Fault(name, "not_an_address"))
    if not given["client_id"]:
        faults.append(Fault("client_id", "required"))
    if not given["key"]:
        faults.append(Fault("key", "required"))
    elif not isinstance(read_key(given["key"]), RSAPrivateKey):
        faults.append(Fault("key", "not_a_key"))
    return faults
