"""What lies in a `winmail.dat`: Outlook and Exchange put attachments there for readers they take for their own.

Source: [MS-OXTNEF] 2.1 (attributes), [MS-OXCDATA] 2.11 (types of properties). Only names and contents of attachments are
read; what cannot be read ends the reading, which then says so, and the `winmail.dat` itself is kept in any case.
"""

from collections.abc import Iterator
from infostrada.core.filetext import decoded
from typing import NamedTuple

import struct


SIGNATURE = 0x223E9F78
NEXT_FILE, TITLE, CONTENT, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
LONG_NAME, DISPLAY_NAME, DATA = 0x3707, 0x3001, 0x3701
SHORT_VALUES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4,
                0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8, 0x0048: 16}  # fmt: skip
LONG_VALUES = frozenset([0x000D, 0x001E, 0x001F, 0x0102])
ANSI, UNICODE, SEVERAL = 0x001E, 0x001F, 0x1000
MOST, DEEPEST, INTERFACE = 500, 5, 16
# What programs put behind the last attribute.
FILLING = b"\0\r\n"
DAMAGE = (struct.error, ValueError, IndexError)


class Inside(NamedTuple):
    """An attachment: the name Outlook shows and its bytes."""

    name: str
    data: bytes


class Read(NamedTuple):
    """What was read; `whole` when nothing was left out behind a damage."""

    files: list[Inside]
    whole: bool


def is_tnef(data: bytes) -> bool:
    """Does a stream of TNEF begin here?"""
    return data.startswith(struct.pack("<I", SIGNATURE))


def read(data: bytes, depth: int = 0) -> Read:
    """Attachments of a TNEF stream, those of messages inside it too."""
    found: list[Inside] = []
    whole = True
    try:
        for one in _files(data):
            if is_tnef(one.data[INTERFACE:]) and depth < DEEPEST:
                deeper = read(one.data[INTERFACE:], depth + 1)
                found += deeper.files
                whole = whole and deeper.whole
            elif one.data:
                found.append(one)
            if len(found) >= MOST:
                return Read(found, whole=False)
    except DAMAGE:
        whole = False
    return Read(found, whole)


def _files(data: bytes) -> Iterator[Inside]:
    name, content, begun = "", b"", False
    try:
        for kind, value in _attributes(data):
            if kind == NEXT_FILE:
                if begun:
                    yield Inside(name, content)
                name, content, begun = "", b"", True
            elif kind == TITLE:
                name = name or decoded(value.rstrip(b"\0"))
            elif kind == CONTENT:
                content = value
            elif kind == PROPERTIES:
                told = dict(_properties(value))
                long = told.get(LONG_NAME) or told.get(DISPLAY_NAME)
                name, content = str(long or name), bytes(told.get(DATA) or content)  # type: ignore[arg-type]
    except DAMAGE:
        if begun:
            yield Inside(name, content)
        raise
    if begun:
        yield Inside(name, content)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) < 6 or not is_tnef(data):
        raise ValueError("no stream of TNEF")
    at = 6
    while data[at:].strip(FILLING):
        _level, kind, length = struct.unpack_from("<BII", data, at)
        begun = at + 9
        yield kind, data[begun : begun + length]
        at = begun + length + 2
        if at > len(data):
            raise ValueError("an attribute that is cut off")


def _properties(data: bytes) -> Iterator[tuple[int, str | bytes]]:
    """Texts and binaries among the properties; the others are stepped over."""
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _each in range(min(count, MOST)):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= 0x8000:
            at = _past_name(data, at)
        several, kind = bool(kind & SEVERAL), kind & ~SEVERAL
        if kind in SHORT_VALUES and not several:
            at += SHORT_VALUES[kind]
            continue
        (values,) = struct.unpack_from("<I", data, at)
        at += 4
        if kind in SHORT_VALUES:
            at += values * SHORT_VALUES[kind]
            continue
        if kind not in LONG_VALUES:
            raise ValueError("a property of an unknown type")
        for _value in range(min(values, MOST)):
            (length,) = struct.unpack_from("<I", data, at)
            yield name, _value_of(kind, data[at + 4 : at + 4 + length])
            if at + 4 + length > len(data):
                raise ValueError("a property that is cut off")
            at += 4 + _padded(length)


def _value_of(kind: int, value: bytes) -> str | bytes:
    if kind == UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return decoded(value.rstrip(b"\0")) if kind == ANSI else value


def _past_name(data: bytes, at: int) -> int:
    """Behind the name of a named property: a number, or a text with its length."""
    (by_text,) = struct.unpack_from("<I", data, at + 16)
    if not by_text:
        return at + 24
    (length,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + _padded(length)


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
