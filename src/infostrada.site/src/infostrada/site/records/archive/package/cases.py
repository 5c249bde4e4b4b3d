"""What a case gives to an archive package: letters, dekretacje, documents, the case itself."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from infostrada.site.records.archive.package.build import document_name
from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.build import entry
from infostrada.site.records.archive.package.evidences import evidences_of
from infostrada.site.records.archive.package.evidences import proofs_of
from infostrada.site.records.archive.package.evidences import recipient_of
from infostrada.site.records.archive.package.evidences import sent_letters
from infostrada.site.records.archive.package.metadata import as_moment
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.package.metadata import Metadata
from infostrada.site.records.archive.package.metadata import SIGN
from infostrada.site.records.archive.package.metadata import write
from infostrada.site.records.archive.package.nes import DATES as COURT_DATES
from infostrada.site.records.archive.package.paper import ACCESS
from infostrada.site.records.archive.package.paper import Paper
from infostrada.site.records.archive.package.writing import Address
from infostrada.site.records.archive.package.writing import Subject
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any


TEXT = "text/plain"


def case_entries(
    case: Case, told: Callable[[Metadata], bytes] = write, *, working: bool = True
) -> list[Entry]:
    """Everything the package holds of a case: documents, their metadata, the case's own.

    `told` writes the metadata: Metadane 1.7 or another set. Without `working` papers neither dekretacje nor documents
    that were not accepted are in it.
    """
    sign = str(case.sign)
    papers = list(_papers(case, working=working))
    entries = []
    for paper in papers:
        name = document_name(paper.metadata.identifier, paper.filename)
        entries.append(paper.content._replace(name=f"dokumenty/{sign}/{name}"))
        entries.append(entry(f"metadane/{sign}/{name}.xml", told(paper.metadata)))
    entries.append(entry(f"sprawy/{sign}.xml", told(_case(case, papers))))
    return entries


def handed_over(case: Case, remarks: str = "") -> HandedOver:
    """The case as a line of the spis zdawczo-odbiorczy."""
    documents = sum(1 for _paper in _papers(case))
    return HandedOver(
        str(case.sign),
        case.class_title,
        case.title,
        case.started_on,
        case.closed_on or case.started_on,
        documents,
        " ".join(filter(None, (remarks, *case.exemption.notes))),
    )


def _papers(case: Case, *, working: bool = True) -> Iterator[Paper]:
    group = ((str(case.sign), case.class_title),)
    for uid in case.letters:
        yield from _letter(by_uid(uid, ILetter, near=case), group, working)
    for task in tasks_of(case) if working else ():
        yield _dekretacja(task, group, None)
    sent = sent_letters(case)
    for document in documents_of(case):
        if state_of(document) == "accepted" or (working and state_of(document) != "cancelled"):
            uid = IUUID(document)
            yield _document(case, document, group, sent.get(uid, []))
            yield from _signed(case, document, group)
            for letter in sent.get(uid, ()):
                yield from evidences_of(letter, uid, group)


def _letter(letter: Any, group: tuple[tuple[str, str], ...], working: bool) -> Iterator[Paper]:
    main, *attachments = [file.uid for file in letter.files] or [IUUID(letter)]
    tasks = tasks_of(letter) if working else []
    relations = [("maCzesc", uid) for uid in attachments]
    relations += [("maDekretacje", IUUID(task)) for task in tasks]
    relations += proofs_of([letter])
    files = list(letter.files)
    if files:
        yield _letter_file(letter, files[0], group, tuple(relations), letter.title)
        for file in files[1:]:
            title = f"{letter.title} – {file.filename}"
            yield _letter_file(letter, file, group, (("jestCzescia", main),), title)
    else:
        text = f"Pismo w postaci papierowej, RPW {letter.rpw_number}: {letter.title}\n".encode()
        metadata = _letter_metadata(letter, group, main, letter.title, tuple(relations))
        yield Paper(
            "pismo.txt",
            entry("", text),
            Metadata(**{**metadata, "category": "PhysicalObject", "media_type": TEXT, "size": len(text)}),
        )
    yield from evidences_of(letter, main, group)
    for task in tasks:
        yield _dekretacja(task, group, main)


def _letter_file(
    letter: Any,
    file: Any,
    group: tuple[tuple[str, str], ...],
    relations: tuple[tuple[str, str], ...],
    title: str,
) -> Paper:
    values = _letter_metadata(letter, group, file.uid, title, relations)
    metadata = Metadata(**{**values, "media_type": file.contentType or TEXT, "size": file.getSize()})
    return Paper(file.filename, Entry("", file.getSize(), file.open), metadata)


def _letter_metadata(
    letter: Any,
    group: tuple[tuple[str, str], ...],
    identifier: str,
    title: str,
    relations: tuple[tuple[str, str], ...],
) -> dict[str, Any]:
    others = [("Numer RPW", letter.rpw_number)]
    if letter.sender_reference:
        others.append(("Znak nadawcy", letter.sender_reference))
    return {
        "identifier": identifier,
        "title": title,
        "category": "Text" if letter.dcmi_type not in ("Collection", "Dataset") else letter.dcmi_type,
        "kind": letter.document_kind or "",
        "access": ACCESS[letter.access],
        "creators": tuple(("stworzyl", _subject(each)) for each in letter.senders),
        "recipients": (("glowny", Subject(name=unit_of(letter).title)),),
        "dates": (*_written(letter, "stworzony"), ("otrzymany", as_moment(letter.registered_at))),
        "told_to_court": (
            *_written(letter, "data na piśmie"),
            ("doręczony", letter.received_date.isoformat()),
            ("data rejestracji", as_moment(letter.registered_at)),
        ),
        "groups": group,
        "others": tuple(others),
        "relations": relations,
    }


def _written(letter: Any, word: str) -> tuple[tuple[str, str], ...]:
    """The day on the letter; a parcel that stayed closed tells none."""
    return ((word, letter.letter_date),) if letter.letter_date else ()


def _subject(sender: Sender) -> Subject:
    address = Address(
        city=sender.city,
        street=sender.street,
        building=sender.building,
        apartment=sender.apartment,
        postal_code=sender.postal_code,
        po_box=sender.po_box,
        country=sender.country or "PL",
    )
    if sender.sender_org_name:
        return Subject(name=sender.sender_org_name, address=address, email=sender.email)
    return Subject(
        surname=sender.sender_surname,
        given_names=sender.sender_given_names,
        address=address,
        email=sender.email,
    )


def _dekretacja(task: Any, group: tuple[tuple[str, str], ...], letter: str | None) -> Paper:
    lines = [
        f"Dekretacja: {task.about_label} {task.title}",
        f"Dla: {task.assignee_name}",
        f"Dyspozycja: {task.disposition}",
        f"Termin: {task.due_on.isoformat() if task.due_on else 'bez terminu'}",
        f"Treść: {task.instruction}" if task.instruction else "",
        f"Dekretował(a): {task.author.name}, {task.author.post}, {as_moment(task.given_at)}",
    ]
    text = "\n".join([line for line in lines if line] + [""]).encode()
    metadata = Metadata(
        identifier=IUUID(task),
        title=f"Dekretacja: {task.title}",
        category="Text",
        kind="dekretacja",
        media_type=TEXT,
        access="niedostepne",
        creators=(("stworzyl", _official(task, task.author)),),
        dates=(("stworzony", as_moment(task.given_at)),),
        size=len(text),
        groups=group,
        relations=(("jestDekretacja", letter),) if letter else (),
    )
    return Paper("dekretacja.txt", entry("", text), metadata)


def _document(
    case: Case, document: Any, group: tuple[tuple[str, str], ...], letters: Iterable[Outgoing] = ()
) -> Paper:
    file = document.latest.file
    creators = [("stworzyl", _official(document, document.author))]
    dates = [("stworzony", (document.dated or document.filed_at.date()).isoformat())]
    if document.accepted_by:
        creators.append(("zatwierdzil", _official(document, document.accepted_by)))
        dates.append(("zatwierdzony", as_moment(document.accepted_at)))
    dates += [("wyslany", letter.sent_on.isoformat()) for letter in letters if letter.sent_on]
    metadata = Metadata(
        identifier=IUUID(document),
        title=document.title,
        category="Text",
        kind=document.document_kind,
        media_type=file.contentType or "application/octet-stream",
        access=ACCESS[document.access],
        creators=tuple(creators),
        recipients=tuple(("glowny", recipient_of(letter)) for letter in letters),
        dates=tuple(dict.fromkeys(dates)),
        told_to_court=_told_to_court(document, dict.fromkeys(dates)),
        signed_by=(_official(document, document.accepted_by),)
        if document.accepted_by and document.signed_files
        else (),
        signatures=tuple(
            signed_id(document, place)
            for place, item in enumerate(document.signed_files, start=1)
            if item.report.format != "pades"
        ),
        size=file.getSize(),
        groups=group,
        version=document.latest.number if document.accepted_by else None,
        qualification=(case.category, dates[0][1], unit_of(case).title) if case.category else None,
        relations=(
            *(("maWersje", signed_id(document, place)) for place in _places(document)),
            *proofs_of(letters),
        ),
    )
    return Paper(file.filename, Entry("", file.getSize(), file.open), metadata)


def _told_to_court(document: Any, dates: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The dates by the words of NES, with that of the first signature."""
    told = tuple((COURT_DATES[kind], moment) for kind, moment in dates)
    if not document.signed_files:
        return told
    first = document.signed_files[0]
    signed = [one.stamped_at or one.signed_at for one in first.report.signatures]
    return (*told, ("podpisany", as_moment(next(filter(None, signed), first.at))))


def signed_id(document: Any, place: int) -> str:
    """Identifier of a signed file of a document in the package."""
    return f"{IUUID(document)}-podpis-{place}"


def _places(document: Any) -> range:
    return range(1, len(document.signed_files) + 1)


def _signed(case: Case, document: Any, group: tuple[tuple[str, str], ...]) -> Iterator[Paper]:
    """Signed files: each a version of the document it signs, with who signed and what a check found."""
    whole = _document(case, document, group).metadata
    for place, item in enumerate(document.signed_files, start=1):
        signers = ", ".join(one.person or one.signer for one in item.report.signatures)
        metadata = replace(
            whole,
            identifier=signed_id(document, place),
            title=f"{document.title} – plik podpisany",
            kind=document.document_kind if item.report.format == "pades" else "podpis elektroniczny",
            media_type=item.file.contentType or "application/octet-stream",
            size=item.file.getSize(),
            version=None,
            signed_by=(),
            signatures=(),
            description=f"Podpis: {signers}. Weryfikacja {as_moment(item.report.checked_at)}: {item.report.verdict}.",
            relations=(("jestWersja", IUUID(document)),),
        )
        yield Paper(item.file.filename, Entry("", item.file.getSize(), item.file.open), metadata)


def _official(context: Any, actor: Any) -> Subject:
    office: str = unit_of(context).title
    return Subject(name=office, employee=actor.name, post=actor.post)


def _case(case: Case, papers: list[Paper]) -> Metadata:
    days = [case.started_on, *_days(case)]
    return Metadata(
        identifier=str(case.sign),
        identifier_kind=SIGN,
        title=case.title,
        category="Collection",
        kind="akta sprawy",
        media_type="Multipart/Header-Set",
        access=_widest([paper.metadata.access for paper in papers]),
        creators=(
            ("stworzyl", Subject(name=unit_of(case).title, unit=case.org_symbol, employee=case.officer_name)),
        ),
        dates=(("daty skrajne", (min(days).isoformat(), max(days).isoformat())),),
        groups=((str(case.sign), case.class_title),),
        others=tuple((f"Znak sprawy ({link.kind})", link.sign) for link in case.links if link.sign),
        description="\n".join(filter(None, (case.description, *case.exemption.notes))),
        qualification=(
            (case.category, (case.closed_on or max(days)).isoformat(), unit_of(case).title)
            if case.category
            else None
        ),
    )


def _days(case: Case) -> Iterator[date]:
    yield from (document.dated or document.filed_at.date() for document in documents_of(case))
    yield from (letter.received_date for letter in map(record_at, case.letters) if letter is not None)
    yield from (day for day in (case.settled_on, case.closed_on) if day)


def _widest(access: Iterable[str]) -> str:
    """Access of the case from its documents: the whole is as closed as its most closed part."""
    found = set(access)
    return next((word for word in ("niedostepne", "metadane") if word in found), "wszystko")
