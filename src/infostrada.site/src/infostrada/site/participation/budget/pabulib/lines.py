"""A file as numbered lines of cells; quoted cells may hold semicolons and line breaks."""

from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from infostrada.site.participation.budget.pabulib.faults import Report
from typing import BinaryIO

import io


LONGEST_RECORD = 50  # lines one quoted cell may run over


class Hashing(io.RawIOBase):
    """Passes a stream on and takes its digest on the way."""

    def __init__(self, stream: BinaryIO):
        self.stream = stream
        self.digest = sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


def records(stream: io.RawIOBase, report: Report) -> Iterator[tuple[int, str, list[str] | None]]:
    """Line number, text and, where there are quotation marks, the cells; blank lines are left out.

    Any of the three line ends is one. A record over several lines carries the number of its first.
    """
    buffered = io.BufferedReader(stream, 1 << 18)
    text = io.TextIOWrapper(buffered, encoding="utf-8", errors="surrogateescape", newline=None)
    numbered = _Ahead(enumerate(text, 1))
    blank: list[int] = []
    for number, line in numbered:
        if number == 1 and line.startswith("\ufeff"):
            report.add(1, "byte_order_mark")
            line = line[1:]
        line = line[:-1] if line.endswith("\n") else line
        if not line.isascii() and not line.isprintable():
            line = _decoded(number, line, report)
        if not line or line.isspace():
            blank.append(number)
            continue
        for empty in blank:
            report.add(empty, "blank_line")
        blank.clear()
        if '"' in line:
            yield number, *_quoted(number, line, numbered, report)
        else:
            yield number, line, None


class _Ahead:
    """Numbered lines, of which some may be put back."""

    def __init__(self, lines: Iterator[tuple[int, str]]):
        self.lines = lines
        self.back: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        return self.back.popleft() if self.back else next(self.lines)


def _decoded(number: int, line: str, report: Report) -> str:
    raw = line.encode("utf-8", "surrogateescape")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        report.add(number, "not_utf8")
    return raw.decode("utf-8", "replace")


def _quoted(number: int, line: str, numbered: _Ahead, report: Report) -> tuple[str, list[str]]:
    whole, taken = line, []
    for _ in range(LONGEST_RECORD):
        found = cells(whole)
        if found is not None:
            return whole, found
        following = next(numbered, None)
        if following is None:
            break
        taken.append(following)
        whole += "\n" + following[1].rstrip("\n")
    # No ballot may vanish in a cell that never ends.
    numbered.back.extendleft(reversed(taken))
    report.add(number, "open_quote")
    return line, line.split(";")


def cells(text: str) -> list[str] | None:
    """Cells of a record with quotation marks (RFC 4180 with semicolons); None when one is still open."""
    found: list[str] = []
    at = 0
    while True:
        if text.startswith('"', at):
            value, after = [], at + 1
            while True:
                end = text.find('"', after)
                if end < 0:
                    return None
                value.append(text[after:end])
                if not text.startswith('"', end + 1):
                    break
                value.append('"')
                after = end + 2
            stop = text.find(";", end + 1)
            found.append("".join(value) + text[end + 1 : stop if stop >= 0 else len(text)])
        else:
            stop = text.find(";", at)
            found.append(text[at : stop if stop >= 0 else len(text)])
        if stop < 0:
            return found
        at = stop + 1
