"""Who votes, as far as the vote has to know: made even, checked, turned into tags that name nobody.

A tag is HMAC-SHA-256 under the election's own key (RFC 2104). A plain digest would be useless: all PESEL numbers can be
tried in minutes. Every way of voting has name and date of birth in common, so nobody votes twice by two ways.
"""

from dataclasses import dataclass
from datetime import date
from infostrada.site.parties.rules import born_by_pesel
from typing import NamedTuple

import hashlib
import hmac
import re
import unicodedata


GUARDIAN_BELOW = 13
BY_PESEL = ("pesel", "pesel-sms")
BY_SMS = ("sms", "pesel-sms")
OLDEST = 130
BANDS = ((0, 12), (13, 17), (18, 25), (26, 35), (36, 45), (46, 55), (56, 65))


class IdentityFault(NamedTuple):
    """A field and the machine word of what is wrong with it."""

    field: str
    reason: str


class IdentityFaulty(ValueError):
    """Personal data that cannot be used; `faults` never repeat the data."""

    def __init__(self, faults: list[IdentityFault]) -> None:
        self.faults = faults
        super().__init__(", ".join(f"{fault.field}: {fault.reason}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Person:
    """What a resident says of themselves; lives no longer than the request."""

    given_name: str
    surname: str
    born: date | None = None
    pesel: str = ""
    phone: str = ""
    address: str = ""
    account: str = ""
    guardian: str = ""


class Tags(NamedTuple):
    """`person` is the same for every way of voting; `proof` names the document (PESEL) or account, if any."""

    person: bytes
    proof: bytes | None
    phone: bytes | None


def even(text: str) -> str:
    """A name without accents, case, hyphens and doubled spaces, so that one person writes it one way."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).casefold().split())


def phone_number(text: str) -> str | None:
    """A Polish or foreign number as +48601602603; None when it is none."""
    found = re.sub(r"[\s().-]", "", text)
    if found.startswith("00"):
        found = "+" + found[2:]
    if re.fullmatch(r"[0-9]{9}", found):
        found = "+48" + found
    return found if re.fullmatch(r"\+[1-9][0-9]{7,14}", found) else None


def checked(person: Person, method: str, today: date) -> Person:
    """The person with the date of birth known and the phone made even; raises IdentityFaulty."""
    faults = [
        IdentityFault(name, "required")
        for name in ("given_name", "surname")
        if not even(getattr(person, name))
    ]
    born, phone = person.born, person.phone
    if method in BY_PESEL or person.pesel:
        born = born_by_pesel(person.pesel)
        if born is None:
            faults.append(IdentityFault("pesel", "pesel_wrong" if person.pesel else "required"))
    elif born is None:
        faults.append(IdentityFault("born", "required"))
    if born is not None and not 0 <= age_on(born, today) <= OLDEST:
        faults.append(IdentityFault("pesel" if person.pesel else "born", "born_wrong"))
    if method in BY_SMS:
        phone = phone_number(person.phone) or ""
        if not phone:
            faults.append(IdentityFault("phone", "phone_wrong"))
        if not person.address.strip():
            faults.append(IdentityFault("address", "required"))
    if born is not None and age_on(born, today) < GUARDIAN_BELOW and not even(person.guardian):
        faults.append(IdentityFault("guardian", "guardian_missing"))
    if faults:
        raise IdentityFaulty(faults)
    return Person(
        person.given_name,
        person.surname,
        born,
        person.pesel,
        phone,
        person.address,
        person.account,
        person.guardian,
    )


def tags(key: bytes, person: Person) -> Tags:
    """The tags of a person that was checked."""
    assert person.born is not None
    name = f"{even(person.given_name)}|{even(person.surname)}|{person.born.isoformat()}"
    proof = f"pesel|{person.pesel}" if person.pesel else f"account|{person.account}" if person.account else ""
    return Tags(
        tag(key, f"person|{name}"),
        tag(key, proof) if proof else None,
        tag(key, f"phone|{person.phone}") if person.phone else None,
    )


def person_tags(key: bytes, name: str, born: date) -> set[bytes]:
    """Tags this person may have, when it is not known where the given names end and the surname begins."""
    words = even(name).split()
    halves = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words)))
    return {tag(key, f"person|{given}|{surname}|{born.isoformat()}") for given, surname in halves}


def namesake(key: bytes, found: Tags) -> bytes:
    """The tag of a person whose name and date of birth another one with another PESEL has too."""
    return tag(key, f"namesake|{found.person.hex()}|{(found.proof or b'').hex()}")


def tag(key: bytes, text: str) -> bytes:
    """HMAC-SHA-256 of a text."""
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February is older on 1 March (art. 112 k.c.)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band(age: int) -> str:
    """The age band that goes into the ballot."""
    found = next((pair for pair in BANDS if pair[0] <= age <= pair[1]), None)
    return f"{found[0]}-{found[1]}" if found else "66-120"
