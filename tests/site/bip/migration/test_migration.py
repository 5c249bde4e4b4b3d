"""An archive taken over: dry run, faults, a kill, redirects, histories; a bundle out and in again."""

from infostrada.core.jobs.runner import run_next
from infostrada.core.record.sql import write
from infostrada.site.bip import operations
from infostrada.site.bip.feeds.rows import public_rows
from infostrada.site.bip.finding.asking import ask
from infostrada.site.bip.finding.asking import Choice
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.migration import running
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.bundle import past_of
from infostrada.site.bip.migration.bundle import public_entries
from infostrada.site.bip.migration.bundle import row_of
from infostrada.site.bip.migration.bundle import write_bundle
from infostrada.site.bip.migration.operations import begin
from infostrada.site.bip.migration.operations import keep
from infostrada.site.bip.migration.operations import mapping_in
from infostrada.site.bip.migration.running import run
from infostrada.site.bip.migration.table import COLUMNS
from infostrada.site.bip.migration.table import PAST
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.migration.taking import judged
from infostrada.site.bip.opendata.sitemap import addresses
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.registers.partb import put_part_b
from infostrada.site.bip.succession.operations import supersede_entry
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units import operations as units
from plone.app.redirector.interfaces import IRedirectionStorage
from tests.site.bip.migration.test_table_rules import HEAD
from tests.site.bip.migration.test_table_rules import MAPPING
from tests.site.bip.migration.test_table_rules import ROW
from tests.site.bip.registers.examples import EXAMPLES
from tests.site.bip.registers.test_register_pages import rest
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_pages import Browser
from tests.site.records.world import PASSWORD
from zope.component import getUtility

import base64
import io
import json
import pytest
import requests
import transaction
import zipfile


OTHER = (
    ROW.replace("7;https", "8;https")
    .replace("id=7", "id=8")
    .replace("Żwir; dostawa", "Piasek")
    .replace("a.pdf, b.pdf", "a.txt")
)
PERSONAL = OTHER.replace("8;https", "9;https").replace("id=8", "id=9").replace("Piasek", "PESEL 44051401359")
HISTORY = "Id;Kiedy;Co;Kto\r\n8;02.02.2019 08:30;publikacja;J. Kos"


def archive(*rows):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("entries.csv", "\r\n".join([HEAD, *rows]).encode("cp1250"))
        made.writestr("history.csv", HISTORY.encode("cp1250"))
        made.writestr("files/a.txt", "Załącznik bez tajemnic")
    return out.getvalue()


def last(bulletin, data, **options):
    options = {"publish": True, "dry_run": False, **options}
    return [*run(bulletin, Archive(data), Reading.of(MAPPING), **options)][-1]


def test_an_archive_is_taken_over(office, bulletin):
    data = archive(ROW, OTHER, PERSONAL)
    with office.acting("maria.bip"):
        judged = last(bulletin, data, dry_run=True)
        # Files of the first row are not in the archive.
        assert [(fault.line, fault.field, fault.value) for fault in judged.faults] == [
            (2, "files", "a.pdf"), (2, "files", "b.pdf"),
        ]  # fmt: skip
        assert (judged.rows, judged.made) == (3, 0) and not bulletin["zamowienia"].objectIds()
        report = last(bulletin, data)
        assert (report.made, report.known, report.drafts) == (2, 0, ((4, "PESEL 44051401359"),))
        again = last(bulletin, data)
        assert (again.made, again.known) == (0, 2) and len(bulletin["zamowienia"].objectIds()) == 2
        clean, personal = sorted(bulletin["zamowienia"].objectValues(), key=state_of, reverse=True)
        assert (state_of(clean), state_of(personal)) == ("published", "draft")
    # The former bulletin's word stays; our own log says what happened here and today.
    assert clean.published_at.isoformat() == "2019-02-02T08:30:00+01:00"
    assert clean.published_by.name == "J. Kos" and clean.published_by.id == ""
    assert [one.action for one in clean.former.past] == ["publikacja"]
    (change,) = clean.changes
    assert change.action == "taken_over" and change.at.year >= 2026 and change.actor.name == "Maria Redaktor"
    assert write("SELECT action FROM site.bip_change") == [{"action": "taken_over"}]
    assert clean.files[0].data == "Załącznik bez tajemnic".encode()
    old = "/".join(office.unit.getPhysicalPath()) + "/art?id=8"
    assert getUtility(IRedirectionStorage).get(old) == "/".join(clean.getPhysicalPath())


def content(bulletin):
    """What has to be the same after a journey; ids, addresses and the day of taking over are not."""
    found = []
    titles = {"": "", **{entry.UID(): entry.title for entry in public_entries(bulletin)}}
    for entry in public_entries(bulletin):
        said = row_of(entry)
        row = {name: said.get(name, "") for name in COLUMNS if name not in ("id", "addresses")}
        row["superseded_by"] = titles[row["superseded_by"]]
        past = [{name: one.get(name, "") for name in PAST if name != "id"} for one in past_of(entry)]
        files = () if state_of(entry) == "withdrawn" else entry.files
        found.append((row, past, [file.sha256 for file in files]))
    return sorted(found, key=json.dumps)


def test_a_bundle_comes_out_and_in_again(office, bulletin, portal):
    with office.acting("maria.bip"):
        for title in ("Pierwsza", "Druga"):
            entry = operations.draft_entry(bulletin["obwieszczenia"], DATA._replace(title=title))
            operations.publish_entry(entry)
        first = next(found for found in bulletin["obwieszczenia"].objectValues() if found.title == "Pierwsza")
        operations.change_entry(entry, {"body": "Nowa treść"}, "Omyłka")
        supersede_entry(first, entry, "Nowy tekst")
        gone = operations.draft_entry(bulletin["petycje"], DATA._replace(title="Wycofana"))
        operations.publish_entry(gone)
        operations.withdraw_entry(gone, "Powód")
        operations.draft_entry(bulletin["petycje"], DATA._replace(title="Szkic kamienny"))
        for name in ("term", "resolution"):
            made = draft_register_entry(bulletin["rada"], name, RegisterData(EXAMPLES[name], "Rada"))
            operations.publish_entry(made)
    out = io.BytesIO()
    assert write_bundle(bulletin, out) == 5
    assert b"kamienny" not in zipfile.ZipFile(out).read("entries.csv")
    other = units.create_unit(portal, units.UnitData("gmina-druga", "Gmina Druga", "commune"))
    units.open_unit(other)
    target = operations.open_bulletin(other)
    reading = Reading.of({})
    report = [*run(target, Archive(out.getvalue()), reading, publish=True, dry_run=False)][-1]
    assert (report.faults, report.drafts, report.made) == ((), (), 5)
    assert content(target) == content(bulletin)
    old, new = sorted(target["obwieszczenia"].objectValues(), key=lambda found: found.title, reverse=True)
    assert (state_of(old), old.superseded_by, new.supersedes) == ("superseded", new.UID(), (old.UID(),))


def test_entries_of_an_archive_appear_in_lists_at_once(office, bulletin, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    data, section = (
        archive(OTHER, OTHER.replace("id=8", "id=10").replace("8;", "10;", 1)),
        bulletin["zamowienia"],
    )
    with office.acting("maria.bip"):
        number = keep(begin(bulletin, True), "a.zip", b"", MAPPING, publish=True, dry_run=False)
        options = {"publish": True, "dry_run": False, "number": number}
        for report in run(bulletin, Archive(data), Reading.of(MAPPING), **options):
            listed = [entries_of(section), list(public_rows(section)), list(ask(Choice()).hits)]
            below = "/".join(section.getPhysicalPath()) + "/"
            mapped = [path for path, _changed in addresses(bulletin, "0", "") if path.startswith(below)]
            assert [len(found) for found in (*listed, mapped)] == [2 if report.made == 2 else 0] * 4
            assert len(section) == report.made


def test_a_table_that_cannot_be_read_is_one_fault(bulletin):
    for data, reading, expected in (
        (archive(ROW), {}, (1, "file", "archive_unreadable")),
        (archive(ROW), {"entries": "inna.csv"}, (1, "inna.csv", "file_missing")),
        (archive(ROW), {**MAPPING, "columns": {}}, (1, "id", "column_missing")),
    ):
        items, faults = judged(bulletin, Archive(data), Reading.of(reading))
        assert items == [] and tuple(faults[0])[:3] == expected


@pytest.mark.parametrize("text", [b"a: &x [1]\nb: *x", b"{", b"\x00\x01"])
def test_a_mapping_file_that_is_none(text):
    with pytest.raises(InvalidData):
        mapping_in(text)


def test_the_page_from_the_file_to_the_drafts(served):
    bip = f"{served.unit.absolute_url()}/bip"
    editor = Browser(bip, "maria.bip")
    editor.open(editor.open("").links("Przejmij archiwum innego biuletynu")[0])
    mapping = json.dumps(MAPPING, ensure_ascii=False).encode()
    editor.send(files={"archive": ("a.zip", b"nic")})
    assert editor.status == 400 and editor.page.xpath("//*[contains(@class, 'error-summary')]")
    editor.open("/@@archive-import")
    files = {"archive": ("a.zip", archive(OTHER, ROW, PERSONAL)), "mapping": ("m.yaml", mapping)}
    editor.send(files=files, publish="tak")
    assert editor.status == 200 and "w trakcie sprawdzania" in editor.text
    report, section = editor.url, served.unit["bip"]["zamowienia"]
    work()
    editor.open(report)
    assert [cell.text for cell in editor.page.xpath("//tbody//td[@data-label][2]")] == ["a.pdf", "b.pdf"]
    assert not len(section)
    lines = requests.get(f"{report}&file=report", auth=("maria.bip", PASSWORD), timeout=60)
    assert lines.content.decode("utf-8-sig").splitlines()[1].startswith("3;files;a.pdf;")
    (ready,) = (form for form in editor.page.forms if "carry-out" in form.fields)
    editor.session.post(ready.action, data=dict(ready.form_values()), timeout=60)
    work()
    editor.open(report)
    assert "przejęte" in editor.text and editor.links("PESEL 44051401359")
    assert editor.page.xpath("//button[contains(., 'Przejmij')]") == []
    assert requests.get(report, timeout=60).history
    again = rest("POST", f"{bip}/@archive-import", {"import": report.partition("id=")[2]})
    assert again.status_code == 409 and again.json()["reason"] == "import_not_ready"


def work():
    transaction.begin()
    while run_next():
        pass


def test_every_field_of_every_register_comes_out_and_in_again(office, bulletin, portal):
    """Sixteen registers without a difference; of a declaration what is sealed stays where it is."""
    secret = b"ulica Tajna 7, Ukrytowo"
    with office.acting("maria.bip"):
        # Votes need the roster of their term.
        for name in sorted(EXAMPLES, key=lambda name: name != "term"):
            kind = KINDS[name]
            data = RegisterData(EXAMPLES[name], "Rada", files=(Upload(f"{name}.txt", b"Tekst bez tajemnic"),))
            made = draft_register_entry(bulletin[kind.section], name, data)
            if name == "declaration":
                put_part_b(made, Upload("czesc-b.txt", secret))
            operations.publish_entry(made, "Dane z rejestru")
    assert {kind_of(entry).name for entry in public_entries(bulletin)} == set(KINDS) == set(EXAMPLES)
    out = io.BytesIO()
    assert write_bundle(bulletin, out) == len(KINDS)
    with zipfile.ZipFile(out) as packed:
        assert not any(secret in packed.read(name) for name in packed.namelist())
    other = units.create_unit(portal, units.UnitData("gmina-druga", "Gmina Druga", "commune"))
    units.open_unit(other)
    target = operations.open_bulletin(other)
    report = [*run(target, Archive(out.getvalue()), Reading.of({}), publish=True, dry_run=False)][-1]
    assert report.faults == () and report.made + len(report.drafts) == len(KINDS)
    before = {kind_of(entry).name: dict(entry.particulars) for entry in public_entries(bulletin)}
    after = {
        kind_of(entry).name: dict(entry.particulars)
        for section in target.objectValues()
        for entry in section.objectValues()
    }
    assert after == before
    assert write("SELECT unit FROM site.bip_sealed_part") == [{"unit": "gmina-lipnowo"}]


def test_over_rest_and_as_one_file(served):
    bip = f"{served.unit.absolute_url()}/bip"
    file = {"filename": "bip.zip", "data": base64.b64encode(archive(OTHER, ROW)).decode()}
    body = {"file": file, "mapping": MAPPING, "publish": True, "dry_run": False}
    assert rest("POST", f"{bip}/@archive-import", {**body, "mapping": {"x": 1}}).status_code == 400
    assert rest("POST", f"{bip}/@archive-import", body, user="jan.clerk").status_code in (401, 403)
    ordered = rest("POST", f"{bip}/@archive-import", body)
    assert ordered.status_code == 202, ordered.text
    transaction.begin()
    while run_next():
        pass
    report = rest("GET", f"{bip}/@archive-import?id={ordered.json()['import']}").json()
    assert (report["state"], report["rows"], report["taken_over"], report["faults_total"]) == (
        "done",
        2,
        1,
        2,
    )
    answer = requests.get(f"{bip}/bundle.zip?year=2019", timeout=60)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert "Piasek" in made.read("entries.csv").decode()
        assert any(name.endswith("/a.txt") for name in made.namelist())
    assert b"Piasek" not in requests.get(f"{bip}/bundle.zip?year=2020", timeout=60).content
    assert requests.get(f"{bip}/bundle.zip?year=x", timeout=60).status_code == 404
    old = requests.get(f"{served.unit.absolute_url()}/art?id=8", headers={"Accept": "text/html"}, timeout=60)
    assert old.history and "Piasek" in old.text and "J. Kos" in old.text
