"""Every relative link of the documentation and the README leads to a file."""

from pathlib import Path

import pytest
import re


TOP = Path(__file__).parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(text):
    """Addresses of a page's links, code left out."""
    return _LINK.findall(_CODE.sub("", text))


def test_links_in_code_are_none():
    assert links("[a](b.md) `[c](d.md)`\n```\n[e](f.md)\n```\n![g](h.svg)") == ["b.md", "h.svg"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TOP).as_posix())
def test_relative_links_lead_somewhere(page):
    targets = (link.partition("#")[0] for link in links(page.read_text()) if "://" not in link)
    dead = [target for target in targets if target and not (page.parent / target).exists()]
    assert dead == []
