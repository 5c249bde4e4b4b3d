"""What a document or case of a package says of itself, by Metadane 1.7 or by NES 2.0. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.lists import DOCUMENT_KINDS
from lxml import etree


NS = {"n": NAMESPACE}
ACCESS = {
    "wszystko": "public",
    "publiczny": "public",
    "publiczny – dostępny w całości": "public",
    "publiczny – dostępny częściowo": "partly_public",
}
OTHER = "inne pismo/dokument"
# What packages call a kind, and the word of the NES list for it.
KINDS = {
    "wniosek": "podanie/wniosek",
    "podanie": "podanie/wniosek",
    "upo": "potwierdzenie odbioru/doręczenia/przedłożenia",
    "upp": "potwierdzenie odbioru/doręczenia/przedłożenia",
    "upd": "potwierdzenie odbioru/doręczenia/przedłożenia",
    "poświadczenie": "potwierdzenie odbioru/doręczenia/przedłożenia",
    "potwierdzenie": "potwierdzenie odbioru/doręczenia/przedłożenia",
    "projekt": "plan/projekt",
    "plan": "plan/projekt",
}
DATED = ("stworzony", "utworzony", "data na piśmie", "zatwierdzony", "podpisany")
FILED = ("otrzymany", "doręczony", "data rejestracji", *DATED)


@dataclass(frozen=True, slots=True)
class Told:
    """What the metadata say. Days and moments are None when they are not whole ones."""

    identifier: str
    title: str
    kind: str
    kind_told: str
    access: str
    description: str
    signs: tuple[str, ...]
    group_title: str
    category: str
    office: str
    author: str
    person: str
    dated: date | None
    filed: date | None
    first: date | None
    last: date | None


def is_nes(root: etree._Element) -> bool:
    """Are the metadata those of NES 2.0, which packages for courts have?"""
    return root.find("n:identyfikator/n:wartoscId", NS) is not None


def told_by(root: etree._Element) -> Told:
    """Read the metadata of a document or a case."""
    kind = _text(root, "n:typ/n:rodzaj")
    days = dict(reversed(list(_days(root))))
    span = root.find("n:data[n:od]", NS)
    nes_span = root.find("n:data[n:czasOd]", NS)
    first = _text(span, "n:od") if span is not None else _text(nes_span, "n:czasOd")
    last = _text(span, "n:do") if span is not None else _text(nes_span, "n:czasDo")
    office, author, person = _creator(root)
    return Told(
        identifier=_text(root, "n:identyfikator/n:wartosc") or _text(root, "n:identyfikator/n:wartoscId"),
        title=_text(root, "n:tytul/n:oryginalny"),
        kind=kind_of(kind),
        kind_told=kind,
        access=ACCESS.get(_text(root, "n:dostep/n:dostepnosc"), "not_public"),
        description=_text(root, "n:opis"),
        signs=tuple(_signs(root)),
        group_title=_text(root, "n:grupowanie/n:opis"),
        category=_text(root, "n:kwalifikacja/n:kategoria"),
        office=office,
        author=author,
        person=person,
        dated=next((days[name] for name in DATED if days.get(name)), None),
        filed=next((days[name] for name in FILED if days.get(name)), None),
        first=whole_day(first) or min(filter(None, days.values()), default=None),
        last=whole_day(last) or max(filter(None, days.values()), default=None),
    )


def kind_of(told: str) -> str:
    """The kind of the NES list a package's word means; other kinds are "inne pismo/dokument"."""
    word = told.strip().casefold()
    if word in DOCUMENT_KINDS:
        return word
    return KINDS.get(word, OTHER)


def whole_day(text: str) -> date | None:
    """The day of a day or moment; None for a month, a year or what is neither."""
    try:
        return datetime.fromisoformat(text).date() if "T" in text else date.fromisoformat(text[:10])
    except ValueError:
        return None


def _days(root: etree._Element) -> Iterator[tuple[str, date | None]]:
    for part in root.findall("n:data", NS):
        name = _text(part, "n:typ") or _text(part, "n:typDaty")
        yield name, whole_day(_text(part, "n:czas"))


def _signs(root: etree._Element) -> Iterator[str]:
    for group in root.findall("n:grupowanie", NS):
        kind = _text(group, "n:typ") or _text(group, "n:typGrupy")
        if kind.casefold() == "znak sprawy":
            yield _text(group, "n:kod") or _text(group, "n:kodGrupy")


def _creator(root: etree._Element) -> tuple[str, str, str]:
    """The office of the first creator, its employee, and the person when it is one."""
    subject = root.find("n:tworca/n:podmiot", NS)
    if subject is None:
        return "", "", ""
    body = subject.find("n:osoba", NS)
    if body is not None:
        name = _name(body)
        return "", name, name
    employee = subject.find(".//n:pracownik", NS)
    return _text(subject, "n:instytucja/n:nazwa"), "" if employee is None else _name(employee), ""


def _name(person: etree._Element) -> str:
    return " ".join(filter(None, (_text(person, "n:imie"), _text(person, "n:nazwisko"))))


def _text(root: etree._Element | None, path: str) -> str:
    found = root.findtext(path, "", NS) if root is not None else ""
    return " ".join(found.split())
