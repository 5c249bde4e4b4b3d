"""The base of electronic addresses (BAE) asked for a party, and the address found written to it."""

from infostrada.core import accesslog
from infostrada.core.errors import Unavailable
from infostrada.site.parties.operations import change_party
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.client import RefusedError
from infostrada.site.records.correspondence.edelivery.client import ServiceError
from infostrada.site.records.correspondence.edelivery.settings import box_of
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


EDIT = "infostrada.site: Edit parties"
# What the base is asked by: one number, the surest first.
ASKED = ("pesel", "nip", "regon", "krs")


class Found(NamedTuple):
    """An entry of the base."""

    ade: str
    name: str


def look_up(unit: Any, asked: dict[str, str], uid: str | None = None) -> list[dict[str, Any]]:
    """Entries for numbers or a name; asking is noted in the access log. Raises Blocked or Unavailable."""
    box = box_of(unit)
    if box is None or not box.search_url:
        raise Blocked([], reason="no_box")
    accesslog.note("records.bae", uid=uid, unit=unit.unit_id, outcome="granted", reason=", ".join(asked))
    try:
        return Client(box).find_addresses(asked)
    except (ServiceError, RefusedError) as error:
        raise Unavailable(reason="service_away") from error


def asked_of(party: Any) -> str:
    """By which of its numbers a party is looked up; empty when it has none."""
    return next((name for name in ASKED if getattr(party, name)), "")


def find_for(party: Any) -> list[Found]:
    """Addresses the base has for a party, by its number."""
    require(EDIT, party)
    name = asked_of(party)
    if not name:
        raise invalid("party", "party_without_number")
    entries = look_up(unit_of(party), {name: getattr(party, name)}, IUUID(party))
    found = (Found(str(each.get("ade") or ""), str(each.get("name") or "")) for each in entries)
    return [each for each in dict.fromkeys(found) if each.ade]


def write_address(party: Any, ade: str) -> None:
    """Write an address the base has just named to the party; any other is refused."""
    if ade not in {each.ade for each in find_for(party)}:
        raise invalid("ade", "ade_not_found")
    change_party(party, {"ade": ade})
