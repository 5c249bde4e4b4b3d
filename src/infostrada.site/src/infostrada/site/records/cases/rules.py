"""Rules of a case: what keeps it from being closed, which steps its state allows, its terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


STATES = ("started", "in_progress", "paused", "suspended", "settled", "closed", "void")
OPEN = frozenset({"started", "in_progress", "paused", "suspended"})
CLOSABLE = OPEN - {"suspended"}
FILING = OPEN | {"settled"}
FINAL_DOCUMENT = frozenset({"accepted", "cancelled"})


@dataclass(frozen=True, slots=True)
class Paper:
    """What the rules need to know of a document of the case."""

    uid: str
    title: str
    state: str
    dated: date | None
    checked_out: bool = False
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What the rules need to know of a task of the case."""

    uid: str
    title: str
    done: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that breaks a rule, and the rule's word."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that stands against closing a case, and the object it concerns."""

    reason: str
    uid: str = ""
    title: str = ""


def closing_blockers(
    *,
    state: str,
    started_on: date,
    closes_on: date,
    today: date,
    decision: str | None,
    papers: Iterable[Paper],
    duties: Iterable[Duty],
    parts: Iterable[Duty] = (),
    arrivals: Iterable[Paper] = (),
    others: Iterable[Blocker] = (),
    elsewhere: bool = False,
    reference: str = "",
) -> list[Blocker]:
    """All that stands against settling a case on `closes_on`, not only the first thing.

    The list a records system checks: the case is open, no open task or sub-case, no document
    checked out or still a draft, an accepted decision of this case is named, and the day lies
    neither before the start, the last document or letter, nor in the future. Before the decision was accepted the case
    is settled on the day the decision bears or not at all. A case led `elsewhere`
    needs no document of its own, if its `reference` there is known. `others` come from other rooms, for example a paper borrowed from the chronological store.
    """
    found = [] if state in CLOSABLE else [Blocker("case_not_open")]
    documents = list(papers)
    found += [Blocker("part_open", part.uid, part.title) for part in parts if not part.done]
    found += [Blocker("task_open", duty.uid, duty.title) for duty in duties if not duty.done]
    for paper in documents:
        if paper.checked_out:
            found.append(Blocker("document_checked_out", paper.uid, paper.title))
        if paper.state not in FINAL_DOCUMENT:
            found.append(Blocker("document_not_final", paper.uid, paper.title))
    found += _elsewhere(reference) if elsewhere and not decision else _decision(decision, documents)
    found += _dates(started_on, closes_on, today, [*documents, *arrivals])
    found += _before_acceptance(decision, closes_on, documents)
    found += others
    return found


def _elsewhere(reference: str) -> list[Blocker]:
    """The deciding document of a case led in another system may lie there, where its number finds it."""
    return [] if reference else [Blocker("reference_missing")]


def _decision(decision: str | None, papers: list[Paper]) -> list[Blocker]:
    if not decision:
        return [Blocker("decision_missing")]
    chosen = next((paper for paper in papers if paper.uid == decision), None)
    if chosen is None:
        return [Blocker("decision_not_in_case", decision)]
    if chosen.state != "accepted":
        return [Blocker("decision_not_accepted", chosen.uid, chosen.title)]
    return []


def _dates(started_on: date, closes_on: date, today: date, papers: list[Paper]) -> Iterable[Blocker]:
    if closes_on < started_on:
        yield Blocker("closes_before_start")
    if closes_on > today:
        yield Blocker("closes_in_future")
    for paper in papers:
        if paper.state == "accepted" and paper.dated and paper.dated > closes_on:
            yield Blocker("closes_before_document", paper.uid, paper.title)


def _before_acceptance(decision: str | None, closes_on: date, papers: list[Paper]) -> Iterable[Blocker]:
    for paper in papers:
        accepted = paper.accepted_on
        if paper.uid == decision and accepted and closes_on < accepted and closes_on != paper.dated:
            yield Blocker("closes_before_acceptance", paper.uid, f"{paper.title} ({accepted:%d.%m.%Y})")


def group_faults(
    is_group: bool, basis: tuple[str, str], year: int, own: tuple[str, str], this_year: int
) -> list[Fault]:
    """Faults of a case that shall join a separated group (`ABC.123.78.2.2011`).

    The group stands on a case of the same unit, class and year (Dz.U. 2011 nr 14 poz. 67).
    """
    if not is_group:
        return [Fault("group", "not_a_group")]
    if basis != own:
        return [Fault("group", "group_elsewhere")]
    return [] if year == this_year else [Fault("group", "group_of_other_year")]
