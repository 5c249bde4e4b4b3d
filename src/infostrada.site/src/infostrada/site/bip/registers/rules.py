"""What the law wants of an entry of a register beside its fields; pure.

Sources: art. 14 u.s.g. with the usual meaning of majorities (votes), art. 13 (2) u.p.s. (ten days of a recruitment),
art. 13 (2) u.d.i.p. (two months), art. 4 (3) of the act on petitions (consent), PZP forms (numbers).
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from dateutil.relativedelta import relativedelta
from itertools import pairwise
from typing import Any
from typing import NamedTuple

import re


Fault = tuple[str, str]
ELI = {"04": "http://www.edzienniki.bydgoszcz.uw.gov.pl/eli/POL_WOJ_KP/{year}/{position}/ogl/pol/pdf"}
BZP = re.compile(r"20\d\d/BZP \d{8}(/\d{2})?$")
OCDS = re.compile(r"ocds-148610-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class Tally(NamedTuple):
    """Votes counted."""

    votes_for: int
    against: int
    abstained: int
    absent: int
    not_voted: int

    @property
    def total(self) -> int:
        """All councillors of the roster."""
        return sum(self)

    @property
    def cast(self) -> int:
        """Votes that were cast."""
        return self.votes_for + self.against + self.abstained


def tally(ballots: Sequence[Mapping[str, Any]]) -> Tally:
    """Count the votes of a table."""
    found = Counter(row["choice"] for row in ballots)
    return Tally(*(found[name] for name in ("for", "against", "abstained", "absent", "not_voted")))


def carried(counted: Tally, majority: str, seats: int) -> bool:
    """Is the motion carried? Without half of the statutory number in the room nothing is (art. 14 (1) u.s.g.)."""
    present = counted.cast + counted.not_voted
    if 2 * present < seats:
        return False
    if majority == "simple":
        return counted.votes_for > counted.against
    if majority == "absolute":
        return counted.votes_for > counted.against + counted.abstained
    if majority == "absolute_of_all":
        return 2 * counted.votes_for > seats
    return 5 * counted.votes_for >= 3 * seats


def roster(members: Sequence[Mapping[str, Any]], day: date) -> list[str]:
    """Councillors whose mandate lasts on a day, in the register's order."""
    said = day.isoformat()
    return [row["name"] for row in members if row["since"] <= said and said <= row.get("to", "9999-12-31")]


def vote_faults(values: Mapping[str, Any], term: Mapping[str, Any] | None) -> Iterator[Fault]:
    """What is wrong with a vote by name (check BIP-11): the roster of the day, the totals, the result."""
    if term is None:
        yield "term", "council_term_unknown"
        return
    day = date.fromisoformat(values["held_on"])
    if not term["starts_on"] <= values["held_on"] <= term.get("ends_on", "9999-12-31"):
        yield "held_on", "not_in_term"
    wanted, given = roster(term["members"], day), [row["name"] for row in values["ballots"]]
    if len(set(given)) != len(given):
        yield "ballots", "councillor_twice"
    elif set(given) - set(wanted):
        yield "ballots", "not_a_councillor"
    elif set(wanted) - set(given):
        yield "ballots", "councillor_missing"
    elif carried(tally(values["ballots"]), values["majority"], term["seats"]) != (
        values["result"] == "carried"
    ):
        yield "result", "result_differs"


def faults(name: str, values: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the values of an entry of the register `name`, each right by itself."""
    yield from _in_order(values, _ORDERS.get(name, ()))
    if name in _MORE:
        yield from _MORE[name](values)


_ORDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "resolution": (("adopted_on", "supervision_on"),),
    "term": (("starts_on", "ends_on"),),
    "interpellation": (("filed_on", "answered_on"),),
    "procurement": (("opened_on", "offers_until"),),
    "contract": (("valid_from", "valid_to"),),
    "recruitment": (("announced_on", "settled_on"),),
    "petition": (("filed_on", "settled_on"),),
    "environment": (("document_date", "approved_date"),),
    "control": (("started_on", "ended_on"),),
    "request": (("filed_on", "answered_on"), ("filed_on", "extended_until")),
}


def _in_order(values: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    for first, second in pairs:
        if values.get(first) and values.get(second) and values[second] < values[first]:
            yield second, "before_the_beginning"


def _term(values: Mapping[str, Any]) -> Iterator[Fault]:
    names: dict[str, list[Mapping[str, Any]]] = {}
    for row in values["members"]:
        names.setdefault(row["name"], []).append(row)
        if row.get("to", "9999") < row["since"]:
            yield "members", "before_the_beginning"
    for held in names.values():
        spans = sorted((row["since"], row.get("to", "9999-12-31")) for row in held)
        if any(later[0] <= before[1] for before, later in pairwise(spans)):
            yield "members", "councillor_twice"
    days = {row["since"] for row in values["members"]}
    if any(len(roster(values["members"], date.fromisoformat(day))) > values["seats"] for day in days):
        yield "members", "more_than_mandates"


def _procurement(values: Mapping[str, Any]) -> Iterator[Fault]:
    if values.get("bzp") and not BZP.match(values["bzp"]):
        yield "bzp", "number_malformed"
    if values.get("ocds") and not OCDS.match(values["ocds"]):
        yield "ocds", "number_malformed"


def _recruitment(values: Mapping[str, Any]) -> Iterator[Fault]:
    least = date.fromisoformat(values["announced_on"]) + timedelta(days=10)
    if date.fromisoformat(values["offers_until"]) < least:
        yield "offers_until", "ten_days_needed"
    if values["status"] == "settled":
        for name in ("chosen", "chosen_place", "reasons", "settled_on"):
            if not values.get(name):
                yield name, "required"
    elif values.get("chosen"):
        yield "status", "not_settled"


def _petition(values: Mapping[str, Any]) -> Iterator[Fault]:
    if values.get("author") and not values.get("consent"):
        yield "author", "consent_needed"
    if values["status"] != "open" and not values.get("settled_on"):
        yield "settled_on", "required"


def _request(values: Mapping[str, Any]) -> Iterator[Fault]:
    latest = date.fromisoformat(values["filed_on"]) + relativedelta(months=2)
    if values.get("extended_until") and date.fromisoformat(values["extended_until"]) > latest:
        yield "extended_until", "two_months_at_most"
    if values["status"] != "open" and not values.get("answered_on"):
        yield "answered_on", "required"


def _contract(values: Mapping[str, Any]) -> Iterator[Fault]:
    if values.get("cofunded") and not values.get("cofunding"):
        yield "cofunding", "required"


_MORE = {
    "term": _term,
    "procurement": _procurement,
    "recruitment": _recruitment,
    "petition": _petition,
    "request": _request,
    "contract": _contract,
}


def eli_of(values: Mapping[str, Any], teryt: str) -> str:
    """Address of an act in the voivodeship's journal: the one given, or made from year and position."""
    if values.get("eli"):
        return str(values["eli"])
    pattern = ELI.get(teryt[:2])
    if not pattern or not values.get("journal_year") or not values.get("journal_position"):
        return ""
    return pattern.format(year=values["journal_year"], position=values["journal_position"])


def supervised_until(values: Mapping[str, Any]) -> date | None:
    """Last day of the thirty days of supervision (art. 91 (1) u.s.g.); None before the act was handed over."""
    if not values.get("supervision_on"):
        return None
    return date.fromisoformat(values["supervision_on"]) + timedelta(days=30)
