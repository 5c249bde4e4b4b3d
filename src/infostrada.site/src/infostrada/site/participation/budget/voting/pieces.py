"""Pieces of the opening key: each is one member's, told once; after the vote each member brings back their own.

The database knows who has fetched and who has brought back a piece, and the frozen terms hold a digest of each, so that a
slip of the pen is noticed at once. The pieces themselves wait as files beside the other keys of the vote.
"""

from collections.abc import Sequence
from infostrada.core import journal
from infostrada.core.sql import session
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import shares
from infostrada.site.records.actor import Actor
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import post_of
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import find_employee
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import NamedTuple

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


def standings(edition: BudgetRound) -> list[Standing]:
    """Every member, and what became of the piece."""
    rows = session().execute(EVENTS, {"election": IUUID(edition)})
    events = {(row.member, row.event) for row in rows}
    return [
        Standing(member, (member.id, "taken") in events, (member.id, "handed") in events)
        for member in edition.commission
    ]


def take(edition: BudgetRound) -> str:
    """The piece of whoever is logged in, told once: when this is committed it exists nowhere else."""
    place, member = _mine(edition)
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
    if digest(piece) != edition.frozen()["pieces"]["sha256"][place]:
        raise invalid("piece", "piece_wrong")
    if not _noted(election, member, "handed"):
        raise Blocked([], reason="piece_handed")
    name = f"{HANDED}-{place}"
    keys.put(election, name, piece.strip().encode())
    transaction.get().addAfterCommitHook(lambda ok: None if ok else keys.destroy(election, name))
    journal.append("budget.piece.handed", unit=act.unit, uid=election)
    return missing(edition)


def missing(edition: BudgetRound) -> int:
    """How many pieces have to come before the box can be opened."""
    handed = sum(standing.handed for standing in standings(edition))
    return max(0, int(edition.frozen()["pieces"]["needed"]) - handed)


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


def _noted(election: str, member: str, event: str) -> bool:
    values = {"election": election, "member": member, "event": event}
    return session().execute(ADD, values).one_or_none() is not None
