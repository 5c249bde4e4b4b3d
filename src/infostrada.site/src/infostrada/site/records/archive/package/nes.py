"""Metadata of documents and cases written as NES 2.0 (`nes_20.xsd`), which the package for courts needs.

Words are those of the NES lists; the same facts as in Metadane 1.7 under other names and in another order.
"""

from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.metadata import Address
from infostrada.site.records.archive.package.metadata import Metadata
from infostrada.site.records.archive.package.metadata import one_line
from infostrada.site.records.archive.package.metadata import Subject
from lxml import etree


ACCESS = {"wszystko": "publiczny", "metadane": "niepubliczny", "niedostepne": "wyłączony"}
DATES = {
    "stworzony": "utworzony",
    "otrzymany": "doręczony",
    "wyslany": "wysłany",
    "zatwierdzony": "zatwierdzony",
    "zmodyfikowany": "zmodyfikowany",
    "opublikowany": "opublikowany",
    "uzyskany": "uzyskany",
}
FUNCTIONS = {"stworzyl": "utworzył", "zatwierdzil": "zatwierdził", "modyfikowal": "modyfikował"}
RELATIONS = {
    "maOdniesienie": "ma odniesienie",
    "odnosiSieDo": "odnosi się do",
    "jestDekretacja": "jest dekretacją",
    "maDekretacje": "ma dekretację",
    "maWersje": "ma wersję",
    "jestWersja": "jest wersją",
    "maCzesc": "ma część",
    "jestCzescia": "jest częścią",
    "maFormat": "ma format",
    "jestFormatem": "jest formatem",
}
SIGNATURE = "podpis elektroniczny"


def write(metadata: Metadata) -> bytes:
    """The `dokument` of NES 2.0, elements in the order of the schema."""
    root = etree.Element(f"{{{NAMESPACE}}}dokument", nsmap={None: NAMESPACE})
    for kind, value in ((metadata.identifier_kind, metadata.identifier), *metadata.others):
        _identifier(root, kind, value)
    _add(_add(root, "tytul"), "oryginalny", metadata.title or metadata.identifier).set("kodJezyka", "pol")
    for kind, moment in metadata.dates:
        _date(root, kind, moment)
    form = _add(root, "format")
    _add(form, "typFormatu", metadata.media_type)
    if metadata.size is not None:
        _add(form, "wielkosc", str(metadata.size)).set("miara", "bajt")
    access = _add(root, "dostep")
    _add(access, "dostepnosc", ACCESS[metadata.access])
    _maybe(access, "uwagi", metadata.access_note)
    kinds = _add(root, "typ")
    _add(kinds, "klasa", "tekst" if metadata.category == "Text" else metadata.category)
    _add(kinds, "rodzaj", metadata.kind or "inne pismo/dokument")
    for code, title in metadata.groups:
        group = _add(root, "grupowanie")
        for name, value in (("typGrupy", "znak sprawy"), ("kodGrupy", code), ("opis", title or code)):
            _add(group, name, value)
    for function, subject in metadata.creators:
        creator = _add(root, "tworca")
        _add(creator, "funkcja", FUNCTIONS[function])
        _subject(creator, subject)
    for kind, subject in metadata.recipients:
        recipient = _add(root, "odbiorca")
        if kind == "do wiadomosci":
            _add(recipient, "doWiadomosci", "tak")
        _subject(recipient, subject)
    for kind, target in metadata.relations:
        relation = _add(root, "relacja")
        _identifier(relation, "Identyfikator dokumentu", target)
        signature = metadata.kind == SIGNATURE and kind == "jestWersja"
        _add(relation, "typRelacji", "jest podpisem" if signature else RELATIONS[kind])
    if metadata.qualification:
        category, day, office = metadata.qualification
        part = _add(root, "kwalifikacja")
        _add(part, "kategoria", category)
        _add(part, "data", day)
        _subject(part, Subject(name=office))
    _add(root, "jezyk").set("kodJezyka", "pol")
    _maybe(root, "opis", metadata.description)
    if metadata.version is not None:
        status = _add(root, "status")
        _add(status, "rodzaj", "wersja ostateczna")
        _add(status, "wersja", str(metadata.version))
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _date(root: etree._Element, kind: str, moment: str | tuple[str, str]) -> None:
    part = _add(root, "data")
    if isinstance(moment, tuple):
        _add(part, "zakresDat", kind)
        _add(part, "czasOd", moment[0])
        _add(part, "czasDo", moment[1])
    else:
        _add(part, "typDaty", DATES[kind])
        _add(part, "czas", moment)


def _identifier(parent: etree._Element, kind: str, value: str) -> None:
    part = _add(parent, "identyfikator")
    _add(part, "typIdentyfikatora", kind)
    _add(part, "wartoscId", value)


def _subject(parent: etree._Element, subject: Subject) -> None:
    part = _add(parent, "podmiot")
    if not subject.name:
        person = _add(part, "osoba")
        _add(person, "nazwisko", subject.surname or "nieznane")
        _maybe(person, "imie", subject.given_names)
        _address(person, subject.address)
        _contact(person, subject.email)
        return
    body = _add(part, "instytucja")
    _add(body, "nazwa", subject.name)
    _address(body, subject.address)
    _contact(body, subject.email)
    if subject.unit:
        unit = _add(body, "komorka")
        _add(unit, "nazwa", subject.unit)
    if subject.employee:
        given, _space, surname = subject.employee.rpartition(" ")
        employee = _add(body, "pracownik")
        _add(employee, "nazwisko", surname)
        _maybe(employee, "imie", given)
        _maybe(employee, "stanowisko", subject.post)


def _address(parent: etree._Element, address: Address | None) -> None:
    if address is None or not address.city.strip():
        return
    part = _add(parent, "adres")
    _maybe(part, "kodPocztowy", address.postal_code)
    _add(part, "miejscowosc", address.city)
    _maybe(part, "ulica", address.street)
    _maybe(part, "budynek", address.building)
    _maybe(part, "lokal", address.apartment)
    _maybe(part, "skrytkaPocztowa", address.po_box)
    _add(part, "kraj", address.country or "PL")


def _contact(parent: etree._Element, email: str) -> None:
    if email:
        _add(parent, "kontakt", email).set("typKontaktu", "email")


def _maybe(parent: etree._Element, name: str, text: str) -> None:
    if text:
        _add(parent, name, text)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text is not None:
        element.text = one_line(text)
    return element
