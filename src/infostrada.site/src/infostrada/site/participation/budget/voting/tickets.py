"""The form's ticket: tags of the person and nothing else, sealed by the installation, carried by the voter.

So nothing about who is voting is kept between the steps, and no page can make a visitor's browser vote: whoever has no
ticket casts nothing.
"""

from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import SealError
from infostrada.core.security.keys import unseal
from infostrada.site.participation.budget.voting.identity import Tags
from typing import Any
from typing import NamedTuple

import base64
import hmac
import json
import secrets
import time


MINUTES = 60
PURPOSE = "budget ticket"


class TicketWrong(ValueError):
    """A ticket of another vote, damaged, or too old."""


class Ticket(NamedTuple):
    """`nonce` is the form's own; `code` the digest of the code sent, empty when there is none."""

    nonce: bytes
    tags: Tags
    method: str
    age: str
    guardian: bool
    ends: int
    code: str = ""


def issue(election: str, tags: Tags, method: str, age: str, guardian: bool, code: str = "") -> str:
    """A ticket for an hour; `code` is what was sent to the phone."""
    nonce = secrets.token_bytes(16)
    return written(
        election,
        Ticket(
            nonce,
            tags,
            method,
            age,
            guardian,
            int(time.time()) + MINUTES * 60,
            _digest(nonce, code) if code else "",
        ),
    )


def written(election: str, ticket: Ticket) -> str:
    """The ticket as the form carries it."""
    value = [
        _b64(ticket.nonce),
        [tag and _b64(tag) for tag in ticket.tags],
        ticket.method,
        ticket.age,
        ticket.guardian,
        ticket.ends,
        ticket.code,
    ]
    return seal(PURPOSE, election, json.dumps(value, separators=(",", ":")))


def read(election: str, text: str) -> Ticket:
    """The ticket; raises TicketWrong."""
    try:
        nonce, tags, method, age, guardian, ends, code = json.loads(unseal(PURPOSE, election, text))
    except (SealError, ValueError) as error:
        raise TicketWrong("ticket") from error
    if ends < time.time():
        raise TicketWrong("ticket")
    found: list[Any] = [tag and base64.b64decode(tag) for tag in tags]
    return Ticket(base64.b64decode(nonce), Tags(*found), method, age, guardian, ends, code)


def code_fits(ticket: Ticket, code: str) -> bool:
    """Is it the code that was sent?"""
    given = "".join(code.split())
    return not ticket.code or hmac.compare_digest(ticket.code, _digest(ticket.nonce, given))


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**6):06d}"


def _digest(nonce: bytes, code: str) -> str:
    return keyed("budget code", f"{nonce.hex()}:{code}").hex()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
