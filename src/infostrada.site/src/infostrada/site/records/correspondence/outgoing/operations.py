"""Prepare outgoing letters from a case's document, number them in the RPWych, cancel them."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from infostrada.core import numbers
from infostrada.core.errors import NotFound
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.procedure import days_given
from infostrada.site.records.cases.representation import attorneys_of
from infostrada.site.records.cases.representation import name_known
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.outgoing.content import Enclosure
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterSource
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.outgoing.rules import addressee_faults
from infostrada.site.records.correspondence.outgoing.rules import missing_at
from infostrada.site.records.correspondence.outgoing.rules import MOST_ADDRESSEES
from infostrada.site.records.correspondence.outgoing.rules import SENDABLE
from infostrada.site.records.correspondence.outgoing.ways import Facts
from infostrada.site.records.correspondence.outgoing.ways import proposed
from infostrada.site.records.correspondence.outgoing.ways import way_faults
from infostrada.site.records.correspondence.outgoing.ways import ways_on
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.numbering.entries import entry_of
from infostrada.site.records.numbering.holding import held
from infostrada.site.records.numbering.holding import taken
from infostrada.site.records.personal.special.persons import follow
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.content import newest_signed
from infostrada.site.records.signatures.content import signed_files
from infostrada.site.records.signatures.content import WHOLE
from infostrada.site.records.store import DISPATCH
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import shard
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


class Dispatch(NamedTuple):
    """What is said of a letter to one addressee; an empty `method` takes the law's first way.

    `reason` says why another way than that was chosen, or why a party gets the letter that has an attorney (a summons
    to come in person); `proof` is False for letters that need no proof of receipt; `reserved` is the number set aside for it (`W/12/2026`).
    """

    addressee: Addressee
    method: str = ""
    reason: str = ""
    proof: bool = True
    reserved: str = ""


def rpwych(unit_id: str, year: int) -> numbers.Series:
    """The series of the office's register of outgoing letters for a year."""
    return numbers.Series(unit_id, "rpwych", year)


def prepare_letters(
    document: Document,
    dispatches: Sequence[Dispatch],
    *,
    attachments: Iterable[str] = (),
    remarks: str = "",
    idempotency_key: str | None = None,
) -> list[Outgoing]:
    """One letter with its own RPWych number for each addressee, from an accepted document.

    `attachments` are UIDs of other accepted documents of the case. All letters are made or none;
    repeated with the key, the letters made then are returned. Needs the right to work on the case.
    Raises InvalidData whose fields begin with the addressee's place, counted from 0.
    """
    case = case_of(document)
    require(WORK_ON, case)
    act = deed(document)
    made = _earlier(act, dispatches, idempotency_key, case)
    if made is not None:
        return made
    enclosures = _enclosures(document, case, attachments)
    chosen = _checked(document, dispatches, enclosures, act, case.parties)
    series = rpwych(act.unit, act.at.year)
    kept = [held(unit_of(document), series, each.reserved) for each in dispatches]
    return [
        _make(document, case, each, way, enclosures, remarks, act, _key(idempotency_key, place), number)
        for place, (each, way, number) in enumerate(zip(dispatches, chosen, kept, strict=True))
    ]


def _key(key: str | None, place: int) -> str | None:
    return f"{key}/{place}" if key else None


def _earlier(act: Deed, dispatches: Sequence[Dispatch], key: str | None, near: Any) -> list[Outgoing] | None:
    if not key or not dispatches:
        return None
    series = rpwych(act.unit, act.at.year)
    found = [numbers.find(series, f"{key}/{place}") for place in range(len(dispatches))]
    if None in found:
        return None
    return [by_uid(number.uid, IOutgoing, near=near) for number in found if number is not None]


def _enclosures(document: Document, case: Case, attachments: Iterable[str]) -> tuple[Enclosure, ...]:
    wanted = [document]
    for uid in attachments:
        found = by_uid(uid, IDocument, near=case)
        if case_of(found) != case or found in wanted:
            raise invalid("attachments", "document_not_in_case")
        wanted.append(found)
    enclosed = []
    for each in wanted:
        if state_of(each) not in SENDABLE:
            raise Blocked([], reason="document_not_final_yet")
        enclosed += _files_of(each)
    return tuple(enclosed)


def _files_of(document: Document) -> list[Enclosure]:
    """The newest version as it was signed (KPA art. 14 § 1a); with a signature that stands beside it, both."""
    version = document.versions[-1]
    own = _enclosure(document, version.number, version.file)
    found = newest_signed(document, version.number)
    if found is None:
        return [own]
    place, signed = found
    told = _enclosure(document, version.number, signed.file, place)
    return [told] if signed.report.format in WHOLE else [own, told]


def _enclosure(document: Document, version: int, file: RecordFile, signed_file: int = 0) -> Enclosure:
    size = file.getSize()
    return Enclosure(IUUID(document), version, file.filename, file.sha256, size, document.title, signed_file)


def facts_of(dispatch: Dispatch, unit: Any, enclosures: Iterable[Enclosure]) -> Facts:
    """What decides by which way the letter may go."""
    to = dispatch.addressee
    return Facts(
        kind=to.kind,
        ade=to.ade,
        unit=to.unit,
        postal=to.postal,
        email=to.email,
        country=to.country,
        pdf_only=all(each.filename.lower().endswith(".pdf") for each in enclosures),
        box=bool(unit.ade),
        proof=dispatch.proof,
    )


def _checked(
    source: Any,
    dispatches: Sequence[Dispatch],
    enclosures: tuple[Enclosure, ...],
    act: Deed,
    parties: Sequence[Participant] = (),
) -> list[tuple[str, str]]:
    """Method and its legal basis for each addressee; InvalidData with the faults of all."""
    if not dispatches:
        raise invalid("addressees", "addressee_missing")
    if len(dispatches) > MOST_ADDRESSEES:
        raise invalid("addressees", "too_many")
    unit, today = unit_of(source), act.at.date()
    faults: list[Fault] = []
    chosen: list[tuple[str, str]] = []
    for place, dispatch in enumerate(dispatches):
        facts = facts_of(dispatch, unit, enclosures)
        found = [Fault(each.field, each.reason) for each in addressee_faults(dispatch.addressee)]
        first = proposed(facts, today)
        method = dispatch.method or (first.method if first else "")
        whys = way_faults(dispatch.method, facts, today, dispatch.reason)
        placed = [Fault(missing_at(why, dispatch.addressee), why) for why in whys]
        found += [each for each in placed if each.field not in {own.field for own in found}]
        if dispatch.addressee.unit and not _is_other_office(dispatch.addressee.unit, unit):
            found.append(Fault("unit", "unit_unknown"))
        if not dispatch.reason.strip() and attorneys_for(parties, dispatch.addressee, today):
            found.append(Fault("reason", "served_to_attorney"))
        faults += [Fault(f"{place}.{each.field}", each.reason) for each in found]
        basis = {way.method: way.basis for way in ways_on(today)}
        chosen.append((method, basis.get(method, "")))
    if faults:
        raise InvalidData(faults)
    return chosen


def attorneys_for(parties: Sequence[Participant], to: Addressee, day: date) -> list[Participant]:
    """Attorneys who get the letters instead of this addressee (KPA art. 40 § 2)."""
    name = name_known(parties, to.party, to.line)
    return [attorney for attorney, _rule in attorneys_of(parties, name, day)]


def _is_other_office(unit_id: str, unit: Any) -> bool:
    try:
        return bool(find_unit(unit_id).unit_id != unit.unit_id)
    except NotFound:
        return False


def _make(
    document: Document,
    case: Case,
    dispatch: Dispatch,
    way: tuple[str, str],
    enclosures: tuple[Enclosure, ...],
    remarks: str,
    act: Deed,
    key: str | None,
    reserved: numbers.Held | None,
) -> Outgoing:
    draft = _draft(document, dispatch, way, enclosures, act)
    draft.document_kind, draft.access = document.document_kind, document.access
    draft.letter_date = document.dated.isoformat() if document.dated else act.at.date().isoformat()
    draft.case_uid, draft.case_sign = IUUID(case), str(case.sign)
    draft.answer_days = days_given(case.procedure, IUUID(document))
    draft.author, draft.accepted_by = document.author, document.accepted_by
    draft.remarks, draft.sealed = remarks.strip(), bool(case.special)
    letter = _file(document, draft, act)
    case.outgoing = (*case.outgoing, IUUID(letter))
    if case.special:
        follow([letter.addressee.party])
    _number(letter, act, key, reserved)
    case.step(act.at, act.actor, "letter_prepared", IUUID(document), _about(letter))
    return letter


def _draft(
    source: Any, dispatch: Dispatch, way: tuple[str, str], enclosures: tuple[Enclosure, ...], act: Deed
) -> Outgoing:
    draft = Outgoing(title=source.title)
    draft.year, draft.registered_at = act.at.year, act.at
    draft.addressee = dispatch.addressee
    draft.method, draft.method_basis = way
    draft.method_reason = dispatch.reason.strip()
    draft.document_uid = IUUID(source)
    draft.enclosures = enclosures
    return draft


def _file(source: Any, draft: Outgoing, act: Deed) -> Outgoing:
    uid = new_uid()
    folder = shard(source, DISPATCH, act.at.year, uid)
    letter: Outgoing = file_object(folder, draft, "records_outgoing", uid=uid)
    files = [each.sha256 for each in letter.enclosures]
    act.write("outgoing.prepared", letter, method=letter.method, files=files)
    return letter


class Sheet(NamedTuple):
    """What is said of a letter that belongs to no case; `sign` is what the addressee answers to."""

    title: str
    document_kind: str
    sign: str


def prepare_letter_of(
    source: Any, sheet: Sheet, dispatch: Dispatch, enclosures: tuple[Enclosure, ...]
) -> Outgoing:
    """A letter of the office out of an `ILetterSource`, numbered in the RPWych.

    For callers that asked for the right. Raises InvalidData as `prepare_letters` does.
    """
    act = deed(source)
    (way,) = _checked(source, [dispatch], enclosures, act)
    draft = _draft(source, dispatch, way, enclosures, act)
    draft.title, draft.document_kind, draft.case_sign = sheet.title, sheet.document_kind, sheet.sign
    draft.letter_date, draft.author = act.at.date().isoformat(), act.actor
    letter = _file(source, draft, act)
    _number(letter, act, None)
    return letter


def _about(letter: Outgoing) -> str:
    return f"{letter.rpw_number}: {letter.recipient}"


def _number(letter: Outgoing, act: Deed, key: str | None, reserved: numbers.Held | None = None) -> None:
    entry = {**entry_of(letter), "by": act.actor.name}
    letter.number = taken(letter, rpwych(act.unit, act.at.year), entry, key, reserved)
    letter.reindexObject()


def cancel_letter(letter: Outgoing, reason: str) -> None:
    """A letter that is not to go out after all; its row keeps the number for ever."""
    if not reason.strip():
        raise invalid("reason", "required")
    act = begin(letter)
    if letter.queued_at is not None or letter.list_uid:
        raise Blocked([], reason="already_on_its_way")
    move(letter, "cancel")
    letter.remarks = "\n".join(filter(None, (letter.remarks, reason.strip())))
    letter.reindexObject()
    note_in_case(letter, act, "letter_cancelled", reason.strip())
    act.write("outgoing.cancelled", letter, reason=reason.strip())


def begin(letter: Outgoing) -> Deed:
    """An act on the letter by whoever works on its case, or by the registry."""
    if not may_act(letter):
        require(REGISTER, letter)
    return deed(letter)


def may_act(letter: Outgoing) -> bool:
    """Does the person work on the letter's case or other source, or in the registry?"""
    case, works = record_at(letter.case_uid), False
    source = record_at(letter.document_uid) if case is None else None
    if case is not None:
        works = api.user.has_permission(WORK_ON, obj=case)
    elif source is not None and ILetterSource.providedBy(source):
        works = api.user.has_permission(source.letters_permission, obj=source)
    return bool(works or api.user.has_permission(REGISTER, obj=letter))


def note_in_case(letter: Outgoing, act: Deed, action: str, label: str) -> None:
    """A line of the metryka of the letter's case, when the case still stands."""
    case = record_at(letter.case_uid)
    if case is not None:
        case.step(act.at, act.actor, action, letter.document_uid, f"{_about(letter)}: {label}")


def addressee_of(values: Mapping[str, str]) -> Addressee:
    """An addressee out of what a form or a body says; what it does not know is left alone."""
    known = {name: str(values[name]).strip() for name in Addressee._fields if values.get(name)}
    return Addressee(**known)


def file_of(enclosure: Enclosure) -> Any:
    """The file a letter encloses; None, or what is left of one, when it was destroyed by a protocol."""
    document = record_at(enclosure.document)
    if document is not None and enclosure.signed_file:
        return signed_files(document)[enclosure.signed_file - 1].file
    version = document.version(enclosure.version) if document is not None else None
    return version.file if version is not None else None
