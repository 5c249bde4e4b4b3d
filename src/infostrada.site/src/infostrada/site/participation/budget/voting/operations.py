"""What a voter does: say who, cast, check the receipt. No object is written and no running result exists."""

from datetime import date
from infostrada.core.aside import aside
from infostrada.core.calendar import polish_today
from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import SealError
from infostrada.core.security.keys import unseal
from infostrada.core.sql import session
from infostrada.site import _
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.rounds import messages  # noqa: F401 - its words belong to the reasons
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.terms.ballots import BallotInvalid
from infostrada.site.participation.budget.terms.ballots import check_kind
from infostrada.site.participation.budget.terms.ballots import Choice
from infostrada.site.participation.budget.terms.ballots import judge
from infostrada.site.participation.budget.voting import attempts
from infostrada.site.participation.budget.voting import casting
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import identity
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import published
from infostrada.site.participation.budget.voting import receipts
from infostrada.site.participation.budget.voting import sms
from infostrada.site.participation.budget.voting import store
from infostrada.site.participation.budget.voting import tickets
from infostrada.site.participation.budget.voting.identity import IdentityFaulty
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from typing import NamedTuple
from zope.i18n import translate

import base64
import secrets
import time


SERVE = "infostrada.site: Serve voters"
CODE_TRIES, SMS_TRIES, NET_TRIES, PASS_TRIES = 5, 5, 60, 20
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Cast(NamedTuple):
    """What the voter gets: the receipt; `again` when this very form had been cast before."""

    receipt: str
    again: bool = False


def identify(edition: BudgetRound, method: str, person: Person, statement: bool, net: str = "") -> str:
    """Check who is voting and give out the form's ticket; with SMS a code goes to the phone."""
    election, terms = _open(edition), edition.terms()
    if method not in terms.identity or method == "office":
        raise invalid("method", "method_off")
    if method == "account":
        if api.user.is_anonymous():
            raise invalid("method", "method_off")
        person = _replace(person, account=str(api.user.get_current().getId()))
    person, found = _stated(election, method, person, statement)
    if casting.phone_is_full(election, found, terms.phone_limit):
        raise invalid("phone", "phone_full")
    code = _send_code(edition, election, person, found, net) if method in identity.BY_SMS else ""
    return tickets.issue(election, found, method, age_band(person), bool(person.guardian), code)


def _stated(election: str, method: str, person: Person, statement: bool) -> tuple[Person, identity.Tags]:
    """The person checked and the statement given; all that is wrong is told at once."""
    missing = [] if statement else [Fault("statement", "statement_missing")]
    try:
        found = checked_tags(election, method, person)
    except InvalidData as problem:
        raise InvalidData([*problem.faults, *missing]) from problem
    if missing:
        raise InvalidData(missing)
    return found


def checked_tags(election: str, method: str, person: Person) -> tuple[Person, identity.Tags]:
    """The person checked, with the tags; InvalidData names fields and never repeats what stood in them."""
    try:
        person = identity.checked(person, method, polish_today())
    except IdentityFaulty as error:
        raise InvalidData(Fault(*fault) for fault in error.faults) from error
    return person, identity.tags(keys.key(election, keys.TAG), person)


def tags_of(edition: BudgetRound, person: Person) -> identity.Tags:
    """The tags of a person an official names."""
    return checked_tags(IUUID(edition), "pesel" if person.pesel else "paper", person)[1]


def _replace(person: Person, **values: Any) -> Person:
    named = {name: getattr(person, name) for name in Person.__slots__}
    return Person(**{**named, **values})


def age_band(person: Person) -> str:
    """The band that goes into the envelope."""
    assert person.born is not None
    return identity.band(identity.age_on(person.born, polish_today()))


def _send_code(
    edition: BudgetRound, election: str, person: Person, found: identity.Tags, address: str
) -> str:
    assert found.phone is not None
    if attempts.tries(election, "sms", found.phone, 60) >= SMS_TRIES:
        raise invalid("phone", "sms_tries")
    net = _net(election, address)
    if net is not None and attempts.tries(election, "sms", net, 60) >= NET_TRIES:
        raise invalid("phone", "sms_net_tries")
    for key in filter(None, (found.phone, net)):
        attempts.tried(election, "sms", key)
    code = tickets.new_code()
    words = _("sms_code", default="${code}: your code for the vote “${title}”.",
              mapping={"code": code, "title": edition.title})  # fmt: skip
    sms.send(person.phone, translate(words, target_language="pl"), secrets.token_hex(16))
    return code


def cast(edition: BudgetRound, ticket_text: str, choices: Any, code: str = "", net: str = "") -> Cast:
    """Put a ballot into the box. It counts once the transaction has been committed, which is before the answer.

    The same form sent again (a lost answer, a second tab) gets the first ballot's receipt; the first ballot stands.
    """
    election = _open(edition)
    try:
        ticket = tickets.read(election, ticket_text)
    except tickets.TicketWrong as error:
        raise invalid("ticket", "ticket_wrong") from error
    _check_code(election, ticket, code)
    ballot = judged(edition, choices)
    number, receipt = receipt_of(election, ticket)
    committed = receipts.commitment(number)
    if edition.terms().twice != "first" and published.holds(election, committed):
        return Cast(receipt, again=True)
    if ticket.tags.phone is not None and casting.phone_is_full(
        election, ticket.tags, edition.terms().phone_limit
    ):
        raise invalid("phone", "phone_full")
    mark = mark_of(election, ticket, net)
    done = into_box(edition, mark, committed, ballot, ticket.age)
    if done == casting.CLOSED:
        raise Blocked([], reason="voting_closed")
    if done == casting.TWICE:
        if published.holds(election, committed):
            return Cast(receipt, again=True)
        raise Blocked([], reason="voted_already")
    return Cast(receipt)


def into_box(
    edition: BudgetRound,
    mark: casting.Mark,
    committed: bytes,
    ballot: dict[str, tuple[Choice, ...]],
    age: str,
) -> str:
    """Close the ballot in its envelope and put both rows in: done, closed, or twice."""
    election = IUUID(edition)
    tag_key = keys.key(election, keys.TAG)
    sealed = sealed_ballot(edition.frozen(), mark, ballot, age)
    return casting.cast(election, mark, tag_key, edition.terms().twice, committed, sealed)


def receipt_of(election: str, ticket: tickets.Ticket) -> tuple[bytes, str]:
    """The number of a form's receipt and the receipt as it is written: the same form has the same one."""
    number = keyed("budget receipt", f"{election}:{ticket.nonce.hex()}")[: receipts.CODE_BYTES]
    return number, receipts.written(number, keyed("budget receipts", election), election)


def mark_of(election: str, ticket: tickets.Ticket, net: str) -> casting.Mark:
    """The mark of somebody who votes on the internet."""
    return casting.Mark(ticket.tags, "internet", ticket.method, ticket.guardian, _net(election, net))


def sealed_ballot(
    frozen: dict[str, Any], mark: casting.Mark, ballot: dict[str, tuple[Choice, ...]], age: str
) -> bytes:
    """The ballot in its envelope, for the commission of this vote."""
    value = {
        "person": mark.tags.person.hex(),
        "proof": mark.tags.proof.hex() if mark.tags.proof else "",
        "document": mark.tags.proof is not None and mark.method != "account",
        "at": time.time_ns() // 1000,
        "age": age,
        "channel": mark.channel,
        "choices": {pool: [list(choice) for choice in chosen] for pool, chosen in ballot.items()},
    }
    return envelope.close(base64.b64decode(frozen["public_key"]), frozen["election"], value)


def judged(edition: BudgetRound, choices: Any) -> dict[str, tuple[Choice, ...]]:
    """The whole ballot, valid in every pool; InvalidData naming the pool at fault."""
    return judged_by(edition.frozen(), edition.withdrawn, choices)


def judged_by(
    frozen: dict[str, Any], withdrawn: tuple[str, ...], choices: Any
) -> dict[str, tuple[Choice, ...]]:
    """The same by the frozen terms and the projects withdrawn since."""
    if not isinstance(choices, dict):
        raise invalid("choices", "ballot_shape")
    pools = {pool["name"]: pool for pool in frozen["pools"]}
    if any(name not in pools for name in choices):
        raise invalid("choices", "pool_unknown")
    faults, found = [], {}
    for name, given in choices.items():
        try:
            found[name] = _judged_pool(pools[name], given, withdrawn)
        except BallotInvalid as error:
            faults.append(Fault(f"choices.{name}", error.reason))
    if faults:
        raise InvalidData(faults)
    parts = [name for name, chosen in found.items() if chosen and pools[name]["territory"] == "part"]
    limit = frozen["parts"]
    if limit is not None and len(parts) > limit:
        raise InvalidData(Fault(f"choices.{name}", "parts_too_many") for name in parts)
    if not any(found.values()):
        raise invalid("choices", "ballot_empty")
    return found


def _judged_pool(pool: dict[str, Any], given: Any, withdrawn: tuple[str, ...]) -> tuple[Choice, ...]:
    if not isinstance(given, list):
        raise BallotInvalid("ballot_shape", pool["name"])
    kind = check_kind(pool["ballot"])
    assert kind is not None
    costs = {project["id"]: project["cost"] for project in pool["projects"]}
    chosen = judge(kind, pool["name"], costs, pool["amount"], given)
    if any(choice.project in withdrawn for choice in chosen):
        raise BallotInvalid("choice_withdrawn", pool["name"])
    return chosen


def _check_code(election: str, ticket: tickets.Ticket, code: str) -> None:
    if not ticket.code:
        return
    if attempts.tries(election, "code", ticket.nonce, 24 * 60) >= CODE_TRIES:
        raise invalid("code", "code_tries")
    if not tickets.code_fits(ticket, code):
        # Kept although the request fails: guesses are counted.
        with aside() as connection:
            connection.execute(attempts.TRIED_ASIDE, [election, "code", ticket.nonce])
        raise invalid("code", "code_wrong")


def give_pass(edition: BudgetRound, person: Person) -> str:
    """At the office: an official has seen who it is; the resident votes with the pass, unseen, on any device."""
    require(SERVE, edition)
    election = IUUID(edition)
    if "office" not in edition.terms().identity or now() >= edition.terms().phases["voting_to"]:
        raise Blocked([], reason="method_off")
    person, found = checked_tags(election, "office", person)
    if store.has_voted(election, found) and edition.terms().twice == "first":
        raise Blocked([], reason="voted_already")
    signs = "".join(secrets.choice(ALPHABET) for _place in range(12))
    ends = int(edition.terms().phases["voting_to"].timestamp())
    nonce = keyed("budget pass", f"{election}:{signs}")
    ticket = tickets.Ticket(nonce[:16], found, "office", age_band(person), bool(person.guardian), ends)
    sealed = seal("budget pass", nonce.hex(), tickets.written(election, ticket))
    session().execute(
        text(
            "INSERT INTO site.budget_pass (election, pass, sealed, who, ends)"
            " VALUES (:e, :pass, :sealed, :who, to_timestamp(:ends))"
        ),
        {"e": election, "pass": nonce, "sealed": sealed, "who": deed(edition).actor.id, "ends": ends},
    )
    return "-".join(signs[place : place + 4] for place in range(0, 12, 4))


def use_pass(edition: BudgetRound, given: str, net: str = "") -> str:
    """The ticket behind a pass; InvalidData for one never given out."""
    election = _open(edition)
    tag = _net(election, net) or b""
    if tag and attempts.tries(election, "pass", tag, 15) >= PASS_TRIES:
        raise invalid("pass", "code_tries")
    signs = "".join(sign for sign in given.upper() if sign.isalnum())
    nonce = keyed("budget pass", f"{election}:{signs}")
    row = (
        session()
        .execute(
            text("SELECT sealed FROM site.budget_pass WHERE election = :e AND pass = :pass AND ends > now()"),
            {"e": election, "pass": nonce},
        )
        .one_or_none()
    )
    if row is None:
        with aside() as connection:
            connection.execute(attempts.TRIED_ASIDE, [election, "pass", tag])
        raise invalid("pass", "pass_wrong")
    try:
        return unseal("budget pass", nonce.hex(), row.sealed)
    except SealError as error:
        raise invalid("pass", "pass_wrong") from error


class Standing(NamedTuple):
    """What a receipt proves: it waits for its checkpoint, it is in the box, or it is missing from it."""

    state: str
    proof: published.Proof | None = None


def check_receipt(edition: BudgetRound, given: str) -> Standing:
    """Look a receipt up; InvalidData for one that is not of this vote."""
    election = IUUID(edition)
    try:
        number = receipts.read(given, keyed("budget receipts", election), election)
    except receipts.ReceiptWrong as error:
        raise invalid("receipt", error.reason) from error
    committed = receipts.commitment(number)
    found = published.proof(election, committed)
    if found is not None:
        return Standing("in_box", found)
    return Standing("waiting" if published.holds(election, committed) else "missing")


def turnout(edition: BudgetRound) -> list[tuple[date, str, int]]:
    """Voters by day and way of voting; of days that are over, so that nobody can watch an urn."""
    day = polish_today() if now() < edition.terms().phases["voting_to"] else None
    return store.turnout(IUUID(edition), day)


def _open(edition: BudgetRound) -> str:
    if not edition.frozen_json or edition.certified_at is not None:
        raise Blocked([], reason="voting_closed")
    phases = edition.terms().phases
    if not phases["voting_from"] <= now() < phases["voting_to"]:
        raise Blocked([], reason="voting_closed")
    election: str = IUUID(edition)
    return election


def _net(election: str, address: str) -> bytes | None:
    """A tag of the visitor's network (the first three numbers of IPv4, four groups of IPv6)."""
    if not address:
        return None
    part = ":".join(address.split(":")[:4]) if ":" in address else ".".join(address.split(".")[:3])
    return identity.tag(keys.key(election, keys.TAG), f"net|{part}")
