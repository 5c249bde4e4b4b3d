"""The words of an entry as HTML, and the name in its address."""

from datetime import date
from html import escape
from plone import api
from plone.i18n.normalizer.interfaces import IURLNormalizer
from typing import Any
from zope.component import getUtility

import re


_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")


def as_html(body: str) -> str:
    """Safe HTML of an entry's text: HTML is cleaned by the site's filter, plain text gets paragraphs.

    Done once, when the text is written: reading it costs nothing.
    """
    if re.search(r"</?(p|ul|ol|h2|h3|table|br)\b", body):
        transforms = api.portal.get_tool("portal_transforms")
        cleaned = transforms.convertTo("text/x-html-safe", body, mimetype="text/html")
        return str(cleaned.getData() if cleaned is not None else "").strip()
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")) if part.strip()]
    return "\n".join(f"<p>{_linked(part)}</p>" for part in paragraphs)


def entry_id(section: Any, title: str, day: date) -> str:
    """A name for an address that tells what it is: the day and the title, numbered when taken."""
    stem = f"{day.isoformat()}-{getUtility(IURLNormalizer).normalize(title, locale='pl', max_length=60)}"
    name, count = stem, 1
    while name in section:
        count += 1
        name = f"{stem}-{count}"
    return name


def _linked(text: str) -> str:
    safe = escape(text).replace("\n", "<br />")
    return _ADDRESS.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', safe)
