"""Every message our sources hold: `_("…")` in Python, `i18n:translate` and `i18n:attributes` in templates."""

from collections.abc import Iterator
from lxml import etree
from pathlib import Path
from typing import NamedTuple

import ast
import re


I18N = "{http://xml.zope.org/namespaces/i18n}"
TAL = "{http://xml.zope.org/namespaces/tal}"
SPACES = re.compile(r"\s+")


class Found(NamedTuple):
    """A message and where it stands."""

    message: str
    place: str


def of_python(path: Path) -> Iterator[Found]:
    """Literal first arguments of `_`."""
    source = path.read_text()
    if "_(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "_"
            and node.args
        ):
            given = node.args[0]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield Found(given.value, f"{path.name}:{node.lineno}")


def of_template(path: Path, domain: str) -> Iterator[Found]:
    """Messages of a template that belong to the domain: it is said on an element above."""
    if "i18n:" not in path.read_text():
        return
    for element in etree.parse(str(path), etree.XMLParser(recover=True)).iter(etree.Element):
        if _domain(element) != domain:
            continue
        place = f"{path.name}:{element.sourceline}"
        own = not any(element.get(f"{TAL}{word}") for word in ("content", "replace"))
        if own and (told := element.get(f"{I18N}translate")) is not None:
            yield Found(told or _text(element), place)
        for part in filter(None, map(str.strip, (element.get(f"{I18N}attributes") or "").split(";"))):
            name, _space, message = part.partition(" ")
            if message or element.get(name):
                yield Found(message.strip() or element.get(name), place)


def _domain(element) -> str | None:
    here = (each.get(f"{I18N}domain") for each in (element, *element.iterancestors()))
    return next((found for found in here if found is not None), None)


def _text(element) -> str:
    """The text as the template engine asks for it: named children are `${name}`."""
    parts = [element.text or ""]
    for child in element:
        name = child.get(f"{I18N}name") if isinstance(child.tag, str) else None
        parts += [f"${{{name}}}" if name else "", child.tail or ""]
    return SPACES.sub(" ", "".join(parts)).strip()
