"""Receipts and evidences of a case's letters: documents of their own that name what they prove.

Source: the description of the archive package: UPO, UPP, UPD and the evidences of registered delivery are documents with
a relation to the document they are about.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.metadata import as_moment
from infostrada.site.records.archive.package.metadata import Metadata
from infostrada.site.records.archive.package.paper import ACCESS
from infostrada.site.records.archive.package.paper import Paper
from infostrada.site.records.archive.package.writing import Address
from infostrada.site.records.archive.package.writing import Subject
from infostrada.site.records.cases.content import Case
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from typing import Any


KIND = "potwierdzenie odbioru/doręczenia/przedłożenia"
GIVEN_UP = "cancelled"
Groups = tuple[tuple[str, str], ...]


def evidences_of(letter: Any, about: str, groups: Groups) -> Iterator[Paper]:
    """The evidences of a letter that have a file; `about` is the identifier of what they prove."""
    for each in sorted(letter.evidences, key=lambda each: (each.at, each.id)):
        if each.file is not None:
            yield _paper(letter, each, about, groups)


def proofs_of(letters: Iterable[Any]) -> list[tuple[str, str]]:
    """Relations of what the letters took out to their evidences."""
    held = (each.file for letter in letters for each in letter.evidences)
    return [("maOdniesienie", file.uid) for file in held if file is not None]


def sent_letters(case: Case) -> dict[str, list[Outgoing]]:
    """Letters of the case that were not cancelled, by the identifier of the document they took out."""
    found: dict[str, list[Outgoing]] = {}
    for letter in map(record_at, case.outgoing):
        if letter is not None and state_of(letter) != GIVEN_UP:
            found.setdefault(letter.document_uid, []).append(letter)
    return found


def recipient_of(letter: Outgoing) -> Subject:
    """The addressee as the metadata name one."""
    to = letter.addressee
    address = Address(
        to.city, to.street, to.building, to.apartment, to.postal_code, country=to.country or "PL"
    )
    if to.org_name:
        return Subject(name=to.org_name, address=address)
    return Subject(surname=to.surname, given_names=to.given_names, address=address)


def _paper(letter: Any, evidence: Evidence, about: str, groups: Groups) -> Paper:
    file: Any = evidence.file
    moment = as_moment(evidence.at)
    metadata = Metadata(
        identifier=file.uid,
        title=f"{evidence.code}: {letter.title}",
        category="Text",
        kind=KIND,
        media_type=file.contentType or "application/octet-stream",
        access=ACCESS[letter.access],
        creators=(("stworzyl", Subject(name=unit_of(letter).title)),),
        dates=(("stworzony", moment),),
        size=file.getSize(),
        groups=groups,
        others=(("Dowód doręczenia", f"{evidence.code} {evidence.id}"),),
        description=evidence.detail,
        relations=(("odnosiSieDo", about),),
    )
    return Paper(file.filename, Entry("", file.getSize(), file.open), metadata)
