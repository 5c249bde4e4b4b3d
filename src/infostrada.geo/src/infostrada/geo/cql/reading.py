"""Filters as trees of the JSON encoding, whichever way they came, within bounds.

The text grammar is the library cql2's. Its parser recurses and tries brackets again and again, so what
goes in is bounded first: unbalanced or deeply nested brackets cost it twice the time a level.
"""

from infostrada.geo.cql.faults import unlawful
from typing import Any

import cql2
import json
import re


MOST_TEXT = 8_000
MOST_JSON = 200_000
MOST_BRACKETS = 12
MOST_DEPTH = 24
MOST_NODES = 4_000

LANGUAGES = ("cql2-text", "cql2-json")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
CHAINED = re.compile(r"(?:\b(?:not)\b\s*|-\s*){17,}", re.IGNORECASE)

Node = Any


def tree_of(text: str, language: str | None) -> Node:
    """The filter's tree; BadRequest for one that is malformed or too large.

    Without a language a text that begins with a brace is JSON.
    """
    language = language or ("cql2-json" if text.lstrip().startswith("{") else "cql2-text")
    if language not in LANGUAGES:
        raise unlawful("unknown_filter_language", language)
    tree = _from_json(text) if language == "cql2-json" else _from_text(text)
    bounded(tree)
    return tree


def bounded(tree: Node) -> None:
    """BadRequest when a tree is too deep or too large, walked without recursion."""
    nodes, level = 0, [tree]
    for _depth in range(MOST_DEPTH):
        nodes += len(level)
        if nodes > MOST_NODES:
            raise unlawful("filter_too_large")
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise unlawful("filter_too_deep")


def names(tree: Node) -> set[str]:
    """The properties a filter names."""
    found, level = set(), [tree]
    while level:
        found |= {
            node["property"]
            for node in level
            if isinstance(node, dict) and isinstance(node.get("property"), str)
        }
        level = [child for node in level for child in _children(node)]
    return found


def _children(node: Node) -> list[Node]:
    if isinstance(node, dict):
        # Coordinates are numbers by the thousand; shapes are bounded where they are read.
        return [] if "coordinates" in node else list(node.values())
    return node if isinstance(node, list) else []


def _from_json(text: str) -> Node:
    if len(text) > MOST_JSON:
        raise unlawful("filter_too_large")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unlawful("malformed", "JSON") from error


def _from_text(text: str) -> Node:
    if len(text) > MOST_TEXT:
        raise unlawful("filter_too_large")
    _check_brackets(QUOTED.sub("''", text))
    try:
        return cql2.parse_text(text).to_json()
    except (cql2.ParseError, cql2.ValidationError, ValueError) as error:
        raise unlawful("malformed", _where(str(error))) from error


def _check_brackets(text: str) -> None:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth > MOST_BRACKETS:
            raise unlawful("filter_too_deep")
        if depth < 0:
            break
    if depth:
        raise unlawful("malformed", "( )")
    if CHAINED.search(text):
        raise unlawful("filter_too_deep")


def _where(message: str) -> str:
    """Line and column of the parser's message, without its drawing."""
    found = re.search(r"--> (\d+):(\d+)", message)
    return f"{found[1]}:{found[2]}" if found else "CQL2"
