"""One function for each thing done to editions; page, REST service and command call the same."""

from DateTime import DateTime
from infostrada.core import jobs
from infostrada.core import journal
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.declared import RuleUnknown
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from infostrada.site.participation.budget.counting.result import agreement
from infostrada.site.participation.budget.editions import messages  # noqa: F401 - its words belong to the reasons
from infostrada.site.participation.budget.editions.content import BudgetBoard
from infostrada.site.participation.budget.editions.content import BudgetEdition
from infostrada.site.participation.budget.editions.content import Pool
from infostrada.site.participation.budget.editions.content import Waiting
from infostrada.site.participation.budget.editions.figures import figures
from infostrada.site.participation.budget.pabulib.anonymous import export
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.faults import Fault as LineFault
from infostrada.site.participation.budget.pabulib.faults import FileFaulty
from infostrada.site.participation.budget.pabulib.reader import read_bytes
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.units.rules import slug
from plone.dexterity.utils import createContent
from plone.registry.interfaces import IRegistry
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.component import getUtility

import json


BOARD = "budzet-obywatelski"
MANAGE = "infostrada.site: Manage participatory budget"
YEARS = range(1989, 2201)
# Ballots counted while the visitor waits; an edition with more is counted by a job.
AT_ONCE = 20_000
COUNT_JOB = "budget.count"


class PastEdition(NamedTuple):
    """What an official says of an edition that is over: its files, and parameters for all of them or none."""

    title: str
    year: int | None
    files: tuple[Upload, ...]
    parameters: Any = None


class BallotsFaulty(InvalidData):
    """A file that cannot be counted; `report` says by line why."""

    def __init__(self, filename: str, report: list[LineFault]) -> None:
        self.filename, self.report = filename, report
        super().__init__([Fault("files", "pb_faulty")])


def open_board(unit: Any) -> BudgetBoard:
    """Give a unit its participatory budget."""
    require("infostrada.site: Administer unit", unit)
    if BOARD in unit:
        raise Blocked([], reason="budget_exists")
    act = deed(unit)
    board: BudgetBoard = add(unit, "budget_board", BOARD, title="Budżet obywatelski")
    # The unit's front page leads here.
    board.setSubject((getUtility(IRegistry)["infostrada.theme.front_keyword"],))
    board.setDescription("Wyniki głosowań mieszkańców, które każdy może policzyć jeszcze raz.")
    board.reindexObject()
    journal.append("budget.board.opened", unit=act.unit, uid=IUUID(board))
    return board


def import_edition(board: BudgetBoard, past: PastEdition) -> BudgetEdition:
    """Bring an edition that is over in from its `.pb` files, one for each pool; nobody outside sees it yet.

    Each file is counted by the rule it declares or by the parameters given. What is kept of the ballots is a
    copy in which nobody stands out; the files themselves are not kept.
    """
    return _bring_in(board, past, most=None)


def bring_in(board: BudgetBoard, past: PastEdition) -> BudgetEdition:
    """The same; when there are many ballots, only the files are judged now, and a job counts them pool by pool."""
    return _bring_in(board, past, most=AT_ONCE)


def _bring_in(board: BudgetBoard, past: PastEdition, most: int | None) -> BudgetEdition:
    require(MANAGE, board)
    _check(past)
    name = slug(past.title)
    if name in board:
        raise invalid("title", "edition_exists")
    voters, waiting = 0, []
    for upload in past.files:
        count_of, pool = _judged(upload, past.parameters)
        voters += count_of
        waiting.append(pool)
    if len({pool.name for pool in waiting}) != len(waiting):
        raise invalid("files", "pool_twice")
    later = most is not None and voters > most
    act = deed(board)
    edition: BudgetEdition = add(
        board, "budget_edition", name, title=past.title.strip(), year=past.year, imported_by=act.actor,
        pools=() if later else tuple(_counted(pool) for pool in waiting),
    )  # fmt: skip
    if later:
        edition.waiting = tuple(waiting)
        edition.counting_job = jobs.enqueue(COUNT_JOB, {"edition": IUUID(edition)}, unit=act.unit)
    else:
        _note_imported(edition)
    return edition


def count_waiting(edition: BudgetEdition) -> None:
    """Count the next pool that waits; the last one enters the edition in the journal."""
    require(MANAGE, edition)
    edition.pools = (*edition.pools, _counted(edition.waiting[0]))
    edition.waiting = edition.waiting[1:]
    if not edition.waiting:
        _note_imported(edition)


def _note_imported(edition: BudgetEdition) -> None:
    data = {
        "pools": len(edition.pools),
        "results": [pool.read("result")["sha256"] for pool in edition.pools],
    }
    act = deed(edition)
    journal.append("budget.edition.imported", unit=act.unit, uid=IUUID(edition), data=data)


def publish_edition(edition: BudgetEdition) -> None:
    """Make an edition public."""
    require(MANAGE, edition)
    if getattr(edition, "waiting", ()):
        raise Blocked([], reason="counting_runs")
    act = deed(edition)
    move(edition, "publish")
    edition.published_at = act.at
    edition.setEffectiveDate(DateTime(act.at.isoformat()))
    edition.reindexObject()
    journal.append("budget.edition.published", unit=act.unit, uid=IUUID(edition))


def withdraw_edition(edition: BudgetEdition, reason: str) -> None:
    """Take a published past edition back when its files turn out to be wrong; the journal keeps why."""
    require(MANAGE, edition)
    if not reason.strip():
        raise invalid("reason", "required")
    act = deed(edition)
    move(edition, "withdraw")
    edition.reindexObject()
    data = {"reason": reason.strip()}
    journal.append("budget.edition.withdrawn", unit=act.unit, uid=IUUID(edition), data=data)


def _check(past: PastEdition) -> None:
    faults = []
    if not past.title.strip() or not slug(past.title):
        faults.append(Fault("title", "required"))
    if past.year is None:
        faults.append(Fault("year", "required"))
    elif past.year not in YEARS:
        faults.append(Fault("year", "year_out_of_range"))
    if not past.files:
        faults.append(Fault("files", "file_missing"))
    if faults:
        raise InvalidData(faults)


def counted_pool(upload: Upload, given: Any) -> Pool:
    """Count a file by the parameters given or the rule it declares; nobody stands out in what is kept."""
    return _counted(_judged(upload, given)[1])


def _judged(upload: Upload, given: Any) -> tuple[int, Waiting]:
    """How many ballots a file has, and the copy of it in which nobody stands out, with the rule."""
    try:
        election, _report = read_bytes(upload.data, keep_voters=True)
    except FileFaulty as error:
        raise BallotsFaulty(upload.filename, error.report.in_order()) from error
    rule = _parameters(election, given)
    title = _title(election)
    name = slug(title)[:60].strip("-") or "pula"
    return election.voters, Waiting(
        name, title,
        RecordFile(export(election), f"{name}.pb", "text/plain"),
        _json(rule.as_json(), f"{name}-parametry.json"),
    )  # fmt: skip


def _counted(pool: Waiting) -> Pool:
    election, _report = read_bytes(pool.ballots.data, keep_voters=True)
    try:
        result = count(election, parameters(json.loads(pool.parameters.data)))
    except ParametersFaulty as error:
        raise invalid("parameters", "pb_parameters") from error
    facts = figures(election, result, agreement(election, result))
    return Pool(
        *pool,
        _json(result.as_json(), f"{pool.name}-wynik.json"),
        _json(facts, f"{pool.name}-dane.json"),
    )


def _parameters(election: Election, given: Any) -> Parameters:
    try:
        return declared(election) if given is None else parameters(given)
    except RuleUnknown as error:
        raise invalid("parameters", "pb_rule_unknown") from error
    except ParametersFaulty as error:
        raise invalid("parameters", "pb_parameters") from error


def _title(election: Election) -> str:
    """The territory: the smallest the file names."""
    meta = election.meta
    return (
        meta.get("subunit") or meta.get("district") or meta.get("unit") or meta.get("description") or "Pula"
    )


def _json(value: Any, name: str) -> RecordFile:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return RecordFile(text.encode(), name, "application/json")


def add(container: Any, portal_type: str, name: str, **values: Any) -> Any:
    """Put a new object into a container; the caller has checked the right."""
    content = createContent(portal_type, **values)
    content.id = name
    return container._getOb(container._setObject(name, content))
