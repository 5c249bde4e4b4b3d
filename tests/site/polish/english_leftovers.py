"""Finds English leftovers in a page that should be Polish.

What counts as English comes from the message catalogues themselves: every template's msgid or
default text. A text of a page is a leftover when it is one of them word for word (variables
aside), or when its words occur in English messages and in no Polish one.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from gettext import GNUTranslations
from infostrada.core.translations.catalogue import PoCatalogue
from lxml import etree
from lxml import html
from pathlib import Path
from zope.component import getUtilitiesFor
from zope.i18n.interfaces import ITranslationDomain

import plone.app.locales
import polib
import re


TEMPLATES = Path(plone.app.locales.__file__).parent / "locales"
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
UNSEEN = {"script", "style", "template", "noscript"}
WORD = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*")
# Plone shows states and workflows with their ids: `Wykonany [carried_out]`.
IDENTIFIER = re.compile(r" \[[a-z0-9_.-]+\]$")
VARIABLE = re.compile(r"\$\{[^}]*\}|\$\w+")
# Names and words both languages write alike.
ALIKE = {"plone", "rss", "html", "url", "ical", "login", "admin"}


def plain(text: str) -> str:
    """Text without tags and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>|&[a-z]+;|&#\d+;", " ", text).split())


def default_text(entry: polib.POEntry) -> str:
    """The English words of a template's entry."""
    found = re.search(r'Default: "(.*)"', entry.comment, re.DOTALL)
    return found.group(1).replace('\\"', '"').replace("\n", " ") if found else entry.msgid


def templates() -> Iterator[tuple[str, polib.POEntry]]:
    """Every message Plone's packages extract, with its domain."""
    for path in sorted(TEMPLATES.glob("*.pot")):
        if "-" not in path.stem:
            for entry in polib.pofile(str(path)):
                yield path.stem, entry


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(VARIABLE.sub(" ", plain(text)))}


def polish_texts() -> set[str]:
    """Every Polish text of the registered catalogues."""
    texts = set()
    for _name, domain in getUtilitiesFor(ITranslationDomain):
        for identifier in domain.getCatalogsInfo().get("pl", ()):
            texts.update(strings(domain._data[identifier]))
    return texts


def strings(catalogue: PoCatalogue) -> Iterable[str]:
    messages: GNUTranslations = catalogue._catalog
    return [value for key, value in messages._catalog.items() if key and isinstance(value, str)]


def our_messages() -> Iterator[str]:
    """The English words of our own domains, which are their msgids."""
    for name, domain in getUtilitiesFor(ITranslationDomain):
        if name.startswith("infostrada."):
            for identifier in domain.getCatalogsInfo().get("pl", ()):
                messages: GNUTranslations = domain._data[identifier]._catalog
                yield from (key for key in messages._catalog if isinstance(key, str) and key)


class Detector:
    """Knows both languages' messages; `leftovers` reads a page with that knowledge."""

    def __init__(self) -> None:
        polish = {plain(text) for text in polish_texts()}
        english = {plain(default_text(entry)) for _domain, entry in templates()}
        english |= {plain(text) for text in our_messages()}
        self.polish = polish
        self.polish_words = set().union(*map(words, polish)) | ALIKE
        self.english_words = set().union(*map(words, english)) - self.polish_words
        self.english = {text for text in english - polish if words(text) - ALIKE}

    def is_english(self, text: str) -> bool:
        """One text: a known English message, or mostly words no Polish message has; an id behind it aside."""
        text = IDENTIFIER.sub("", text)
        if text in self.polish:
            return False
        if text in self.english:
            return True
        own = words(text) - ALIKE
        return bool(own) and len(own & self.english_words) * 2 > len(own)

    def leftovers(self, page: str) -> list[str]:
        """The English texts and labels of an HTML page, in order, each once."""
        root = html.document_fromstring(page)
        return [text for text in dict.fromkeys(visible(root)) if self.is_english(text)]


def visible(root: etree._Element) -> Iterator[str]:
    """Texts, labels and button captions of a page as a person meets them."""
    for element in root.iter(etree.Element):
        if element.tag in UNSEEN or element.get("translate") == "no":
            element.text = None
            continue
        yield from (plain(element.get(name)) for name in ATTRIBUTES if element.get(name))
        if element.tag == "input" and element.get("type") in ("submit", "button", "reset"):
            yield plain(element.get("value") or "")
    yield from (plain(text) for text in root.itertext() if isinstance(text, str) and text.strip())
