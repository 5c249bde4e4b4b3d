"""People of one name who support one idea: who is certainly new, who is certainly the same, and who is in doubt.

A person read from a paper list who may be somebody that supports the idea already is kept in doubt and not counted: an
official looks and says whether it is another person. Nobody is counted twice, and nobody is left out unseen.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from enum import Enum
from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.participation.budget.support import store
from infostrada.site.participation.budget.support.signatories import different
from infostrada.site.participation.budget.support.signatories import is_one
from infostrada.site.participation.budget.support.signatories import may_be_one
from infostrada.site.participation.budget.support.signatories import read_lines
from infostrada.site.participation.budget.support.signatories import Signatory
from infostrada.site.participation.budget.voting import identity
from infostrada.site.records.problems import invalid
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple

import json


PAPER = "paper"


class Standing(Enum):
    """What is known of somebody beside those who support the idea already."""

    NEW = "new"
    DOUBT = "doubt"
    KNOWN = "known"


class Entered(NamedTuple):
    """What came of a list: people who count, and people in doubt."""

    new: int
    doubt: int


class Kept(NamedTuple):
    """A row opened; `source` is the digest of the scan the person was read from."""

    row: Any
    name: str
    address: str
    born: date | None
    source: str

    @property
    def signatory(self) -> Signatory:
        """As a line of a list."""
        return Signatory(self.name, self.address, self.born)


class Namesakes:
    """Supporters of an idea, asked for somebody's name. Opened rows live no longer than the request."""

    def __init__(self, idea: str) -> None:
        self.idea, self.key = idea, keyed("budget supporter", idea)

    def standing(self, person: Signatory) -> Standing:
        """What is known of somebody read from a list. Who is in doubt already makes nobody else doubtful."""
        named = self.named(name_tag(self.idea, person.name))
        if any(self._beside(person, kept) == Standing.KNOWN for kept in named):
            return Standing.KNOWN
        counted = (kept for kept in named if not kept.row.doubt)
        doubtful = any(self._beside(person, kept) == Standing.DOUBT for kept in counted)
        return Standing.DOUBT if doubtful else Standing.NEW

    def named(self, name: bytes) -> list[Kept]:
        """Supporters of this name."""
        return [opened(self.idea, row) for row in store.named(self.idea, name)]

    def others(self, one: Kept) -> list[Kept]:
        """Those a person in doubt may be the same as."""
        found = self.named(bytes(one.row.name))
        return [
            kept for kept in found
            if bytes(kept.row.person) != bytes(one.row.person) and self._beside(one.signatory, kept) != Standing.NEW
        ]  # fmt: skip

    def _beside(self, person: Signatory, kept: Kept) -> Standing:
        if kept.row.method == PAPER:
            certain, possible = is_one(person, kept.signatory), may_be_one(person, kept.signatory)
        elif person.born is not None:
            # Of whoever supports on-line the date of birth is known as a tag only.
            tags = identity.person_tags(self.key, person.name, person.born)
            certain = possible = bytes(kept.row.person) in tags
        else:
            certain, possible = False, may_be_one(person, Signatory(kept.name, kept.address))
        return Standing.KNOWN if certain else Standing.DOUBT if possible else Standing.NEW


def enter_names(edition: Any, idea: str, names: list[str], source: str = "") -> Entered:
    """Lines read from a paper list, `source`; the same list entered again brings nobody new."""
    known, seen, entered = Namesakes(idea), dict[str, int](), []
    for person in read_lines(names):
        said = _said(person)
        seen[said] = seen.get(said, 0) + 1
        # Two lines of one list that say the same may be two people; the same line of another list too.
        place = [said, source, str(seen[said])] if source or seen[said] > 1 else [said]
        tag = identity.tag(known.key, "|".join([PAPER, *place]))
        if store.has(idea, tag):
            continue
        standing = known.standing(person)
        if standing != Standing.KNOWN and store.put(_row(edition, idea, person, tag, source, standing)):
            entered.append(standing)
    return Entered(entered.count(Standing.NEW), entered.count(Standing.DOUBT))


def new_names(idea: str, names: Iterable[str]) -> int:
    """How many of these people certainly do not support it yet."""
    known = Namesakes(idea)
    return sum(known.standing(person) == Standing.NEW for person in different(read_lines(names)))


def give_way(row: store.Row) -> None:
    """Whoever supports on-line now may stand on a paper list already: that line gives way, or is in doubt from now on."""
    key = keyed("budget supporter", row.idea)
    online = _opened(row.idea, row.sealed)
    for kept in Namesakes(row.idea).named(row.name):
        if kept.row.method != PAPER:
            continue
        if kept.born is not None:
            if row.person in identity.person_tags(key, kept.name, kept.born):
                store.forget(row.idea, kept.row.person)
        elif may_be_one(kept.signatory, Signatory(online["name"], online["address"])):
            store.doubt(row.idea, kept.row.person, True)


def doubts(idea: str) -> list[tuple[Kept, list[Kept]]]:
    """Each person in doubt with those they may be the same as; the caller has checked the right."""
    known = Namesakes(idea)
    found = [opened(idea, row) for row in store.in_doubt(idea)]
    return [(kept, known.others(kept)) for kept in found]


def settle(idea: str, decided: Mapping[str, bool]) -> None:
    """An official's word on people in doubt, by their tags: another person, who counts, or the same one, who is forgotten.

    All or none: InvalidData when somebody is in no doubt.
    """
    tags = {bytes(row.person).hex(): bytes(row.person) for row in store.in_doubt(idea)}
    if not decided.keys() <= tags.keys():
        raise invalid("person", "doubt_unknown")
    for person, other in decided.items():
        if other:
            store.doubt(idea, tags[person], False)
        else:
            store.forget(idea, tags[person])


def name_tag(idea: str, name: str) -> bytes:
    """What rows of one name have in common."""
    return identity.tag(keyed("budget supporter", idea), f"name|{identity.even(name)}")


def opened(idea: str, row: Any) -> Kept:
    """A row with what it hides."""
    kept = _opened(idea, row.sealed)
    born = date.fromisoformat(kept["born"]) if kept.get("born") else None
    return Kept(row, kept["name"], kept["address"], born, kept.get("source", ""))


def _opened(idea: str, sealed: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(unseal("budget support", idea, sealed))
    return found


def _said(person: Signatory) -> str:
    born = person.born.isoformat() if person.born else ""
    return "|".join([identity.even(person.name), identity.even(person.address), born]).rstrip("|")


def _row(
    edition: Any, idea: str, person: Signatory, tag: bytes, source: str, standing: Standing
) -> store.Row:
    kept = {"name": person.name, "address": person.address, "born": person.born.isoformat() if person.born else "",
            "source": source}  # fmt: skip
    sealed = seal("budget support", idea, json.dumps(kept))
    until = edition.terms().phases["retention_to"]
    return store.Row(idea, IUUID(edition), tag, None, name_tag(idea, person.name), PAPER, None, sealed, until,
                     standing == Standing.DOUBT)  # fmt: skip
