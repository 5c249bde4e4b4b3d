"""What may stand in a `dokument` of Metadane 1.7, as a table of our own.

Each name of a type leads to its parts in order: element, type of its content, least and greatest
number (None: any). A type that is no key here is a kind of text (`TEXTS`). The official schema
is not shipped; an installation that has it may check against it too.
"""

from collections.abc import Callable
from datetime import date
from datetime import datetime
from typing import NamedTuple

import re


NAMESPACE = "http://www.mswia.gov.pl/standardy/ndap"
MANY = None


class Part(NamedTuple):
    """An element inside another one."""

    name: str
    type: str
    least: int = 1
    most: int | None = 1


def _optional(name: str, kind: str = "any", most: int | None = 1) -> Part:
    return Part(name, kind, 0, most)


GRAMMAR: dict[str, tuple[Part, ...]] = {
    "dokument": (
        _optional("odbiorca", "odbiorca", MANY),
        Part("data", "data", 1, MANY),
        Part("dostep", "dostep"),
        Part("format", "format"),
        _optional("grupowanie", "grupowanie", MANY),
        Part("identyfikator", "identyfikator", 1, MANY),
        _optional("jezyk", "any", MANY),
        _optional("opis"),
        _optional("uprawnienia", "any", MANY),
        _optional("kwalifikacja", "kwalifikacja"),
        _optional("relacja", "relacja", MANY),
        _optional("status", "status"),
        _optional("tematyka", "tematyka"),
        Part("tworca", "tworca", 1, MANY),
        Part("typ", "typ"),
        Part("tytul", "tytul"),
    ),
    "odbiorca": (Part("podmiot", "podmiot"), Part("rodzaj", "recipient_kind")),
    "data": (
        Part("typ", "date_type"),
        _optional("czas", "time"),
        _optional("od", "time"),
        _optional("do", "time"),
    ),
    "dostep": (Part("dostepnosc", "access"), _optional("uwagi"), _optional("data", "data")),
    "format": (Part("typ", "text"), _optional("specyfikacja"), _optional("wielkosc", "text")),
    "grupowanie": (Part("typ", "text"), Part("kod", "text"), Part("opis", "text")),
    "identyfikator": (Part("typ", "text"), Part("wartosc", "text"), _optional("podmiot", "podmiot")),
    "kwalifikacja": (Part("kategoria", "text"), Part("data", "time"), _optional("podmiot", "podmiot")),
    "relacja": (Part("identyfikator", "identyfikator"), Part("typ", "text")),
    "status": (Part("rodzaj", "text"), Part("wersja", "text"), _optional("opis")),
    "tematyka": (
        _optional("przedmiot", "any", MANY),
        _optional("osoby", "any", MANY),
        _optional("miejsce", "any", MANY),
        _optional("czas", "span", MANY),
        _optional("odbiorcy", "any", MANY),
        _optional("inne", "other", MANY),
    ),
    "span": (_optional("od", "time"), _optional("do", "time")),
    "other": (Part("klucz", "text"), Part("wartosc", "text")),
    "tworca": (Part("funkcja", "text"), Part("podmiot", "podmiot")),
    "typ": (Part("kategoria", "dcmi"), _optional("rodzaj")),
    "tytul": (Part("oryginalny", "text", 1, MANY), _optional("alternatywny", "text", MANY)),
    "podmiot": (_optional("osoba", "osoba"), _optional("instytucja", "instytucja")),
    "osoba": (
        _optional("id", "text", MANY),
        Part("nazwisko", "text"),
        _optional("imie"),
        _optional("adres", "adres", MANY),
        _optional("kontakt", "text", MANY),
    ),
    "instytucja": (
        _optional("id", "text", MANY),
        Part("nazwa", "text"),
        _optional("adres", "adres", MANY),
        _optional("kontakt", "text", MANY),
        _optional("jednostka", "jednostka"),
    ),
    "jednostka": (
        Part("nazwa", "text"),
        _optional("adres", "adres", MANY),
        _optional("kontakt", "text", MANY),
        _optional("poziom"),
        _optional("jednostka", "jednostka"),
        _optional("pracownik", "pracownik"),
    ),
    "pracownik": (
        _optional("id", "text", MANY),
        Part("nazwisko", "text"),
        _optional("imie"),
        _optional("kontakt", "text", MANY),
        _optional("funkcja"),
    ),
    "adres": (
        _optional("kod"),
        _optional("poczta"),
        Part("miejscowosc", "text"),
        _optional("ulica"),
        _optional("budynek"),
        _optional("lokal"),
        _optional("skrytkapocztowa"),
        _optional("uwagi"),
        Part("kraj", "country"),
    ),
}
CHOICES = {"podmiot": (("osoba",), ("instytucja",)), "data": (("czas",), ("od", "do"))}
ATTRIBUTES = {"jezyk": "kod", "wielkosc": "jednostka", "kontakt": "typ", "id": "typ"}
LISTS = {
    "recipient_kind": ("glowny", "do wiadomosci"),
    "date_type": (
        "dostepnyPo",
        "opublikowany",
        "stworzony",
        "uzyskany",
        "otrzymany",
        "wyslany",
        "zaakceptowany",
        "zatwierdzony",
        "zmodyfikowany",
        "daty skrajne",
    ),
    "access": ("wszystko", "metadane", "niedostepne"),
    "dcmi": (
        "Collection",
        "Dataset",
        "Event",
        "Image",
        "InteractiveResource",
        "MovingImage",
        "PhysicalObject",
        "Service",
        "Software",
        "Sound",
        "StillImage",
        "Text",
    ),
}
RELATIONS = (
    "maFormat",
    "jestFormatem",
    "maWersje",
    "jestWersja",
    "maCzesc",
    "jestCzescia",
    "maOdniesienie",
    "odnosiSieDo",
    "maZrodlo",
    "wymaga",
    "jestWymagany",
    "maDekretacje",
    "jestDekretacja",
)
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_YEAR = re.compile(rf"-?\d{{4,}}{_ZONE}\Z")
_MONTH = re.compile(rf"-?\d{{4,}}-(0[1-9]|1[0-2]){_ZONE}\Z")
_DAY = re.compile(rf"(\d{{4}}-\d\d-\d\d){_ZONE}\Z")
_MOMENT = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?{_ZONE}\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def _is_time(text: str) -> bool:
    if _YEAR.match(text) or _MONTH.match(text):
        return True
    for pattern, read in ((_DAY, date.fromisoformat), (_MOMENT, datetime.fromisoformat)):
        found = pattern.match(text)
        if found:
            try:
                read(found[1])
            except ValueError:
                return False
            return True
    return False


def _is_text(text: str) -> bool:
    """A text that is not empty and has no line break: the schema's pattern knows none."""
    return bool(text.strip()) and "\n" not in text and "\r" not in text


TEXTS: dict[str, tuple[Callable[[str], bool], str]] = {
    "any": (lambda _text: True, ""),
    "text": (_is_text, "value_empty"),
    "time": (lambda text: _is_time(text.strip()), "date_malformed"),
    "country": (lambda text: bool(_COUNTRY.match(text.strip())), "not_a_country"),
    **{
        name: (lambda text, known=known: text in known, "value_not_in_list")  # type: ignore[misc]
        for name, known in LISTS.items()
    },
}
