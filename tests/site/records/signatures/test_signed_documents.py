"""Documents that go out to be signed and come back; letters; the seal; what the archive keeps."""

from ca import Authority
from ca import NOW
from ca import pdf
from click.testing import CliRunner
from contextlib import contextmanager
from exchange import Client
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.signatures import command
from infostrada.site.records.signatures.operations import attach_signature
from infostrada.site.records.signatures.operations import check_letter_file
from infostrada.site.records.signatures.operations import seal_document
from infostrada.site.records.signatures.operations import validate_again
from infostrada.site.records.signatures.paper import note_of
from infostrada.site.records.signatures.paper import print_of
from infostrada.site.records.signatures.sealing import has_seal
from infostrada.site.records.signatures.sealing import keep_seal
from infostrada.site.records.signatures.sealing import KEY
from infostrada.site.records.signatures.store import add_certificate
from infostrada.site.records.signatures.store import add_revocations
from infostrada.site.records.signatures.store import remove_certificate
from infostrada.site.records.signatures.store import trust_list
from infostrada.site.records.upload import Upload
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from test_desk_pages import Browser
from test_rest_thread import file_json
from world import LETTER
from world import PASSWORD
from zope.annotation.interfaces import IAnnotations

import io
import json
import pytest
import transaction


UNIT = "gmina-lipnowo"


@pytest.fixture(scope="module")
def ca():
    return Authority()


def drafted(office, data=None, name="decyzja.pdf"):
    with office.acting("anna.urbanista"):
        case = open_case(office.unit, Opening("Warunki", "gp", "6730"))
        document = add_document(case, Draft("Decyzja", "decyzja"), Upload(name, data or pdf()))
    return case, document


def accept(office, document):
    with office.acting("piotr.kierownik"):
        accept_document(document)


def test_a_signed_version_is_kept_and_nothing_changes_any_more(office, ca):
    case, document = drafted(office)
    signed = Upload("decyzja-podpisana.pdf", ca.sign_pdf(pdf()))
    with office.acting("anna.urbanista"), pytest.raises(Blocked) as early:
        attach_signature(document, signed)
    assert early.value.reason == "document_not_accepted"
    accept(office, document)
    add_certificate(ca.root.pem.encode(), "signature")
    with office.acting("anna.urbanista"):
        with pytest.raises(Blocked) as unsigned:
            print_of(document)
        assert unsigned.value.reason == "nothing_signed"
        made = attach_signature(document, signed)
        assert (made.version, made.report.verdict, made.report.binds) == (1, "valid", True)
        assert case.metryka[-1].action == "document_signed"
        assert case.metryka[-1].label == "Decyzja: Jan Dąbrowski"
        for data, reason in (
            (signed.data, "signed_already"),
            (ca.sign_pdf(pdf("Inna")), "other_content"),
            (pdf(), "other_content"),
            (b"", "file_missing"),
        ):
            with pytest.raises(InvalidData) as refused:
                attach_signature(document, Upload("x.pdf", data))
            assert refused.value.reason in (reason, "not_signed")
        with pytest.raises(Blocked):
            new_version(document, Upload("x.pdf", pdf("Inna")))
        printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(print_of(document))).pages)
    for words in ("art. 39³", "Piotr Wilk, Kierownik", "Jan Dąbrowski", IUUID(document), str(case.sign)):
        assert words.replace(" ", "") in printed.replace(" ", "").replace("\n", ""), words
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        attach_signature(document, signed)
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        print_of(document)
    entries = io.BytesIO()
    write_package(entries, case_entries(case))
    entries.seek(0)
    assert check_package(entries, "p.tar").findings == []
    assert sum("-podpis-1-" in entry.name for entry in case_entries(case)) == 2
    with office.acting("anna.urbanista"):
        close_case(case, decision=IUUID(document))


def test_the_trust_list_decides_and_reports_stay(office, ca):
    _case, document = drafted(office, b"tresc", "pismo.txt")
    accept(office, document)
    with office.acting("anna.urbanista"):
        made = attach_signature(document, Upload("pismo.txt.p7s", ca.sign_cms(b"tresc")))
    assert (made.report.verdict, made.report.reason) == ("untrusted", "issuer_unknown")
    entry = add_certificate(ca.root.der, "signature")
    with pytest.raises(InvalidData):
        add_certificate(ca.root.pem.encode(), "signature")
    with pytest.raises(InvalidData):
        add_certificate(b"zepsuty", "signature")
    with office.acting("anna.urbanista"):
        assert [report.verdict for report in validate_again(document)] == ["valid"]
        with pytest.raises(Forbidden):
            add_certificate(ca.signer.der, "signature")
    add_revocations(ca.trust(ca.signer).crls[0])
    with office.acting("anna.urbanista"):
        validate_again(document)
    (kept,) = document.signed_files
    assert [report.verdict for report in kept.reports] == ["untrusted", "valid", "invalid"]
    assert len({report.trust for report in kept.reports}) == 3
    remove_certificate(entry.fingerprint, "signature")
    assert trust_list().entries == ()


def test_a_dry_run_opens_the_keystore_and_keeps_nothing(office, ca, tmp_path, monkeypatch):
    @contextmanager
    def site():
        yield office.portal.aq_parent, office.portal

    monkeypatch.setattr(command, "open_site", site)
    file = tmp_path / "pieczec.p12"
    file.write_bytes(ca.signer.p12(b"haslo"))

    def run(password):
        words = ("set", str(file), "--unit", "gmina-lipnowo", "--password", password, "--dry-run", "--json")
        return CliRunner().invoke(command.seal, words)

    done = run("haslo")
    assert (done.exit_code, json.loads(done.output)["seal"]) == (0, "Jan Dąbrowski")
    assert not has_seal(office.unit)
    assert run("zle").exit_code == 1


def test_the_seal_is_the_office_s_and_its_key_is_not_readable(office, ca):
    _case, document = drafted(office)
    _other, text = drafted(office, b"tresc", "pismo.txt")
    accept(office, document)
    accept(office, text)
    with office.acting("piotr.kierownik"), pytest.raises(Blocked) as none:
        seal_document(document)
    assert none.value.reason == "no_seal"
    with pytest.raises(InvalidData):
        keep_seal(office.unit, ca.signer.p12(b"haslo"), "zle")
    assert keep_seal(office.unit, ca.signer.p12(b"haslo"), "haslo") == "Jan Dąbrowski"
    assert b"PRIVATE" not in IAnnotations(office.unit)[KEY].encode()
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        seal_document(document)
    with office.acting("piotr.kierownik"):
        made = seal_document(document)
        boxed = seal_document(text)
    assert (made.report.format, made.report.verdict) == ("pades", "untrusted")
    assert (boxed.report.format, boxed.report.binds) == ("asic-s", True)


def test_signatures_of_a_letter_are_told_from_its_files(office, ca):
    with office.acting("ewa.kancelaria"):
        files = [Upload("wniosek.pdf", ca.sign_pdf(pdf())), Upload("mapa.pdf", pdf())]
        letter = register_letter(office.unit, LETTER, files)
        first, second = (check_letter_file(letter, file.uid) for file in letter.files)
    assert (first.verdict, first.binds) == ("untrusted", None)
    assert (second.verdict, second.reason) == ("unverifiable", "not_signed")
    with office.acting("ewa.kancelaria"):
        note = PdfReader(io.BytesIO(note_of(letter, letter.files[0].uid))).pages[0].extract_text()
        with pytest.raises(NotFound):
            note_of(letter, "nie-ma")
    assert (
        "brak możliwości weryfikacji" in note
        and f"RPW {letter.rpw_number}" in note
        and "Ewa Zielińska" in note
    )


def test_out_and_back_by_browser_and_by_rest(site, ca):
    base = site.absolute_url()
    operator = Browser(base, SITE_OWNER_NAME)
    operator.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    operator.open("@@trusted-certificates").fill(
        "certificate", files={"file": ("ca.pem", ca.root.pem.encode())}
    )
    assert "Testowe centrum certyfikacji" in operator.text, operator.text[:1500]
    rest = Client(base, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    body = {"kind": "certificate", "purpose": "timestamp", "file": file_json("ca.pem", ca.root.pem.encode())}
    listed = rest.send("POST", "@trust-list", body, record="trust_list_post")
    assert [item["purpose"] for item in listed.json()["items"]] == ["signature", "timestamp"]
    clerk, manager = (Client(base, name, PASSWORD) for name in ("anna.urbanista", "piotr.kierownik"))
    assert clerk.send("GET", "@trust-list").status_code in (401, 403)
    opening = {"title": "Warunki", "org_id": "gp", "class_symbol": "6730"}
    case = clerk.send("POST", f"{UNIT}/@cases", opening).json()
    given = {"title": "Decyzja", "document_kind": "decyzja", "file": file_json("decyzja.pdf", pdf())}
    document = clerk.send("POST", f"{case['@id']}/@documents", given).json()
    manager.send("POST", f"{document['@id']}/@acceptance", {"step": "accept"})
    out = clerk.session.get(document["versions"][0]["file"]["download"], timeout=60).content
    forged = {"file": file_json("x.pdf", ca.sign_pdf(pdf("Inna")))}
    refused = clerk.send("POST", f"{document['@id']}/@signatures", forged, record="signatures_post_400")
    assert (refused.status_code, refused.json()["reason"]) == (400, "other_content")
    back = {"file": file_json("decyzja.pdf", ca.sign_pdf(out, stamp=ca.stamper(NOW)))}
    kept = clerk.send("POST", f"{document['@id']}/@signatures", back, record="signatures_post")
    assert kept.status_code == 201, kept.text
    (one,) = kept.json()["signatures"]
    assert one["report"]["verdict"] == "valid"
    assert one["report"]["signatures"][0]["stamped_at"] is not None
    person = Browser(base, "anna.urbanista").open(document["@id"].removeprefix(f"{base}/") + "/view")
    assert "ważny" in person.text and "Jan Dąbrowski" in person.text
    person.fill("signature", files={"file": ("y.pdf", ca.sign_pdf(out, ca.expired))})
    assert "Certyfikat wygasł" in person.text
    person.fill("signature", files={"file": ("z.pdf", b"%PDF-1.7 zepsuty")})
    assert person.answer.status_code == 400
    again = clerk.send("POST", f"{document['@id']}/@signature-check", {}, record="signature_check_post")
    assert len(again.json()["signatures"][0]["earlier_reports"]) == 1
    signed = clerk.session.get(one["file"]["download"], timeout=60)
    assert signed.content.startswith(out)
    # The office's own seal, and a certificate believed no more.
    keep_seal(site[UNIT], ca.signer.p12(b"haslo"), "haslo")
    transaction.commit()
    sealed = manager.send("POST", f"{document['@id']}/@seal", {}, record="seal_post")
    assert (sealed.status_code, len(sealed.json()["signatures"])) == (201, 3), sealed.text
    first = rest.send("GET", "@trust-list", record="trust_list_get").json()["items"][0]
    named = {name: first[name] for name in ("fingerprint", "purpose")}
    left = rest.send("DELETE", "@trust-list", named, record="trust_list_delete").json()
    assert [item["purpose"] for item in left["items"]] == ["timestamp"]
