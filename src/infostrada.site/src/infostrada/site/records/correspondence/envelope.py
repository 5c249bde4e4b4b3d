"""Parcels that are not opened at the counter: the kinds, and how the envelope tells them.

Source: the model records instruction, Dz.U. 2011 nr 14 poz. 67: parcels to be given into somebody's own
hands, bids in public procurement and in recruitment, classified information, declarations of assets. They are
registered from the envelope alone; the office keeps the list.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from infostrada.site.records.correspondence.rules import Fault
from typing import NamedTuple

import re
import unicodedata


WAITING, OPENED, CLOSED = "waiting", "opened", "closed"
MOST_KINDS, MOST_WORDS, LONGEST = 50, 30, 200


class Kind(NamedTuple):
    """A kind of parcel that is not opened; `words` are beginnings of what its envelope says."""

    title: str
    words: tuple[str, ...] = ()


# What offers of goods, orders of books and advertisements of courses say too ("oferta handlowa", "zamówienie", "nabór na
# kurs") tells of nothing: a list that stops every second parcel is soon passed by. Classified parcels bear one of the four
# clauses of the act of 5.08.2010 on the protection of classified information (art. 5), each a word of its own.
USUAL = (
    Kind("Do rąk własnych", ("do rąk własnych", "rąk własnych", "do rąk wł.", "do własnych rąk")),
    Kind(
        "Oferta w zamówieniu publicznym",
        (
            "przetarg", "oferta na", "oferta w", "oferta do", "oferta dotycz", "oferta przetargow", "oferta cenow",
            "zamówienie publiczn", "zamówienia publiczn", "zamówieniu publiczn", "zamówień publiczn",
            "nie otwierać przed", "nie otwierać do", "otworzyć w dniu",
        ),
    ),
    Kind(
        "Oferta w naborze na stanowisko",
        (
            "nabór na stanowisk", "nabór na woln", "nabór nr", "naborze na", "naboru na", "naboru nr",
            "oferta na stanowisk", "oferta w nabor", "konkurs na stanowisk", "na woln", "na stanowisko urzędnicz",
            "na stanowisko kierownicz", "na stanowisko dyrektor",
        ),
    ),
    Kind("Informacje niejawne", ("zastrzeżone", "poufne", "tajne", "ściśle tajne", "informacje niejawne", "materiały niejawne")),
    Kind(
        "Oświadczenie majątkowe",
        ("oświadczenie majątkow", "oświadczenia majątkow", "oświadczenie o stanie majątkow"),
    ),
)  # fmt: skip


def folded(text: str) -> str:
    """Small letters without their marks, single spaces: how words on an envelope are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def kind_told_by(text: str, kinds: Iterable[Kind]) -> Kind | None:
    """The kind the words on an envelope tell of; of several the one with the longest match."""
    said = folded(text)
    best: tuple[int, Kind] | None = None
    for kind in kinds:
        for word in map(folded, kind.words):
            if re.search(rf"\b{re.escape(word)}", said) and (best is None or len(word) > best[0]):
                best = (len(word), kind)
    return best[1] if best else None


def kinds_from(text: str) -> list[Kind]:
    """The list as people write it: a kind in a line, `title: words, words`."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        title, _colon, words = line.partition(":")
        parts = (" ".join(word.split()) for word in words.split(","))
        found.append(Kind(" ".join(title.split()), tuple(word for word in parts if word)))
    return found


def as_text(kinds: Iterable[Kind]) -> str:
    """The list as `kinds_from` reads it."""
    return "\n".join(f"{kind.title}: {', '.join(kind.words)}".removesuffix(": ") for kind in kinds)


def kind_faults(kinds: Sequence[Kind]) -> list[Fault]:
    """What is wrong with a list: a title missing, doubled, too long, with a colon; too many words."""
    found = [Fault("kinds", "too_many")] if len(kinds) > MOST_KINDS else []
    seen: set[str] = set()
    for line, kind in enumerate(kinds, 1):
        where = f"kinds:{line}"
        if not kind.title:
            found.append(Fault(where, "required"))
        elif folded(kind.title) in seen:
            found.append(Fault(where, "kind_doubled"))
        if len(kind.title) > LONGEST or any(len(word) > LONGEST for word in kind.words):
            found.append(Fault(where, "too_long"))
        if ":" in kind.title or any(set(",\n\r") & set(word) or not folded(word) for word in kind.words):
            found.append(Fault(where, "kind_malformed"))
        if len(kind.words) > MOST_WORDS:
            found.append(Fault(where, "too_many"))
        seen.add(folded(kind.title))
    return found
