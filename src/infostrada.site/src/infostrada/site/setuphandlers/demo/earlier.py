"""Cases of an office's earlier system: they come as a bundle of records, then the archive works on them."""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from infostrada.core.server.profile import ProfileError
from infostrada.site.records.actor import Actor
from infostrada.site.records.archive import operations as archive
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.bundle import operations as bundles
from infostrada.site.records.bundle.archive import Writer
from infostrada.site.records.bundle.codec import encode
from infostrada.site.records.bundle.exporting import files_of
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.model import VersionLine
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.content import Step
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import case_by_sign
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.units.lookup import employee_names
from infostrada.site.units.rules import slug
from plone import api
from plone.uuid.interfaces import IUUID
from tempfile import TemporaryFile
from typing import Any

import hashlib


def earlier_cases(portal: Any, demo: Demo) -> Iterator[str]:
    """Bring the cases over, list them for the archive, for destruction and for the state archive."""
    for given in demo.earlier:
        unit = portal[given["unit"]]
        yield f"{given['unit']}: cases of an earlier system"
        with api.env.adopt_user(username=given["by"]):
            _bring_over(unit, demo, given["cases"])
        archive_work = Archive(unit)
        for number, step in enumerate(given["steps"], start=1):
            act = getattr(archive_work, f"do_{step['do']}", None)
            if act is None:
                raise ProfileError(f"archive/earlier.yaml, step {number}: there is no such step")
            with api.env.adopt_user(username=step["by"]):
                act(step)


def _bring_over(unit: Any, demo: Demo, cases: list[dict[str, Any]]) -> None:
    with TemporaryFile() as out:
        _write(out, unit, demo, cases)
        out.seek(0)
        bundle, _job = bundles.keep_import(unit, out, "sprawy-z-poprzedniego-systemu.zip")
    for _progress in bundles.CheckBundle().run(None, {"bundle": IUUID(bundle)}):
        pass
    refused = [f"{each.member} {each.line}: {each.reason} {each.detail}" for each in bundle.findings]
    if state_of(bundle) != "checked":
        raise ProfileError(f"archive/earlier.yaml: {'; '.join(refused)}")
    bundles.begin_import(bundle)
    for _progress in bundles.ImportBundle().run(None, {"bundle": IUUID(bundle)}):
        pass


def _write(out: Any, unit: Any, demo: Demo, cases: list[dict[str, Any]]) -> None:
    names = employee_names(unit.unit_id)
    told = [_Earlier(unit, demo, given, names) for given in cases]
    writer = Writer(out)
    writer.schemas()
    writer.lines("cases", [each.case for each in told])
    writer.lines("documents", [each.document for each in told])
    writer.lines("metryka", [line for each in told for line in each.steps])
    for each in told:
        with each.file.open() as opened:
            writer.file(each.file.sha256, opened)
    writer.end(unit=unit.unit_id)


class _Earlier:
    """The lines of one case: what the earlier system knew of it."""

    def __init__(self, unit: Any, demo: Demo, given: dict[str, Any], names: dict[str, str]) -> None:
        self.given, self.unit = given, unit
        self.uid = _uid(unit, given["sign"])
        self.officer = Actor(given["officer"], names[given["officer"]], "")
        self.held = self._held(demo)
        (self.file,) = files_of("documents", self.held)

    @property
    def case(self) -> dict[str, Any]:
        given, sign = self.given, parse(self.given["sign"])
        plan = plan_on(self.unit, date.today())
        chosen = plan.get(sign.symbol) if plan is not None else None
        if chosen is None:
            raise ProfileError(f"archive/earlier.yaml: {sign} is of no class of the plan")
        case = Case(title=given["title"])
        case.sign, case.org_id, case.org_symbol = sign, slug(sign.unit), sign.unit
        case.class_symbol, case.class_title = sign.symbol, chosen.title
        case.category, case.handling_mode = chosen.category_lead, "ezd"
        case.started_on, case.opened_at = given["started"], _at(given["started"])
        case.settled_on = case.closed_on = given["ended"]
        case.decision_uid = _uid(self.unit, given["sign"], "document")
        case.officer, case.officer_name = self.officer.id, self.officer.name
        case.parties = (Participant(given["party"], "strona", ""),)
        return _line("cases", case, self.uid, "closed")

    @property
    def document(self) -> dict[str, Any]:
        uid = _uid(self.unit, self.given["sign"], "document")
        versions = [
            VersionLine(one.number, one.file, one.author, one.made_at, one.comment)
            for one in self.held.versions
        ]
        return _line("documents", self.held, uid, "accepted", case=self.uid, versions=encode(versions))

    @property
    def steps(self) -> list[dict[str, Any]]:
        first, last = _at(self.given["started"]), _at(self.given["ended"])
        document = _uid(self.unit, self.given["sign"], "document")
        title = self.held.title
        told = (
            Step(first, self.officer, "case_opened"),
            Step(last, self.officer, "document_added", document, title),
            Step(last, self.officer, "case_settled", document, title),
            Step(last, self.officer, "case_finished"),
        )
        return [
            {"case": self.uid, "place": place, **encode(step)} for place, step in enumerate(told, start=1)
        ]

    def _held(self, demo: Demo) -> Document:
        given, ended = self.given, _at(self.given["ended"])
        document = Document(title=given["document"])
        text = f"{given['document']} w sprawie {given['sign']}: {given['title']}."
        upload = Upload("rozstrzygniecie.pdf", demo.make.pdf(given["document"], text), "application/pdf")
        document.document_kind, document.dated = given["kind"], given["ended"]
        document.versions = (Version(1, upload.stored(), self.officer, ended, ""),)
        document.filed_at, document.author = ended, self.officer
        document.accepted_by, document.accepted_at = self.officer, ended
        return document


class Archive:
    """Steps of the archive of one unit."""

    def __init__(self, unit: Any) -> None:
        self.unit = unit

    def do_hand_over(self, step: dict[str, Any]) -> None:
        """Spisy zdawczo-odbiorcze of departments; those in `accept` are taken in."""
        for symbol in step["orgs"]:
            listed = archive.propose_handover(self.unit, symbol)
            if symbol in step["accept"]:
                archive.accept_handover(listed)

    def do_disposal(self, step: dict[str, Any]) -> None:
        """A destruction list, approved by those named, with the state archive's consent if there is one."""
        uids = [str(case_by_sign(self.unit.unit_id, sign)) for sign in step["signs"]]
        listed = archive.propose_disposal(self.unit, step["group"], uids, step["declaration"])
        for login in step["approvals"]:
            with api.env.adopt_user(username=login):
                archive.approve_disposal(record_at(IUUID(listed)))
        if consent := step.get("consent"):
            archive.note_consent(listed, consent, date.today())

    def do_transfer(self, step: dict[str, Any]) -> None:
        """What is due for the state archive."""
        propose_transfer(self.unit, step["archive"])


def _line(kind: str, record: Any, uid: str, state: str, **more: Any) -> dict[str, Any]:
    told = {"uid": uid, "title": record.title, "state": state, **more}
    names = [name for name in KINDS[kind].shape if name not in told]
    return {**told, **{name: encode(getattr(record, name, None)) for name in names}}


def _uid(unit: Any, *words: str) -> str:
    return hashlib.sha256(":".join((unit.unit_id, *words)).encode()).hexdigest()[:32]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), WARSAW)
