"""The canonical form of a journal row and its digest.

The form follows RFC 8785 (JSON Canonicalization Scheme) for the values a row may hold: objects with keys in
the order of their UTF-16 code units, no spaces, UTF-8, integers. Fractions are refused: their text would
depend on who wrote it, and PostgreSQL's ``jsonb`` keeps numbers in a form of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from uuid import UUID

import hashlib
import json


# RFC 8785 rests on IEEE 754 numbers: larger integers have no canonical text.
LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Entry:
    """One journal row as it is hashed; `unit` and `uid` are empty when there is none."""

    key: UUID
    unit: str
    moment: datetime
    actor: str
    action: str
    uid: str
    data: Mapping[str, object]

    def digest(self) -> bytes:
        """SHA-256 (32 bytes) of the canonical form."""
        return hashlib.sha256(canonical(self.fields())).digest()

    def fields(self) -> dict[str, object]:
        """What the digest covers."""
        return {
            "action": self.action,
            "actor": self.actor,
            "data": dict(self.data),
            "key": str(self.key),
            "moment": self.moment.astimezone(UTC).isoformat(timespec="microseconds"),
            "uid": self.uid,
            "unit": self.unit,
        }


def canonical(value: object) -> bytes:
    """RFC 8785 text of `value` in UTF-8; raises `TypeError` or `ValueError` for what has no such text."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8"
    )


def _ordered(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("A journal row cannot hold the character NUL")
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is beyond the integers JSON carries exactly")
        return value
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    raise TypeError(f"A journal row cannot hold {type(value).__name__}: use text or integers")


def _utf16(key: object) -> bytes:
    if not isinstance(key, str):
        raise TypeError("A journal row's keys are text")
    return key.encode("utf-16-be")
