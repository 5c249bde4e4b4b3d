"""Receipts: they prove that a ballot lies in the box, and nothing about what it says.

A receipt is 128 random bits with a check made with the installation's key, in the alphabet of RFC 4648 (base32). The box
is published as Merkle trees (RFC 6962, section 2.1), one for each checkpoint; checkpoints are chained.
"""

from collections.abc import Sequence
from infostrada.core.journal.merkle import leaf
from infostrada.core.journal.merkle import NODE
from infostrada.core.journal.merkle import root
from typing import NamedTuple

import base64
import hashlib
import hmac
import re


CODE_BYTES, CHECK_BYTES = 16, 4
GROUP = 4


class ReceiptWrong(ValueError):
    """Not a receipt of this vote; `reason` is a machine word."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Step(NamedTuple):
    """A node of the proof and the side it stands on."""

    side: str
    hash: bytes


def written(code: bytes, key: bytes, election: str) -> str:
    """The receipt as the voter gets it, in groups of four signs."""
    text = base64.b32encode(code + _check(code, key, election)).decode()
    return "-".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def read(text: str, key: bytes, election: str) -> bytes:
    """The code; raises ReceiptWrong for one cut short, miswritten, forged, or of another vote."""
    signs = re.sub(r"[\s-]", "", text).upper().replace("0", "O").replace("1", "I")
    if len(signs) != (CODE_BYTES + CHECK_BYTES) * 8 // 5:
        raise ReceiptWrong("receipt_length")
    try:
        data = base64.b32decode(signs)
    except ValueError as error:
        raise ReceiptWrong("receipt_signs") from error
    code, check = data[:CODE_BYTES], data[CODE_BYTES:]
    if not hmac.compare_digest(check, _check(code, key, election)):
        raise ReceiptWrong("receipt_forged")
    return code


def commitment(code: bytes) -> bytes:
    """What is published of a receipt."""
    return hashlib.sha256(b"infostrada receipt\0" + code).digest()


def entry(commitment: bytes, envelope: bytes) -> bytes:
    """Hash of the leaf: the receipt together with the envelope it acknowledges."""
    return leaf(commitment + hashlib.sha256(envelope).digest())


def chained(previous: bytes, number: int, tree: bytes, size: int) -> bytes:
    """Hash of a checkpoint, over everything before it."""
    return hashlib.sha256(previous + number.to_bytes(8, "big") + size.to_bytes(8, "big") + tree).digest()


def path(leaves: Sequence[bytes], place: int) -> list[Step]:
    """The audit path of a leaf (RFC 6962, section 2.1.1), from the leaf upwards."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if place < split:
        return [*path(leaves[:split], place), Step("right", root(leaves[split:]))]
    return [*path(leaves[split:], place - split), Step("left", root(leaves[:split]))]


def climb(entry: bytes, steps: Sequence[Step]) -> bytes:
    """The root a path leads to; whoever checks compares it with the published one."""
    for step in steps:
        pair = step.hash + entry if step.side == "left" else entry + step.hash
        entry = hashlib.sha256(NODE + pair).digest()
    return entry


def _check(code: bytes, key: bytes, election: str) -> bytes:
    return hmac.new(key, b"receipt\0" + election.encode() + b"\0" + code, hashlib.sha256).digest()[
        :CHECK_BYTES
    ]
