"""What collective.exportimport writes, of a stock Plone site and of a bulletin of ours, is taken over like an archive."""

from collective.exportimport.export_content import ExportContent
from collective.exportimport.import_content import ImportContent
from collective.exportimport.interfaces import IBase64BlobsMarker
from collective.exportimport.interfaces import IMigrationMarker
from collective.exportimport.serializer import FileFieldSerializerWithBlobs
from datetime import datetime
from infostrada.site.bip import operations
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.bundle import public_entries
from infostrada.site.bip.migration.plone import members
from infostrada.site.bip.migration.running import run
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.succession.operations import supersede_entry
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units import operations as units
from plone import api
from plone.app.redirector.interfaces import IRedirectionStorage
from plone.app.textfield import RichTextValue
from plone.namedfile.file import NamedBlobFile
from plone.restapi.interfaces import IFieldSerializer
from tests.site.bip.migration.test_migration import content
from tests.site.bip.registers.examples import EXAMPLES
from tests.site.bip.test_bip_operations import DATA
from zope.component import getSiteManager
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.interface import noLongerProvides

import csv
import io
import json
import pytest
import zipfile


MAPPING = {
    "system": "www.stary.example",
    "words": {
        "section": {"przetargi": "zamowienia", "*": "obwieszczenia"},
        "content_author": {"*": "Urząd Gminy"},
    },
}


@pytest.fixture
def exported(portal):
    """A function that exports the objects of some types as the form of collective.exportimport does, files as base64."""
    components = getSiteManager(portal)
    # A running site loads the add-on's own configuration; the test site has only ours.
    components.registerAdapter(FileFieldSerializerWithBlobs, provided=IFieldSerializer)

    def export(*types):
        view = ExportContent(portal, portal.REQUEST)
        view.portal_type, view.path, view.depth = list(types), "/".join(portal.getPhysicalPath()), -1
        view.migration, view.include_blobs, view.include_revisions, view.errors = True, 1, False, []
        alsoProvides(portal.REQUEST, IMigrationMarker, IBase64BlobsMarker)
        try:
            items = [item for item in view.export_content() if item]
        finally:
            noLongerProvides(portal.REQUEST, IMigrationMarker)
            noLongerProvides(portal.REQUEST, IBase64BlobsMarker)
        assert view.errors == []
        return json.dumps(items).encode()

    yield export
    components.unregisterAdapter(FileFieldSerializerWithBlobs, provided=IFieldSerializer)


def taken_over(bulletin, data, mapping=MAPPING):
    return [*run(bulletin, Archive(data), Reading.of(mapping), publish=True, dry_run=False)][-1]


def test_pages_of_a_plone_site_become_entries(office, bulletin, portal, exported):
    with api.env.adopt_roles(["Manager"]):
        types = ("Folder", "Document", "News Item")
        api.portal.get_tool("portal_workflow").setChainForPortalTypes(types, ["simple_publication_workflow"])
        folder = api.content.create(portal, "Folder", "przetargi", title="Przetargi")
        page = api.content.create(
            folder, "Document", "droga", title="Remont drogi", description="W Kępie",
            text=RichTextValue("<p>Termin: <b>maj</b></p>", "text/html", "text/x-html-safe"),
        )  # fmt: skip
        blob = NamedBlobFile(b"Oferta bez tajemnic", "text/plain", "oferta.txt")
        loose = api.content.create(portal, "File", "regulamin", title="Regulamin", file=blob)
        api.content.create(folder, "News Item", "plan", title="W szkicu", text=RichTextValue("<p>x</p>"))
        api.content.create(folder, "File", "ukryty", title="W ukrytym katalogu", file=blob)
        api.content.transition(page, to_state="published")
        page.setEffectiveDate("2019/02/02 08:30:00 GMT+1")
        page.reindexObject()
        data = exported(*types, "File")
    with office.acting("maria.bip"):
        report = taken_over(bulletin, data)
        assert [(fault.field, fault.value) for fault in report.faults] == [("state", "private")] * 2
        (entry,) = bulletin["zamowienia"].objectValues()
        assert (entry.title, entry.description, state_of(entry)) == ("Remont drogi", "W Kępie", "published")
        assert "<b>maj</b>" in entry.html and entry.content_author == "Urząd Gminy"
        assert entry.published_at == datetime.fromisoformat("2019-02-02T08:30+01:00")
        (rules,) = bulletin["obwieszczenia"].objectValues()
        assert rules.title == loose.title and rules.files[0].data == b"Oferta bez tajemnic"
        again = taken_over(bulletin, data)
        assert (report.made, again.made, again.known) == (2, 0, 2)
    # The old site was not at the root of its host.
    old = "/".join(office.unit.getPhysicalPath()) + "/plone/przetargi/droga"
    assert getUtility(IRedirectionStorage).get(old) == "/".join(entry.getPhysicalPath())


@pytest.fixture
def filled(office, bulletin):
    """Public entries, some of registers, one replaced, one withdrawn, and a draft; `office` acts as their editor."""
    with office.acting("maria.bip"):
        section = bulletin["obwieszczenia"]
        file = Upload("opinia.txt", b"Bez tajemnic", "text/plain")
        for title in ("Pierwsza", "Druga"):
            entry = operations.draft_entry(section, DATA._replace(title=title, files=(file,)))
            operations.publish_entry(entry)
        first = next(found for found in section.objectValues() if found.title == "Pierwsza")
        supersede_entry(first, entry, "Nowy tekst")
        gone = operations.draft_entry(section, DATA._replace(title="Wycofana", body="Tajemne"))
        operations.publish_entry(gone)
        operations.withdraw_entry(gone, "Powód")
        operations.draft_entry(section, DATA._replace(title="Szkic"))
        for name in ("term", "resolution"):
            made = draft_register_entry(bulletin["rada"], name, RegisterData(EXAMPLES[name], "Rada"))
            operations.publish_entry(made)
    return bulletin


def test_entries_of_registers_come_out_and_in_again(office, filled, portal, exported):
    with api.env.adopt_roles(["Manager"]):
        data = exported(*TYPES)
    assert b"Tajemne" not in data
    other = units.create_unit(portal, units.UnitData("gmina-druga", "Gmina Druga", "commune"))
    units.open_unit(other)
    target = operations.open_bulletin(other)
    report = taken_over(target, data, {})
    assert [(fault.field, fault.value) for fault in report.faults] == [("state", "draft")]
    assert (report.made, report.drafts) == (5, ())
    assert [(row["title"], files) for row, _past, files in content(target)] == [
        (row["title"], files) for row, _past, files in content(filled)
    ]
    assert [row["values"] for row, _past, _files in content(target)] == [
        row["values"] for row, _past, _files in content(filled)
    ]
    found = {entry.title: entry for entry in public_entries(target)}
    assert found["Pierwsza"].superseded_by == found["Druga"].UID()
    assert found["Wycofana"].withdrawn_reason == "Powód" and not found["Wycofana"].files
    assert {entry.changes[-1].action for entry in found.values()} == {"taken_over"}


def test_fields_are_never_copied_past_the_log(office, filled, portal, exported):
    with api.env.adopt_roles(["Manager"]):
        items = json.loads(exported("bip_entry"))
        section = filled["petycje"]
        for item in items:
            item["parent"] |= {"@id": section.absolute_url(), "UID": section.UID()}
            item["@id"] = f"{section.absolute_url()}/{item['id']}"
            item["UID"] = item["UID"][::-1]
        view = ImportContent(portal, portal.REQUEST)
        view.limit = view.commit = None
        view.handle_existing_content, view.import_old_revisions, view.import_to_current_folder = (
            0,
            False,
            False,
        )
        alsoProvides(portal.REQUEST, IMigrationMarker)
        try:
            assert view.import_new_content(items) == []
        finally:
            noLongerProvides(portal.REQUEST, IMigrationMarker)
    assert not section.objectIds()


@pytest.mark.parametrize(
    "data",
    [b"[1]", b"[", b'[{"title": "x"}]', b"[" * 100_000, b'[{"UID": "a", "text": "x", "file": {"data": "?"}}]',
     b'[{"UID": "a", "text": "x", "image": {"blob_path": "0x01"}}]'],
)  # fmt: skip
def test_a_file_that_is_no_export(data):
    with pytest.raises(zipfile.BadZipFile):
        Archive(data)


def test_what_has_no_state_has_that_of_what_it_lies_in():
    blob = {"data": "Yg==", "filename": "b.txt"}
    hidden = {"UID": "f", "@type": "Folder", "review_state": "private", "parent": {"@type": "Plone Site"}}
    within = {"UID": "a", "file": blob, "parent": {"UID": "f"}}
    top = {"UID": "b", "file": blob, "parent": {"@type": "Plone Site", "UID": "site"}}
    lost = {"UID": "c", "file": blob, "parent": {"UID": "elsewhere", "@type": "Folder"}}
    table = members(json.dumps([hidden, within, top, lost]).encode())["entries.csv"].decode()
    states = {row["id"]: row["state"] for row in csv.DictReader(io.StringIO(table))}
    assert states == {"a": "private", "b": "published", "c": "unknown"}


def test_pictures_below_a_page_are_its_attachments():
    page = {"UID": "a", "@id": "http://x/a", "id": "a", "title": "A", "text": {"data": "<div>Tekst</div>"}}
    picture = {
        "UID": "b",
        "id": "b",
        "image": {"data": "Yg==", "filename": "..\\b/c|d.png"},
        "parent": {"UID": "a"},
    }
    nothing = {"UID": "c", "id": "c", "title": "Folder", "parent": {"UID": "a"}}
    found = members(json.dumps([page, picture, nothing]).encode())
    assert found.pop("files/b/c_d.png") == b"b"
    table = found.pop("entries.csv").decode()
    assert (
        not found
        and len(table.splitlines()) == 2
        and "<p><div>Tekst</div></p>" in table
        and "b/c_d.png" in table
    )
