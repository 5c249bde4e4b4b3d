"""Who takes part in a case and as what; an attorney stands for a party, and letters go to the attorney alone. Pure.

Sources: KPA art. 28-34 (parties, attorneys), art. 31 (social organisations), art. 40 § 2 and § 4 (service to the
attorney), art. 106 (authorities that co-operate), art. 79-84 (witnesses, experts); act of 16 November 2006 on stamp
duty, part IV of its annex (the duty on a power of attorney). Article numbers and the duty are dated rows.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


PARTY, ATTORNEY = "strona", "pełnomocnik"
ROLES = (
    PARTY,
    ATTORNEY,
    "organ współdziałający",
    "organizacja społeczna",
    "świadek",
    "biegły",
    "inny uczestnik",
)
WHOLE, SERVICE, ACTS = "whole", "service", "acts"
SCOPES = (WHOLE, SERVICE, ACTS)
PAID, EXEMPT, DUE = "paid", "exempt", "due"
FEES = (PAID, EXEMPT, DUE)
LONGEST_NAME = 500
MOST = 2000


class Participant(NamedTuple):
    """A party or another participant, as known when entered; `uid` in the register of parties.

    An attorney `represents` the party of that name in a `scope`; `power` is the UID of the power of attorney in the
    case, `fee` what became of the stamp duty. `channel` is the way of dispatch the participant asked for.
    """

    name: str
    role: str
    uid: str = ""
    represents: str = ""
    scope: str = ""
    power: str = ""
    fee: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Serving:
    """Scopes of a power of attorney in which letters go to the attorney instead of the party."""

    basis: str
    scopes: frozenset[str]
    valid_from: date = date.min
    valid_to: date = date.max


SERVING: tuple[Serving, ...] = (
    Serving("KPA art. 40 § 2", frozenset({WHOLE})),
    Serving("KPA art. 40 § 4", frozenset({SERVICE})),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """The stamp duty on a power of attorney, in grosze."""

    basis: str
    grosze: int
    valid_from: date
    valid_to: date = date.max


DUTIES: tuple[Duty, ...] = (Duty("ustawa o opłacie skarbowej, załącznik, część IV", 1700, date(2007, 1, 1)),)


def duty_on(day: date) -> Duty | None:
    """The duty on a power of attorney handed in on a day."""
    return next((each for each in DUTIES if each.valid_from <= day <= each.valid_to), None)


def attorneys_of(
    participants: Iterable[Participant], name: str, day: date
) -> list[tuple[Participant, Serving]]:
    """Who gets the letters of the party of this name, with the article that says so; empty: the party itself."""
    found = []
    for each in participants:
        if each.role != ATTORNEY or each.represents != name:
            continue
        rule = next(
            (r for r in SERVING if each.scope in r.scopes and r.valid_from <= day <= r.valid_to), None
        )
        if rule is not None:
            found.append((each, rule))
    return found


def name_known(participants: Iterable[Participant], uid: str, line: str) -> str:
    """The name the case knows an addressee by: by the register's UID, else by the line of its name."""
    listed = list(participants)
    by_uid = next((each.name for each in listed if uid and each.uid == uid), None)
    return by_uid or next((each.name for each in listed if each.name == line), line)


def participant_faults(given: Participant, held: Sequence[Participant]) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong with a participant who joins those the case has."""
    found = []
    if not given.name:
        found.append(("name", "required"))
    if len(given.name) > LONGEST_NAME:
        found.append(("name", "too_long"))
    if given.role not in ROLES:
        found.append(("role", "not_in_list"))
    if len(held) >= MOST:
        found.append(("name", "too_many"))
    if any(
        (each.name, each.role, each.represents) == (given.name, given.role, given.represents) for each in held
    ):
        found.append(("name", "participant_doubled"))
    return found + (_attorney(given, held) if given.role == ATTORNEY else _other(given))


def _attorney(given: Participant, held: Sequence[Participant]) -> list[tuple[str, str]]:
    found = []
    if given.represents not in {each.name for each in held if each.role == PARTY}:
        found.append(("represents", "party_to_represent_missing"))
    if given.scope not in SCOPES:
        found.append(("scope", "not_in_list"))
    if given.fee not in FEES:
        found.append(("fee", "not_in_list"))
    if given.scope in SCOPES and not given.power:
        found.append(("power", "required"))
    return found


def _other(given: Participant) -> list[tuple[str, str]]:
    only = ("represents", "scope", "fee")
    return [(name, "only_attorneys") for name in only if getattr(given, name)]
