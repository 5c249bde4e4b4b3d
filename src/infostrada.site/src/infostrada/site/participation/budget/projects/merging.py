"""Two projects become one when both authors agree: an official proposes it, each author answers with their own key."""

from infostrada.site.participation.budget.projects.content import BudgetProject
from infostrada.site.participation.budget.projects.content import MergeOffer
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.projects.operations import check_author
from infostrada.site.participation.budget.projects.operations import CHECKED
from infostrada.site.participation.budget.projects.operations import leave_note
from infostrada.site.participation.budget.projects.operations import take_step
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import total
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from typing import Any


# States in which a project can end in another one.
ENDING = ("submitted", "merit", "listed")


def by_number(edition: Any, number: int | None) -> BudgetProject | None:
    """The project of this number."""
    return next((project for project in edition.objectValues() if project.number == number), None)


def offer_merge(project: BudgetProject, into: int | None, lines: tuple[CostLine, ...], note: str) -> None:
    """An official proposes that the project is taken into another; `lines` are the costs of both together."""
    require(ASSESS, project)
    other = by_number(project.__parent__, into)
    if other is None or other.number == project.number or state_of(other) not in CHECKED:
        raise invalid("into", "merge_self")
    if state_of(project) not in ENDING:
        raise Blocked([], reason="state_forbids")
    if not note.strip():
        raise invalid("note", "reason_missing")
    together = lines or other.lines + project.lines
    pool = project.__parent__.terms().pool(other.pool)
    if pool is not None and total(together) > pool.amount:
        raise invalid("lines", "over_pool")
    project.offer = MergeOffer(other.number, together, note.strip())
    leave_note(project, deed(project), "merge_offered", f"{other.number}: {note}")


def offers_to(project: BudgetProject) -> list[BudgetProject]:
    """Projects of which somebody proposed that this one takes them in."""
    found = project.__parent__.objectValues()
    return [other for other in found if other.offer is not None and other.offer.into == project.number]


def partner(project: BudgetProject, offer: MergeOffer) -> BudgetProject:
    """The project an offer would take this one into."""
    found = by_number(project.__parent__, offer.into)
    assert found is not None
    return found


def agree_to_merge(project: BudgetProject, key: str, net: str = "") -> None:
    """The author of the project, or of the one that takes it in, agrees; with both the two are one."""
    offer = project.offer
    if offer is None:
        raise Blocked([], reason="merge_unoffered")
    other = partner(project, offer)
    who = _whose(project, other, key, net)
    project.offer = offer._replace(agreed=tuple(sorted({*offer.agreed, who.number})))
    leave_note(who, deed(who), "agreed", f"{project.number}, {other.number}")
    if project.offer.agreed == tuple(sorted((project.number, other.number))):
        _merge(project, other, project.offer)


def drop_offer(project: BudgetProject) -> None:
    """An official takes the proposal to merge back."""
    require(ASSESS, project)
    if project.offer is None:
        raise Blocked([], reason="merge_unoffered")
    project.offer = None
    leave_note(project, deed(project), "merge_dropped", "")


def _whose(project: BudgetProject, other: BudgetProject, key: str, net: str) -> BudgetProject:
    try:
        check_author(other, key)
    except Blocked:
        check_author(project, key, net)
        return project
    return other


def _merge(project: BudgetProject, into: BudgetProject, offer: MergeOffer) -> None:
    if state_of(into) not in CHECKED:
        raise Blocked([], reason="state_forbids")
    act = deed(project)
    take_step(project, act, "merged", "merge", f"{into.number}: {offer.note}")
    project.offer = None
    into.lines = offer.lines
    leave_note(into, act, "took_in", f"{project.number}: {offer.note}")
