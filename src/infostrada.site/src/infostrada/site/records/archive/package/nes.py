"""Metadata of documents and cases written as NES 2.0 (`nes_20.xsd`), which the package for courts needs.

Words are those of the NES lists; the same facts as in Metadane 1.7 under other names and in another order.
"""

from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.metadata import IDENTIFIER
from infostrada.site.records.archive.package.metadata import Metadata
from infostrada.site.records.archive.package.metadata import SIGN
from infostrada.site.records.archive.package.writing import Names
from infostrada.site.records.archive.package.writing import Node
from infostrada.site.records.archive.package.writing import status
from infostrada.site.records.archive.package.writing import Subject


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
NAMES = Names(
    identifier_kind="typIdentyfikatora",
    identifier_value="wartoscId",
    postal_code="kodPocztowy",
    po_box="skrytkaPocztowa",
    contact_kind="typKontaktu",
    unit="komorka",
    post="stanowisko",
    employee_in_unit=False,
)


def write(metadata: Metadata) -> bytes:
    """The `dokument` of NES 2.0, elements in the order of the schema."""
    root = Node.root("dokument", NAMESPACE)
    for kind, value in ((metadata.identifier_kind, metadata.identifier), *metadata.others):
        NAMES.identifier(root, kind, value)
    root.add("tytul").add("oryginalny", metadata.title or metadata.identifier, kodJezyka="pol")
    for kind, moment in metadata.told_to_court:
        part = root.add("data")
        part.add("typDaty", kind)
        part.add("czas", moment)
    for kind, span in () if metadata.told_to_court else metadata.dates:
        _date(root, kind, span)
    _what(root, metadata)
    for code, title in metadata.groups:
        group = root.add("grupowanie")
        for name, value in (("typGrupy", SIGN.lower()), ("kodGrupy", code), ("opis", title or code)):
            group.add(name, value)
    _who(root, metadata)
    for kind, target in metadata.relations:
        relation = root.add("relacja")
        NAMES.identifier(relation, IDENTIFIER, target)
        relation.add("typRelacji", _relation(metadata, kind, target))
    if metadata.qualification:
        category, day, office = metadata.qualification
        part = root.add("kwalifikacja")
        part.add("kategoria", category)
        part.add("data", day)
        NAMES.subject(part, Subject(name=office))
    root.add("jezyk", kodJezyka="pol")
    root.maybe("opis", metadata.description)
    status(root, metadata.version)
    return root.file()


def _relation(metadata: Metadata, kind: str, target: str) -> str:
    """The word of a relation; NES has one of its own for a signature and what it signs."""
    if metadata.kind == SIGNATURE and kind == "jestWersja":
        return "jest podpisem"
    return "ma podpis" if target in metadata.signatures else RELATIONS[kind]


def _what(root: Node, metadata: Metadata) -> None:
    form = root.add("format")
    form.add("typFormatu", metadata.media_type)
    if metadata.size is not None:
        form.add("wielkosc", str(metadata.size), miara="bajt")
    access = root.add("dostep")
    access.add("dostepnosc", ACCESS[metadata.access])
    access.maybe("uwagi", metadata.access_note)
    kinds = root.add("typ")
    kinds.add("klasa", "tekst" if metadata.category == "Text" else metadata.category)
    kinds.add("rodzaj", metadata.kind or "inne pismo/dokument")


def _who(root: Node, metadata: Metadata) -> None:
    for function, subject in metadata.creators:
        creator = root.add("tworca")
        creator.add("funkcja", FUNCTIONS[function])
        NAMES.subject(creator, subject)
    for signatory in metadata.signed_by:
        creator = root.add("tworca")
        creator.add("funkcja", "podpisał")
        NAMES.subject(creator, signatory)
    for kind, subject in metadata.recipients:
        recipient = root.add("odbiorca")
        if kind == "do wiadomosci":
            recipient.add("doWiadomosci", "tak")
        NAMES.subject(recipient, subject)


def _date(root: Node, kind: str, moment: str | tuple[str, str]) -> None:
    part = root.add("data")
    if isinstance(moment, tuple):
        part.add("zakresDat", kind)
        part.add("czasOd", moment[0])
        part.add("czasDo", moment[1])
    else:
        part.add("typDaty", DATES[kind])
        part.add("czas", moment)
