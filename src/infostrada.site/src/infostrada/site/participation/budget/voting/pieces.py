"""Pieces of the opening key: each is one member's, told once; after the vote each member brings back their own.

The database knows who has fetched and who has brought back a piece, and the frozen terms hold a digest of each, so that a
slip of the pen is noticed at once. The pieces themselves wait as files beside the other keys of the vote.

Terms frozen by an earlier version hold neither members nor digests: whoever froze them was shown the pieces and gave them
out on paper. Members of such an edition are named later, beside the terms, and bring the pieces they have; which of them
open the box shows when they are put together.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from infostrada.core import journal
from infostrada.core.sql import session
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import shares
from infostrada.site.records.actor import Actor
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import post_of
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import find_employee
from infostrada.site.units.lookup import unit_of
from itertools import combinations
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import base64
import hashlib
import transaction


CERTIFY = "infostrada.site: Certify participatory budget"
FEWEST, MOST = 3, 9
WAITS, HANDED = "piece", "handed"
ADD = text("""
    INSERT INTO site.budget_piece (election, member, event) VALUES (:election, :member, :event)
    ON CONFLICT DO NOTHING RETURNING 1
""")
EVENTS = text("SELECT member, event FROM site.budget_piece WHERE election = :election")


class Standing(NamedTuple):
    """A member and what became of the piece."""

    member: Actor
    taken: bool
    handed: bool


def needed(members: int) -> int:
    """How many pieces open the box: more than half."""
    return members // 2 + 1


def named(edition: BudgetRound, members: Sequence[str]) -> tuple[Actor, ...]:
    """The members by their logins: employees of the unit, none of whom manages the edition."""
    unit = unit_of(edition)
    logins = list(dict.fromkeys(login.strip() for login in members if login.strip()))
    if not FEWEST <= len(logins) <= MOST:
        raise invalid("members", "members_number")
    for login in logins:
        if find_employee(unit, login) is None or api.user.get(userid=login) is None:
            raise invalid("members", "member_unknown")
        if api.user.has_permission(MANAGE, username=_login(login), obj=edition):
            raise invalid("members", "member_manages")
    return tuple(Actor(login, name_of(login), post_of(login, unit.unit_id)) for login in logins)


def _login(user_id: str) -> str:
    return str(api.user.get(userid=user_id).getUserName())


def give_out(election: str, secret: bytes, members: int) -> list[str]:
    """Split the secret and lay the pieces down for their members; returns the digest of each."""
    pieces = shares.split(secret, needed(members), members)
    for place, piece in enumerate(pieces):
        keys.put(election, f"{WAITS}-{place}", piece.encode())
    return [digest(piece) for piece in pieces]


def digest(piece: str) -> str:
    """A piece holds 256 random bits: its digest may be public."""
    return hashlib.sha256("".join(piece.lower().split()).encode()).hexdigest()


def on_paper(edition: BudgetRound) -> bool:
    """Were the pieces given out on paper when the terms were frozen?"""
    return "sha256" not in edition.frozen()["pieces"]


def name_commission(edition: BudgetRound, members: Sequence[str]) -> None:
    """Name the members of an edition whose terms were frozen without any; the terms and their digest stay."""
    require(MANAGE, edition)
    if state_of(edition) != "frozen" or edition.commission or not on_paper(edition):
        raise Blocked([], reason="commission_named")
    found, act = named(edition, members), deed(edition)
    edition.commission = found
    edition.reindexObject()
    data = {"members": [member.id for member in found], "terms_sha256": edition.frozen_sha256}
    journal.append("budget.commission.named", unit=act.unit, uid=IUUID(edition), data=data)


def standings(edition: BudgetRound) -> list[Standing]:
    """Every member, and what became of the piece."""
    rows = session().execute(EVENTS, {"election": IUUID(edition)})
    events = {(row.member, row.event) for row in rows}
    given = bool(edition.commission) and on_paper(edition)
    return [
        Standing(member, given or (member.id, "taken") in events, (member.id, "handed") in events)
        for member in edition.commission
    ]


def take(edition: BudgetRound) -> str:
    """The piece of whoever is logged in, told once: when this is committed it exists nowhere else."""
    place, member = _mine(edition)
    if on_paper(edition):
        raise Blocked([], reason="piece_on_paper")
    election, act = IUUID(edition), deed(edition)
    name = f"{WAITS}-{place}"
    if not _noted(election, member, "taken"):
        raise Blocked([], reason="piece_taken")
    piece = keys.key(election, name).decode()
    journal.append("budget.piece.taken", unit=act.unit, uid=election)
    transaction.get().addAfterCommitHook(lambda ok: keys.destroy(election, name) if ok else None)
    return piece


def hand_in(edition: BudgetRound, piece: str) -> int:
    """Lay the own piece down for the opening of the box; returns how many are still missing."""
    place, member = _mine(edition)
    election, act = IUUID(edition), deed(edition)
    if state_of(edition) != "frozen":
        raise Blocked([], reason="state_forbids")
    _check_piece(edition, place, piece)
    if not _noted(election, member, "handed"):
        raise Blocked([], reason="piece_handed")
    name = f"{HANDED}-{place}"
    keys.put(election, name, piece.strip().encode())
    transaction.get().addAfterCommitHook(lambda ok: None if ok else keys.destroy(election, name))
    journal.append("budget.piece.handed", unit=act.unit, uid=election)
    return missing(edition)


def missing(edition: BudgetRound) -> int:
    """How many pieces have to come before the box can be opened."""
    brought = handed(edition)
    short = max(0, int(edition.frozen()["pieces"]["needed"]) - len(brought))
    # Pieces without digests: one of them may be of another vote, so one more is asked for until some do open.
    return short if short or not on_paper(edition) or fitting(edition, brought) else 1


def fitting(edition: BudgetRound, brought: Sequence[str]) -> list[str]:
    """Pieces that give the key of this vote, out of those brought; none while there are none."""
    for some in combinations(brought, int(edition.frozen()["pieces"]["needed"])):
        try:
            opening_key(edition, some)
        except InvalidData:
            continue
        return list(some)
    return []


def opening_key(edition: BudgetRound, given: Iterable[str]) -> Any:
    """The key of both halves; raises InvalidData for pieces that do not give it, KeyGone without the server's."""
    election = IUUID(edition)
    try:
        secret = shares.join(piece for piece in given if piece.strip())
    except shares.SharesWrong as error:
        raise invalid("piece", error.reason) from error
    key = envelope.opening_key(secret, keys.key(election, keys.HALF))
    if envelope.public_bytes(key) != base64.b64decode(edition.frozen()["public_key"]):
        raise invalid("piece", "shares_wrong")
    return key


def opening(edition: BudgetRound) -> list[str]:
    """The pieces the box is opened with."""
    brought = handed(edition)
    return fitting(edition, brought) if on_paper(edition) else brought


def handed(edition: BudgetRound) -> list[str]:
    """The pieces that lie ready for the opening."""
    election = IUUID(edition)
    return [
        keys.key(election, f"{HANDED}-{place}").decode()
        for place, standing in enumerate(standings(edition))
        if standing.handed
    ]


def names_of_files() -> list[str]:
    """Names under which pieces can lie."""
    return [f"{kind}-{place}" for kind in (WAITS, HANDED) for place in range(MOST)]


def _mine(edition: BudgetRound) -> tuple[int, str]:
    require(CERTIFY, edition)
    own = api.user.get_current().getId()
    places = [place for place, member in enumerate(edition.commission) if member.id == own]
    if not places:
        raise Blocked([], reason="piece_none")
    return places[0], own


def _check_piece(edition: BudgetRound, place: int, piece: str) -> None:
    if not on_paper(edition):
        if digest(piece) != edition.frozen()["pieces"]["sha256"][place]:
            raise invalid("piece", "piece_wrong")
        return
    try:
        number = shares.number_of(piece)
    except shares.SharesWrong as error:
        raise invalid("piece", error.reason) from error
    if number in {shares.number_of(other) for other in handed(edition)}:
        raise invalid("piece", "share_twice")


def _noted(election: str, member: str, event: str) -> bool:
    values = {"election": election, "member": member, "event": event}
    return session().execute(ADD, values).one_or_none() is not None
