"""Make the records of a bundle; broken off and begun again, nothing is doubled.

The rule of numbers. `history`: the office moves its own records; letters, outgoing letters and cases keep
their numbers and signs, which are entered in the unit's registers (a number passed over gets a row that
says so), so that the next one given here follows. `foreign`: another office's records are taken over;
the numbers stay those of that office and are kept as text, cases get new signs of this unit tied to the
old ones (instrukcja kancelaryjna: a case taken over gets a new sign, the old one stays searchable).
"""

from collections.abc import Collection
from collections.abc import Iterator
from infostrada.core import journal
from infostrada.core.journal.compensation import compensate_before_repeating
from infostrada.core.states import enter_state
from infostrada.site.parties.content import Party
from infostrada.site.parties.operations import party_register
from infostrada.site.parties.operations import title_of
from infostrada.site.records.archive.content import Handover
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.codec import Decoder
from infostrada.site.records.bundle.codec import File
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.registers import Held
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.bundle.registers import take_in
from infostrada.site.records.bundle.signing import enter_number
from infostrada.site.records.bundle.signing import new_sign
from infostrada.site.records.bundle.signing import series_of
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Link
from infostrada.site.records.cases.content import Step
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.deed import Deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.folders.store import of_handover
from infostrada.site.records.personal.special.closing import close_to_posts
from infostrada.site.records.personal.special.persons import follow
from infostrada.site.records.personal.special.persons import persons_in
from infostrada.site.records.personal.special.sealing import seal_letter
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.problems import Blocked
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import ARCHIVE
from infostrada.site.records.store import bucket
from infostrada.site.records.store import CASES
from infostrada.site.records.store import DISPATCH
from infostrada.site.records.store import file_object
from infostrada.site.records.store import LETTERS
from infostrada.site.records.store import PLANS
from infostrada.site.records.store import roomy
from infostrada.site.records.store import shard
from infostrada.site.records.store import TASKS
from infostrada.site.records.tasks.content import Task
from infostrada.site.units.lookup import find_employee
from types import SimpleNamespace
from typing import Any
from typing import NamedTuple


BATCH = 50
FORMS = {"letters": "", "outgoing": "W/"}
ENTERED = frozenset({"uid", "state", "case", "sign", "number"})


class Made(NamedTuple):
    """How far an import is: member, lines of it read, records made so far."""

    member: str
    lines: int
    records: int


def run(
    bundle: Bundle, target: Target, act: Deed, left_out: Collection[tuple[str, int]] = ()
) -> Iterator[Made]:
    """Batches of records; whoever runs this commits after each. The bundle was checked before.

    `left_out` are the lines the check refused, by kind and number.
    """
    made = _Import(bundle, target, act)
    compensate_before_repeating(act.unit, "records.bundle.", lambda uid: record_at(uid) is not None)
    for kind in KINDS:
        lines = 0
        for lines, data, _fault in bundle.lines(kind):
            if (kind, lines) not in left_out:
                made.enter(kind, data)
            if lines % BATCH == 0:
                yield Made(kind, lines, made.records)
        if lines % BATCH:
            yield Made(kind, lines, made.records)
    journal.append(
        "records.bundle.imported",
        unit=act.unit,
        data={
            "content": str(bundle.manifest.get("content", "")),
            "office": str(bundle.manifest.get("unit", "")),
            "records": made.records,
            "left_out": len(left_out),
            "uids": target.uids,
            "numbers": target.numbers,
        },
    )
    yield Made("", 0, made.records)


class _Import:
    def __init__(self, bundle: Bundle, target: Target, act: Deed) -> None:
        self.bundle = bundle
        self.target = target
        self.act = act
        self.records = 0
        self.office = str(bundle.manifest.get("unit", ""))
        self.registers: dict[str, Held] = {}
        self.decoder = Decoder(target.uid, self._file)

    def enter(self, kind: str, data: Any) -> None:
        """Make the record of a line unless it is there."""
        if kind == "metryka":
            self._step(data)
            return
        if kind in REGISTERS:
            self._row(kind, data)
            return
        if kind == "plans" and not self.target.takes_plans:
            return
        if kind == "handovers" and self.target.numbers != "history":
            return
        uid = self.target.uid(data["uid"])
        if record_at(uid) is not None:
            return
        shown = self.decoder.members(KINDS[kind].shape, data)
        record = getattr(self, f"_{kind}")(uid, shown)
        self.records += 1
        self.act.write("bundle.record", record, was=data["uid"], office=self.office)

    # kinds

    def _plans(self, uid: str, shown: dict[str, Any]) -> Any:
        draft = Plan(title=shown["title"])
        classes = shown.pop("classes")
        _fill(draft, shown)
        draft.fill(PlanClass(*one[:5]) for one in classes)
        for one in classes:
            if one.mode:
                draft.set_mode(one.symbol, one.mode)
        return self._filed(bucket(self.target.unit, PLANS), draft, "plans", uid, shown["state"])

    def _parties(self, uid: str, shown: dict[str, Any]) -> Any:
        values = {name: value for name, value in shown.items() if name != "uid"}
        draft = Party(title=title_of(values), **values)
        draft.portal_type = "parties_party"
        return file_object(party_register(self.target.unit), draft, "parties_party", uid=uid)

    def _letters(self, uid: str, shown: dict[str, Any]) -> Any:
        year = shown["year"] or shown["received_date"].year
        letter = _filled(Letter, shown)
        letter.sealed = shown["state"] == "sealed"
        self._number("letters", uid, letter, shown)
        folder = shard(self.target.unit, LETTERS, year, uid)
        return self._filed(folder, letter, "letters", uid, shown["state"])

    def _cases(self, uid: str, shown: dict[str, Any]) -> Any:
        old_class = shown["class_symbol"]
        shown = {**shown, **self.target.place(shown)._asdict()}
        case = _filled(Case, shown)
        org = self.target.orgs.get(case.org_symbol)
        case.org_id = org.org_id if org is not None else case.org_id
        year = case.opened_at.year if case.opened_at else case.started_on.year
        folder = roomy(bucket(self.target.unit, CASES, year, case.class_symbol), uid)
        close_to_posts(case)
        case.sign = shown["sign"] if self.target.numbers == "history" else None
        filed = self._filed(folder, case, "cases", uid, shown["state"])
        self._sign(uid, filed, shown)
        if case.class_symbol != old_class:
            self.act.write("bundle.class", filed, before=old_class, after=case.class_symbol)
        for letter in filter(None, map(record_at, filed.letters)):
            seal_letter(filed, letter, self.act)
        if filed.special:
            follow(persons_in(filed, filter(None, map(record_at, filed.letters)), ()))
        if case.officer and find_employee(self.target.unit, case.officer) is not None:
            allow(filed, case.officer, WORK)
        return filed

    def _documents(self, uid: str, shown: dict[str, Any]) -> Any:
        case = record_at(shown["case"])
        versions = shown.pop("versions")
        document = _filled(Document, shown)
        document.versions = tuple(
            Version(one.number, one.file, one.author, one.made_at, one.comment) for one in versions
        )
        return self._filed(case, document, "documents", uid, shown["state"])

    def _outgoing(self, uid: str, shown: dict[str, Any]) -> Any:
        letter = _filled(Outgoing, shown)
        letter.sealed = _is_closed(letter.case_uid)
        self._number("outgoing", uid, letter, shown)
        year = shown["year"] or self.act.at.year
        folder = shard(self.target.unit, DISPATCH, year, uid)
        filed = self._filed(folder, letter, "outgoing", uid, shown["state"])
        if letter.sealed:
            follow([letter.addressee.party])
        return filed

    def _tasks(self, uid: str, shown: dict[str, Any]) -> Any:
        task = _filled(Task, shown)
        task.sealed = task.about_kind == "letter" and _is_closed(task.about)
        task.__ac_local_roles_block__ = _is_closed(task.about)
        year = task.given_at.year if task.given_at else self.act.at.year
        folder = shard(self.target.unit, TASKS, year, uid)
        filed = self._filed(folder, task, "tasks", uid, shown["state"])
        if find_employee(self.target.unit, task.assignee) is not None:
            allow(filed, task.assignee, WORK)
        return filed

    def _handovers(self, uid: str, shown: dict[str, Any]) -> Any:
        handover = _filled(Handover, shown)
        held = {(folder.class_symbol, folder.first_year): folder.uid for folder in of_handover(uid)}
        handover.folders = tuple(held[place] for place in shown["folders"] if place in held)
        self._number("handovers", uid, handover, shown)
        folder = bucket(self.target.unit, ARCHIVE, shown["year"])
        return self._filed(folder, handover, "handovers", uid, shown["state"])

    def _step(self, data: Any) -> None:
        shown = self.decoder.members(KINDS["metryka"].shape, data)
        case = record_at(shown["case"])
        if shown["place"] == len(case.metryka) + 1:
            line = (shown["at"], shown["actor"], shown["action"], shown["document"], shown["label"])
            case.metryka.append(Step(*line))

    def _row(self, kind: str, data: Any) -> None:
        """A row of a register of the office, when the office moves its own records."""
        if self.target.numbers == "history":
            shown = self.decoder.members(KINDS[kind].shape, data)
            if kind not in self.registers:
                self.registers[kind] = Held(kind, self.target.unit)
            row = REGISTERS[kind].row(**shown)
            take_in(self.registers[kind], self.target.unit, kind, row, self.office)

    # numbers

    def _number(self, kind: str, uid: str, record: Any, shown: dict[str, Any]) -> None:
        """Enter the number in the unit's register, or keep it as text of another office."""
        series = series_of(kind, shown)
        if series is None:
            return
        if self.target.numbers == "foreign":
            record.foreign_number = f"{FORMS[kind]}{shown['number']}/{shown['year']} ({self.office})"
            return
        enter_number(self.act.unit, series, record, uid, self.office)
        record.number = shown["number"]

    def _sign(self, uid: str, case: Any, shown: dict[str, Any]) -> None:
        series = series_of("cases", shown)
        if self.target.numbers == "history":
            if series is not None:
                enter_number(self.act.unit, series, case, uid, self.office)
            return
        case.sign = new_sign(case, uid, self.act)
        if series is not None:
            case.links = (*case.links, Link("continues", "", str(shown["sign"])))
        case.reindexObject()

    # objects

    def _filed(self, folder: Any, draft: Any, kind: str, uid: str, state: str) -> Any:
        filed = file_object(folder, draft, KINDS[kind].portal_type, uid=uid)
        enter_state(filed, state, self.act.actor.id)
        filed.reindexObject()
        return filed

    def _file(self, file: File) -> Any:
        if file.gone:
            told = {
                "uid": file.uid,
                "filename": file.filename,
                "contentType": file.content_type,
                "sha256": file.sha256,
                "getSize": lambda: file.size,
            }
            return GoneFile(SimpleNamespace(**told))
        with self.bundle.opened(file.sha256) as source:
            stored = RecordFile.streamed(source, file.filename, file.content_type)
        if stored.sha256 != file.sha256:
            raise Blocked([], reason="digest_wrong")
        stored.uid = file.uid
        return stored


def _is_closed(uid: str | None) -> bool:
    """Does the record hold special categories of data, or belong to a case that does?"""
    found = record_at(uid)
    return bool(getattr(found, "special", ()) or getattr(found, "sealed", False))


def _filled(factory: Any, shown: dict[str, Any]) -> Any:
    return _fill(factory(title=shown["title"]), shown)


def _fill(draft: Any, shown: dict[str, Any]) -> Any:
    for name, value in shown.items():
        if name not in ENTERED:
            setattr(draft, name, value)
    return draft
