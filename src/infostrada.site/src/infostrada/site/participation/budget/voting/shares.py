"""A secret in pieces: any `needed` of them give it back, fewer say nothing (Shamir, "How to share a secret", 1979).

Arithmetic in GF(2^8) with the polynomial of AES (x^8 + x^4 + x^3 + x + 1). A piece is written as `number-hex-check`, so
that a slip of the pen is noticed.
"""

from collections.abc import Iterable

import hashlib
import re
import secrets


def _tables() -> tuple[list[int], list[int]]:
    exp, log = [0] * 510, [0] * 256
    value = 1
    for power in range(255):
        exp[power] = exp[power + 255] = value
        log[value] = power
        value ^= (value << 1) ^ (0x11B if value & 0x80 else 0)
    return exp, log


EXP, LOG = _tables()


class SharesWrong(ValueError):
    """Pieces that do not give a secret; `reason` is a machine word."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def split(secret: bytes, needed: int, given: int) -> list[str]:
    """`given` pieces, any `needed` of which suffice."""
    if not 1 <= needed <= given <= 255:
        raise ValueError("the numbers of pieces make no sense")
    curves = [(byte, *secrets.token_bytes(needed - 1)) for byte in secret]
    return [_written(x, bytes(_at(curve, x) for curve in curves)) for x in range(1, given + 1)]


def join(pieces: Iterable[str], length: int = 32) -> bytes:
    """The secret; raises SharesWrong for pieces miswritten or repeated. Too few give another secret."""
    points: dict[int, bytes] = {}
    for piece in pieces:
        x, values = _read(piece)
        if len(values) != length:
            raise SharesWrong("share_miswritten")
        if x in points:
            raise SharesWrong("share_twice")
        points[x] = values
    if not points:
        raise SharesWrong("share_missing")
    return bytes(_through({x: values[place] for x, values in points.items()}) for place in range(length))


def number_of(piece: str) -> int:
    """Which piece it is; raises SharesWrong for one miswritten."""
    return _read(piece)[0]


def _written(x: int, values: bytes) -> str:
    return f"{x}-{values.hex()}-{_check(x, values)}"


def _read(piece: str) -> tuple[int, bytes]:
    match = re.fullmatch(r"(\d{1,3})-((?:[0-9a-f]{2})+)-([0-9a-f]{6})", "".join(piece.lower().split()))
    if match is None or not 1 <= int(match[1]) <= 255:
        raise SharesWrong("share_miswritten")
    x, values = int(match[1]), bytes.fromhex(match[2])
    if _check(x, values) != match[3]:
        raise SharesWrong("share_miswritten")
    return x, values


def _check(x: int, values: bytes) -> str:
    return hashlib.sha256(bytes([x]) + values).hexdigest()[:6]


def _times(a: int, b: int) -> int:
    return EXP[LOG[a] + LOG[b]] if a and b else 0


def _at(curve: tuple[int, ...], x: int) -> int:
    value = 0
    for coefficient in reversed(curve):
        value = _times(value, x) ^ coefficient
    return value


def _through(points: dict[int, int]) -> int:
    """The curve's value at 0 (Lagrange)."""
    total = 0
    for x, y in points.items():
        factor = 1
        for other in points:
            if other != x:
                factor = _times(factor, EXP[(LOG[other] - LOG[other ^ x]) % 255])
        total ^= _times(y, factor)
    return total
