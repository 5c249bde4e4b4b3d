"""Addressees out of what the office knows: parties of a case, other offices of the platform."""

from infostrada.site.parties.picking import sender_fields
from infostrada.site.parties.picking import STREET
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.find import record_at
from infostrada.site.records.interfaces import IDesk
from infostrada.site.records.store import DESK
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import find_unit
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import getUtility


def known_parties(case: Any) -> list[Addressee]:
    """Parties of the case the register has an address of, or the letters of the case tell one."""
    found = []
    for participant in case.parties:
        party = record_at(participant.uid)
        given = of_party(party, participant.role) if party is not None else None
        given = given or _from_letters(case, participant)
        if given is not None:
            found.append(given)
    return found


def of_party(party: Any, role: str = "") -> Addressee:
    """An addressee as the register of parties has it."""
    values = sender_fields(party)
    return Addressee(
        kind="person" if party.kind == "person" else "body",
        org_name=values["sender_org_name"],
        surname=values["sender_surname"],
        given_names=values["sender_given_names"],
        street=values["street"],
        building=values["building"],
        apartment=values["apartment"],
        postal_code=values["postal_code"],
        city=values["city"],
        email=values["email"],
        ade=party.ade or "",
        party=IUUID(party),
        role=role,
    )


def _from_letters(case: Any, participant: Any) -> Addressee | None:
    """The address of a party one of the case's letters is from, alone or with others."""
    for letter in map(record_at, case.letters):
        for place, each in enumerate(letter.senders if letter is not None else ()):
            if each.line == participant.name:
                ade = "" if place else letter.sender_ade or ""
                return _of_sender(each, ade, participant.role)
    return None


def _of_sender(sender: Sender, ade: str, role: str) -> Addressee:
    return Addressee(
        kind="body" if sender.sender_org_name else "person",
        org_name=sender.sender_org_name,
        surname=sender.sender_surname,
        given_names=sender.sender_given_names,
        street=sender.street,
        building=sender.building,
        apartment=sender.apartment,
        po_box=sender.po_box,
        postal_code=sender.postal_code,
        city=sender.city,
        country=sender.country or "PL",
        email=sender.email,
        ade=ade,
        role=role,
    )


def offices(unit: Any) -> dict[str, str]:
    """Other offices of this platform that keep their records here: names by their ids."""
    directory = getUtility(IUnitDirectory)
    found = {}
    for unit_id in directory.unit_ids():
        other = find_unit(unit_id) if unit_id != unit.unit_id else None
        if other is not None and IDesk.providedBy(other.get(DESK)):
            found[unit_id] = other.title
    return dict(sorted(found.items(), key=lambda item: item[1]))


def addressee_of_party(unit: Any, unit_id: str) -> Addressee:
    """Another office as an addressee."""
    other = find_unit(unit_id)
    at = STREET.match(other.street or "")
    parts = at.groupdict() if at else {"street": other.street or "", "building": "", "apartment": ""}
    return Addressee(
        kind="public",
        org_name=other.title,
        street=parts["street"] or "",
        building=parts["building"] or "",
        apartment=parts["apartment"] or "",
        postal_code=other.postcode or "",
        city=other.city or other.title,
        email=other.email or "",
        ade=other.ade or "",
        unit=unit_id,
        role="organ",
    )
