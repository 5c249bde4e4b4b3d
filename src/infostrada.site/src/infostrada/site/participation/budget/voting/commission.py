"""What the commission does: void with a reason, look at signals, open the box, certify."""

from collections import Counter
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
from infostrada.site.participation.budget.voting import paper
from infostrada.site.participation.budget.voting import shares
from infostrada.site.participation.budget.voting import store
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.participation.budget.voting.operations import tags_of
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from random import SystemRandom
from sqlalchemy import text
from typing import Any

import base64
import transaction


CERTIFY = "infostrada.site: Certify participatory budget"


def void(edition: BudgetRound, person: Person, reason: str) -> int:
    """The ballots of a person do not count; returns how many there are. The row names nobody."""
    return _decide(edition, person, reason, restored=False)


def restore(edition: BudgetRound, person: Person, reason: str) -> int:
    """The voiding was wrong."""
    return _decide(edition, person, reason, restored=True)


def _decide(edition: BudgetRound, person: Person, reason: str, restored: bool) -> int:
    require(CERTIFY, edition)
    if state_of(edition) != "frozen":
        raise Blocked([], reason="state_forbids")
    if not reason.strip():
        raise invalid("reason", "reason_missing")
    election, act = IUUID(edition), deed(edition)
    found = store.has_voted(election, tags_of(edition, person))
    if not found:
        raise invalid("surname", "nobody_voted")
    for tag in found:
        store.void(election, tag, reason.strip(), act.actor.id, restored)
    word = "restored" if restored else "voided"
    journal.append(f"budget.ballot.{word}", unit=act.unit, uid=election, data={"reason": reason.strip()})
    return len(found)


def signals(edition: BudgetRound) -> dict[str, list[int]]:
    """Groups that share a phone or a network."""
    require(CERTIFY, edition)
    return store.signals(IUUID(edition))


def certify(edition: BudgetRound, pieces: list[str]) -> None:
    """After the vote: open the envelopes, leave out what is void, shuffle, count, destroy what could tie them to people.

    The pieces are used here and kept nowhere. Once this is committed, the server's half of the key and the key of the
    cards are destroyed: no backup of the vote can be opened any more.
    """
    require(CERTIFY, edition)
    election, act = IUUID(edition), deed(edition)
    if state_of(edition) != "frozen":
        raise Blocked([], reason="state_forbids")
    if now() < edition.terms().phases["voting_to"]:
        raise Blocked([], reason="voting_open")
    if paper.unsettled(election):
        raise Blocked([], reason="batches_open")
    key = _key(edition, election, pieces)
    store.checkpoint(election)
    if store.unchecked(election):
        raise Blocked([], reason="ballots_missing")
    rows, account = _opened(edition, election, key)
    store.certify(election, iter(rows))
    edition.pools = tuple(_pool(edition, pool, rows) for pool in edition.frozen()["pools"])
    edition.protocol = _protocol(edition, election, account, act)
    edition.certified_at = act.at
    move(edition, "certify")
    edition.reindexObject()
    _settle(edition, act)
    journal.append(
        "budget.round.certified", unit=act.unit, uid=election, data={"ballots": account["counted"]}
    )
    transaction.get().addAfterCommitHook(_destroy, (election,))


def _destroy(committed: bool, election: str) -> None:
    if committed:
        keys.destroy(election, keys.HALF, keys.PAPER)


def tidy_keys() -> None:
    """Keys a killed process has left after the certification it had committed."""
    rows = session().execute(text("SELECT election FROM site.budget_election WHERE state <> 'frozen'")).all()
    for row in rows:
        keys.destroy(row.election, keys.HALF, keys.PAPER)


def erase(edition: BudgetRound) -> int:
    """When the time of keeping is over: marks and the key of the tags go; returns how many marks."""
    require(CERTIFY, edition)
    if edition.certified_at is None or now() < edition.terms().phases["retention_to"]:
        raise Blocked([], reason="retention_not_over")
    election, act = IUUID(edition), deed(edition)
    gone = store.erase(election)
    journal.append("budget.round.erased", unit=act.unit, uid=election, data={"marks": gone})
    transaction.get().addAfterCommitHook(lambda ok: keys.destroy(election, *keys.NAMES) if ok else None)
    return gone


def _key(edition: BudgetRound, election: str, pieces: list[str]) -> Any:
    try:
        secret = shares.join(piece for piece in pieces if piece.strip())
    except shares.SharesWrong as error:
        raise invalid("pieces", error.reason) from error
    key = envelope.opening_key(secret, keys.key(election, keys.HALF))
    if envelope.public_bytes(key) != base64.b64decode(edition.frozen()["public_key"]):
        raise invalid("pieces", "shares_wrong")
    return key


def _opened(edition: BudgetRound, election: str, key: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows of valid ballots by pool, shuffled, and the account of all."""
    voided, twice = store.voided(election), edition.terms().twice
    ballots = [envelope.open_envelope(key, election, sealed) for sealed in store.envelopes(election)]
    account: Counter[str] = Counter(ballots=len(ballots))
    rows: list[dict[str, Any]] = []
    for group in groups(ballots):
        if any(bytes.fromhex(ballot["proof"] or ballot["person"]) in voided for ballot in group):
            account["voided"] += len(group)
        elif len(group) > 1 and twice == "void":
            account["twice"] += len(group)
        else:
            group.sort(key=lambda ballot: ballot["at"])
            account["twice"] += len(group) - 1
            account["counted"] += 1
            rows.extend(_rows(group[-1 if twice == "last" else 0]))
    SystemRandom().shuffle(rows)
    names = ("ballots", "counted", "voided", "twice")
    found: dict[str, Any] = {name: account[name] for name in names}
    return rows, found | {"reasons": dict(Counter(voided.values()))}


def groups(ballots: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Ballots of one person together: the same document or account, or the same name and date of birth.

    Two with the same name and date of birth but different PESEL numbers are two people.
    """
    found: list[list[dict[str, Any]]] = []
    by_proof: dict[str, int] = {}
    by_person: dict[str, list[int]] = {}
    for ballot in ballots:
        place = by_proof.get(ballot["proof"]) if ballot["proof"] else None
        if place is None:
            same = by_person.get(ballot["person"], [])
            place = next((number for number in same if not _apart(ballot, found[number])), None)
        if place is None:
            place = len(found)
            found.append([])
        found[place].append(ballot)
        if ballot["proof"]:
            by_proof[ballot["proof"]] = place
        if place not in (own := by_person.setdefault(ballot["person"], [])):
            own.append(place)
    return found


def _apart(ballot: dict[str, Any], group: list[dict[str, Any]]) -> bool:
    proofs = {other["proof"] for other in group if other["document"]}
    return bool(ballot["document"] and proofs and ballot["proof"] not in proofs)


def _rows(ballot: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for pool, chosen in ballot["choices"].items():
        if chosen:
            yield {
                "pool": pool,
                "choices": ",".join(project for project, _points in chosen),
                "points": ",".join(str(points) for _project, points in chosen),
                "age": ballot["age"],
                "channel": ballot["channel"],
            }


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


def _protocol(edition: BudgetRound, election: str, account: dict[str, Any], act: Deed) -> RecordFile:
    """The commission's account as JSON: every number, every digest, no person."""
    head = store.checkpoints(election)
    value = {
        "edition": edition.title,
        "terms_sha256": edition.frozen_sha256,
        "certified_at": act.at.isoformat(),
        "certified_by": act.actor.name,
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
