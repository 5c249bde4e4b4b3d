"""Feeds as XML: Atom (RFC 4287) and RSS 2.0. Pure."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from lxml import etree
from typing import NamedTuple


ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Entry(NamedTuple):
    """A piece of news as a feed tells it."""

    urn: str
    title: str
    url: str
    at: datetime
    text: str


class Feed(NamedTuple):
    """What a feed says of itself; `updated` is the newest entry's moment or the edition's."""

    urn: str
    title: str
    author: str
    url: str
    page_url: str
    updated: datetime


def atom(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM}, attrib={LANG: "pl"})
    _add(root, "id", feed.urn)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    _add(etree.SubElement(root, f"{{{ATOM}}}author"), "name", feed.author)
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.page_url, "text/html")
    for entry in entries:
        node = etree.SubElement(root, f"{{{ATOM}}}entry")
        _add(node, "id", entry.urn)
        _add(node, "title", entry.title)
        _add(node, "updated", entry.at.isoformat())
        _link(node, "alternate", entry.url, "text/html")
        _add(node, "summary", entry.text or entry.title)
    return _bytes(root)


def rss(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as RSS 2.0."""
    root = etree.Element("rss", nsmap={"atom": ATOM}, attrib={"version": "2.0"})
    channel = etree.SubElement(root, "channel")
    for name, value in (("title", feed.title), ("link", feed.page_url), ("description", feed.author),
                        ("language", "pl"), ("lastBuildDate", format_datetime(feed.updated))):  # fmt: skip
        etree.SubElement(channel, name).text = clean(value)
    etree.SubElement(channel, f"{{{ATOM}}}link", rel="self", href=feed.url, type="application/rss+xml")
    for entry in entries:
        node = etree.SubElement(channel, "item")
        for name, value in (("title", entry.title), ("link", entry.url), ("description", entry.text or entry.title),
                            ("pubDate", format_datetime(entry.at))):  # fmt: skip
            etree.SubElement(node, name).text = clean(value)
        etree.SubElement(node, "guid", isPermaLink="false").text = entry.urn
    return _bytes(root)


def clean(text: str) -> str:
    """Without the signs XML does not know."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = clean(text)


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href, type=kind)


def _bytes(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made
