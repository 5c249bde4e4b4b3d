"""What must be known of an outgoing letter before it may have a number (metadata set B).

Source: annex to the model records instruction, Dz.U. 2011 nr 14 poz. 67.
"""

from collections.abc import Iterator
from infostrada.site.parties.rules import check
from infostrada.site.records.correspondence.outgoing.ways import KINDS
from infostrada.site.records.correspondence.rules import COUNTRY
from infostrada.site.records.correspondence.rules import EMAIL
from infostrada.site.records.correspondence.rules import Fault
from infostrada.site.records.correspondence.rules import sender_line
from typing import NamedTuple


STATES = ("ready", "sent", "delivered", "deemed", "undelivered", "cancelled")
SENDABLE = frozenset({"accepted"})
MOST_ADDRESSEES = 1000
LONGEST = 500
MENDED_AT = {
    "way_needs_ade": "ade",
    "way_needs_email": "email",
    "way_needs_poland": "country",
    "way_needs_public": "kind",
    "way_reason_missing": "reason",
}


class Addressee(NamedTuple):
    """Whom a letter is for, as known when it was prepared; metadata set B, blocks 2 and 3.

    `kind`: person, body, or public (a public body); `party` is the UID in the unit's register of
    parties, `unit` the id of an office of this platform, `role` what the addressee is in the case.
    """

    kind: str = "person"
    org_name: str = ""
    surname: str = ""
    given_names: str = ""
    street: str = ""
    building: str = ""
    apartment: str = ""
    po_box: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "PL"
    email: str = ""
    ade: str = ""
    party: str = ""
    unit: str = ""
    role: str = ""

    @property
    def line(self) -> str:
        """The addressee in one line."""
        names = {"sender_org_name": self.org_name, "sender_surname": self.surname}
        return sender_line({**names, "sender_given_names": self.given_names})

    @property
    def address(self) -> str:
        """The postal address in one line, as on an envelope."""
        number = "/".join(filter(None, (self.building, self.apartment)))
        street = " ".join(filter(None, (self.street, number)))
        box = f"skr. poczt. {self.po_box}" if self.po_box else ""
        town = " ".join(filter(None, (self.postal_code, self.city)))
        country = self.country if self.country != "PL" else ""
        return ", ".join(filter(None, (street, box, town, country)))

    @property
    def postal(self) -> bool:
        """Is the postal address whole enough for an envelope?"""
        return bool(self.city and self.postal_code and (self.street or self.building or self.po_box))


def missing_at(why: str, given: Addressee) -> str:
    """The field where what stands against a way of dispatch is mended (`ways.way_faults`)."""
    if why in ("way_needs_postal", "way_none"):
        at_home = given.street or given.building or given.po_box
        return next(
            (name for name in ("city", "postal_code") if not getattr(given, name)),
            "street" if not at_home else "method",
        )
    return MENDED_AT.get(why, "method")


def addressee_faults(given: Addressee) -> Iterator[Fault]:
    """Every fault of an addressee, in the order of the form."""
    if given.kind not in KINDS:
        yield Fault("kind", "not_in_list")
    if not given.org_name and not given.surname:
        yield Fault("org_name", "addressee_missing")
    if given.surname and not given.given_names:
        yield Fault("given_names", "required")
    if not given.city:
        yield Fault("city", "required")
    if not COUNTRY.match(given.country):
        yield Fault("country", "not_a_country")
    if given.email and not EMAIL.match(given.email):
        yield Fault("email", "not_an_email")
    if given.ade and not check("ade", given.ade).ok:
        yield Fault("ade", "not_an_ade")
    for name, value in given._asdict().items():
        if len(value) > LONGEST:
            yield Fault(name, "too_long")
