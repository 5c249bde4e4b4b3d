"""The archive of a bundle: written in one pass, read with bounds, unpacked nowhere.

A ZIP file (ZIP64) with `records/<kind>.jsonl`, `schemas/<kind>.schema.json`, `files/<SHA-256>` and,
last, `manifest.json` with counts and digests.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.damage import ZIP_DAMAGE
from infostrada.core.errors import Problem
from infostrada.site import _
from infostrada.site.records.bundle.codec import schema
from infostrada.site.records.bundle.model import FORMAT
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.model import VERSION
from typing import Any
from typing import BinaryIO

import hashlib
import json
import re
import stat
import zipfile


CHUNK = 1 << 20
MOST_MEMBERS = 5_000_000
LARGEST_FILE = 2 * 10**9
LARGEST_TOTAL = 10**12
LARGEST_LINE = 20_000_000
LARGEST_RATIO = 500
LARGEST_MANIFEST = 1_000_000
STAMP = (1980, 1, 1, 0, 0, 0)
SCHEMA_ID = "urn:infostrada:records:{version}:{name}"
# Folders as packing programs write them; nothing else may end in a slash.
FOLDER = re.compile(r"(schemas|records|files)/")
NAME = re.compile(r"manifest\.json|schemas/[a-z]+\.schema\.json|records/[a-z]+\.jsonl|files/[0-9a-f]{64}")


class BundleRefused(Problem):
    """A bundle that is not even looked into; `reason` is a machine word, `field` the member."""

    status = 400
    reason = "bundle_broken"
    default = _("This file is not a bundle of records, or it is damaged.")

    def __init__(self, reason: str, member: str = "") -> None:
        super().__init__(field=member or None, reason=reason)


class Writer:
    """Writes a bundle: kinds of lines first, then files, the manifest last."""

    def __init__(self, out: BinaryIO) -> None:
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.members: dict[str, dict[str, Any]] = {}
        self.files = 0
        self.bytes = 0

    def schemas(self) -> None:
        """The schema of each kind of line."""
        for name, data in schema_files():
            self._put(f"schemas/{name}", data)

    def lines(self, kind: str, lines: Iterable[dict[str, Any]]) -> None:
        """All lines of a kind."""
        digest, count = hashlib.sha256(), 0
        with self.zip.open(_info(f"records/{kind}.jsonl"), "w", force_zip64=True) as member:
            for line in lines:
                data = (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode()
                digest.update(data)
                member.write(data)
                count += 1
        self.members[kind] = {"lines": count, "sha256": digest.hexdigest()}

    def file(self, digest: str, opened: Any) -> None:
        """A file under its digest; ValueError when its bytes have another."""
        found = hashlib.sha256()
        with self.zip.open(_info(f"files/{digest}"), "w", force_zip64=True) as member:
            while chunk := opened.read(CHUNK):
                found.update(chunk)
                self.bytes += len(chunk)
                member.write(chunk)
        if found.hexdigest() != digest:
            raise ValueError(f"a file is not what it was: {digest}")
        self.files += 1

    def end(self, **more: Any) -> dict[str, Any]:
        """The manifest; `content` is one digest over all lines, the same wherever they come from."""
        lines = "".join(f"{name} {member['sha256']}\n" for name, member in sorted(self.members.items()))
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            **more,
            "content": hashlib.sha256(lines.encode()).hexdigest(),
            "members": self.members,
            "files": self.files,
            "bytes": self.bytes,
        }
        self._put("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2).encode())
        self.zip.close()
        return manifest

    def _put(self, name: str, data: bytes) -> None:
        self.zip.writestr(_info(name), data)


def schema_files() -> Iterator[tuple[str, bytes]]:
    """Name and text of the schema of each kind of line."""
    for kind in KINDS.values():
        told = schema(kind.shape, kind.title, SCHEMA_ID.format(version=VERSION, name=kind.name))
        yield f"{kind.name}.schema.json", json.dumps(told, indent=2, ensure_ascii=False).encode()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


class Bundle:
    """A bundle from anywhere; `open_bundle` makes one."""

    def __init__(self, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        self.archive = archive
        self.manifest = manifest

    def lines(self, kind: str) -> Iterator[tuple[int, Any, str]]:
        """Number, value and fault (a machine word, or empty) of each line; unread lines are no memory."""
        name = f"records/{kind}.jsonl"
        if name not in self.archive.NameToInfo:
            return
        with _reading(name), self.archive.open(name) as member:
            number = 0
            while line := member.readline(LARGEST_LINE + 1):
                number += 1
                if len(line) > LARGEST_LINE:
                    raise BundleRefused("line_too_long", f"{name}:{number}")
                if not line.strip():
                    continue
                try:
                    yield number, json.loads(line), ""
                except (ValueError, RecursionError):
                    yield number, None, "json_broken"

    def kinds(self) -> Iterator[str]:
        """Kinds of lines by the names in the archive, also those the format does not know."""
        for name in self.archive.NameToInfo:
            if name.startswith("records/") and name.endswith(".jsonl"):
                yield name.removeprefix("records/").removesuffix(".jsonl")

    def has(self, digest: str) -> bool:
        """Are the bytes with this digest in the bundle?"""
        return f"files/{digest}" in self.archive.NameToInfo

    def size(self, digest: str) -> int:
        """Bytes of a file by the archive's own directory."""
        return self.archive.NameToInfo[f"files/{digest}"].file_size

    @contextmanager
    def opened(self, digest: str) -> Iterator[Any]:
        """A file to read from."""
        name = f"files/{digest}"
        with _reading(name), self.archive.open(name) as member:
            yield member

    def digests(self) -> Iterator[str]:
        """Digests of the files by their names."""
        for name in self.archive.NameToInfo:
            if name.startswith("files/") and not name.endswith("/"):
                yield name.removeprefix("files/")

    def right(self, digest: str) -> bool:
        """Have the bytes the digest they are called by?"""
        found = hashlib.sha256()
        with self.opened(digest) as member:
            while chunk := member.read(CHUNK):
                found.update(chunk)
        return found.hexdigest() == digest


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except ZIP_DAMAGE as error:
        raise BundleRefused("bundle_broken", name) from error


def open_bundle(file: BinaryIO) -> Bundle:
    """The bundle in a file; raises `BundleRefused` for a hostile or foreign archive.

    Nothing is ever written under a name of the archive. Refused: names that are not a bundle's, names
    twice, links, encryption, implausible compression, more than can be meant.
    """
    with _reading("archive"):
        archive = zipfile.ZipFile(file)
    seen: set[str] = set()
    total = 0
    if len(archive.infolist()) > MOST_MEMBERS:
        raise BundleRefused("too_many_members")
    for info in archive.infolist():
        _checked(info)
        if info.filename in seen:
            raise BundleRefused("name_doubled", info.filename)
        seen.add(info.filename)
        total += info.file_size
    if total > LARGEST_TOTAL:
        raise BundleRefused("archive_too_large")
    return Bundle(archive, _manifest(archive))


def _checked(info: zipfile.ZipInfo) -> None:
    name, kind = info.filename, stat.S_IFMT(info.external_attr >> 16)
    if FOLDER.fullmatch(name) and not info.file_size:
        return
    if not NAME.fullmatch(name):
        raise BundleRefused("name_unsafe", name[:200])
    if kind and not stat.S_ISREG(kind):
        raise BundleRefused("link_or_device", name)
    if info.flag_bits & 1:
        raise BundleRefused("encrypted", name)
    if info.file_size > LARGEST_RATIO * info.compress_size + CHUNK:
        raise BundleRefused("bomb", name)
    if name.startswith("files/") and info.file_size > LARGEST_FILE:
        raise BundleRefused("archive_too_large", name)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    info = archive.NameToInfo.get("manifest.json")
    if info is None or info.file_size > LARGEST_MANIFEST:
        raise BundleRefused("bundle_manifest", "manifest.json")
    with _reading("manifest.json"):
        data = archive.read(info)
    try:
        manifest = json.loads(data)
    except ValueError as error:
        raise BundleRefused("json_broken", "manifest.json") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BundleRefused("bundle_manifest", "manifest.json")
    if manifest.get("version") != VERSION:
        raise BundleRefused("version_unknown", "manifest.json")
    return manifest
