"""Bounds within which a stranger's file is read; beyond them a person has to look."""

from collections.abc import Iterator
from lxml import etree

import zipfile


MOST_UNPACKED = 100_000_000
MOST_PAGES = 400
MOST_DEPTH = 2
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


class UnreadableError(ValueError):
    """The bytes are not what the name says, are locked, or are too much; the text says which."""


def members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Members of an archive; UnreadableError for one that unpacks to too much."""
    total = 0
    for info in archive.infolist():
        total += info.file_size
        if total > MOST_UNPACKED:
            raise UnreadableError("too large when unpacked")
        if info.flag_bits & 1:
            raise UnreadableError("locked with a password")
        if not info.is_dir():
            yield info


def xml(data: bytes) -> etree._Element:
    """Root of a member; UnreadableError when it is no XML."""
    try:
        return etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("damaged") from error
