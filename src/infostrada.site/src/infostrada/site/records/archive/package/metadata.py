"""Metadata of documents and cases written as Metadane 1.7."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.writing import Names
from infostrada.site.records.archive.package.writing import Node
from infostrada.site.records.archive.package.writing import status
from infostrada.site.records.archive.package.writing import Subject


IDENTIFIER, SIGN = "Identyfikator dokumentu", "Znak sprawy"
NAMES = Names(
    identifier_kind="typ",
    identifier_value="wartosc",
    postal_code="kod",
    po_box="skrytkapocztowa",
    contact_kind="typ",
    unit="jednostka",
    post="funkcja",
    employee_in_unit=True,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an archive is told of one document or case.

    `dates`: (type, day or moment); a pair of days is a span. `relations`: (type, identifier of the
    other). `creators`: (function, subject).

    What NES 2.0 alone has words for: `told_to_court` are dates by its own words, said instead of `dates`;
    `signed_by` who signed, `signatures` the identifiers of detached signatures among the relations.
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
    told_to_court: tuple[tuple[str, str], ...] = ()
    signed_by: tuple[Subject, ...] = ()
    signatures: tuple[str, ...] = ()


def as_moment(value: datetime) -> str:
    """A moment to the second, with its offset."""
    return value.isoformat(timespec="seconds")


def write(metadata: Metadata) -> bytes:
    """The `dokument`, elements in the order of the schema."""
    root = Node.root("dokument", NAMESPACE)
    for kind, subject in metadata.recipients:
        part = root.add("odbiorca")
        NAMES.subject(part, subject)
        part.add("rodzaj", kind)
    for kind, moment in metadata.dates:
        _date(root, kind, moment)
    _what(root, metadata)
    NAMES.identifier(root, metadata.identifier_kind, metadata.identifier)
    for kind, value in metadata.others:
        NAMES.identifier(root, kind, value)
    root.add("jezyk", kod="pol")
    root.maybe("opis", metadata.description)
    if metadata.qualification:
        _qualification(root, *metadata.qualification)
    for kind, target in metadata.relations:
        relation = root.add("relacja")
        NAMES.identifier(relation, IDENTIFIER, target)
        relation.add("typ", kind)
    status(root, metadata.version)
    for function, subject in metadata.creators:
        creator = root.add("tworca")
        creator.add("funkcja", function)
        NAMES.subject(creator, subject)
    kinds = root.add("typ")
    kinds.add("kategoria", metadata.category)
    kinds.maybe("rodzaj", metadata.kind)
    root.add("tytul").add("oryginalny", metadata.title or metadata.identifier)
    return root.file()


def _what(root: Node, metadata: Metadata) -> None:
    access = root.add("dostep")
    access.add("dostepnosc", metadata.access)
    access.maybe("uwagi", metadata.access_note)
    form = root.add("format")
    form.add("typ", metadata.media_type)
    if metadata.size is not None:
        form.add("wielkosc", str(metadata.size), jednostka="bajt")
    for code, title in metadata.groups:
        group = root.add("grupowanie")
        for name, value in (("typ", SIGN), ("kod", code), ("opis", title or code)):
            group.add(name, value)


def _date(root: Node, kind: str, moment: str | tuple[str, str]) -> None:
    part = root.add("data")
    part.add("typ", kind)
    if isinstance(moment, tuple):
        part.add("od", moment[0])
        part.add("do", moment[1])
    else:
        part.add("czas", moment)


def _qualification(root: Node, category: str, day: str, office: str) -> None:
    part = root.add("kwalifikacja")
    part.add("kategoria", category)
    part.add("data", day)
    NAMES.subject(part, Subject(name=office))


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
    root = Node.root("SpisZdawczoOdbiorczy", NAMESPACE)
    for number, case in enumerate(cases, 1):
        row = root.add("Sprawa")
        row.add("LiczbaPorzadkowa", str(number))
        row.add("ZnakSprawy", case.sign)
        row.add("HasloKlasyfikacyjne", case.class_title)
        row.add("TytulSprawy", case.title)
        row.add("DataWszczecia", case.started_on.isoformat())
        row.add("DataZakonczenia", case.closed_on.isoformat())
        row.add("LiczbaDokumentow", str(case.documents))
        row.maybe("Uwagi", case.remarks)
    if not len(root):
        raise ValueError("a handover list needs a case")
    return root.file()
