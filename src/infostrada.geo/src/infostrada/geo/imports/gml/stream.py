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
MEMBERS = frozenset({"featureMember", "featureMembers", "member"})
ENVELOPES = frozenset({"boundedBy"})


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
        steps = etree.iterparse(
            self._file, events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            yield from self._features(steps)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile("malformed_xml", str(error.msg)[:300], error.lineno) from error

    def _features(self, steps: Any) -> Iterator[Any]:
        # holds[n]: does the element open at depth n hold features?
        depth, holds = 0, [False] * 260
        for event, element in steps:
            if event == "start":
                depth += 1
                if depth == 1:
                    _refuse_declarations(element)
                holds[depth] = depth < 4 and local(element) in MEMBERS
                continue
            depth -= 1
            if holds[depth]:
                if local(element) in COLLECTIONS:
                    continue
                yield element
                _forget(element)
            elif depth == 1:
                if local(element) in ENVELOPES:
                    self.default_srs = _envelope_srs(element) or self.default_srs
                _forget(element)


COLLECTIONS = frozenset({"FeatureCollection", "SimpleFeatureCollection"})


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
