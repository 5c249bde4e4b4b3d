"""Secrets and recovery codes in SQL: no object, catalog or REST service ever holds them.

A secret lies there sealed with the installation's key, a recovery code as its keyed digest: a dump alone opens nothing.
"""

from infostrada.core.aside import aside
from infostrada.core.aside import one
from infostrada.core.security.factor import rules
from infostrada.core.security.keys import is_sealed
from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import SealError
from infostrada.core.security.keys import unseal
from infostrada.core.sql import reader

import logging
import pyotp
import time


logger = logging.getLogger(__name__)

PURPOSE = "second factor"


ENROLLED = "SELECT 1 FROM core.second_factor WHERE account = %s AND confirmed"

# An enrolment begun anew keeps its secret: the phone may have it already.
BEGIN = """
    INSERT INTO core.second_factor (account, secret) VALUES (%s, %s)
    ON CONFLICT (account) DO UPDATE SET account = excluded.account
    RETURNING secret, confirmed
"""

READ = "SELECT secret, last_step FROM core.second_factor WHERE account = %s AND confirmed = %s"

# Whoever comes second with the same code finds the step taken.
USE = """
    UPDATE core.second_factor SET last_step = %(step)s, confirmed = true
    WHERE account = %(account)s AND last_step < %(step)s
"""

ALL = "SELECT account, secret FROM core.second_factor"
SEAL = "UPDATE core.second_factor SET secret = %s WHERE account = %s AND secret = %s"
AFRESH = "UPDATE core.second_factor SET secret = %s WHERE account = %s AND NOT confirmed"

USE_RECOVERY = "DELETE FROM core.recovery_code WHERE account = %s AND digest = %s"
KEEP_RECOVERY = "INSERT INTO core.recovery_code (account, digest) VALUES (%s, %s)"
RESET = "DELETE FROM core.second_factor WHERE account = %s"


def enrolled(account: str) -> bool:
    """Has the account a confirmed second factor?"""
    with reader() as connection:
        return connection.execute(ENROLLED, [account]).fetchone() is not None


def begin(account: str) -> str | None:
    """Secret (base32) to show to the person; None when the account is enrolled already."""
    with aside() as connection:
        fresh = seal(PURPOSE, account, pyotp.random_base32())
        kept, confirmed = one(connection.execute(BEGIN, [account, fresh]))
        if not confirmed and (secret := _opened(account, kept)) is None:
            # Begun under a key that is gone: nobody can go on with it.
            connection.execute(AFRESH, [fresh, account])
            secret = _opened(account, fresh)
    return None if confirmed else secret


def confirm(account: str, given: str) -> list[str] | None:
    """End the enrolment with a first code; returns the recovery codes, shown this once."""
    if not _use_code(account, given, confirmed=False):
        return None
    codes = rules.recovery_codes()
    with aside() as connection, connection.transaction():
        for one in codes:
            connection.execute(KEEP_RECOVERY, [account, _digest(account, one)])
    return codes


def check(account: str, given: str) -> bool:
    """Is it the code of now, or a recovery code? Either is used up by this."""
    if _use_code(account, given, confirmed=True):
        return True
    with aside() as connection:
        used = connection.execute(USE_RECOVERY, [account, _digest(account, given)])
        return used.rowcount == 1


def reset(account: str) -> bool:
    """Take the factor away, recovery codes too; returns whether there was one."""
    with aside() as connection:
        return connection.execute(RESET, [account]).rowcount == 1


def _use_code(account: str, given: str, *, confirmed: bool) -> bool:
    with aside() as connection:
        row = connection.execute(READ, [account, confirmed]).fetchone()
        if row is None:
            return False
        secret = _opened(account, row[0])
        if secret is None:
            return False
        step = rules.matching_step(secret, rules.cleaned(given), time.time(), row[1])
        if step is None:
            return False
        used = connection.execute(USE, {"account": account, "step": step})
        return used.rowcount == 1


def seal_old() -> int:
    """Seal what an earlier version left in the open; returns how many secrets there were."""
    with aside() as connection:
        rows = connection.execute(ALL).fetchall()
        plain = [(account, secret) for account, secret in rows if not is_sealed(secret)]
        for account, secret in plain:
            connection.execute(SEAL, [seal(PURPOSE, account, secret), account, secret])
    return len(plain)


def _opened(account: str, kept: str) -> str | None:
    """The secret itself; None when it was sealed with another key."""
    if not is_sealed(kept):
        return kept
    try:
        return unseal(PURPOSE, account, kept)
    except SealError as error:
        logger.error(
            "%s: is var/secret.key the one of this database? (infostrada second-factor reset)", error
        )
        return None


def _digest(account: str, code: str) -> bytes:
    # 80 random bits need no slow hash; the key keeps a stolen dump from being tried at all.
    return keyed("recovery code", f"{account}\0{rules.cleaned(code)}")
