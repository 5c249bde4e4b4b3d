"""The box of an office: where its user agent answers, and the key it proves itself with."""

from collections.abc import Mapping
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from infostrada.core import journal
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import find_unit
from persistent.mapping import PersistentMapping
from plone import api
from typing import Any
from typing import NamedTuple
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations


KEY = PURPOSE = "infostrada.site.edelivery"
ADMINISTER = "infostrada.site: Administer unit"
LOCAL = ("localhost", "127.0.0.1", "::1")


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
    held = _boxes().get(unit.unit_id, {})
    faults = []
    for name in ("url", "token_url", "search_url"):
        if not _address(values.get(name, "")) and (name != "search_url" or values.get(name)):
            faults.append(Fault(name, "not_an_address"))
    if not values.get("client_id", "").strip():
        faults.append(Fault("client_id", "required"))
    key = values.get("key", "").strip()
    if not key and "key" not in held:
        faults.append(Fault("key", "required"))
    elif key and not _is_key(key):
        faults.append(Fault("key", "not_a_key"))
    if faults:
        raise InvalidData(faults)
    names = ("url", "token_url", "search_url", "client_id")
    kept = {name: values.get(name, "").strip().rstrip("/") for name in names}
    kept["key"] = seal(PURPOSE, unit.unit_id, key) if key else held["key"]
    _boxes()[unit.unit_id] = kept
    journal.append("records.edelivery.box", unit=unit.unit_id, data={"url": kept["url"]})


def drop_box(unit: Any) -> None:
    """Forget how the box is reached; letters already there stay as they are."""
    require(ADMINISTER, unit)
    if _boxes().pop(unit.unit_id, None) is not None:
        journal.append("records.edelivery.box_dropped", unit=unit.unit_id)


def box_of(unit: Any) -> Box | None:
    """The unit's box; None when none is kept."""
    held = _boxes().get(unit.unit_id)
    if held is None or not unit.ade:
        return None
    key = unseal(PURPOSE, unit.unit_id, held["key"])
    return Box(unit.ade, held["url"], held["token_url"], held["client_id"], key, held["search_url"])


def boxes() -> list[tuple[Any, Box]]:
    """Units with a box, and the boxes."""
    found = ((find_unit(unit_id), unit_id) for unit_id in sorted(_boxes()))
    return [(unit, box) for unit, _id in found if (box := box_of(unit)) is not None]


def shown(unit: Any) -> dict[str, str]:
    """What is kept, without the key."""
    return {name: value for name, value in _boxes().get(unit.unit_id, {}).items() if name != "key"}


def _boxes() -> PersistentMapping:
    """All boxes of the site by unit; made when the first one is kept."""
    annotations = IAnnotations(api.portal.get())
    if KEY not in annotations:
        return annotations.setdefault(KEY, PersistentMapping())
    return annotations[KEY]


def _address(text: str) -> bool:
    parts = urlsplit(text.strip())
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def _is_key(text: str) -> bool:
    try:
        return isinstance(load_pem_private_key(text.encode(), None), RSAPrivateKey)
    except (ValueError, TypeError):
        return False
