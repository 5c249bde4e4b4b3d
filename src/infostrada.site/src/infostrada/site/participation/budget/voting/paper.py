"""Paper ballots: each card is entered twice by two officials; both entries have to say the same.

What an entry says is not kept: only its digest under a key that dies at certification.
"""

from infostrada.core import journal
from infostrada.core.sql import session
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.terms.ballots import Choice
from infostrada.site.participation.budget.voting import casting
from infostrada.site.participation.budget.voting import identity
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.participation.budget.voting.operations import age_band
from infostrada.site.participation.budget.voting.operations import checked_tags
from infostrada.site.participation.budget.voting.operations import into_box
from infostrada.site.participation.budget.voting.operations import judged
from infostrada.site.participation.budget.voting.operations import SERVE
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import json
import secrets


COUNTED, TWICE = "counted", "voted_already"
INVALID = ("unreadable", "no_person", "too_many", "not_signed", "empty")
WAITS, DIFFERS = "waits", "differs"


class Card(NamedTuple):
    """What an official reads from a card: a person and choices, or why it is invalid."""

    person: Person | None
    choices: Any = None
    invalid: str = ""


def open_batch(edition: BudgetRound, batch: str, place: str, cards: int) -> None:
    """Enter the protocol of an urn: where it stood and how many cards it held."""
    election = _paper(edition)
    batch = batch.strip()
    if not batch or len(batch) > 40:
        raise invalid("batch", "required")
    if not place.strip():
        raise invalid("place", "required")
    if isinstance(cards, bool) or not isinstance(cards, int) or not 0 <= cards <= 100_000:
        raise invalid("cards", "not_a_count")
    act = deed(edition)
    made = session().execute(
        text(
            "INSERT INTO site.budget_batch (election, batch, place, cards, opened_by)"
            " VALUES (:e, :batch, :place, :cards, :who) ON CONFLICT DO NOTHING RETURNING 1"
        ),
        {"e": election, "batch": batch, "place": place.strip(), "cards": cards, "who": act.actor.id},
    )
    if made.one_or_none() is None:
        raise Blocked([], reason="batch_exists")
    journal.append("budget.batch.opened", unit=act.unit, uid=election, data={"batch": batch, "cards": cards})


def enter_card(edition: BudgetRound, batch: str, number: int, card: Card) -> str:
    """One official's entry: `waits` for the second, `differs`, or what became of the card."""
    election = _paper(edition)
    act = deed(edition)
    _check_number(election, batch, number)
    ballot, tags, age = _read(edition, election, card)
    digest = _digest(election, batch, number, ballot, tags, card.invalid)
    rows = _entries(election, batch, number)
    if any(row.who == act.actor.id for row in rows):
        raise Blocked([], reason="card_same_person")
    agreed = any(bytes(row.digest) == digest for row in rows)
    if not agreed and len(rows) == 2:
        return DIFFERS
    session().execute(
        text(
            "INSERT INTO site.budget_card (election, batch, card, entry, who, digest)"
            " VALUES (:e, :batch, :card, :entry, :who, :digest)"
        ),
        {"e": election, "batch": batch, "card": number, "entry": len(rows) + 1, "who": act.actor.id,
         "digest": digest},
    )  # fmt: skip
    if not agreed:
        return DIFFERS if rows else WAITS
    return _settle(edition, batch, number, card.invalid, ballot, tags, age)


def batches(edition: BudgetRound) -> list[dict[str, Any]]:
    """Batches with what is done and what differs; numbers only."""
    require(SERVE, edition)
    rows = session().execute(
        text(
            "SELECT b.batch, b.place, b.cards,"
            " (SELECT count(*) FROM site.budget_card_done d WHERE (d.election, d.batch) = (b.election, b.batch)) AS done,"
            " (SELECT count(*) FROM site.budget_card_done d WHERE (d.election, d.batch) = (b.election, b.batch)"
            "   AND d.outcome <> 'counted') AS invalid,"
            " ARRAY(SELECT c.card FROM site.budget_card c LEFT JOIN site.budget_card_done d USING (election, batch, card)"
            "   WHERE (c.election, c.batch) = (b.election, b.batch) AND d.card IS NULL"
            "   GROUP BY c.card HAVING count(*) = 2 ORDER BY c.card) AS differing"
            " FROM site.budget_batch b WHERE b.election = :e ORDER BY b.batch"
        ),
        {"e": IUUID(edition)},
    )
    return [dict(row._mapping) for row in rows]


def outcomes(election: str) -> dict[str, int]:
    """Cards by what became of them."""
    rows = session().execute(
        text(
            "SELECT outcome, count(*) FROM site.budget_card_done WHERE election = :e GROUP BY outcome ORDER BY 1"
        ),
        {"e": election},
    )
    return {row[0]: row[1] for row in rows}


def unsettled(election: str) -> list[str]:
    """Batches whose protocol says more cards than are settled."""
    rows = session().execute(
        text(
            "SELECT b.batch FROM site.budget_batch b WHERE b.election = :e AND b.cards <>"
            " (SELECT count(*) FROM site.budget_card_done d WHERE (d.election, d.batch) = (b.election, b.batch))"
        ),
        {"e": election},
    )
    return [row[0] for row in rows]


def _paper(edition: BudgetRound) -> str:
    require(SERVE, edition)
    if not edition.terms().paper:
        raise Blocked([], reason="paper_off")
    if state_of(edition) != "frozen":
        raise Blocked([], reason="voting_closed")
    election: str = IUUID(edition)
    return election


def _check_number(election: str, batch: str, number: int) -> None:
    values = {"e": election, "batch": batch, "card": number}
    # Two officials at one card come one after the other.
    row = (
        session()
        .execute(
            text("SELECT cards FROM site.budget_batch WHERE election = :e AND batch = :batch FOR UPDATE"),
            values,
        )
        .one_or_none()
    )
    if row is None:
        raise invalid("batch", "batch_unknown")
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= row.cards:
        raise invalid("card", "card_number")
    done = session().execute(
        text("SELECT 1 FROM site.budget_card_done WHERE election = :e AND batch = :batch AND card = :card"),
        values,
    )
    if done.one_or_none() is not None:
        raise Blocked([], reason="card_done")


def _read(
    edition: BudgetRound, election: str, card: Card
) -> tuple[dict[str, tuple[Choice, ...]], identity.Tags | None, str]:
    if card.invalid:
        if card.invalid not in INVALID:
            raise invalid("invalid", "not_in_list")
        return {}, None, ""
    if card.person is None:
        raise invalid("surname", "required")
    method = "pesel" if card.person.pesel else "paper"
    person, tags = checked_tags(election, method, card.person)
    return judged(edition, card.choices), tags, age_band(person)


def _digest(
    election: str,
    batch: str,
    number: int,
    ballot: dict[str, tuple[Choice, ...]],
    tags: identity.Tags | None,
    why: str,
) -> bytes:
    said = [
        batch,
        number,
        why,
        [tag.hex() if tag else "" for tag in tags] if tags else [],
        sorted((pool, [list(choice) for choice in chosen]) for pool, chosen in ballot.items() if chosen),
    ]
    return identity.tag(keys.key(election, keys.PAPER), json.dumps(said))


def _entries(election: str, batch: str, number: int) -> list[Any]:
    return list(
        session().execute(
            text(
                "SELECT who, digest FROM site.budget_card WHERE election = :e AND batch = :batch AND card = :card"
                " ORDER BY entry"
            ),
            {"e": election, "batch": batch, "card": number},
        )
    )


def _settle(
    edition: BudgetRound,
    batch: str,
    number: int,
    why: str,
    ballot: dict[str, tuple[Choice, ...]],
    tags: identity.Tags | None,
    age: str,
) -> str:
    outcome = why
    if tags is not None:
        mark = casting.Mark(tags, "paper", "paper", batch=batch)
        done = into_box(edition, mark, secrets.token_bytes(32), ballot, age)
        outcome = COUNTED if done == casting.DONE else TWICE
    session().execute(
        text(
            "INSERT INTO site.budget_card_done (election, batch, card, outcome) VALUES (:e, :batch, :card, :outcome)"
        ),
        {"e": IUUID(edition), "batch": batch, "card": number, "outcome": outcome},
    )
    return outcome
