"""One function for each thing done to a living edition up to the vote."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from infostrada.core import journal
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.counting.parameters import digest
from infostrada.site.participation.budget.editions.content import BudgetBoard
from infostrada.site.participation.budget.editions.operations import add
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.projects.content import BudgetProject
from infostrada.site.participation.budget.rounds import messages  # noqa: F401 - its words belong to the reasons
from infostrada.site.participation.budget.rounds.content import BudgetRegulation
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRegulation
from infostrada.site.participation.budget.terms.presets import check_standing
from infostrada.site.participation.budget.terms.rules import pool_json
from infostrada.site.participation.budget.terms.rules import read_terms
from infostrada.site.participation.budget.terms.rules import Terms
from infostrada.site.participation.budget.terms.rules import terms_json
from infostrada.site.participation.budget.terms.rules import TermsFaulty
from infostrada.site.participation.budget.terms.rules import TERRITORIES
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting import store
from infostrada.site.records.actor import Actor
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

import base64
import json
import secrets


STATEMENT = (
    "Oświadczam, że mieszkam na terenie tej jednostki z zamiarem stałego pobytu, głosuję we własnym imieniu albo w imieniu "
    "dziecka, którego jestem rodzicem lub opiekunem, i oddaję głos w tej edycji po raz pierwszy."
)
UNDECIDED = ("submitted", "amend", "merit", "appealed")


class Plan(NamedTuple):
    """What an official says of a new edition; pools name their territory, the rest comes from the regulation."""

    title: str
    year: Any
    expenditure: Any
    pools: Any
    phases: Any
    changes: dict[str, Any] | None = None


def adopt_regulation(
    board: BudgetBoard, title: str, resolution: str, adopted_on: date | None, standing: Any
) -> BudgetRegulation:
    """Enter the council's standing resolution; editions opened later follow it."""
    require(MANAGE, board)
    faults = [
        Fault(name, "required") for name, value in (("title", title), ("resolution", resolution)) if not value
    ]
    if adopted_on is None:
        faults.append(Fault("adopted_on", "required"))
    if faults:
        raise InvalidData(faults)
    rules = _standing(standing)
    act = deed(board)
    name = _free(board, f"regulamin-{adopted_on}")
    text = json.dumps(rules, ensure_ascii=False, sort_keys=True)
    regulation: BudgetRegulation = add(
        board,
        "budget_regulation",
        name,
        title=title,
        resolution=resolution,
        adopted_on=adopted_on,
        standing=text,
    )
    journal.append("budget.regulation.adopted", unit=act.unit, uid=IUUID(regulation))
    return regulation


def regulations(board: BudgetBoard) -> list[BudgetRegulation]:
    """Regulations of the unit, the one in force first."""
    found = [item for item in board.objectValues() if IBudgetRegulation.providedBy(item)]
    return sorted(found, key=lambda item: (item.adopted_on, item.created()), reverse=True)


def open_round(board: BudgetBoard, plan: Plan) -> BudgetRound:
    """An edition in draft, after the regulation in force."""
    require(MANAGE, board)
    terms = terms_of(board, plan)
    name = slug(plan.title)
    if not name:
        raise invalid("title", "required")
    if name in board:
        raise invalid("title", "edition_exists")
    act = deed(board)
    edition: BudgetRound = add(
        board, "budget_round", name, title=plan.title.strip(), year=terms.year, imported_by=act.actor,
        terms_json=json.dumps(terms_json(terms), ensure_ascii=False),
    )  # fmt: skip
    journal.append("budget.round.opened", unit=act.unit, uid=IUUID(edition), data={"year": terms.year})
    return edition


def terms_of(board: BudgetBoard, plan: Plan) -> Terms:
    """The regulation's standing rules and the plan together, judged."""
    found = regulations(board)
    if not found:
        raise Blocked([], reason="regulation_missing")
    regulation = found[0]
    standing = {**regulation.rules(), **(plan.changes or {})}
    pools = []
    for item in plan.pools if isinstance(plan.pools, list) else []:
        rules = standing.get(str(item.get("territory"))) if isinstance(item, dict) else None
        if isinstance(item, dict) and rules is None and item.get("territory") in TERRITORIES:
            raise invalid("pools", "territory_without_rules")
        pools.append({**(rules or {}), **item} if isinstance(item, dict) else item)
    value = {key: value for key, value in standing.items() if key not in TERRITORIES}
    value |= {
        "year": plan.year,
        "resolution": regulation.resolution,
        "expenditure": plan.expenditure,
        "pools": pools,
        "phases": plan.phases,
    }
    try:
        return read_terms(value)
    except TermsFaulty as error:
        raise InvalidData(error.faults) from error


def change_terms(edition: BudgetRound, plan: Plan) -> None:
    """New terms for an edition nobody outside has seen yet."""
    require(MANAGE, edition)
    if state_of(edition) != "draft":
        raise Blocked([], reason="state_forbids")
    terms = terms_of(edition.__parent__, plan)
    act = deed(edition)
    edition.title, edition.year = plan.title.strip(), terms.year
    edition.terms_json = json.dumps(terms_json(terms), ensure_ascii=False)
    edition.reindexObject()
    journal.append("budget.round.changed", unit=act.unit, uid=IUUID(edition))


def announce(edition: BudgetRound) -> None:
    """Make the terms public; proposals come from the day they say."""
    require(MANAGE, edition)
    act = deed(edition)
    move(edition, "announce")
    edition.reindexObject()
    journal.append("budget.round.announced", unit=act.unit, uid=IUUID(edition))


def projects_of(edition: BudgetRound, *states: str) -> list[BudgetProject]:
    """Projects in these states (all without any), in the order of the ballot, then of their numbers."""
    found = [project for project in edition.objectValues() if not states or state_of(project) in states]
    return sorted(found, key=lambda project: (project.order or 10**6, project.number))


def freeze(edition: BudgetRound, seed: str, members: Sequence[str]) -> None:
    """Before the vote: draw the ballot's order, freeze everything under a digest, make the keys.

    `seed` is what was drawn in public; order = projects by SHA-256 of seed and number, so anybody can draw again. The
    same draw settles equal results. `members` are the logins of the commission: each finds a piece of the opening key
    under their own account; whoever freezes sees none.
    """
    require(MANAGE, edition)
    seed = " ".join(seed.split())
    if not seed:
        raise invalid("seed", "seed_missing")
    terms = edition.terms()
    if now() >= terms.phases["voting_from"]:
        raise Blocked([], reason="voting_has_begun")
    if projects_of(edition, *UNDECIDED):
        raise Blocked([], reason="undecided_projects")
    _freeze(edition, terms, seed, pieces.named(edition, members))


def _freeze(edition: BudgetRound, terms: Terms, seed: str, commission: tuple[Actor, ...]) -> None:
    uid = IUUID(edition)
    drawn = drawn_order([str(project.number) for project in projects_of(edition, "listed")], seed)
    by_number = {str(project.number): project for project in projects_of(edition, "listed")}
    pools = [_frozen_pool(pool, [by_number[number] for number in drawn if by_number[number].pool == pool.name])
             for pool in terms.pools]  # fmt: skip
    act = deed(edition)
    keys.make(uid)
    secret = secrets.token_bytes(32)
    public = envelope.public_bytes(envelope.opening_key(secret, keys.key(uid, keys.HALF)))
    frozen = terms_json(terms) | {
        "election": uid,
        "title": edition.title,
        "pools": pools,
        "seed": seed,
        "statement": STATEMENT,
        "public_key": base64.b64encode(public).decode(),
        "commission": [member.name for member in commission],
        "pieces": {
            "needed": pieces.needed(len(commission)),
            "sha256": pieces.give_out(uid, secret, len(commission)),
        },
    }
    edition.commission = commission
    edition.frozen_json = canonical(frozen)
    edition.frozen_sha256 = digest(frozen)
    edition.frozen_at = act.at
    move(edition, "freeze")
    for place, number in enumerate(drawn, 1):
        project = by_number[number]
        project.order = place
        move(project, "ballot")
        project.reindexObject()
    edition.reindexObject()
    store.open_election(
        uid, act.unit, terms.phases["voting_from"], terms.phases["voting_to"], edition.frozen_sha256, public
    )
    journal.append("budget.round.frozen", unit=act.unit, uid=uid, data={"sha256": edition.frozen_sha256})


def _frozen_pool(pool: Any, projects: list[BudgetProject]) -> dict[str, Any]:
    if not projects:
        raise Blocked([], reason="pool_without_projects")
    drawn = tuple(str(project.number) for project in projects)
    count = pool.parameters(drawn)
    return pool_json(pool) | {
        "count": count.as_json(),
        "count_sha256": count.sha256,
        "projects": [
            {
                "id": str(p.number),
                "title": p.title,
                "cost": p.cost,
                "summary": p.description,
                "place": p.place,
            }
            for p in projects
        ],
    }


def drawn_order(numbers: list[str], seed: str) -> list[str]:
    """Projects by SHA-256 of `seed:number`."""
    return sorted(numbers, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())


def canonical(value: Any) -> str:
    """The text whose SHA-256 is the published digest."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _standing(value: Any) -> dict[str, Any]:
    try:
        return check_standing(value)
    except TermsFaulty as error:
        raise InvalidData(error.faults) from error


def _free(board: BudgetBoard, name: str) -> str:
    number, found = 1, name
    while found in board:
        number += 1
        found = f"{name}-{number}"
    return found
