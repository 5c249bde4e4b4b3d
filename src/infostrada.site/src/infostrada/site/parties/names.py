"""A sender as clerks type one, "Kowalska Anna" or "Gmina Lipnowo": whether a person or a body, and which word is the surname."""

from collections.abc import Iterator
from infostrada.site.parties.given_names import KNOWN
from typing import NamedTuple

import re


# What only institutions are called by: their words are an institution's name first.
INSTITUTION = re.compile(
    r"(?:sp\.|s\.a\.|s\.c\.|o\.o\.|spółk|spółdzieln|wspólnot|urząd|urzęd|gmin|powiat|województw|starost|wójt|burmistrz"
    r"|prezydent|marszałek|wojewod|fundacj|stowarzysz|związek|zakład|przedsiębior|szkoł|przedszkol|liceum|technikum|uniwersytet"
    r"|politechnik|parafi|sąd|prokurat|komend|komisariat|bank|izba|ośrodek|zarząd|inspektor|dyrekcj|agencj|centrum|instytut"
    r"|minist|narodow|krajow|okręgow|kancelari|kasa|klub|koło|ochotnicz|nadleśn|biblioteka|muzeum|szpital|zespół|firma|fhu|phu"
    r"|pphu|zus|krus|gops|mops|gdos|rzgw)",
    re.IGNORECASE,
)
TITLES = re.compile(
    r"(?:^|\s)(?:pan|pani|państwo|p\.|sz\.\s?p\.|mgr|inż\.|dr|hab\.|prof\.|ks\.|lek\.|adw\.|r\.\s?pr\.)(?=\s|$)",
    re.IGNORECASE,
)
# Adjective surnames and the patronymic ones no given name ends in.
ADJECTIVE = re.compile(r"(?:sk|ck)(?:i|a)$|wicz$", re.IGNORECASE)
SURNAME = re.compile(r"(?:[sc]k|dzk)(?:i|a|ich)$|(?:wicz|czyk|czak|szczak|iuk|czuk|owa|ówna)$", re.IGNORECASE)
PARTICLES = frozenset(
    {"de", "von", "van", "der", "den", "di", "da", "du", "la", "le", "el", "al", "ter", "dos", "mc"}
)


class Person(NamedTuple):
    """A person's surname and given names."""

    surname: str
    given_names: str


def is_institution(words: str) -> bool:
    """Do the words name a body rather than a person? What bears a figure or quotation marks does too."""
    if re.search(r"[\d\"„”&]", words):
        return True
    # "Bankowska" and "Sądecki" are people, whatever their names begin with.
    return any(INSTITUTION.match(word) and not ADJECTIVE.search(word) for word in words.split())


def is_number(words: str) -> bool:
    """Are the words an identifier, or nothing a name is made of?"""
    return not any(each.isalpha() for each in words)


def persons(words: str) -> Iterator[Person]:
    """Readings of a person's name, the likeliest first: the surname stands first, unless its form, or a given name before it, says
    that it stands last.

    A comma settles it ("Kowalska, Anna"); "Nowak - Kowalska" is one surname, and particles belong to the surname ("van der Berg Jan").
    """
    said = " ".join(TITLES.sub(" ", re.sub(r"\s*[-\u2010-\u2015]\s*", "-", words)).split())
    if not said:
        return
    said = _capitals(said)
    before, comma, after = said.partition(",")
    if comma:
        yield Person(before.strip(), after.strip())
        return
    parts = said.split()
    head = _surname(parts)
    first = Person(" ".join(parts[:head]), " ".join(parts[head:]))
    if len(parts) == head:
        yield first
        return
    last = Person(parts[-1], " ".join(parts[:-1]))
    given = parts[0].casefold() in KNOWN and parts[-1].casefold() not in KNOWN
    swapped = given or (SURNAME.search(last.surname) and not SURNAME.search(first.surname))
    yield from (last, first) if swapped else (first, last)


def _surname(parts: list[str]) -> int:
    """How many of the words are the surname: one, and the particles before it."""
    place = 0
    while place < len(parts) - 1 and parts[place].casefold() in PARTICLES:
        place += 1
    return place + 1


def _capitals(words: str) -> str:
    """Capitals for words typed without any; others stay as they are."""
    if words != words.lower():
        return words
    return re.sub(
        r"(?<![^\s-])\w[^\s-]*",
        lambda at: at[0] if at[0] in PARTICLES else at[0][:1].upper() + at[0][1:],
        words,
    )
