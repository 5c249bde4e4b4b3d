"""Further senders as people type them, one in a line: "Nowak Anna" or "Wspólnota Polna 5, ul. Polna 5, 87-100 Toruń"."""

from infostrada.site.parties.addressline import read_line
from infostrada.site.parties.names import is_institution
from infostrada.site.parties.names import persons
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.senders import sender_faults
from infostrada.site.records.correspondence.senders import sender_told
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData


FIELD = "others"


def typed_senders(text: str) -> tuple[Sender, ...]:
    """The senders of a text; a line without an address has that of the first sender. InvalidData for a line nobody understands."""
    found = tuple(_sender(line) for line in text.splitlines() if line.strip())
    faults = sender_faults(found)
    if faults:
        many = any(fault.reason == "too_many" for fault in faults)
        raise InvalidData([Fault(FIELD, "too_many" if many else "sender_line_wrong")])
    return found


def _sender(line: str) -> Sender:
    read = read_line(line)
    address: dict[str, str | None] = dict(read.address)
    person = None if is_institution(read.name) else next(persons(read.name), None)
    if person is None or not person.given_names:
        return sender_told({**address, "sender_org_name": read.name})
    return sender_told(
        {**address, "sender_surname": person.surname, "sender_given_names": person.given_names}
    )
