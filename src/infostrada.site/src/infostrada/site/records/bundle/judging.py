"""What speaks against one line of a bundle, whatever stands in the others."""

from collections.abc import Iterator
from infostrada.site.records.archive.rules import parse as parse_category
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.archive import BundleRefused
from infostrada.site.records.bundle.codec import BadValueError
from infostrada.site.records.bundle.codec import Decoder
from infostrada.site.records.bundle.codec import File
from infostrada.site.records.bundle.codec import UID
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.bundle.target import PlacelessError
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse as parse_sign
from typing import Any

import re
import sqlite3


# Identifiers as this platform gives them: they are names in addresses too, so no others are kept.
OURS = re.compile(r"[0-9a-f]{32}")


class Judge:
    """Reads lines as values and says why one is refused."""

    def __init__(self, bundle: Bundle, target: Target, seen: sqlite3.Connection) -> None:
        self.bundle = bundle
        self.target = target
        self.seen = seen
        # Files that lines name; whether their bytes are right once they were read.
        seen.execute("CREATE TABLE file (digest TEXT PRIMARY KEY, right INT) WITHOUT ROWID")
        self.files: list[File] = []
        self.decoder = Decoder(target.uid, self._file)

    def read(self, kind: str, data: Any) -> tuple[dict[str, Any], str, str]:
        """The members of a line, and reason and detail of what is wrong with it (both empty when nothing is)."""
        self.files = []
        try:
            shown = self.decoder.members(KINDS[kind].shape, data)
        except BadValueError as error:
            return {}, error.reason, error.path
        return shown, *next(self._faults(kind, shown), ("", ""))

    def _file(self, file: File) -> File:
        self.files.append(file)
        self.seen.execute("INSERT OR IGNORE INTO file VALUES (?, NULL)", (file.sha256,))
        return file

    def _faults(self, kind: str, shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
        yield from ((reason, file.sha256) for file in self.files if (reason := self._lie(file)))
        if kind == "metryka" or kind in REGISTERS:
            return
        if not re.fullmatch(UID, shown["uid"]):
            yield "uid_wrong", shown["uid"][:80]
        elif self.target.uids == "keep" and not OURS.fullmatch(shown["uid"]):
            yield "uid_only_mapped", shown["uid"][:80]
        if kind == "cases":
            yield from self._against_case(shown)

    def _against_case(self, shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if shown["category"] and not _is_category(shown["category"]):
            yield "category_unknown", shown["category"][:80]
        if shown["sign"] is not None and not _is_sign(shown["sign"]):
            yield "sign_malformed", str(shown["sign"])[:80]
        try:
            self.target.place(shown)
        except PlacelessError as error:
            yield error.reason, error.detail

    def _lie(self, file: File) -> str:
        """Why the bytes of a file are not what the line tells; they are read once, however many lines name them."""
        if file.gone:
            return ""
        if not self.bundle.has(file.sha256):
            return "file_absent"
        if self.bundle.size(file.sha256) != file.size:
            return "file_wrong"
        (right,) = self.seen.execute("SELECT right FROM file WHERE digest = ?", (file.sha256,)).fetchone()
        if right is None:
            right = self._right(file.sha256)
            self.seen.execute("UPDATE file SET right = ? WHERE digest = ?", (right, file.sha256))
        return "" if right else "digest_wrong"

    def _right(self, digest: str) -> bool:
        try:
            return self.bundle.right(digest)
        except BundleRefused:
            return False

    def unnamed(self) -> Iterator[str]:
        """Digests of files that no line names."""
        for digest in self.bundle.digests():
            if self.seen.execute("SELECT 1 FROM file WHERE digest = ?", (digest,)).fetchone() is None:
                yield digest


def _is_category(text: str) -> bool:
    try:
        parse_category(text)
    except ValueError:
        return False
    return True


def _is_sign(sign: Any) -> bool:
    try:
        return str(parse_sign(str(sign))) == str(sign)
    except BadSignError:
        return False
