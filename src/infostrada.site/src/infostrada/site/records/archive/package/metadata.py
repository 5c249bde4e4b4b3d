"""Metadata of documents and cases written as Metadane 1.7."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from infostrada.site.records.archive.package.grammar import NAMESPACE
from lxml import etree


IDENTIFIER, SIGN = "Identyfikator dokumentu", "Znak sprawy"


@dataclass(frozen=True, slots=True)
class Address:
    """An address; only the town is needed."""

    city: str
    street: str = ""
    building: str = ""
    apartment: str = ""
    postal_code: str = ""
    po_box: str = ""
    country: str = "PL"


@dataclass(frozen=True, slots=True)
class Subject:
    """A person (`surname`) or an institution (`name`), the latter with its unit and employee."""

    surname: str = ""
    given_names: str = ""
    name: str = ""
    address: Address | None = None
    email: str = ""
    unit: str = ""
    employee: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an archive is told of one document or case.

    `dates`: (type, day or moment); a pair of days is a span. `relations`: (type, identifier of the
    other). `creators`: (function, subject).
    """

    identifier: str
    title: str
    category: str
    kind: str
    media_type: str
    access: str
    creators: tuple[tuple[str, Subject], ...]
    dates: tuple[tuple[str, str | tuple[str, str]], ...]
    size: int | None = None
    recipients: tuple[tuple[str, Subject], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    identifier_kind: str = IDENTIFIER
    others: tuple[tuple[str, str], ...] = ()
    description: str = ""
    qualification: tuple[str, str, str] | None = None
    relations: tuple[tuple[str, str], ...] = field(default=())
    version: int | None = None
    access_note: str = ""


def as_day(value: date | None) -> str:
    """A day as the schema wants it."""
    return value.isoformat() if value else ""


def as_moment(value: datetime) -> str:
    """A moment to the second, with its offset."""
    return value.isoformat(timespec="seconds")


def write(metadata: Metadata) -> bytes:
    """The `dokument`, elements in the order of the schema."""
    root = etree.Element(f"{{{NAMESPACE}}}dokument", nsmap={None: NAMESPACE})
    for kind, subject in metadata.recipients:
        part = _add(root, "odbiorca")
        _subject(part, subject)
        _add(part, "rodzaj", kind)
    for kind, moment in metadata.dates:
        _date(root, kind, moment)
    access = _add(root, "dostep")
    _add(access, "dostepnosc", metadata.access)
    _maybe(access, "uwagi", metadata.access_note)
    form = _add(root, "format")
    _add(form, "typ", metadata.media_type)
    if metadata.size is not None:
        _add(form, "wielkosc", str(metadata.size)).set("jednostka", "bajt")
    for code, title in metadata.groups:
        group = _add(root, "grupowanie")
        for name, value in (("typ", SIGN), ("kod", code), ("opis", title or code)):
            _add(group, name, value)
    _identifier(root, metadata.identifier_kind, metadata.identifier)
    for kind, value in metadata.others:
        _identifier(root, kind, value)
    _add(root, "jezyk").set("kod", "pol")
    _maybe(root, "opis", metadata.description)
    if metadata.qualification:
        _qualification(root, *metadata.qualification)
    for kind, target in metadata.relations:
        relation = _add(root, "relacja")
        _identifier(relation, IDENTIFIER, target)
        _add(relation, "typ", kind)
    if metadata.version is not None:
        status = _add(root, "status")
        _add(status, "rodzaj", "wersja ostateczna")
        _add(status, "wersja", str(metadata.version))
    for function, subject in metadata.creators:
        creator = _add(root, "tworca")
        _add(creator, "funkcja", function)
        _subject(creator, subject)
    kinds = _add(root, "typ")
    _add(kinds, "kategoria", metadata.category)
    _maybe(kinds, "rodzaj", metadata.kind)
    _add(_add(root, "tytul"), "oryginalny", metadata.title or metadata.identifier)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _date(root: etree._Element, kind: str, moment: str | tuple[str, str]) -> None:
    part = _add(root, "data")
    _add(part, "typ", kind)
    if isinstance(moment, tuple):
        _add(part, "od", moment[0])
        _add(part, "do", moment[1])
    else:
        _add(part, "czas", moment)


def _qualification(root: etree._Element, category: str, day: str, office: str) -> None:
    part = _add(root, "kwalifikacja")
    _add(part, "kategoria", category)
    _add(part, "data", day)
    _subject(part, Subject(name=office))


def _identifier(parent: etree._Element, kind: str, value: str) -> None:
    part = _add(parent, "identyfikator")
    _add(part, "typ", kind)
    _add(part, "wartosc", value)


def _subject(parent: etree._Element, subject: Subject) -> None:
    part = _add(parent, "podmiot")
    if subject.name:
        institution = _add(part, "instytucja")
        _add(institution, "nazwa", subject.name)
        _address(institution, subject.address)
        _contact(institution, subject.email)
        if subject.unit or subject.employee:
            unit = _add(institution, "jednostka")
            _add(unit, "nazwa", subject.unit or subject.name)
            if subject.employee:
                _employee(unit, subject)
        return
    person = _add(part, "osoba")
    _add(person, "nazwisko", subject.surname or "nieznane")
    _maybe(person, "imie", subject.given_names)
    _address(person, subject.address)
    _contact(person, subject.email)


def _employee(unit: etree._Element, subject: Subject) -> None:
    given, _space, surname = subject.employee.rpartition(" ")
    employee = _add(unit, "pracownik")
    _add(employee, "nazwisko", surname)
    _maybe(employee, "imie", given)
    _maybe(employee, "funkcja", subject.post)


def _address(parent: etree._Element, address: Address | None) -> None:
    if address is None or not address.city.strip():
        return
    part = _add(parent, "adres")
    _maybe(part, "kod", address.postal_code)
    _add(part, "miejscowosc", address.city)
    _maybe(part, "ulica", address.street)
    _maybe(part, "budynek", address.building)
    _maybe(part, "lokal", address.apartment)
    _maybe(part, "skrytkapocztowa", address.po_box)
    _add(part, "kraj", address.country or "PL")


def _contact(parent: etree._Element, email: str) -> None:
    if email:
        _add(parent, "kontakt", email).set("typ", "email")


def _maybe(parent: etree._Element, name: str, text: str) -> None:
    if text:
        _add(parent, name, text)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text is not None:
        element.text = one_line(text)
    return element


def one_line(text: str) -> str:
    """Without line breaks, which the schema's texts do not know, and characters XML forbids."""
    lawful = (sign for sign in text if (sign >= " " and sign not in "\ufffe\uffff") or sign in "\t\n\r")
    return " ".join("".join(lawful).split())


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A line of the spis zdawczo-odbiorczy: one case."""

    sign: str
    class_title: str
    title: str
    started_on: date
    closed_on: date
    documents: int
    remarks: str = ""


def handover_list(cases: Iterable[HandedOver]) -> bytes:
    """Spis zdawczo-odbiorczy as XML, numbered from 1; ValueError without a case."""
    root = etree.Element(f"{{{NAMESPACE}}}SpisZdawczoOdbiorczy", nsmap={None: NAMESPACE})
    for number, case in enumerate(cases, 1):
        row = _add(root, "Sprawa")
        _add(row, "LiczbaPorzadkowa", str(number))
        _add(row, "ZnakSprawy", case.sign)
        _add(row, "HasloKlasyfikacyjne", case.class_title)
        _add(row, "TytulSprawy", case.title)
        _add(row, "DataWszczecia", case.started_on.isoformat())
        _add(row, "DataZakonczenia", case.closed_on.isoformat())
        _add(row, "LiczbaDokumentow", str(case.documents))
        _maybe(row, "Uwagi", case.remarks)
    if not len(root):
        raise ValueError("a handover list needs a case")
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data
