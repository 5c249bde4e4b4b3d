"""Merkle tree hashing by RFC 6962 (Certificate Transparency), section 2.1, with SHA-256."""

from collections.abc import Sequence

import hashlib


LEAF = b"\x00"
NODE = b"\x01"


def leaf(entry: bytes) -> bytes:
    """Hash of one leaf: SHA-256(0x00 || entry)."""
    return hashlib.sha256(LEAF + entry).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Merkle tree hash of leaf hashes in order; of none, SHA-256 of the empty string."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(NODE + root(leaves[:split]) + root(leaves[split:])).digest()
