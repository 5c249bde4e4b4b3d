"""Hostile files at every door: each is refused with its reason, or given out so that it harms nobody."""

from infostrada.core.security.messages import FILE_WORDS
from infostrada.site.bip import operations
from infostrada.site.bip.gate.operations import decide
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.running import run
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.redaction.operations import redact_file
from infostrada.site.bip.redaction.operations import Wish
from infostrada.site.bip.registers.operations import change_register_entry
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.registers.partb import put_part_b
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.core.security import test_contents as hostile
from tests.site.bip.migration.test_table_rules import HEAD
from tests.site.bip.migration.test_table_rules import MAPPING
from tests.site.bip.migration.test_table_rules import ROW
from tests.site.bip.registers.examples import EXAMPLES
from tests.site.bip.registers.test_register_pages import rest
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_pages import Browser
from tests.site.bip.test_bip_pages import ENTRY
from tests.site.records.world import PASSWORD

import base64
import io
import pytest
import re
import requests
import zipfile


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
SCRIPTED = hostile.SVG.format("<script>alert(1)</script>").encode()
# Name, bytes, the kind the sender claims, and why it is refused.
REFUSED = (
    ("strona.html", b"<script>alert(1)</script>", "text/plain", "file_type_dangerous"),
    ("uchwala\u202efdp.html", b"<script>alert(1)</script>", "application/pdf", "file_type_dangerous"),
    ("herb.svg", SCRIPTED, "image/png", "file_program_inside"),
    ("pismo.pdf", hostile.pdf() + hostile.ZIPPED, "application/pdf", "file_two_kinds"),
    ("pismo.docx", hostile.word(hostile._template), "application/msword", "file_fetches"),
    ("pismo.docx", hostile.OFFICE["macros"][1], "application/msword", "file_program_inside"),
    ("paczka.zip", hostile.ARCHIVES["out of the folder"][0], "application/zip", "archive_leads_outside"),
    ("pismo.pdf", b"<html>", "application/pdf", "file_content_differs"),
)
ACTIVE = hostile.PDFS["program on opening"]


def sent(name, data, kind="application/octet-stream"):
    return {
        "filename": name, "data": base64.b64encode(data).decode(), "encoding": "base64", "content-type": kind,
    }  # fmt: skip


def upload(name, data, kind=""):
    return Upload(name, data, kind)


@pytest.mark.parametrize(
    ("name", "data", "kind", "reason"), REFUSED, ids=[one[3] + one[0][-4:] for one in REFUSED]
)
def test_operations_of_entries_and_registers(office, bulletin, name, data, kind, reason):
    """Draft, change, register draft, register change, part B: what pages, services, imports and commands call."""
    bad = (upload("dobry.txt", b"tekst"), upload(name, data, kind))
    with office.acting("maria.bip"):
        entry = operations.draft_entry(bulletin["petycje"], DATA)
        operations.publish_entry(entry)
        kept = draft_register_entry(
            bulletin["oswiadczenia-majatkowe"], "declaration", RegisterData(EXAMPLES["declaration"], "Rada")
        )

        def faults(act):
            with pytest.raises(InvalidData) as caught:
                act()
            return [(fault.field, fault.reason) for fault in caught.value.faults]

        expected = [("files[1]", reason)]
        assert (
            faults(lambda: operations.draft_entry(bulletin["petycje"], DATA._replace(files=bad))) == expected
        )
        assert faults(lambda: operations.change_entry(entry, {"files": bad}, "Powód")) == expected
        term = RegisterData(EXAMPLES["term"], "Rada", files=bad)
        assert faults(lambda: draft_register_entry(bulletin["rada"], "term", term)) == expected
        assert faults(lambda: change_register_entry(kept, {}, "", files=bad)) == expected
        assert faults(lambda: put_part_b(kept, bad[1])) == [("file", reason)]
    assert [file.filename for file in entry.files] == [
        file.filename for file in DATA.files
    ] and kept.files == ()


def test_an_archive_of_another_bulletin(office, bulletin):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(
            "entries.csv", "\r\n".join([HEAD, ROW.replace("a.pdf, b.pdf", "a.svg")]).encode("cp1250")
        )
        made.writestr("files/a.svg", SCRIPTED)
    with office.acting("maria.bip"):
        report = [*run(bulletin, Archive(out.getvalue()), Reading.of(MAPPING), publish=True, dry_run=False)][
            -1
        ]
    assert [(fault.line, fault.field, fault.reason) for fault in report.faults] == [
        (2, "files", "file_program_inside")
    ]
    assert report.made == 0


def test_a_pdf_that_acts_waits_in_the_draft_until_it_is_made_anew(office, section):
    """No word of anybody lets it out; the redaction editor makes it harmless with nothing ticked."""
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(files=(upload("pismo.pdf", ACTIVE),)))
        with pytest.raises(operations.PersonalData) as caught:
            operations.publish_entry(entry, "Wszystko może być jawne")
        assert [fault.reason for fault in caught.value.faults] == ["file_program_inside"]
        found = next(item for item in caught.value.found if item.kind == "active_content")
        with pytest.raises(InvalidData) as caught:
            decide(entry, {found.key: ("false_alarm", "To nic")})
        assert [fault.reason for fault in caught.value.faults] == ["must_be_taken_out"]
        made = redact_file(entry, entry.files[0].sha256, Wish())
        assert hostile.reason("pismo.pdf", made.data) is None
    # The page is empty: a second person says that a file without text may be public.
    with office.acting("jan.wojt"):
        operations.publish_entry(entry, "Pusta strona")
    assert state_of(entry) == "published"


def test_the_forms_name_the_file_and_the_reason(served):
    editor = Browser(f"{served.unit.absolute_url()}/bip", "maria.bip")
    editor.open("/petycje/@@write")
    editor.send(files={"files:list": ("herb.svg", SCRIPTED, "image/png")}, **ENTRY)
    words = "W tym pliku jest makro, skrypt albo program."
    assert editor.status == 400 and f"herb.svg: {words}" in editor.text
    assert editor.page.xpath("//*[contains(@class, 'error-summary')]//a/@href") == ["#form-files"]
    editor.open("/umowy/@@register-write?register=contract")
    form = {f"v-{name}": str(value) for name, value in EXAMPLES["contract"].items()}
    editor.send(files={"files:list": ("herb.svg", SCRIPTED, "image/png")}, content_author="Skarbnik", **form)
    assert editor.status == 400 and f"herb.svg: {words}" in editor.text


def test_services_say_the_field_and_the_reason(served):
    section = f"{served.unit.absolute_url()}/bip/petycje"
    body = {**ENTRY, "kind": "information"}
    for name, data, kind, reason in REFUSED:
        answer = rest("POST", f"{section}/@entries", {**body, "files": [sent(name, data, kind)]})
        assert (answer.status_code, answer.json()["field"], answer.json()["reason"]) == (
            400,
            "files[0]",
            reason,
        )
        assert answer.json()["message"] and reason in FILE_WORDS


def test_what_was_taken_is_given_out_as_data(served):
    """The kind follows from the name, whatever the sender says; nothing of a file runs at the office's address."""
    section = f"{served.unit.absolute_url()}/bip/petycje"
    given = [
        sent("..\\..\\tajne\u202e.txt", b"<script>alert(1)</script>", "text/html"),
        sent("rysunek.svg", hostile.SVG.format("<rect/>").encode(), "text/html"),
        sent("pismo.pdf", hostile.pdf(lambda made: None), "text/html"),
        sent("nieznany.bin1", b"dane", "text/html"),
    ]
    made = rest("POST", f"{section}/@entries", {**ENTRY, "kind": "information", "files": given})
    assert made.status_code == 201, made.text
    found = {}
    for file in made.json()["files"]:
        answer = requests.get(file["download"], auth=("maria.bip", PASSWORD), timeout=60)
        assert answer.status_code == 200
        found[file["filename"]] = answer
    assert set(found) == {"tajne.txt", "rysunek.svg", "pismo.pdf", "nieznany.bin1"}
    kinds = {name: answer.headers["Content-Type"].split(";")[0] for name, answer in found.items()}
    assert kinds == {
        "tajne.txt": "text/plain", "rysunek.svg": "image/svg+xml", "pismo.pdf": "application/pdf",
        "nieznany.bin1": "application/octet-stream",
    }  # fmt: skip
    for name, answer in found.items():
        disposition = answer.headers["Content-Disposition"]
        assert disposition.endswith(f"filename*=UTF-8''{name}")
        assert disposition.startswith("inline" if name in ("tajne.txt", "pismo.pdf") else "attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "script-src" not in policy
        assert ("sandbox" in policy) is (name != "pismo.pdf")


@pytest.fixture
def editing(functional_portal):
    """Plone's own doors, used by whoever edits pages."""
    session = requests.Session()
    session.auth = OWNER
    session.headers["Accept"] = "application/json"
    return functional_portal.absolute_url(), session


def test_services_of_plone(editing):
    base, session = editing
    for name, data, kind, reason in REFUSED:
        body = {"@type": "File", "title": "x", "file": sent(name, data, kind)}
        answer = session.post(base, json=body, timeout=60)
        assert (answer.status_code, answer.json().get("reason")) == (400, reason), answer.text
    body = {"@type": "Image", "title": "x", "image": sent("herb.svg", SCRIPTED, "image/svg+xml")}
    assert session.post(base, json=body, timeout=60).json()["reason"] == "file_program_inside"
    body["image"] = sent("herb.svg", hostile.SVG.format("<rect/>").encode(), "image/svg+xml")
    made = session.post(base, json=body, timeout=60).json()
    body = {"image": sent("herb.svg", SCRIPTED, "image/svg+xml")}
    assert session.patch(made["@id"], json=body, timeout=60).status_code == 400
    for tail in ("@@images/image", "@@download/image", "@@display-file/image", ""):
        answer = session.get(f"{made['@id']}/{tail}", headers={"Accept": "*/*"}, timeout=60)
        if answer.headers["Content-Type"].startswith("image/svg"):
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_upload_of_the_text_editor(editing):
    base, session = editing
    page = session.get(base, headers={"Accept": "text/html"}, timeout=60).text
    token = re.search(r"_authenticator=(\w+)", page)[1]
    for name, data, kind, reason in REFUSED[:4]:
        answer = session.post(
            f"{base}/@@fileUpload",
            data={"_authenticator": token},
            files={"file": (name, data, kind)},
            timeout=60,
        )
        assert answer.status_code == 400, (answer.status_code, answer.text[:300])
        assert reason in answer.text or str(FILE_WORDS[reason].default) in answer.text


def test_uploads_in_pieces(editing):
    """TUS: the file is judged when it is whole; between the pieces it tells how much has come, so that it can go on."""
    base, session = editing
    words = [base64.b64encode(part).decode() for part in (b"herb.svg", b"image/png", b"Image")]
    told = f"filename {words[0]},content-type {words[1]},@type {words[2]}"
    started = session.post(
        f"{base}/@tus-upload",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(SCRIPTED)), "Upload-Metadata": told},
        timeout=60,
    )
    assert started.status_code == 201, started.text
    for begin, end in ((0, 10), (10, len(SCRIPTED))):
        known = session.head(started.headers["Location"], headers={"Tus-Resumable": "1.0.0"}, timeout=60)
        assert (known.status_code, known.headers["Upload-Offset"]) == (200, str(begin))
        answer = session.patch(
            started.headers["Location"], data=SCRIPTED[begin:end],
            headers={
                "Tus-Resumable": "1.0.0", "Upload-Offset": str(begin),
                "Content-Type": "application/offset+octet-stream",
            },
            timeout=60,
        )  # fmt: skip
    assert answer.status_code == 400 and "file_program_inside" in answer.text, answer.text
