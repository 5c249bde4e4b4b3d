"""Catalog results as dicts for the `entries` and `tiles` patterns."""

from infostrada.site.theme.dates import long_date
from Products.CMFCore.utils import getToolByName
from typing import Any


def published_on(brain: Any, language: str) -> str:
    """The day a thing was published, in words; empty when it never was."""
    effective = brain.effective
    if effective is None or effective.year() < 1980:
        return ""
    return long_date(effective.asdatetime().date(), language)


def entry(brain: Any, language: str) -> dict[str, Any]:
    """One row of the `entries` pattern."""
    day = published_on(brain, language)
    return {
        "url": brain.getURL(),
        "title": brain.Title or brain.getId,
        "text": brain.Description,
        "meta": [day] if day else [],
    }


def tile(brain: Any) -> dict[str, str]:
    """One tile of the `tiles` pattern."""
    return {"url": brain.getURL(), "title": brain.Title or brain.getId, "text": brain.Description}


def search(context: Any, limit: int, **query: Any) -> list[Any]:
    """At most `limit` brains the visitor may see."""
    catalog = getToolByName(context, "portal_catalog")
    return list(catalog.searchResults(sort_limit=limit, **query)[:limit])
