"""A tar or zip file from a stranger, read without unpacking it anywhere."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.damage import ZIP_DAMAGE
from infostrada.site.records.archive.package.xml import Finding
from typing import Any
from typing import BinaryIO
from typing import NamedTuple

import io
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib


MOST_MEMBERS = 200_000
LARGEST_TOTAL = 200 * 10**9
LARGEST_RATIO = 200
LONGEST_NAME = 1_000
CHUNK = 1 << 20
KEPT = 5_000_001
UNICODE_PATH, UNIX = 0x7075, 3
# gzip, bzip2, xz, Zstandard, 7-Zip, RAR: a package is not packed once more.
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!")


class Member(NamedTuple):
    """A file of the package: its name, size and the beginning of its content."""

    name: str
    size: int
    head: bytes


class RefusedArchiveError(Exception):
    """An archive that is not even looked into; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.reason)
        self.finding = finding


def _refuse(where: str, reason: str, detail: str = "") -> RefusedArchiveError:
    return RefusedArchiveError(Finding(where, reason, detail))


def members(file: BinaryIO, name: str) -> Iterator[Member]:
    """The files of an archive in its order; raises `RefusedArchiveError` for a hostile one.

    Refused: other formats, compressed tar, links and devices, names that lead out of the package
    or are no UTF-8, names that occur twice, encrypted or implausibly compressed members. A `./` before
    the names, as tar writes for a folder packed from within, is no part of them.
    """
    head = file.read(tarfile.BLOCKSIZE)
    file.seek(0)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        found = _zip(file, name)
    elif is_tar(head):
        found = _tar(file, name)
    elif head.startswith(COMPRESSED):
        raise _refuse(name, "archive_compressed")
    else:
        raise _refuse(name, "not_an_archive")
    seen: set[str] = set()
    total = 0
    for member in found:
        _check_name(member.name, name)
        key = unicodedata.normalize("NFC", member.name).casefold()
        if key in seen:
            raise _refuse(member.name, "name_doubled")
        seen.add(key)
        total += member.size
        if len(seen) > MOST_MEMBERS:
            raise _refuse(name, "too_many_members", str(MOST_MEMBERS))
        if total > LARGEST_TOTAL:
            raise _refuse(name, "archive_too_large", str(LARGEST_TOTAL))
        yield member


@contextmanager
def opened(file: BinaryIO) -> Iterator[Callable[[str], Any]]:
    """How to open a file of an archive by the name `members` gives it; for one that `members` has read through."""
    head = file.read(tarfile.BLOCKSIZE)
    file.seek(0)
    if is_tar(head):
        with tarfile.open(fileobj=file, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            held = {_bare(info.name): info for info in archive}
            yield lambda name: archive.extractfile(held[name])
        return
    with zipfile.ZipFile(file) as zipped:
        named = {_bare(_utf8(info)): info for info in zipped.infolist()}
        yield lambda name: zipped.open(named[name])


def is_tar(head: bytes) -> bool:
    """The first block of a tar: of ustar, pax and GNU by their mark, of the oldest by its checksum, of an empty one."""
    if head[257:262] == b"ustar":
        return True
    if len(head) < tarfile.BLOCKSIZE:
        return False
    return not any(head) or sum(head[:148]) + 8 * 32 + sum(head[156:]) == _octal(head[148:156])


def _octal(field: bytes) -> int:
    try:
        return int(field.strip(b"\0 "), 8)
    except ValueError:
        return -1


def _bare(name: str) -> str:
    """The name of a member without `./` before it and `/` behind."""
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name.rstrip("/")


def _check_folder(name: str, archive: str) -> None:
    """A folder entry; the folder that was packed itself is none."""
    if bare := _bare(name).removeprefix("."):
        _check_name(bare, archive)


def _check_name(name: str, archive: str) -> None:
    parts = name.split("/")
    unsafe = name.startswith("/") or "\\" in name or ":" in parts[0] or ".." in parts or "." in parts
    control = any(unicodedata.category(sign) == "Cc" for sign in name)
    broken = any("\udc80" <= sign <= "\udcff" for sign in name)
    if broken:
        raise _refuse(archive, "name_not_utf8", name.encode("utf-8", "replace").decode())
    if unsafe or control or not name or "" in parts or len(name) > LONGEST_NAME:
        raise _refuse(archive, "name_unsafe", name[:200])


def _tar(file: BinaryIO, name: str) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=file, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                if info.isdir():
                    _check_folder(info.name, name)
                    continue
                if not info.isreg() or info.issparse():
                    raise _refuse(info.name, "link_or_device")
                stream = archive.extractfile(info)
                yield Member(_bare(info.name), info.size, _head(stream, info.size, info.name))
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise _refuse(name, "archive_broken", str(error)) from error


def _zip(file: BinaryIO, name: str) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                named = _utf8(info)
                if info.is_dir():
                    _check_folder(named, name)
                    continue
                kind = stat.S_IFMT(info.external_attr >> 16)
                if kind and not stat.S_ISREG(kind):
                    raise _refuse(info.filename, "link_or_device")
                if info.flag_bits & 1:
                    raise _refuse(info.filename, "encrypted")
                if info.file_size > LARGEST_RATIO * info.compress_size + CHUNK:
                    raise _refuse(info.filename, "bomb")
                with archive.open(info) as stream:
                    yield Member(_bare(named), info.file_size, _head(stream, info.file_size, named))
    except ZIP_DAMAGE as error:
        raise _refuse(name, "archive_broken", str(error)) from error


def _utf8(info: zipfile.ZipInfo) -> str:
    """The name, when it is certain: in ASCII, marked as UTF-8, told in UTF-8 beside (APPNOTE 4.6.9), or in UTF-8 by a
    program of Unix that leaves the mark out, as `zip` does.

    Otherwise zipfile takes it for cp437, which it hardly ever is.
    """
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.orig_filename.encode("cp437")
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        told, extra = extra[4 : 4 + length], extra[4 + length :]
        whole = kind == UNICODE_PATH and len(told) > 5 and told[0] == 1
        if whole and struct.unpack_from("<I", told, 1)[0] == zlib.crc32(raw):
            return told[5:].decode("utf-8", "surrogateescape")
    if info.create_system == UNIX:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            pass
    raise _refuse(info.filename, "name_not_utf8", info.filename)


def _head(stream: Any, size: int, name: str) -> bytes:
    """The first bytes; the rest is read too, so that a broken or lying member shows."""
    kept, read = io.BytesIO(), 0
    while chunk := stream.read(CHUNK):
        read += len(chunk)
        if kept.tell() < KEPT:
            kept.write(chunk[: KEPT - kept.tell()])
    if read != size:
        raise _refuse(name, "archive_broken", f"{read} of {size} bytes")
    return kept.getvalue()
