"""Lists of handover and the folders on them go over with an office: number, rows, signature, in the register of lists."""
# ruff: noqa: F401, F811 - the office with an archivist is a fixture of another file

from infostrada.core.record.sql import rows
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.codec import schema
from infostrada.site.records.bundle.comparing import differences
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.folders import store
from infostrada.site.records.folders.operations import begin_folder
from infostrada.site.records.folders.operations import Beginning
from infostrada.site.records.folders.operations import hand_over_folders
from infostrada.site.records.folders.papers import handover_paper
from infostrada.site.records.workflow import state_of
from jsonschema import Draft202012Validator
from plone.uuid.interfaces import IUUID
from tests.site.records.archive.test_archive_life import office
from tests.site.records.archive.test_folders import ARCHIVIST
from tests.site.records.archive.test_folders import COORDINATOR
from tests.site.records.archive.test_folders import ended
from tests.site.records.archive.test_folders import on_paper
from tests.site.records.archive.test_folders import text_of
from tests.site.records.archive.test_folders import this_year
from tests.site.records.bundle.test_bundles import empty_unit
from tests.site.records.bundle.test_bundles import exported


def test_a_folder_keeps_its_list_and_its_signature(portal, office):
    on_paper(office)
    cases = [ended(office), ended(office)]
    with office.acting(COORDINATOR):
        folder = begin_folder(
            office.unit, Beginning("GP", "6730", this_year() - 1, this_year(), 2, "wnioski")
        )
        handover = hand_over_folders(office.unit, [folder.uid])
    with office.acting(ARCHIVIST):
        accept_handover(handover)
    bundle, manifest = exported(office.unit)
    assert manifest["members"]["handovers"]["lines"] == 1
    for kind in ("handovers", "folders"):
        validator = Draft202012Validator(schema(KINDS[kind].shape, kind, "urn:x"))
        for _number, data, _fault in bundle.lines(kind):
            validator.validate(data)
    # With some cases alone no list goes: it names others too.
    assert exported(office.unit, cases=[IUUID(cases[0])])[1]["members"]["handovers"]["lines"] == 0

    unit = empty_unit(portal)
    target = Target(unit, uids="map")
    assert [line for line in check(bundle, target) if line.action == "refused"] == []
    list(run(bundle, target, deed(unit)))
    made = record_at(target.uid(IUUID(handover)))
    assert (made.number, made.year, made.title, state_of(made)) == (
        1,
        this_year(),
        handover.title,
        "accepted",
    )
    assert [row.uid for row in made.rows] == [target.uid(IUUID(case)) for case in cases]
    assert [row.sign for row in made.rows] == [str(case.sign) for case in cases]
    (kept,) = store.of_handover(IUUID(made))
    assert made.folders == (kept.uid,)
    assert (kept.signature, kept.title, kept.volumes) == (f"1/{this_year()}/1", folder.title, 2)
    assert text_of(handover_paper(made))[0].count("GP.6730") == text_of(handover_paper(handover))[0].count(
        "GP.6730"
    )
    taken = rows(
        "SELECT number.value, number.uid FROM core.number AS number JOIN core.series AS series"
        " ON series.id = number.series WHERE series.unit = 'gmina-nowa' AND series.kind = 'handover'",
        {},
    )
    assert [tuple(row.values()) for row in taken] == [(1, IUUID(made))]
    # Once, and the same going out again.
    assert {line.action for line in check(bundle, target) if line.member in ("folders", "handovers")} == {
        "here"
    }
    again = Target(unit, uids="map")
    assert list(run(bundle, again, deed(unit)))[-1].records == 0
    found = [one for one in differences(bundle, exported(unit)[0]) if one.member in ("folders", "handovers")]
    # Identifiers follow from the office, nothing else changes.
    assert {(one.member, one.members) for one in found if one.where == "both"} == {("folders", ("handover",))}
    foreign = Target(empty_unit(portal, "gmina-trzecia"), "map", "foreign", moved={})
    assert ("handovers", "warning", "register_left_out") in {
        (line.member, line.action, line.reason) for line in check(bundle, foreign)
    }


def test_bundles_written_before_read_folders_without_a_list(portal):
    shape = KINDS["folders"].shape
    assert {"handover", "signature"} <= set(shape)
    required = schema(shape, "folders", "urn:x")["required"]
    assert not {"handover", "signature"} & set(required)
