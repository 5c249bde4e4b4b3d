"""A ballot in an envelope only the commission can open.

X25519 (RFC 7748) with a fresh key for each envelope, HKDF-SHA-256 (RFC 5869), AES-256-GCM. The opening key is made of two
halves: the commission's secret, kept in pieces by its members, and the server's, kept in a file outside of database and
backup. Whoever reads rows, dumps or write-ahead logs during the vote sees envelopes of equal size; once the server's half
is destroyed after certification, no copy of them can be opened, not even by all members together.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing import Any

import hashlib
import json


BLOCK = 512
NONCE = bytes(12)


class EnvelopeDamaged(ValueError):
    """An envelope that does not open with this key."""


def opening_key(secret: bytes, half: bytes) -> X25519PrivateKey:
    """The key of both halves."""
    return X25519PrivateKey.from_private_bytes(
        hashlib.sha256(b"infostrada ballot key\0" + secret + half).digest()
    )


def public_bytes(key: X25519PrivateKey) -> bytes:
    """What envelopes are closed with; 32 bytes."""
    return key.public_key().public_bytes_raw()


def close(public: bytes, election: str, value: Any) -> bytes:
    """Put a JSON value into an envelope; its length says nothing of the choice."""
    plain = json.dumps(value, separators=(",", ":")).encode()
    plain += b" " * (-len(plain) % BLOCK)
    fresh = X25519PrivateKey.generate()
    head = fresh.public_key().public_bytes_raw()
    cipher = _cipher(fresh.exchange(X25519PublicKey.from_public_bytes(public)), head, public)
    return head + cipher.encrypt(NONCE, plain, election.encode())


def open_envelope(key: X25519PrivateKey, election: str, envelope: bytes) -> Any:
    """The value; raises EnvelopeDamaged for another key, another election, or damage."""
    head, sealed = envelope[:32], envelope[32:]
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(head))
        return json.loads(_cipher(shared, head, public_bytes(key)).decrypt(NONCE, sealed, election.encode()))
    except (InvalidTag, ValueError) as error:
        raise EnvelopeDamaged("the envelope does not open") from error


def _cipher(shared: bytes, head: bytes, public: bytes) -> AESGCM:
    """Each envelope has a key of its own, so the nonce may stand still."""
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"infostrada ballot\0" + head + public).derive(shared))
