"""Atom (RFC 4287) with tombstones (RFC 6721); pure."""

from collections.abc import Iterable
from infostrada.site.bip.feeds.rows import PublicRow
from lxml import etree
from typing import NamedTuple

import uuid


ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class Feed(NamedTuple):
    """What a feed says of itself; moments are ISO 8601 with a zone."""

    uid: str
    title: str
    author: str
    url: str
    page_url: str
    updated: str


def atom(feed: Feed, rows: Iterable[PublicRow]) -> bytes:
    """The feed as bytes of XML."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "at": TOMBSTONES}, attrib={_LANG: "pl"})
    _text(root, "id", urn(feed.uid))
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated)
    _text(etree.SubElement(root, f"{{{ATOM}}}author"), "name", feed.author)
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.page_url, "text/html")
    for row in rows:
        _gone(root, row) if row.state == "withdrawn" else _entry(root, row)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def urn(uid: str) -> str:
    """An id that stays when the thing moves."""
    return uuid.UUID(uid).urn


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _entry(root: etree._Element, row: PublicRow) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "id", urn(row.uid))
    _text(entry, "title", row.title)
    _text(entry, "updated", row.changed_at)
    _text(entry, "published", row.published_at)
    _link(entry, "alternate", row.url, "text/html")
    _text(entry, "summary", row.description or row.title)


def _gone(root: etree._Element, row: PublicRow) -> None:
    gone = etree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", ref=urn(row.uid), when=row.changed_at)
    etree.SubElement(gone, f"{{{TOMBSTONES}}}comment").text = row.title
    _link(gone, "alternate", row.url, "text/html")


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href, type=kind)
