"""The vote over REST, for kiosks and apps: the same two steps as the page."""

from infostrada.site.participation.budget.voting import commission
from infostrada.site.participation.budget.voting import job
from infostrada.site.participation.budget.voting import operations
from infostrada.site.participation.budget.voting import paper
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting import published
from infostrada.site.participation.budget.voting.identity import BY_SMS
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from plone.uuid.interfaces import IUUID
from typing import Any


class TicketsPost(WritingService):
    """`POST <edition>/@tickets`: say who votes. Body: `method`, `statement`, the person; or `pass`. Gives the ticket."""

    def answer(self) -> dict[str, Any]:
        """201 with the ticket; `code_sent` when a code went to the phone."""
        body = self.body
        method = text(body, "method")
        if method == "office":
            ticket = operations.use_pass(self.context, text(body, "pass"), self.request.getClientAddr())
        else:
            ticket = operations.identify(
                self.context,
                method,
                person_of(body),
                body.get("statement") is True,
                self.request.getClientAddr(),
            )
        self.request.response.setStatus(201)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"ticket": ticket, "code_sent": method in BY_SMS}


class BallotsPost(WritingService):
    """`POST <edition>/@ballots`: cast. Body: `ticket`, `choices` by pool, `code` after a text message."""

    def answer(self) -> dict[str, Any]:
        """201 with the receipt; the same form sent again gets the same receipt and `again`."""
        body = self.body
        done = operations.cast(
            self.context,
            text(body, "ticket"),
            body.get("choices"),
            text(body, "code"),
            self.request.getClientAddr(),
        )
        self.request.response.setStatus(200 if done.again else 201)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"receipt": done.receipt, "again": done.again}


class ReceiptsPost(WritingService):
    """`POST <edition>/@receipts`: look a receipt up. In the body, so that it stands in no log."""

    def answer(self) -> dict[str, Any]:
        """Where it stands, with the proof."""
        found = operations.check_receipt(self.context, text(self.body, "receipt"))
        self.request.response.setHeader("Cache-Control", "no-store")
        proof = found.proof
        return {
            "state": found.state,
            "proof": proof
            and {
                "checkpoint": proof.checkpoint,
                "size": proof.size,
                "leaf": proof.entry.hex(),
                "path": [{"side": step.side, "hash": step.hash.hex()} for step in proof.steps],
                "root": proof.root.hex(),
            },
        }


class CheckpointsGet(RecordService):
    """`GET <edition>/@checkpoints`: the published box: roots and hashes of all checkpoints."""

    def answer(self) -> dict[str, Any]:
        """In order."""
        rows = published.checkpoints(IUUID(self.context)) if self.context.frozen_json else []
        return {
            "items": [
                {"number": row.number, "made": iso(row.made), "size": row.size, "root": bytes(row.root).hex(),
                 "previous": bytes(row.previous).hex(), "hash": bytes(row.hash).hex()}
                for row in rows
            ]
        }  # fmt: skip


class TurnoutGet(RecordService):
    """`GET <edition>/@turnout`: voters by day and way of voting, of days that are over. There are no other totals."""

    def answer(self) -> dict[str, Any]:
        """Rows."""
        rows = operations.turnout(self.context) if self.context.frozen_json else []
        return {"items": [{"day": iso(day), "channel": channel, "voters": n} for day, channel, n in rows]}


class PassesPost(WritingService):
    """`POST <edition>/@passes`: an official gives out a pass. Body: the person."""

    def answer(self) -> dict[str, Any]:
        """201 with the pass, told once."""
        given = operations.give_pass(self.context, person_of(self.body))
        self.request.response.setStatus(201)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"pass": given}


class BatchesPost(WritingService):
    """`POST <edition>/@batches`: enter the protocol of an urn. Body: `batch`, `place`, `cards`."""

    def answer(self) -> dict[str, Any]:
        """201 with all batches."""
        body = self.body
        paper.open_batch(self.context, text(body, "batch"), text(body, "place"), body.get("cards"))  # type: ignore[arg-type]
        self.request.response.setStatus(201)
        return {"items": paper.batches(self.context)}


class BatchesGet(RecordService):
    """`GET <edition>/@batches`: urns with what is done, for whoever enters cards."""

    def answer(self) -> dict[str, Any]:
        """In the order of their numbers."""
        return {"@id": f"{self.context.absolute_url()}/@batches", "items": paper.batches(self.context)}


class CardsPost(WritingService):
    """`POST <edition>/@cards`: one official's entry of a card. Body: `batch`, `card`, person and `choices` or `invalid`."""

    def answer(self) -> dict[str, Any]:
        """`outcome`: waits, differs, counted, voted_already, or why the card is invalid."""
        body = self.body
        why = text(body, "invalid")
        card = paper.Card(None if why else person_of(body), body.get("choices"), why)
        return {"outcome": paper.enter_card(self.context, text(body, "batch"), body.get("card"), card)}  # type: ignore[arg-type]


class VoidingsPost(WritingService):
    """`POST <edition>/@voidings`: the commission's decision. Body: the person, `reason`, `restored`."""

    def answer(self) -> dict[str, Any]:
        """201 with how many ballots it touches."""
        act = commission.restore if self.body.get("restored") is True else commission.void
        count = act(self.context, person_of(self.body), text(self.body, "reason"))
        self.request.response.setStatus(201)
        return {"ballots": count}


class CommissionGet(RecordService):
    """`GET <edition>/@commission`: what the commission sees: pieces, urns not settled, signals."""

    def answer(self) -> dict[str, Any]:
        """Numbers and names of members; no voter."""
        edition = self.context
        members = [
            {"name": one.member.name, "taken": one.taken, "handed": one.handed}
            for one in pieces.standings(edition)
        ]
        return {
            "@id": f"{edition.absolute_url()}/@commission",
            "members": members,
            "needed": edition.frozen()["pieces"]["needed"],
            "missing": pieces.missing(edition),
            "unsettled": paper.unsettled(IUUID(edition)),
            "signals": commission.signals(edition),
        }


class CommissionPost(WritingService):
    """`POST <edition>/@commission`: name the members of an edition frozen without any. Body: `members`: logins."""

    def answer(self) -> dict[str, Any]:
        """The edition as it is now."""
        members = self.body.get("members")
        if not isinstance(members, list) or not all(isinstance(login, str) for login in members):
            raise invalid("members", "members_number")
        pieces.name_commission(self.context, members)
        return self.as_json(self.context)


class PiecePost(WritingService):
    """`POST <edition>/@piece`: a member of the commission fetches the own piece of the key, once."""

    def answer(self) -> dict[str, Any]:
        """The piece."""
        piece = pieces.take(self.context)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"piece": piece}


class CertificationPost(WritingService):
    """`POST <edition>/@certification`: a member brings the own piece. Body: `piece`; without one the opening is tried again."""

    def answer(self) -> dict[str, Any]:
        """202: `missing` pieces, and the `job` that opens the box once none is."""
        piece = text(self.body, "piece")
        ordered = job.bring(self.context, piece) if piece else job.order(self.context)
        self.request.response.setStatus(202)
        return {"missing": pieces.missing(self.context), "job": ordered}


def person_of(body: dict[str, Any]) -> Person:
    """The person a body tells of."""
    names = ("given_name", "surname", "pesel", "phone", "address", "guardian")
    return Person(**{name: text(body, name) for name in names}, born=day(body, "born"))
