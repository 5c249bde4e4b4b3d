"""Parties in forms of other domains: find one, take its data, enter one in place."""

from collections.abc import Mapping
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.record.uids import path_of
from infostrada.site import _
from infostrada.site.parties import listing
from infostrada.site.parties.addressline import read_line
from infostrada.site.parties.given_names import completed
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.names import is_institution
from infostrada.site.parties.names import is_number
from infostrada.site.parties.names import Person
from infostrada.site.parties.names import persons
from infostrada.site.parties.operations import add_party
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any

import re


MAY_PICK = "infostrada.site: View parties"
MAY_ENTER = "infostrada.site: Edit parties"
MOST = 10
LETTER_NAMES = {"name": "sender_org_name", "surname": "sender_surname", "postcode": "postal_code"}
NAMELESS = {"sender_org_name": "", "sender_surname": "", "sender_given_names": ""}
STREET = re.compile(r"(?P<street>.+?)\s+(?P<building>\d[^\s/]*)(?:\s*(?:/|m\.)\s*(?P<apartment>\S+))?\Z")


def suggestions(unit: Any, words: str) -> list[dict[str, Any]]:
    """At most ten parties of the unit for the words: uid, name, where they are, data of a sender."""
    line = read_line(words)
    said = line.name if line.address else words.strip()
    if not said:
        return []
    found = listing.suggested(unit.unit_id, said, MOST)
    if not found and line.address and (person := next(persons(said), None)):
        found = listing.suggested(unit.unit_id, f"{person.surname} {person.given_names}".strip(), MOST)
    return [
        {
            "uid": row["uid"],
            "title": row["title"],
            "where": ", ".join(filter(None, (row["street"], row["city"]))),
            "sender": sender_fields(api.portal.get().unrestrictedTraverse(row["path"])),
        }
        for row in found
    ]


def nobody_yet(words: str, *, complete: bool = False) -> list[tuple[str, Any, dict[str, str]]]:
    """Ways to enter somebody the register does not know from the words typed: the words, what each way means, the sender's data.

    An address typed behind the name comes along. With `complete` a person's given name that was begun is completed in the first
    way; the words as they were typed follow.
    """
    said = " ".join(words.split())
    line = read_line(words)
    if is_number(line.name):
        return []
    body = (said, _("a new institution"), {**NAMELESS, "sender_org_name": line.name, **line.address})
    people = [_person(said, each, line.address) for each in persons(line.name)]
    if is_institution(line.name):
        return [body, *people]
    whole = completed(said) if complete and not line.address else said
    first = [_person(whole, each, {}) for each in persons(whole)][:1] if whole != said else []
    return [*first, *people[:1], body, *people[1:]]


def _person(said: str, person: Person, address: Mapping[str, str]) -> tuple[str, Any, dict[str, str]]:
    names = {"surname": person.surname, "names": person.given_names}
    means = (
        _("a new person: surname ${surname}, given names ${names}", mapping=names)
        if person.given_names
        else _("a new person: surname ${surname}", mapping={"surname": person.surname})
    )
    sender = {"sender_surname": person.surname, "sender_given_names": person.given_names}
    return said, means, {**NAMELESS, **sender, **address}


def party_of(unit: Any, uid: str) -> Any:
    """The party of this unit with the UID; NotFound, and Forbidden without the right to see it."""
    path = path_of(uid) if uid else None
    party = api.portal.get().unrestrictedTraverse(path, None) if path else None
    if not IPartyObject.providedBy(party) or unit_of(party).unit_id != unit.unit_id:
        raise NotFound(field="party", reason="unknown_object")
    if not api.user.has_permission(MAY_PICK, obj=party):
        raise Forbidden()
    return party


def sender_fields(party: Any) -> dict[str, str]:
    """A party's name and address under the names a letter gives them."""
    body = party.kind == "body"
    at = STREET.match(party.street or "")
    parts = at.groupdict() if at else {"street": party.street or ""}
    return {
        "sender_org_name": party.name if body else "",
        "sender_surname": "" if body else party.surname or "",
        "sender_given_names": "" if body else party.given_names or "",
        "street": parts["street"] or "",
        "building": parts.get("building") or "",
        "apartment": parts.get("apartment") or "",
        "postal_code": party.postcode or "",
        "city": party.city or "",
        "email": party.email or "",
    }


def enter_sender(unit: Any, sender: Mapping[str, Any], **numbers: str) -> str:
    """Enter a letter's sender in the register, with identifiers if there are any; answers with the UID.

    Raises BadRequest naming the letter's field.
    """
    number = "/".join(filter(None, (sender.get("building"), sender.get("apartment"))))
    values = {
        "kind": "body" if sender.get("sender_org_name") else "person",
        "name": sender.get("sender_org_name") or "",
        "surname": sender.get("sender_surname") or "",
        "given_names": sender.get("sender_given_names") or "",
        "street": " ".join(filter(None, (sender.get("street"), number))),
        "postcode": sender.get("postal_code") or "",
        "city": sender.get("city") or "",
        "email": sender.get("email") or "",
        **numbers,
    }
    try:
        party, _warnings = add_party(unit, values)
    except BadRequest as problem:
        field = LETTER_NAMES.get(problem.field or "", problem.field)
        raise BadRequest(problem.message, field=field, reason=problem.reason) from problem
    uid: str = IUUID(party)
    return uid
