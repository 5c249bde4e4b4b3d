"""Features of a GML file one by one, each gone from memory before the next is read.

No entity is resolved, no file or address is fetched, a document type declaration is refused: with it
fall entity bombs and external entities. A text longer than ten million characters or nesting deeper
than 256 is refused by libxml2.
"""

from collections.abc import Iterator
from infostrada.geo.imports.gml.shapes import local
from lxml import etree
from typing import Any
from typing import BinaryIO


# Elements that hold features, one or many each.
MANY = "featureMembers"
MEMBERS = frozenset({"featureMember", MANY, "member"})
ENVELOPES = frozenset({"boundedBy"})
WATCHED = sorted(MEMBERS | ENVELOPES)
COLLECTIONS = frozenset({"FeatureCollection", "SimpleFeatureCollection"})
HEAD = 2**16


class UnreadableFile(ValueError):
    """A file that is not read at all; `reason` is a machine word, `line` counts from 1."""

    def __init__(self, reason: str, detail: str = "", line: int | None = None) -> None:
        self.reason = reason
        self.detail = detail
        self.line = line
        super().__init__(f"{reason}: {detail}")


class Stream:
    """Iterating gives feature elements; each is emptied when the next is asked for.

    `default_srs` is the `srsName` of the collection's envelope, once it was read.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.default_srs = ""
        self._file = file

    def __iter__(self) -> Iterator[Any]:
        try:
            yield from self._features()
        except etree.XMLSyntaxError as error:
            raise UnreadableFile("malformed_xml", str(error.msg)[:300], error.lineno) from error

    def _features(self) -> Iterator[Any]:
        # Looking at every element costs as much as reading it: only holders of many need that.
        crowded = MANY.encode() in self._file.read(HEAD).replace(b"\0", b"")
        self._file.seek(0)
        steps = etree.iterparse(
            self._file, events=("end",), tag=None if crowded else tuple(f"{{*}}{name}" for name in WATCHED),
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        checked = False
        for _event, element in steps:
            if not checked:
                _refuse_declarations(element)
                checked = True
            parent = element.getparent()
            if parent is None:
                continue
            name = local(element)
            if name in ENVELOPES and parent.getparent() is None:
                self.default_srs = _envelope_srs(element) or self.default_srs
            elif name in MEMBERS and _is_collection(parent):
                if not crowded or name != MANY:
                    yield from (child for child in element if local(child) not in COLLECTIONS)
                _forget(element)
            elif local(parent) == MANY and _is_collection(parent.getparent()) and name not in COLLECTIONS:
                yield element
                _forget(element)
        if not checked and steps.root is not None:
            _refuse_declarations(steps.root)


def _is_collection(element: Any) -> bool:
    """The whole of a file, or a collection within it: a property may be called `member` as well."""
    return element is not None and (element.getparent() is None or local(element) in COLLECTIONS)


def _refuse_declarations(root: Any) -> None:
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise UnreadableFile("document_type_refused", line=1)


def _envelope_srs(element: Any) -> str:
    return next((name for part in element.iter() if (name := part.get("srsName"))), "")


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
