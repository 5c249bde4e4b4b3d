"""Slow down whoever guesses passwords or codes: per account and per address.

Rows hold keyed digests only and go after a day.
"""

from infostrada.core.aside import aside
from infostrada.core.security.keys import keyed
from infostrada.core.sql import reader
from typing import NamedTuple

import math


WINDOW = 15 * 60
# Ten tries serve somebody with caps lock on; an office behind one address has sixty between them.
LIMITS = {"account": 10, "address": 60}

# The newest `limit` failures all within the window: wait until the oldest of them leaves it.
WAIT = """
    SELECT coalesce(max(pause), 0),
        EXISTS (SELECT 1 FROM core.login_failure WHERE key = %(account)s)
    FROM (
        SELECT extract(epoch FROM min(at) - now()) + %(window)s AS pause FROM (
            SELECT at FROM core.login_failure
            WHERE key = %(account)s AND at > now() - make_interval(secs => %(window)s)
            ORDER BY at DESC LIMIT %(account_limit)s) newest
        HAVING count(*) = %(account_limit)s
        UNION ALL
        SELECT extract(epoch FROM min(at) - now()) + %(window)s FROM (
            SELECT at FROM core.login_failure
            WHERE key = %(address)s AND at > now() - make_interval(secs => %(window)s)
            ORDER BY at DESC LIMIT %(address_limit)s) newest
        HAVING count(*) = %(address_limit)s) pauses
"""

FAIL = "INSERT INTO core.login_failure (key) VALUES (%s), (%s)"
FORGET = "DELETE FROM core.login_failure WHERE key = %s"
TIDY = "DELETE FROM core.login_failure WHERE at < now() - interval '1 day'"


class Standing(NamedTuple):
    """`wait`: whole seconds until the next try is heard (0: now); `marked`: the account failed lately."""

    wait: int
    marked: bool


def standing(account: str, address: str) -> Standing:
    """How account and address stand, from committed failures of every process."""
    values = {
        "window": WINDOW,
        "account": _account(account),
        "address": _address(address),
        "account_limit": LIMITS["account"],
        "address_limit": LIMITS["address"],
    }
    with reader() as connection:
        pause, marked = connection.execute(WAIT, values).fetchone() or (0, False)
    return Standing(max(0, math.ceil(pause)), marked)


def failed(account: str, address: str) -> None:
    """Count a failure, whatever becomes of the request."""
    with aside() as connection:
        connection.execute(FAIL, [_account(account), _address(address)])


def succeeded(account: str) -> None:
    """Forget the account's failures; its address keeps its own."""
    with aside() as connection:
        connection.execute(FORGET, [_account(account)])


def tidy() -> None:
    """Delete what no window can reach any more."""
    with aside() as connection:
        connection.execute(TIDY)


def _account(name: str) -> bytes:
    return keyed("account", name.strip().lower())


def _address(address: str) -> bytes:
    return keyed("address", address)
