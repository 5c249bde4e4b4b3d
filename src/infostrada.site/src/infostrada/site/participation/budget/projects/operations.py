"""One function for each thing done to a project; page, REST service and command call the same."""

from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.editions.operations import add
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.projects import messages  # noqa: F401 - its words belong to the reasons
from infostrada.site.participation.budget.projects.content import BudgetProject
from infostrada.site.participation.budget.projects.content import Figures
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.content import Photo
from infostrada.site.participation.budget.projects.content import Step
from infostrada.site.participation.budget.projects.content import SupportList
from infostrada.site.participation.budget.projects.drafts import check_open
from infostrada.site.participation.budget.projects.drafts import enter
from infostrada.site.participation.budget.projects.drafts import sent
from infostrada.site.participation.budget.projects.events import ProjectMoved
from infostrada.site.participation.budget.projects.land import put_on_map
from infostrada.site.participation.budget.projects.pictures import MOST_PHOTOS
from infostrada.site.participation.budget.projects.pictures import stored
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import faults_of
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import Verdict
from infostrada.site.participation.budget.support import namesakes
from infostrada.site.participation.budget.support import operations as support
from infostrada.site.participation.budget.support import store
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.rules import slug
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.event import notify

import hmac
import json
import secrets


ASSESS = "infostrada.site: Assess budget projects"
APPEALS = "infostrada.site: Decide budget appeals"
BY_AUTHOR = ("amended", "appealed", "agreed")
CHECKED = ("submitted", "amend", "merit", "listed")
RUNNING = ("won", "in_act", "contracted", "works", "accepted")


class Sent(NamedTuple):
    """What comes with a proposal: its draft (or none), the author's key, photographs and scans of paper lists."""

    draft: str = ""
    key: str = ""
    photos: tuple[Photo, ...] = ()
    lists: tuple[SupportList, ...] = ()


def propose(
    edition: Any, proposal: Proposal, sent_with: Sent | None = None, net: str = ""
) -> tuple[BudgetProject, str]:
    """A resident's project gets its number; returns it and the key of the author's own page.

    Open to everybody between the two dates of the terms. Names and addresses are sealed; the page never shows them.
    """
    check_open(edition)
    pace.count("proposal", net)
    given = sent_with or Sent()
    _check_proposal(edition, proposal, given)
    key = given.key or secrets.token_urlsafe(18)
    return _enter(edition, proposal, given, key), key


def _check_proposal(edition: Any, proposal: Proposal, given: Sent) -> None:
    pool = edition.terms().pool(proposal.pool)
    asked = pool.supporters if pool and not given.lists else 0
    if given.draft and asked:
        known = proposal.supporters
        have = store.count(given.draft) + namesakes.new_names(given.draft, known)
        asked = 0 if have >= asked else len(known) + 1
    faults = faults_of(proposal, pool.amount if pool else None, asked)
    if faults:
        raise InvalidData(Fault(field, reason) for field, reason in faults)


def _enter(edition: Any, proposal: Proposal, given: Sent, key: str) -> BudgetProject:
    number = max((project.number for project in edition.objectValues()), default=0) + 1
    act = deed(edition)
    contact = json.dumps({"name": proposal.author.strip(), "email": proposal.email.strip()})
    project: BudgetProject = add(
        edition, "budget_project", f"{number}-{slug(proposal.title)[:50].strip('-') or 'projekt'}",
        title=proposal.title.strip(), description=proposal.summary.strip(), body=proposal.body.strip(),
        pool=proposal.pool, place=proposal.place.strip(), lines=proposal.lines, number=number,
        sealed_contact=seal("budget contact", f"{IUUID(edition)}:{number}", contact),
        author_key=keyed("budget author", key).hex(), photos=given.photos, lists=given.lists,
        steps=(Step(now(), "submitted", "", ""),),
    )  # fmt: skip
    project.idea = given.draft or enter(edition, {}, key, IUUID(project))
    sent(project.idea, IUUID(project))
    namesakes.enter_names(edition, project.idea, list(proposal.supporters))
    if proposal.parcel.strip():
        put_on_map(project, proposal.parcel)
    project.reindexObject()
    journal.append("budget.project.submitted", unit=act.unit, uid=IUUID(project), data={"number": number})
    notify(ProjectMoved(project, "submitted", ""))
    return project


def supported_by(project: BudgetProject) -> int:
    """How many people support it: on-line, by names typed in, and as counted on scans of paper lists."""
    if project.supported is not None:
        return project.supported
    return store.count(project.idea) + sum(item.valid or 0 for item in project.lists)


def supporters_of(project: BudgetProject) -> list[dict[str, str]]:
    """Names and addresses of supporters, for officials."""
    require(ASSESS, project)
    return support.supporters(project.idea)


def supporters_asked(project: BudgetProject) -> int:
    """How many supporters the project's pool asks for."""
    pool = project.__parent__.terms().pool(project.pool)
    return pool.supporters if pool else 0


def contact_of(project: BudgetProject) -> dict[str, str]:
    """Name and e-mail of the author, for officials."""
    require(ASSESS, project)
    return author_of(project)


def author_of(project: BudgetProject) -> dict[str, str]:
    """The same for letters to the author; no page shows it."""
    if not project.sealed_contact:
        return {"name": "", "email": ""}
    found: dict[str, str] = json.loads(unseal("budget contact", _owner(project), project.sealed_contact))
    return found


def is_author(project: BudgetProject, key: str) -> bool:
    """Does the key belong to the author's page?"""
    return bool(key) and hmac.compare_digest(project.author_key, keyed("budget author", key).hex())


def call_to_amend(project: BudgetProject, note: str) -> None:
    """Formal check: one call to amend."""
    _official(project, "amend", "call", note, reason_needed=True)


def amend(project: BudgetProject, key: str, proposal: Proposal, net: str = "") -> None:
    """The author answers the call; what may change is the proposal, not its number."""
    check_author(project, key, net)
    if state_of(project) != "amend":
        raise Blocked([], reason="state_forbids")
    pool = project.__parent__.terms().pool(proposal.pool)
    faults = faults_of(proposal._replace(supporters=()), pool.amount if pool else None, 0)
    if faults:
        raise InvalidData(Fault(field, reason) for field, reason in faults)
    act = deed(project)
    project.title, project.description = proposal.title.strip(), proposal.summary.strip()
    project.body, project.pool, project.place = proposal.body.strip(), proposal.pool, proposal.place.strip()
    project.lines = proposal.lines
    if proposal.parcel.strip():
        put_on_map(project, proposal.parcel)
    namesakes.enter_names(project.__parent__, project.idea, list(proposal.supporters))
    take_step(project, act, "amended", "amend", "")


def add_photos(project: BudgetProject, key: str, found: list[tuple[bytes, str]]) -> None:
    """The author adds photographs, cleaned already, with what they show."""
    check_author(project, key)
    added = tuple(stored(data, alt) for data, alt in found)
    if len(project.photos) + len(added) > MOST_PHOTOS:
        raise invalid("photos", "photos_many")
    project.photos = (*project.photos, *added)


def pass_formal(project: BudgetProject) -> None:
    """Formal check passed: on to the merit check."""
    require(ASSESS, project)
    if supported_by(project) < supporters_asked(project):
        raise Blocked([], reason="supporters_few")
    _official(project, "formal_passed", "pass")


def reject_formal(project: BudgetProject, note: str) -> None:
    """Formal check not passed; the author may appeal."""
    _official(project, "refused", "refuse", note, reason_needed=True)


def judge_merit(project: BudgetProject, card: tuple[Verdict, ...], lines: tuple[CostLine, ...] = ()) -> None:
    """The merit card: every criterion with its reason, and corrected costs when there are any."""
    require(ASSESS, project)
    pool = project.__parent__.terms().pool(project.pool)
    if lines and pool and sum(line.cost for line in lines) > pool.amount:
        raise invalid("lines", "over_pool")
    act = deed(project)
    met = all(verdict.met for verdict in card)
    project.card = card
    project.lines = lines or project.lines
    note = "; ".join(verdict.reason for verdict in card if not verdict.met)
    take_step(project, act, "listed" if met else "refused", "list" if met else "refuse", note)


def appeal(project: BudgetProject, key: str, note: str, net: str = "") -> None:
    """The author asks another body to look at it again."""
    check_author(project, key, net)
    if not note.strip():
        raise invalid("note", "reason_missing")
    if now() > project.__parent__.terms().phases["appeals_to"]:
        raise Blocked([], reason="appeal_late")
    take_step(project, deed(project), "appealed", "appeal", note)


def decide_appeal(project: BudgetProject, upheld: bool, note: str) -> None:
    """Another body decides: nobody who took part in the check."""
    require(APPEALS, project)
    if not note.strip():
        raise invalid("note", "reason_missing")
    act = deed(project)
    if act.actor.id in {step.user for step in project.steps if step.user}:
        raise Blocked([], reason="same_body")
    take_step(project, act, "upheld" if upheld else "dismissed", "list" if upheld else "dismiss", note)


def withdraw(project: BudgetProject, note: str, key: str | None = None, net: str = "") -> None:
    """The author's right until the vote; an official withdraws one that cannot be carried out any more."""
    if key is not None:
        check_author(project, key, net)
        if state_of(project) == "ballot":
            raise Blocked([], reason="state_forbids")
    else:
        require(MANAGE, project)
    if not note.strip():
        raise invalid("note", "reason_missing")
    act = deed(project)
    if state_of(project) == "ballot":
        edition = project.__parent__
        edition.withdrawn = (*edition.withdrawn, str(project.number))
    take_step(project, act, "withdrawn", "withdraw", note)


def move_pool(project: BudgetProject, pool: str, note: str) -> None:
    """The project belongs to another territory; before the list is final."""
    require(ASSESS, project)
    if state_of(project) not in CHECKED:
        raise Blocked([], reason="state_forbids")
    found = project.__parent__.terms().pool(pool)
    if found is None:
        raise invalid("pool", "pool_unknown")
    if project.cost > found.amount:
        raise invalid("pool", "over_pool")
    act = deed(project)
    project.pool = pool
    leave_note(project, act, "moved", note)


def advance(project: BudgetProject, transition: str, note: str = "") -> None:
    """A winning project goes on: to_act, contract, start, accept, settle."""
    require(MANAGE, project)
    if transition not in ("to_act", "contract", "start", "accept", "settle"):
        raise invalid("transition", "not_in_list")
    take_step(project, deed(project), transition, transition, note)


def report_money(
    project: BudgetProject, act: int, contracted: int, paid: int, percent: int, delay: str = ""
) -> None:
    """Money and works as they stand today; earlier figures stay."""
    require(MANAGE, project)
    if state_of(project) not in (*RUNNING, "settled"):
        raise Blocked([], reason="state_forbids")
    for name, value in (("act", act), ("contracted", contracted), ("paid", paid)):
        if value < 0:
            raise invalid(name, "not_a_count")
    if paid > contracted:
        raise invalid("paid", "money_order")
    if not 0 <= percent <= 100:
        raise invalid("percent", "percent_range")
    done = deed(project)
    project.money = (
        *project.money,
        Figures(now(), done.actor.name, act, contracted, paid, percent, delay.strip()),
    )
    project.reindexObject()
    data = {"act": act, "contracted": contracted, "paid": paid, "percent": percent}
    journal.append("budget.project.money", unit=done.unit, uid=IUUID(project), data=data)


def plan(project: BudgetProject, milestones: tuple[Milestone, ...], owner_unit: str, case_sign: str) -> None:
    """Milestones with dates, who answers for the works, and the case they are kept in."""
    require(MANAGE, project)
    act = deed(project)
    project.milestones = tuple(sorted(milestones, key=lambda stone: stone.planned_on))
    project.owner_unit, project.case_sign = owner_unit.strip(), case_sign.strip()
    project.reindexObject()
    journal.append("budget.project.planned", unit=act.unit, uid=IUUID(project))


def is_late(project: BudgetProject) -> bool:
    """Is a milestone overdue?"""
    today = polish_today()
    return any(stone.done_on is None and stone.planned_on < today for stone in project.milestones)


def settle_vote(project: BudgetProject, won: bool, act: Deed) -> None:
    """The count decided; called by the certification alone."""
    # The lists themselves go with the time of keeping.
    project.supported = supported_by(project)
    take_step(project, act, "won" if won else "lost", "win" if won else "lose", "")


def _official(
    project: BudgetProject, action: str, transition: str, note: str = "", reason_needed: bool = False
) -> None:
    require(ASSESS, project)
    if reason_needed and not note.strip():
        raise invalid("note", "reason_missing")
    take_step(project, deed(project), action, transition, note)


def take_step(project: BudgetProject, act: Deed, action: str, transition: str, words: str) -> None:
    """Something happened that moves the project on; the caller has checked the right."""
    move(project, transition)
    leave_note(project, act, action, words)


def check_author(project: BudgetProject, key: str, net: str = "") -> None:
    """Raise Blocked unless the key is the author's; wrong ones are counted."""
    pace.check("key", net)
    if not is_author(project, key):
        pace.failed("key", net)
        raise Blocked([], reason="author_key_wrong")


def leave_note(project: BudgetProject, act: Deed, action: str, words: str) -> None:
    """Something happened that leaves the state as it is."""
    name = "" if action in BY_AUTHOR else act.actor.name
    user = "" if not name else act.actor.id
    project.steps = (*project.steps, Step(now(), action, name, user, words.strip()))
    project.reindexObject()
    journal.append(f"budget.project.{action}", unit=act.unit, uid=IUUID(project))
    notify(ProjectMoved(project, action, words.strip()))


def _owner(project: BudgetProject) -> str:
    return f"{IUUID(project.__parent__)}:{project.number}"
