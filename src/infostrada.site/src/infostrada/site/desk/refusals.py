"""What the machine words of refusals mean to a person: each domain offers its own, as a named utility."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any
from zope.component import getUtilitiesFor
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IRefusalWords(Interface):
    """Words of one domain."""

    words = Attribute("Mapping of machine words to translatable messages")


@implementer(IRefusalWords)
class RefusalWords:
    """Words of one domain, to be registered under the domain's name."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words


def refusal(reason: str) -> Any:
    """Translatable words for a reason; KeyError for one no domain wrote words for."""
    for words in _offered():
        if reason in words:
            return words[reason]
    raise KeyError(reason)


def _offered() -> Iterator[Mapping[str, Any]]:
    for _name, offer in getUtilitiesFor(IRefusalWords):
        yield offer.words
