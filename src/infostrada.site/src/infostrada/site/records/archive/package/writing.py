"""XML of one namespace, written element by element, and the parts both metadata standards share."""

from dataclasses import dataclass
from lxml import etree
from typing import NamedTuple
from typing import Self


class Node:
    """An element; what is added to it is of its namespace, in the order it is added."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._prefix = element.tag.partition("}")[0] + "}" if element.tag.startswith("{") else ""

    @classmethod
    def root(cls, name: str, namespace: str = "") -> Self:
        """The root of a file; an empty namespace is none."""
        if not namespace:
            return cls(etree.Element(name))
        return cls(etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace}))

    def add(self, name: str, text: str | None = None, **attributes: str) -> "Node":
        """A child with its text, made one line, and attributes."""
        element = etree.SubElement(self._element, f"{self._prefix}{name}", attributes)
        if text is not None:
            element.text = one_line(text)
        return Node(element)

    def maybe(self, name: str, text: str) -> None:
        """A child, unless there is nothing to say."""
        if text:
            self.add(name, text)

    def __len__(self) -> int:
        return len(self._element)

    def file(self) -> bytes:
        """The whole file."""
        data: bytes = etree.tostring(self._element, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        return data


def one_line(text: str) -> str:
    """Without line breaks, which the schema's texts do not know, and characters XML forbids."""
    lawful = (sign for sign in text if (sign >= " " and sign not in "\ufffe\uffff") or sign in "\t\n\r")
    return " ".join("".join(lawful).split())


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


class Names(NamedTuple):
    """What a standard calls the parts both have."""

    identifier_kind: str
    identifier_value: str
    postal_code: str
    po_box: str
    contact_kind: str
    unit: str
    post: str
    employee_in_unit: bool

    def identifier(self, parent: Node, kind: str, value: str) -> None:
        """An identifier of its kind."""
        part = parent.add("identyfikator")
        part.add(self.identifier_kind, kind)
        part.add(self.identifier_value, value)

    def subject(self, parent: Node, subject: Subject) -> None:
        """A person or an institution."""
        part = parent.add("podmiot")
        if subject.name:
            self._institution(part.add("instytucja"), subject)
            return
        person = part.add("osoba")
        person.add("nazwisko", subject.surname or "nieznane")
        person.maybe("imie", subject.given_names)
        self._reached(person, subject)

    def _institution(self, body: Node, subject: Subject) -> None:
        body.add("nazwa", subject.name)
        self._reached(body, subject)
        place = body
        if subject.unit or (subject.employee and self.employee_in_unit):
            unit = body.add(self.unit)
            unit.add("nazwa", subject.unit or subject.name)
            place = unit if self.employee_in_unit else body
        if subject.employee:
            given, _space, surname = subject.employee.rpartition(" ")
            employee = place.add("pracownik")
            employee.add("nazwisko", surname)
            employee.maybe("imie", given)
            employee.maybe(self.post, subject.post)

    def _reached(self, part: Node, subject: Subject) -> None:
        address = subject.address
        if address is not None and address.city.strip():
            place = part.add("adres")
            place.maybe(self.postal_code, address.postal_code)
            place.add("miejscowosc", address.city)
            place.maybe("ulica", address.street)
            place.maybe("budynek", address.building)
            place.maybe("lokal", address.apartment)
            place.maybe(self.po_box, address.po_box)
            place.add("kraj", address.country or "PL")
        if subject.email:
            part.add("kontakt", subject.email, **{self.contact_kind: "email"})


def status(root: Node, version: int | None) -> None:
    """The final version, by its number."""
    if version is not None:
        part = root.add("status")
        part.add("rodzaj", "wersja ostateczna")
        part.add("wersja", str(version))
