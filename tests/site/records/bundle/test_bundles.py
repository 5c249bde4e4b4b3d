"""Bundles go out and come in: equal again in an empty unit, mapped beside the original, never doubled."""

from datetime import date
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.record.sql import rows
from infostrada.site.parties.operations import add_party
from infostrada.site.records.archive.content import Handover
from infostrada.site.records.browser.words import acted
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.codec import schema
from infostrada.site.records.bundle.comparing import differences
from infostrada.site.records.bundle.exporting import export
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.find import record_at
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.tasks.content import Task
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from jsonschema import Draft202012Validator
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.records.world import LETTER
from tests.site.records.world import PLAN

import io
import json
import pytest
import transaction
import zipfile


CLERK, MANAGER, HEAD, REGISTRAR = "anna.urbanista", "piotr.kierownik", "jan.wojt", "ewa.kancelaria"
PESEL = "85031419511"


@pytest.fixture
def filled(office):
    """The office of `fill`."""
    return fill(office)


def fill(office):
    """An office with one of each: a letter with a file, its case, a document, a letter out, a task."""
    with office.acting(REGISTRAR):
        party, _warnings = add_party(
            office.unit, {"surname": "Kowalczyk", "given_names": "Maria", "pesel": PESEL}
        )
        scan = Upload("zażółć gęślą.pdf", b"%PDF-1.4 skan")
        letter = register_letter(office.unit, {**LETTER, "party": IUUID(party)}, [scan])
        register_letter(office.unit, {**LETTER, "title": "Drugie pismo"}, [])
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia"))
    with office.acting(CLERK):
        parties = (Participant("Maria Kowalczyk", "strona", IUUID(party)),)
        case = open_case(
            office.unit, Opening("Sprawa", "gp", "6730", letter, parties=parties, term="inquiry")
        )
        decision = add_document(case, Draft("Decyzja", "decyzja"), Upload("decyzja.txt", "treść".encode()))
        new_version(decision, Upload("decyzja.txt", b"druga wersja"), comment="poprawka")
    with office.acting(MANAGER):
        accept_document(decision)
    with office.acting(CLERK):
        to = Addressee(
            surname="Kowalczyk",
            given_names="Maria",
            city="Lipnowo",
            postal_code="87-100",
            street="Wiślana",
            building="4",
        )
        close_case(case, decision=IUUID(decision))
        prepare_letters(decision, [Dispatch(to)])
        finish_case(case)
    office.case, office.letter, office.party = case, letter, party
    return office


def exported(unit, **more):
    out = io.BytesIO()
    manifest = export(unit, out, **more)
    return open_bundle(out), manifest


def brought(bundle, target):
    lines = list(check(bundle, target))
    assert [line for line in lines if line.action == "refused"] == []
    return list(run(bundle, target, deed(target.unit)))[-1].records


def empty_unit(portal, name="gmina-nowa"):
    unit = units.create_unit(portal, UnitData(name, "Gmina Nowa", "commune"))
    units.create_org(structure_of(unit), title="Planowanie", symbol="GP")
    return unit


def test_out_and_into_an_empty_unit_and_out_again_is_equal(portal, office):
    point = transaction.savepoint()
    fill(office)
    bundle, manifest = exported(office.unit)
    lines = {name: member["lines"] for name, member in manifest["members"].items()}
    assert lines == {
        "plans": 1, "acts": 0, "modes": 0, "authorisations": 0, "wordings": 0, "folders": 0, "parties": 1, "letters": 2, "cases": 1, "documents": 1, "outgoing": 1, "tasks": 1,
        "handovers": 0, "metryka": len(office.case.metryka),
    }  # fmt: skip
    assert manifest["files"] == 3
    sign, steps, case_uid = str(office.case.sign), metryka(office.case), IUUID(office.case)
    schemas = zipfile.ZipFile(bundle.archive.fp)
    for kind in KINDS:
        validator = Draft202012Validator(json.loads(schemas.read(f"schemas/{kind}.schema.json")))
        for _number, data, _fault in bundle.lines(kind):
            validator.validate(data)
    point.rollback()
    # The plan the office began with would stand in the way of its own copy.
    office.plan.aq_parent._delObject(office.plan.getId())
    unit = empty_unit(portal)
    assert record_at(case_uid) is None
    assert brought(bundle, Target(unit)) == 8
    again, second = exported(unit)
    assert list(differences(bundle, again)) == []
    assert second["content"] == manifest["content"]
    case = record_at(case_uid)
    assert (str(case.sign), state_of(case), metryka(case)) == (sign, "closed", steps)
    (document,) = case.objectValues()
    assert document.version(1).file.data == "treść".encode()
    assert document.latest.file.data == b"druga wersja"
    letter = record_at(case.letters[0])
    assert (letter.rpw_number, letter.files[0].filename) == ("1/" + str(letter.year), "zażółć gęślą.pdf")
    assert numbers.register(numbers.Series("gmina-nowa", "rpw", letter.year)) == []  # not committed yet
    taken = rows(
        "SELECT s.kind, n.value, n.state FROM core.number n JOIN core.series s ON s.id = n.series"
        " WHERE s.unit = 'gmina-nowa' ORDER BY 1, 2",
        {},
    )
    assert [tuple(row.values()) for row in taken] == [
        ("case", 1, "confirmed"), ("rpw", 1, "confirmed"), ("rpw", 2, "confirmed"), ("rpwych", 1, "confirmed"),
    ]  # fmt: skip
    # The same bundle once more makes nothing, and the next case goes on after the old ones.
    assert {line.action for line in check(bundle, Target(unit)) if line.member != "metryka"} == {"here"}
    assert brought(bundle, Target(unit)) == 0
    assert list(differences(bundle, exported(unit)[0])) == []
    adopted = numbers.take(
        numbers.Series("gmina-nowa", "case", case.sign.year, "GP.6730"), uid="x", entry={"title": "t"}
    )
    assert adopted.value == 2
    found = rows("SELECT action FROM core.journal WHERE unit = 'gmina-nowa'", {})
    assert [row["action"] for row in found].count("records.bundle.record") == 8


def test_broken_off_anywhere_it_goes_on_without_doubles(portal, filled, monkeypatch):
    bundle, _manifest = exported(filled.unit)
    unit = empty_unit(portal)
    target = Target(unit, uids="map")
    monkeypatch.setattr("infostrada.site.records.bundle.importing.BATCH", 1)
    made, rounds = 0, 0
    while True:
        rounds += 1
        steps = run(bundle, target, deed(unit))
        # Each attempt is broken off some steps further on; the last runs to its end.
        for step in steps:
            if step.member and rounds < 6 and step.lines + list(KINDS).index(step.member) >= rounds:
                made += step.records
                break
        else:
            break
    assert rounds == 6
    counted = rows(
        "SELECT type, count(*) FROM core.record WHERE unit = 'gmina-nowa' AND type LIKE 'records%%'"
        " AND type NOT IN ('records_store', 'records_desk') GROUP BY type ORDER BY type",
        {},
    )
    assert {row["type"]: row["count"] for row in counted} == {
        "records_case": 1, "records_document": 1, "records_letter": 2, "records_outgoing": 1,
        "records_plan": 1, "records_task": 1,
    }  # fmt: skip
    case = record_at(target.uid(IUUID(filled.case)))
    assert metryka(case) == [
        {**row, "document_uid": row["document_uid"] and target.uid(row["document_uid"])}
        for row in metryka(filled.case)
    ]


def test_another_offices_records_are_taken_over_under_new_signs(portal, filled):
    bundle, _manifest = exported(filled.unit, cases=[IUUID(filled.case)])
    assert [data["title"] for _n, data, _f in bundle.lines("letters")] == [LETTER["title"]]
    assert [data["pesel"] for _n, data, _f in bundle.lines("parties")] == [PESEL]
    unit = empty_unit(portal)
    approve_plan(
        import_plan(unit, file_name="jrwa.csv", data=PLAN.encode(), title="JRWA"),
        date(polish_today().year, 1, 1),
    )
    target = Target(unit, uids="map", numbers="foreign")
    assert brought(bundle, target) == 6
    case = record_at(target.uid(IUUID(filled.case)))
    old = str(filled.case.sign)
    assert str(case.sign) == f"GP.6730.1.{deed(unit).at.year}"
    assert [(link.kind, link.sign) for link in case.links] == [("continues", old)]
    letter = record_at(case.letters[0])
    assert letter.number is None
    assert letter.rpw_number == f"{filled.letter.number}/{filled.letter.year} (gmina-lipnowo)"
    assert letter.case_uid == IUUID(case)
    (document,) = case.objectValues()
    assert case.decision_uid == IUUID(document)
    assert case.parties[0].uid == target.uid(IUUID(filled.party))
    # Nobody of the new office reads it because somebody of the old one did.
    assert not api.user.has_permission("View", username=CLERK, obj=case)


def test_everything_against_a_bundle_is_told_line_by_line(portal, filled):
    bundle, _manifest = exported(filled.unit)
    same = empty_unit(portal)
    faults = {(line.member, line.reason) for line in check(bundle, Target(same)) if line.reason}
    assert ("cases", "uid_taken") in faults and ("letters", "uid_taken") in faults
    # Into the unit it came from everything is there already.
    here = list(check(bundle, Target(filled.unit)))
    assert {line.action for line in here if line.member != "metryka"} == {"here"}
    numbers.take(numbers.Series("gmina-nowa", "rpw", filled.letter.year), uid="other", entry={"title": "x"})
    held = [line for line in check(bundle, Target(same, uids="map")) if line.action == "refused"]
    assert [(line.member, line.line, line.reason) for line in held] == [
        ("letters", 1, "number_held"),
        ("tasks", 1, "record_absent"),
    ]
    foreign = Target(units.create_unit(portal, UnitData("bez", "Bez komórek", "other")), "map", "foreign")
    told = [line for line in check(bundle, foreign) if line.action == "refused"]
    assert {(line.member, line.reason, line.detail) for line in told} >= {("cases", "org_unknown", "GP")}


def test_lies_of_a_bundle_are_found_before_anything_is_made(portal, filled):
    bundle, _manifest = exported(filled.unit)
    unit = empty_unit(portal)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in bundle.archive.infolist():
            data = bundle.archive.read(info)
            if info.filename == "records/letters.jsonl":
                first, second = data.splitlines(keepends=True)
                other = json.loads(second)
                other["state"] = "no-such-state"
                data = first + first + json.dumps(other).encode() + b"\n" + b"{broken\n[]\n"
            if info.filename == "records/documents.jsonl":
                document = json.loads(data)
                document["case"] = "nowhere"
                data = json.dumps(document).encode()
            if info.filename.startswith("files/"):
                data = bytes(len(data))
            new.writestr(info, data)
    target = Target(unit, uids="map")
    found = [(line.member, line.line, line.reason) for line in check(open_bundle(out), target) if line.reason]
    assert found == [
        ("letters", 1, "digest_wrong"),
        ("letters", 2, "digest_wrong"),
        ("letters", 3, "state_unknown"),
        ("letters", 4, "json_broken"),
        ("letters", 5, "json_not_an_object"),
        ("documents", 1, "digest_wrong"),
        ("tasks", 1, "record_absent"),
    ]
    assert rows("SELECT uid FROM core.record WHERE unit = 'gmina-nowa' AND type = 'records_letter'", {}) == []


@pytest.mark.parametrize(
    ("factory", "kind", "left_out"),
    [
        (Letter, "letters", set()),
        (Case, "cases", set()),
        (Document, "documents", {"checked_out_by", "checked_out_at", "lock_id", "cover_of"}),
        (
            Outgoing,
            "outgoing",
            {"list_uid", "queued_at", "task_id", "channel_status", "channel_fault", "tried_before"},
        ),
        (Task, "tasks", set()),
        (Plan, "plans", set()),
        (Handover, "handovers", set()),
    ],
)
def test_nothing_a_record_holds_is_forgotten(factory, kind, left_out):
    held = {
        name
        for name, value in vars(factory).items()
        if not name.startswith("_") and not callable(value) and not isinstance(value, property)
    }
    assert held - set(KINDS[kind].shape) == left_out


def by_hand(folder, change=lambda _kind, lines: lines):
    """The bundle of the documentation, as somebody packs it; `change` alters the lines of a kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*"), reverse=True):
            name, kind = path.relative_to(folder).as_posix(), path.stem
            if path.is_dir():
                made.mkdir(name)
            elif path.suffix == ".jsonl":
                lines = [json.loads(line) for line in path.read_bytes().splitlines()]
                for line in lines:
                    Draft202012Validator(schema(KINDS[kind].shape, kind, "urn:x")).validate(line)
                made.writestr(name, "\r\n".join(json.dumps(line) for line in change(kind, lines)))
            else:
                made.writestr(name, path.read_bytes())
    return open_bundle(out)


def test_a_bundle_written_by_the_documentation_alone(portal, office, top):
    folder, unit = top / "docs/integrators/bundle-example", empty_unit(portal)

    def out_of_order(kind, lines):
        if kind == "letters":
            other = {**lines[0], "uid": "wplyw-2", "number": 2}
            return [other, *lines, {**other, "uid": "wplyw-3", "number": 200_000}]
        return lines[::-1] if kind == "metryka" else lines

    wrong = list(check(by_hand(folder, out_of_order), Target(unit, uids="map")))
    assert [(line.member, line.line, line.reason) for line in wrong if line.action == "refused"] == [
        ("letters", 2, "number_order"),
        ("letters", 3, "number_gap"),
        ("metryka", 1, "step_order"),
    ]
    kept = list(check(by_hand(folder), Target(unit)))
    assert {line.reason for line in kept if line.member != "metryka"} >= {"uid_only_mapped"}
    target = Target(unit, uids="map")
    assert brought(by_hand(folder), target) == 4
    case, letter = record_at(target.uid("sprawa-1")), record_at(target.uid("wplyw-1"))
    assert (str(case.sign), letter.rpw_number, state_of(case)) == ("GP.6730.1.2025", "1/2025", "closed")
    assert case.officer_name == "Jan Nowak" and case.letters == (IUUID(letter),)
    with case.objectValues()[0].versions[0].file.open() as file:
        assert file.read().decode() == "Ustala się warunki zabudowy.\n"
    acts = [row["action"] for row in metryka(case)]
    assert [str(acted(act)) for act in acts] == ["case opened", "akceptacja projektu"]
    taken = numbers.take(numbers.Series("gmina-nowa", "rpw", 2025), uid="inne", entry={"title": "x"})
    assert taken.value == 2
