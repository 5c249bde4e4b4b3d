"""Codes and recovery codes. Pure."""

import hmac
import pyotp
import secrets


STEP = 30
DIGITS = 6
# One step of clock drift either way, as RFC 6238, section 5.2, recommends.
DRIFT = 1
RECOVERY_CODES = 10


def code(secret: str, step: int) -> str:
    """The code of one time step for a base32 secret: HOTP (RFC 4226) over SHA-1, six digits."""
    return pyotp.HOTP(secret, digits=DIGITS).at(step)


def matching_step(secret: str, given: str, now: float, last_step: int) -> int | None:
    """The time step `given` belongs to, if it is near `now` (seconds) and later than the last one used.

    A code that was used once, or an earlier one, is never right again (RFC 6238, section 5.2).
    """
    current = int(now) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > last_step and hmac.compare_digest(code(secret, step), given):
            return step
    return None


def cleaned(text: str) -> str:
    """A code as typed, without the spaces and dashes people put in."""
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum()).upper()


def recovery_codes() -> list[str]:
    """Ten codes for the day the phone is lost: 80 random bits each, in groups of four."""
    return ["-".join(_groups(secrets.token_hex(10).upper())) for _ in range(RECOVERY_CODES)]


def _groups(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]
