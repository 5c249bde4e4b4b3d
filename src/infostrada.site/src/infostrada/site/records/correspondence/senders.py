"""Several senders of one letter: what is known of each, and what is wrong with it. Pure.

Source: metadata set A of the model records instruction (Dz.U. 2011 nr 14 poz. 67): the block of the sender may be repeated.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.site.records.correspondence.rules import COUNTRY
from infostrada.site.records.correspondence.rules import EMAIL
from infostrada.site.records.correspondence.rules import Fault
from infostrada.site.records.correspondence.rules import LENGTHS
from infostrada.site.records.correspondence.rules import sender_line
from infostrada.site.records.texts import unwritable
from typing import NamedTuple


MOST_SENDERS = 100
LONGEST = 200
ADDRESS = ("postal_code", "city", "street", "building", "apartment", "po_box", "country")


class Sender(NamedTuple):
    """One of those a letter is from, under the names of metadata set A; `party` in the register of parties.

    Without a town the address is that of the letter's first sender.
    """

    sender_org_name: str = ""
    sender_surname: str = ""
    sender_given_names: str = ""
    postal_code: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    apartment: str = ""
    po_box: str = ""
    country: str = ""
    email: str = ""
    party: str = ""

    @property
    def line(self) -> str:
        """The name in one line."""
        return sender_line(self._asdict())

    @property
    def address(self) -> str:
        """Street and town in one line."""
        street = " ".join(filter(None, (self.street, self.building, self.apartment)))
        box = f"skr. poczt. {self.po_box}" if self.po_box else ""
        town = " ".join(filter(None, (self.postal_code, self.city)))
        return ", ".join(filter(None, (street, box, town)))

    def beside(self, first: "Sender") -> "Sender":
        """This sender with an address: its own, or that of the first one."""
        if self.city:
            return self
        return self._replace(**{name: getattr(first, name) for name in ADDRESS})


def sender_told(values: Mapping[str, str | None]) -> Sender:
    """A sender from fields of those names, others left alone."""
    return Sender(**{name: " ".join((values.get(name) or "").split()) for name in Sender._fields})


def sender_faults(senders: Sequence[Sender], where: str = "other_senders") -> list[Fault]:
    """Everything wrong with the senders after the first; a fault's field begins with the place, `other_senders.0`."""
    if len(senders) >= MOST_SENDERS:
        return [Fault(where, "too_many")]
    found, known = [], set()
    for place, each in enumerate(senders):
        found += [Fault(f"{where}.{place}.{name}", reason) for name, reason in _faults(each)]
        if each.party and each.party in known:
            found.append(Fault(f"{where}.{place}.party", "doubled"))
        known.add(each.party)
    return found


def _faults(one: Sender) -> Iterator[tuple[str, str]]:
    if not one.sender_org_name and not one.sender_surname:
        yield "sender_org_name", "sender_missing"
    if one.sender_surname and not one.sender_given_names:
        yield "sender_given_names", "required"
    if not one.city and any(getattr(one, name) for name in ADDRESS if name != "country"):
        yield "city", "required"
    if one.country and not COUNTRY.match(one.country):
        yield "country", "not_a_country"
    if one.email and not EMAIL.match(one.email):
        yield "email", "not_an_email"
    for name, value in one._asdict().items():
        if len(value) > LENGTHS.get(name, LONGEST):
            yield name, "too_long"
    for name in unwritable(one._asdict()):
        yield name, "text_unwritable"
