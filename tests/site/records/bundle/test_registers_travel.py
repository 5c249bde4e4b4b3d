"""Authorisations, exceptions, acts and clauses of an office go out and come in as rows, checked, once, giving nobody rights."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.operations import enter_act
from infostrada.site.records.acts.rules import Act
from infostrada.site.records.authority.operations import authorisations
from infostrada.site.records.authority.operations import authority_of
from infostrada.site.records.authority.operations import give_authorisation
from infostrada.site.records.authority.operations import Grant
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.codec import schema
from infostrada.site.records.bundle.comparing import differences
from infostrada.site.records.bundle.exporting import export
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.deed import deed
from infostrada.site.records.folders import operations as folders
from infostrada.site.records.folders.operations import Beginning
from infostrada.site.records.folders.store import page
from infostrada.site.records.personal.clauses import operations as clauses
from infostrada.site.records.personal.clauses.rules import Wording
from infostrada.site.records.plan.exceptions import enter_exception
from infostrada.site.records.plan.exceptions import exceptions_of
from infostrada.site.records.plan.exceptions import Exempting
from infostrada.site.units import operations as units
from infostrada.site.units.operations import UnitData
from jsonschema import Draft202012Validator
from tests.days import this_year

import io
import json
import zipfile


CLERK, HEAD, COORDINATOR = "anna.urbanista", "jan.wojt", "zofia.koordynator"


def packed(unit):
    out = io.BytesIO()
    export(unit, out)
    return open_bundle(out)


def rewritten(bundle, kind, change):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for info in bundle.archive.infolist():
            data = bundle.archive.read(info)
            if info.filename == f"records/{kind}.jsonl":
                lines = change([json.loads(line) for line in data.splitlines()])
                data = "\n".join(map(json.dumps, lines)).encode()
            made.writestr(info.filename, data)
    return open_bundle(out)


def told(bundle, target):
    return [
        (line.member, line.action, line.reason, line.detail)
        for line in check(bundle, target)
        if line.member in REGISTERS
    ]


def test_out_and_in_once(portal, office, monkeypatch):
    with office.acting(HEAD):
        give_authorisation(office.unit, Grant("7/2026", polish_today(), "piotr.kierownik", "Wójta", ("673",)))
        give_authorisation(office.unit, Grant("8/2026", polish_today(), CLERK, "Wójta", last=polish_today()))
    with office.acting(COORDINATOR):
        enter_act(office.unit, "DU/2003/717", "ustawa o planowaniu", date(2026, 1, 1), "DU/2024/1")
        enter_exception(office.unit, Exempting("670", "paper", polish_today(), "Zarządzenie 4/2026"))
    clauses.adopt(
        office.unit,
        Wording(
            "Ogólna",
            1,
            "Administratorem jest Wójt.",
            polish_today(),
            ("67",),
            deed(office.unit).actor,
            deed(office.unit).at,
        ),
    )
    exempted = Beginning("GP", "670", this_year() - 1, this_year(), 2, "opinie")
    monkeypatch.setattr(folders, "_on_paper", lambda *_given: True)
    folder = folders.begin_folder(office.unit, exempted)
    bundle = packed(office.unit)
    for name in REGISTERS:
        validator = Draft202012Validator(schema(KINDS[name].shape, name, "urn:x"))
        lines = [data for _number, data, _fault in bundle.lines(name)]
        assert lines
        for line in lines:
            validator.validate(line)
    unit = units.create_unit(portal, UnitData("gmina-nowa", "Gmina Nowa", "commune"))
    target = Target(unit)
    expected = [("acts", 1), ("modes", 1), ("authorisations", 2), ("wordings", 1), ("folders", 1)]
    news = [(name, "new", "", "") for name, count in expected for _one in range(count)]
    assert told(bundle, target) == news
    assert told(bundle, Target(unit, numbers="foreign")) == [
        (name, "warning", "register_left_out", "") for name, count in expected for _one in range(count)
    ]
    list(run(bundle, target, deed(unit)))
    assert authorisations(unit) == authorisations(office.unit)
    assert exceptions_of(unit) == exceptions_of(office.unit)
    assert clauses.wordings(unit) == clauses.wordings(office.unit)
    (taken,) = page(unit.unit_id, 10)
    assert taken[2:] == folder[2:] and (taken.unit, taken.uid == folder.uid) == ("gmina-nowa", False)
    # Years of one class never lie in two folders, whoever brings them.
    meeting = rewritten(bundle, "folders", lambda lines: [{**lines[0], "first_year": this_year()}])
    assert [line[1:] for line in told(meeting, target) if line[0] == "folders"] == [
        ("refused", "folder_overlaps", "first_year")
    ]
    assert Act("DU/2003/717", "ustawa o planowaniu", date(2026, 1, 1), "DU/2024/1") in acts_of(unit)
    assert {action for _name, action, _reason, _detail in told(bundle, target)} == {"here"}
    list(run(bundle, target, deed(unit)))
    again = packed(unit)
    assert [one for one in differences(bundle, again) if one.member in REGISTERS] == []

    def changed(lines):
        return [{**line, "scope": "inny"} for line in lines]

    assert (
        told(rewritten(bundle, "authorisations", changed), target)[2:4]
        == [("authorisations", "warning", "register_differs", "")] * 2
    )


def test_a_login_of_another_name_gets_no_authorisation(portal, office):
    with office.acting(HEAD):
        give_authorisation(office.unit, Grant("7/2026", polish_today(), "piotr.kierownik", "Wójta"))
    bundle = packed(office.unit)
    unit = units.create_unit(portal, UnitData("gmina-nowa", "Gmina Nowa", "commune"))
    target = Target(unit)
    other = rewritten(
        bundle, "authorisations", lambda lines: [{**line, "name": "Piotr Lis"} for line in lines]
    )
    assert told(other, target) == [
        ("authorisations", "new", "", ""),
        ("authorisations", "warning", "person_other", ""),
    ]
    list(run(other, target, deed(unit)))
    (kept,) = authorisations(unit)
    assert (kept.person, kept.name, kept.reference) == ("", "Piotr Lis", "7/2026")
    assert authority_of(unit, "piotr.kierownik", "6730", polish_today()) is None
    assert told(other, target) == [("authorisations", "here", "", "")]
    for change, fault in (
        ({"first": "2020-01-01"}, ("refused", "before_start", "first")),
        ({"reference": ""}, ("refused", "required", "reference")),
        ({"classes": ["6x"]}, ("refused", "symbol_malformed", "classes")),
        ({"given_on": "wczoraj"}, ("refused", "not_a_date", ".given_on")),
        ({"more": 1}, ("refused", "key_unknown", ".more")),
    ):
        wrong = rewritten(bundle, "authorisations", lambda lines, more=change: [{**lines[0], **more}])
        assert [line[1:] for line in told(wrong, target)] == [fault]
