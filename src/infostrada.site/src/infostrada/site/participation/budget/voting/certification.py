"""Opening the box, counting, and destroying whatever could tie a ballot to a person.

Two steps, because the two stores commit one after the other: first the database alone (opened ballots in, envelopes out,
one transaction), then the edition's results from the opened ballots. A process that dies before the end of the first
leaves the sealed box as it was; one that dies after it leaves a box that is open and an edition that waits for the second
step, which the job does again from the rows.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.core import journal
from infostrada.core.sql import session
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.editions.content import Pool
from infostrada.site.participation.budget.editions.operations import counted_pool
from infostrada.site.participation.budget.pabulib.writer import row as pb_row
from infostrada.site.participation.budget.projects.operations import settle_vote
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.rounds.operations import canonical
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.participation.budget.terms.ballots import check_kind
from infostrada.site.participation.budget.terms.ballots import pabulib_meta
from infostrada.site.participation.budget.terms.ballots import POINTS
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import opening
from infostrada.site.participation.budget.voting import paper
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting import published
from infostrada.site.participation.budget.voting import store
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import transaction


BATCH = 2000


class Opened(NamedTuple):
    """Envelopes opened so far; the last batch of all has `account`."""

    done: int
    total: int
    account: dict[str, Any] | None = None


def check(edition: BudgetRound) -> None:
    """Raise Blocked while something stands against opening the box, Forbidden for whoever is not of the commission."""
    require(pieces.CERTIFY, edition)
    if state_of(edition) != "frozen":
        raise Blocked([], reason="state_forbids")
    if now() < edition.terms().phases["voting_to"]:
        raise Blocked([], reason="voting_open")
    if paper.unsettled(IUUID(edition)):
        raise Blocked([], reason="batches_open")


def open_box(edition: BudgetRound, secret_pieces: Iterable[str]) -> Iterator[Opened]:
    """Open envelope by envelope; the last step puts everything into the joined transaction, all of it or nothing.

    Between the steps the caller may commit. Cards entered meanwhile are opened at the end, when the vote is locked.
    """
    check(edition)
    election = IUUID(edition)
    key = pieces.opening_key(edition, secret_pieces)
    ballots: dict[bytes, dict[str, Any]] = {}
    sealed = store.sealed(election)
    for place in range(0, len(sealed), BATCH):
        _open(key, election, sealed[place : place + BATCH], ballots)
        yield Opened(len(ballots), len(sealed))
    store.close_for_good(election)
    check(edition)
    published.checkpoint(election)
    if published.unchecked(election):
        raise Blocked([], reason="ballots_missing")
    _open(key, election, [row for row in store.sealed(election) if row[0] not in ballots], ballots)
    rows, account = opening.counted(edition, election, list(ballots.values()))
    store.certify(election, iter(rows))
    yield Opened(len(ballots), len(ballots), account)


def _open(
    key: Any, election: str, sealed: Iterable[tuple[bytes, bytes]], ballots: dict[bytes, dict[str, Any]]
) -> None:
    for commitment, closed in sealed:
        ballots[commitment] = envelope.open_envelope(key, election, closed)


def conclude(edition: BudgetRound, account: dict[str, Any], by: Iterable[str]) -> None:
    """Count the opened ballots and give the edition its results."""
    election, act = IUUID(edition), deed(edition)
    rows = store.counted(election)
    edition.pools = tuple(_pool(edition, pool, rows) for pool in edition.frozen()["pools"])
    edition.protocol = _protocol(edition, election, account, act, by)
    edition.certified_at = act.at
    move(edition, "certify")
    edition.reindexObject()
    _settle(edition, act)
    journal.append(
        "budget.round.certified", unit=act.unit, uid=election, data={"ballots": account["counted"]}
    )


def certify(edition: BudgetRound, secret_pieces: Iterable[str]) -> None:
    """Both steps in the joined transaction, for a vote played at once; the keys go when it is committed."""
    (*_steps, last) = open_box(edition, secret_pieces)
    assert last.account is not None
    conclude(edition, last.account, [member.name for member in edition.commission])
    election = IUUID(edition)
    transaction.get().addAfterCommitHook(lambda ok: destroy(election) if ok else None)


def destroy(election: str) -> None:
    """What could open an envelope or a card's digest, in the order that matters: the server's half first."""
    keys.destroy(election, keys.HALF, keys.PAPER, *pieces.names_of_files())


def tidy_keys() -> None:
    """Keys a killed process has left: of boxes that are open, and of pieces that were fetched."""
    rows = session().execute(text("SELECT election FROM site.budget_election WHERE state <> 'frozen'")).all()
    for row in rows:
        destroy(row.election)


def _pool(edition: BudgetRound, pool: dict[str, Any], rows: list[dict[str, Any]]) -> Pool:
    withdrawn = [p["id"] for p in pool["projects"] if p["id"] in edition.withdrawn]
    upload = Upload(f"{pool['name']}.pb", ballots_file(edition, pool, rows))
    found = counted_pool(upload, pool["count"] | {"withdrawn": withdrawn})
    return found._replace(name=pool["name"], title=pool["title"])


def ballots_file(edition: BudgetRound, pool: dict[str, Any], rows: list[dict[str, Any]]) -> bytes:
    """A pool's ballots in the Pabulib format."""
    kind = check_kind(pool["ballot"])
    assert kind is not None
    own = [row for row in rows if row["pool"] == pool["name"]]
    phases = edition.terms().phases
    rule = pool["count"]["rule"]
    meta = {
        "description": edition.title,
        "country": "Poland",
        "unit": unit_of(edition).title,
        "subunit": pool["title"],
        "instance": str(edition.year),
        "num_projects": str(len(pool["projects"])),
        "num_votes": str(len(own)),
        "budget": str(pool["amount"]),
        **pabulib_meta(kind, pool["amount"]),
        "rule": _rule_name(pool["count"]) if rule == "greedy" else "equalshares",
        "date_begin": f"{phases['voting_from']:%d.%m.%Y}",
        "date_end": f"{phases['voting_to']:%d.%m.%Y}",
        "language": "pl",
        "currency": "PLN",
    }
    pointed = kind.kind == POINTS
    lines = [
        "META",
        "key;value",
        *(pb_row(pair) for pair in meta.items()),
        "PROJECTS",
        "project_id;cost;name",
    ]
    lines += [pb_row((p["id"], str(p["cost"]), p["title"])) for p in pool["projects"]]
    lines += [
        "VOTES",
        "voter_id;vote;points;age;voting_method" if pointed else "voter_id;vote;age;voting_method",
    ]
    for number, row in enumerate(own, 1):
        points = (row["points"],) if pointed else ()
        lines.append(pb_row((str(number), row["choices"], *points, row["age"], row["channel"])))
    return ("\n".join(lines) + "\n").encode()


def _rule_name(count: dict[str, Any]) -> str:
    if any(count["threshold"].values()):
        return "greedy-threshold"
    return "greedy-no-skip" if count["walk"] == "stop" else "greedy"


def _protocol(
    edition: BudgetRound, election: str, account: dict[str, Any], act: Deed, by: Iterable[str]
) -> RecordFile:
    """The commission's account as JSON: every number, every digest, no person."""
    head = published.checkpoints(election)
    value = {
        "edition": edition.title,
        "terms_sha256": edition.frozen_sha256,
        "certified_at": act.at.isoformat(),
        "certified_by": ", ".join(by),
        "ballots": account,
        "cards": paper.outcomes(election),
        "turnout": [[day.isoformat(), channel, count] for day, channel, count in store.turnout(election)],
        "checkpoints": len(head),
        "last_checkpoint": bytes(head[-1].hash).hex() if head else "",
        "pools": [
            {"name": pool.name, "title": pool.title, "result_sha256": pool.read("result")["sha256"],
             "ballots_sha256": pool.ballots.sha256}
            for pool in edition.pools
        ],
    }  # fmt: skip
    return RecordFile(canonical(value).encode(), "protokol.json", "application/json")


def _settle(edition: BudgetRound, act: Deed) -> None:
    winners = {
        number
        for pool in edition.pools
        for number in (*pool.read("result")["funded"], *pool.read("result")["topped_up"])
    }
    for project in projects_of(edition, "ballot"):
        settle_vote(project, str(project.number) in winners, act)
