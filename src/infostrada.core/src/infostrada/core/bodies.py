"""The body of a request, whatever its size: JSON read in pieces, the files in it laid aside on the disk.

A file in JSON is one long text of base64 under the name `data`. Read as a whole, a file of 200 MB takes a gigabyte of
memory before anybody has looked at it; here its bytes go to a temporary file while the rest of the JSON is read.
"""

from binascii import a2b_base64
from binascii import Error as NotBase64Error
from collections.abc import Iterator
from infostrada.core.errors import BadRequest
from infostrada.core.errors import TooLarge
from infostrada.core.errors import UNREADABLE
from tempfile import SpooledTemporaryFile
from typing import Any
from typing import IO
from zope.annotation.interfaces import IAnnotations

import json
import re
import secrets


CHUNK = 1 << 18
# A text under `data` longer than this is taken for a file, and a file above this lies on the disk.
LONG = 1 << 16
# Bytes of JSON without its files.
MOST = 32_000_000
_READ = "infostrada.core.body"
_END = re.compile(rb'["\\]')
_COLON = re.compile(rb"\s*:\s*\Z")


class TooMuchError(ValueError):
    """More JSON than anybody needs, its files not counted."""


class LaidAside:
    """A file that stood in the JSON; `file` is open at its beginning, None when the text is no base64."""

    def __init__(self) -> None:
        self.file: IO[bytes] | None = SpooledTemporaryFile(LONG)  # noqa: SIM115 - ends with the request
        self._rest, self._ended = b"", False

    def add(self, text: bytes) -> None:
        """A piece of the text."""
        if self.file is None:
            return
        given = self._rest + text
        whole = len(given) // 4 * 4
        self._rest = given[whole:]
        try:
            if (whole and self._ended) or given.count(b"=", 0, whole) > 2:
                raise NotBase64Error("more than the padding")
            self.file.write(a2b_base64(given[:whole], strict_mode=True))
            self._ended = self._ended or given[:whole].endswith(b"=")
        except (NotBase64Error, ValueError):
            self.drop()

    def close(self) -> None:
        """The text is over."""
        if self._rest:
            self.drop()
        if self.file is not None:
            self.file.seek(0)

    def drop(self) -> None:
        """Keep nothing of what is no file."""
        if self.file is not None:
            self.file.close()
        self.file = None


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream from its beginning; it can be read again afterwards where it can be moved in."""
    if stream.seekable():
        stream.seek(0)
    yield from iter(lambda: stream.read(CHUNK), b"")
    if stream.seekable():
        stream.seek(0)


def body_of(request: Any) -> dict[str, Any]:
    """The JSON object sent with a request, read once; BadRequest for anything else, TooLarge for more than is read."""
    kept = IAnnotations(request)
    if _READ not in kept:
        kept[_READ] = _object_of(request.get("BODYFILE"))
    found: dict[str, Any] = kept[_READ]
    return found


def _object_of(stream: IO[bytes] | None) -> dict[str, Any]:
    try:
        found = {} if stream is None else read_json(stream)
    except TooMuchError as error:
        raise TooLarge() from error
    except ValueError as error:
        raise BadRequest(UNREADABLE, reason="json_unreadable") from error
    if not isinstance(found, dict):
        raise BadRequest(UNREADABLE, reason="json_unreadable")
    return found


def read_json(stream: IO[bytes]) -> Any:
    """The JSON of a stream, with `LaidAside` for every long text under `data`. Raises ValueError for anything else."""
    reading = _Reading()
    parts = pieces(stream)
    first = next(parts, b"")
    if json.detect_encoding(first) not in ("utf-8", "utf-8-sig"):
        return json.loads(_bounded(first, parts))
    reading.feed(first)
    for part in parts:
        reading.feed(part)
    return reading.value()


def _bounded(first: bytes, parts: Iterator[bytes]) -> bytes:
    found = bytearray(first)
    for part in parts:
        found += part
        if len(found) > MOST:
            raise TooMuchError("more JSON than is read")
    return bytes(found)


class _Reading:
    """Goes through the bytes once; keeps what is no file."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._mark = secrets.token_hex(16)
        self._aside: list[LaidAside] = []
        # Where the text begins that is being read, and the one before it begins and ends, as places in what is kept.
        self._begun: int | None = None
        self._before = (0, 0)
        self._open: LaidAside | None = None
        self._escaped = False

    def feed(self, part: bytes) -> None:
        """The next bytes."""
        at = 0
        while at < len(part):
            if self._escaped:
                self._escape(part[at : at + 1])
                at += 1
            elif self._begun is None:
                at = self._outside(part, at)
            else:
                at = self._inside(part, at)
        if len(self._kept) > MOST:
            raise TooMuchError("more JSON than is read")

    def value(self) -> Any:
        """What was read."""
        try:
            return json.loads(bytes(self._kept) or b"{}", object_hook=self._with_files)
        except RecursionError as error:
            raise ValueError("nested too deep") from error

    def _outside(self, part: bytes, at: int) -> int:
        quote = part.find(b'"', at)
        end = len(part) if quote < 0 else quote + 1
        self._kept += part[at:end]
        if quote >= 0:
            self._begun = len(self._kept)
        return end

    def _inside(self, part: bytes, at: int) -> int:
        found = _END.search(part, at)
        end = len(part) if found is None else found.start()
        self._take(part[at:end])
        if found is None:
            return end
        if found[0] == b"\\":
            self._escaped = True
        else:
            self._close()
        return end + 1

    def _escape(self, char: bytes) -> None:
        """Programs may write the slash of base64 as `\\/`; nothing else of base64 is ever escaped."""
        self._escaped = False
        if self._open is None:
            self._take(b"\\" + char)
        elif char == b"/":
            self._open.add(char)
        else:
            self._open.drop()

    def _take(self, text: bytes) -> None:
        if self._open is not None:
            self._open.add(text)
            return
        self._kept += text
        begun = self._begun or 0
        if len(self._kept) - begun > LONG and self._is_data():
            self._open = LaidAside()
            self._open.add(bytes(self._kept[begun:]).replace(b"\\/", b"/"))
            del self._kept[begun:]

    def _is_data(self) -> bool:
        start, end = self._before
        between = self._kept[end + 1 : (self._begun or 0) - 1]
        return self._kept[start:end] == b"data" and _COLON.match(between) is not None

    def _close(self) -> None:
        begun = self._begun or 0
        if self._open is not None:
            self._open.close()
            self._kept += f"{self._mark}:{len(self._aside)}".encode()
            self._aside.append(self._open)
            self._open = None
        self._before = (begun, len(self._kept))
        self._kept += b'"'
        self._begun = None

    def _with_files(self, members: dict[str, Any]) -> dict[str, Any]:
        said = members.get("data")
        if self._aside and isinstance(said, str) and said.startswith(self._mark):
            return {**members, "data": self._aside[int(said.rpartition(":")[2])]}
        return members
