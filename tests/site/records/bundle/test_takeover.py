"""Cases of another system are taken over from its package (Metadane 1.7 and NES 2.0)."""

from datetime import date
from infostrada.core.errors import Forbidden
from infostrada.site.records import listings
from infostrada.site.records.archive.package import nes
from infostrada.site.records.archive.package.build import entry
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.metadata import write
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.operations import keep_import
from infostrada.site.records.bundle.takeover.converting import bundle_of
from infostrada.site.records.bundle.takeover.converting import Choice
from infostrada.site.records.bundle.takeover.opening import is_bundle
from infostrada.site.records.bundle.takeover.opening import open_package
from infostrada.site.records.bundle.takeover.opening import PackageRefused
from infostrada.site.records.bundle.takeover.reading import kind_of
from infostrada.site.records.bundle.takeover.reading import told_by
from infostrada.site.records.bundle.takeover.reading import whole_day
from infostrada.site.records.bundle.target import Rules
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from lxml import etree
from plone import api
from tests.days import this_year
from tests.site.records.archive.test_archive_package import CASE
from tests.site.records.archive.test_archive_package import document

import io
import pytest
import tarfile
import zipfile


SIGN = "GN-II.6833.12.2025"


def package(told=write, **more):
    """A package with one case and two documents, as the given writer tells their metadata."""
    sign = CASE.identifier
    held = [entry(f"sprawy/{sign}.xml", told(CASE))]
    for name, data in (("wniosek.txt", b"wniosek"), ("decyzja.txt", b"decyzja")):
        held.append(entry(f"dokumenty/{sign}/{name}", data))
        held.append(entry(f"metadane/{sign}/{name}.xml", told(document(name, data, **more))))
    out = io.BytesIO()
    write_package(out, held)
    out.seek(0)
    return out


class TestReading:
    @pytest.mark.parametrize("told", [write, nes.write])
    def test_both_standards_say_the_same(self, told):
        found = told_by(etree.fromstring(told(document("d1", b"x", dates=(("stworzony", "2026-11-04"),)))))
        assert (found.identifier, found.kind, found.person) == ("d1", "podanie/wniosek", "Łucja Żółć")
        assert (found.signs, found.dated, found.access) == (
            (CASE.identifier,),
            date(2026, 11, 4),
            "not_public",
        )
        case = told_by(etree.fromstring(told(CASE)))
        assert (case.first, case.last) == (date(2026, 11, 5), date(2026, 11, 27))
        assert (case.office, case.author, case.category) == ("Urząd Gminy", "Anna Nowak", "B10")

    def test_days_that_are_none_are_not_guessed(self):
        assert [whole_day(text) for text in ("2026-11", "2026", "", "2026-13-01", "x")] == [None] * 5
        assert whole_day("2025-03-05T09:12:00") == whole_day("2025-03-05") == date(2025, 3, 5)

    def test_kinds_are_those_of_the_list(self):
        assert kind_of(" Decyzja ") == "decyzja"
        assert kind_of("UPP").startswith("potwierdzenie")
        assert kind_of("arkusz") == "inne pismo/dokument"

    def test_what_is_no_package_is_told_from_a_bundle(self):
        assert not is_bundle(package())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("manifest.json", "{}")
        # A folder packed from within names its files with "./"; of the oldest tar there is no mark.
        plain = io.BytesIO()
        with (
            tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive,
            tarfile.open(fileobj=package()) as old,
        ):
            for info in old:
                data = old.extractfile(info).read()
                info.name = f"./{info.name}"
                archive.addfile(info, io.BytesIO(data))
        assert not is_bundle(plain)
        found = open_package(plain, "p.tar")
        with found.reading():
            name = f"dokumenty/{CASE.identifier}/decyzja.txt"
            assert found.opened(name).read() == b"decyzja"
        assert is_bundle(out) and is_bundle(io.BytesIO(b"x")) and is_bundle(io.BytesIO(b"PK\x03\x04"))

    def test_a_package_that_is_not_valid_is_refused_with_what_is_wrong(self):
        for told, reason in ((write, "case_missing"), (nes.write, "metadata_missing")):
            out = io.BytesIO()
            held = [entry(f"sprawy/{CASE.identifier}.xml", told(CASE)), entry("dokumenty/a.txt", b"a")]
            if told is write:
                held.append(
                    entry("metadane/a.txt.xml", told(document("a", b"a", groups=(("X.1.1.2020", "x"),))))
                )
            write_package(out, held)
            out.seek(0)
            with pytest.raises(PackageRefused) as refused:
                open_package(out, "p.tar")
            assert reason in [finding.reason for finding in refused.value.report.faults]


def taken(office, source, choice, name="paczka.tar"):
    """Import the package; counts of what the check says."""
    with bundle_of(source, name, office.unit, choice, deed(office.unit)) as made:
        bundle, target = open_bundle(made), Target(office.unit, "keep", "foreign")
        counts = [line.action for line in check(bundle, target)]
        list(run(bundle, target, deed(office.unit)))
    return counts


def test_the_sample_becomes_a_case_with_a_sign_of_this_office(office, shared_data):
    sample = shared_data / "pl/samples/paczka-archiwalna-wzor.tar"
    with office.acting("jan.wojt"):
        with sample.open("rb") as source:
            assert taken(office, source, Choice("GP", "68")) == ["new"] * 7
        # The same package once more makes nothing twice.
        with sample.open("rb") as source:
            assert set(taken(office, source, Choice("GP", "68"))) == {"here", "new"}
    case = record_at(listings.case_by_sign(office.unit.unit_id, f"GP.68.1.{this_year()}"))
    assert listings.case_by_sign(office.unit.unit_id, f"GP.68.2.{this_year()}") is None
    assert (state_of(case), case.category, case.started_on, case.closed_on) == (
        "closed", "BE10", date(2025, 3, 5), date(2025, 3, 10),
    )  # fmt: skip
    assert [(link.kind, link.sign) for link in case.links] == [("continues", SIGN)]
    assert [step.action for step in case.metryka] == ["case_taken_over"]
    held = {each.title: each for each in documents_of(case)}
    assert len(held) == 5 and {state_of(each) for each in held.values()} == {"accepted"}
    asked = held["Wniosek o wydanie zaświadczenia"]
    source = shared_data / f"pl/samples/paczka-archiwalna-wzor/dokumenty/{SIGN}/2025-000101-wniosek.txt"
    assert asked.latest.file.data == source.read_bytes()
    assert (asked.document_kind, asked.dated, asked.author.name) == (
        "podanie/wniosek", date(2025, 3, 3), "Anna Wzorcowska",
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(held["Metadane z paczki archiwalnej"].latest.file.data)) as archive:
        assert len(archive.namelist()) == 5
    # What was taken over goes on as a package of this office.
    out = io.BytesIO()
    write_package(out, case_entries(case))
    out.seek(0)
    assert check_package(out, "p.tar").valid


def test_a_package_for_a_court_is_taken_over_as_a_case_in_progress(office):
    with office.acting("jan.wojt"):
        taken(office, package(nes.write), Choice("GP", "", "in_progress"))
        case = record_at(listings.case_by_sign(office.unit.unit_id, f"GP.6730.1.{this_year()}"))
    assert (state_of(case), case.closed_on, len(documents_of(case))) == ("in_progress", None, 3)


@pytest.mark.parametrize(
    ("choice", "field", "reason"),
    [
        (Choice("XX", "68"), "org", "org_unknown"),
        (Choice("GP", "999"), "class", "class_unknown"),
        (Choice("GP", "67"), "class", "class_not_final"),
        (Choice("GP", "68", "destroyed"), "state", "not_in_list"),
    ],
)
def test_a_place_that_is_none_takes_nothing(office, choice, field, reason):
    with office.acting("jan.wojt"), pytest.raises(Forbidden):
        keep_import(office.unit, package(), "p.tar", choice=choice)
    with api.env.adopt_roles(["Manager"]), pytest.raises(InvalidData) as problem:
        keep_import(office.unit, package(), "p.tar", choice=choice)
    assert [(fault.field, fault.reason) for fault in problem.value.faults] == [(field, reason)]


def test_a_package_sent_becomes_a_bundle_that_is_checked(office):
    source = package()
    with api.env.adopt_roles(["Manager"]):
        with pytest.raises(InvalidData) as problem:
            keep_import(office.unit, source, "p.tar", choice=Choice("GP"), digest="0" * 64)
        assert problem.value.faults[0].reason == "digest_wrong"
        source.seek(0)
        made, _job = keep_import(office.unit, source, "p.tar", Rules("map"), choice=Choice("GP"))
    assert (made.uids, made.numbers, state_of(made)) == ("keep", "foreign", "ordered")
    with made.file.open() as stream:
        assert open_bundle(stream).manifest["office"] == "Urząd Gminy"
