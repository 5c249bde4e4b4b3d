"""Archival categories, their years, handover and destruction.

Sources: rozporządzenie MKiDN z 20.10.2015 (t.j. Dz.U. 2019 poz. 246); instrukcja kancelaryjna
(Dz.U. 2011 nr 14 poz. 67); rozporządzenie MSWiA z 30.10.2006 (Dz.U. nr 206 poz. 1518).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import re


CATEGORY = re.compile(r"(A)\Z|(BE|B)(\d{1,2})?\Z|(Bc)\Z")
YEARS_IN_UNIT = 2
YEARS_ELECTRONIC_A, YEARS_PAPER_A = 10, 25
GROUPS = ("B", "BE", "Bc")


@dataclass(frozen=True, slots=True)
class Category:
    """A category in its parts: `kind` A, B, BE or Bc; `years` None for A, Bc and a bare B."""

    kind: str
    years: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}{'' if self.years is None else self.years}"


def parse(text: str) -> Category:
    """The category written in `text`; ValueError for anything else (a BE needs its years)."""
    found = CATEGORY.match(text.strip())
    if found is None or (found[2] == "BE" and found[3] is None):
        raise ValueError(f"{text!r} is no archival category")
    kind = found[1] or found[2] or found[4]
    return Category(kind, int(found[3]) if found[3] else None)


def handover_from(closed_on: date) -> date:
    """First day of handing over to the archive: two full calendar years lie between."""
    return date(closed_on.year + 1 + YEARS_IN_UNIT, 1, 1)


def destroy_from(category: str, closed_on: date) -> date | None:
    """First day on which destruction may be asked for; None for A and for a bare B.

    Bc is of short use: it may go when the case is over. A bare B follows another act, which a
    person has to name.
    """
    found = parse(category)
    if found.kind == "Bc":
        return closed_on
    if found.years is None:
        return None
    return date(closed_on.year + 1 + found.years, 1, 1)


def transfer_from(category: str, closed_on: date, *, paper: bool = False) -> date | None:
    """First day of the transfer of archival material (A) to the state archive: electronic after 10 years, paper after 25."""
    if parse(category).kind != "A":
        return None
    return date(closed_on.year + 1 + (YEARS_PAPER_A if paper else YEARS_ELECTRONIC_A), 1, 1)


def lowers(before: str, after: str) -> bool:
    """Would the new category keep the records shorter? That needs the archive's opinion."""
    return _weight(parse(after)) < _weight(parse(before))


def _weight(category: Category) -> tuple[int, int, int]:
    kinds = {"Bc": 0, "B": 1, "BE": 1, "A": 2}
    # A bare B has the years of another act: never taken for a longer term than a named one.
    return kinds[category.kind], category.years or 0, int(category.kind == "BE")


@dataclass(frozen=True, slots=True)
class Item:
    """A case as the rules of destruction see it."""

    uid: str
    sign: str
    category: str
    state: str
    destroy_from: date | None
    hold: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands against an item or a list."""

    uid: str
    title: str
    reason: str


def list_faults(items: Iterable[Item], group: str, today: date) -> list[Fault]:
    """What stands against a destruction list of one group (EOD-09): A, other group, time, state, hold."""
    found = [] if group in GROUPS else [Fault("", "", "group_unknown")]
    rows = list(items)
    if not rows:
        found.append(Fault("", "", "list_empty"))
    for item in rows:
        kind = parse(item.category).kind
        if kind == "A":
            found.append(Fault(item.uid, item.sign, "archival_material"))
        elif kind != group:
            found.append(Fault(item.uid, item.sign, "group_mixed"))
        elif item.destroy_from is None:
            found.append(Fault(item.uid, item.sign, "term_of_other_act"))
        elif item.destroy_from > today:
            found.append(Fault(item.uid, item.sign, "retention_runs"))
        if item.state != "archived":
            found.append(Fault(item.uid, item.sign, "not_in_archive"))
        if item.hold:
            found.append(Fault(item.uid, item.sign, "held"))
    return found


def transfer_faults(items: Iterable[Item]) -> list[Fault]:
    """What stands against giving cases to the state archive: another category, state or a hold.

    The time does not: the archive may agree to an earlier transfer, for example of an office that ends.
    """
    rows = list(items)
    found = [] if rows else [Fault("", "", "list_empty")]
    for item in rows:
        if parse(item.category).kind != "A":
            found.append(Fault(item.uid, item.sign, "not_archival_material"))
        if item.state != "archived":
            found.append(Fault(item.uid, item.sign, "not_in_archive"))
        if item.hold:
            found.append(Fault(item.uid, item.sign, "held"))
    return found


@dataclass(frozen=True, slots=True)
class Consent:
    """The state archive's consent: reference and day; `general` when given for all of a kind."""

    reference: str
    given_on: date
    general: bool = False


def needs_consent(group: str, *, paper: bool) -> bool:
    """Is the state archive asked before the destruction? Not for Bc that is electronic alone."""
    return group != "Bc" or paper


def may_destroy(
    group: str,
    preparer: str,
    approvers: Iterable[str],
    consent: Consent | None,
    opinion: str,
    *,
    paper: bool = False,
) -> list[str]:
    """Reasons against destroying an approved list; empty when nothing stands against it.

    Two people approve, neither of them who made the list. B and BE need the state archive's
    consent; electronic Bc does not. BE needs the expert opinion first.
    """
    found = []
    others = set(approvers) - {preparer}
    if len(others) < 2:
        found.append("two_approvals")
    if needs_consent(group, paper=paper) and consent is None:
        found.append("consent_missing")
    if group == "BE" and not opinion.strip():
        found.append("opinion_missing")
    return found
