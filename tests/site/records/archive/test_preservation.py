"""Electronic records over ten years: which formats last, what of a signature will not be provable, the yearly review."""
# ruff: noqa: F401, F811 - the office with an archivist is a fixture of another file

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import write
from infostrada.site.records.actor import Actor
from infostrada.site.records.archive.preservation import review
from infostrada.site.records.archive.preservation import store
from infostrada.site.records.archive.preservation.reading import read_format
from infostrada.site.records.archive.preservation.review import conclude
from infostrada.site.records.archive.preservation.review import order_review
from infostrada.site.records.archive.preservation.review import PreservationReview
from infostrada.site.records.archive.preservation.rules import counted
from infostrada.site.records.archive.preservation.rules import ending_of
from infostrada.site.records.archive.preservation.rules import Finding
from infostrada.site.records.archive.preservation.rules import format_findings
from infostrada.site.records.archive.preservation.rules import format_of
from infostrada.site.records.archive.preservation.rules import lapse
from infostrada.site.records.archive.preservation.rules import signature_findings
from infostrada.site.records.archive.preservation.rules import standing
from infostrada.site.records.documents.content import Version
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.signatures.content import SignedFile
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from tests.days import this_year
from tests.site.records.archive.test_archive_life import archived
from tests.site.records.archive.test_archive_life import ARCHIVIST
from tests.site.records.archive.test_archive_life import CLERK
from tests.site.records.archive.test_archive_life import office
from tests.site.records.archive.test_archive_life import run
from tests.site.records.archive.test_archive_life import UNIT

import io
import pikepdf
import pytest


NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "ending", "kind"),
    [
        ("decyzja.PDF", "pdf", "accepted"),
        ("dane.csv", "csv", "lasting"),
        ("umowa.doc", "doc", "at_risk"),
        ("umowa.docx", "docx", "accepted"),
        ("winmail.dat", "dat", "at_risk"),
        ("bez rozszerzenia", "", "unknown"),
        (".profile", "", "unknown"),
        ("a.b.c.xyz123", "xyz123", "unknown"),
        ("list. Kowalskiego", "", "unknown"),
    ],
)
def test_formats_by_the_names_of_files(name, ending, kind):
    assert (ending_of(name), standing(ending_of(name))) == (ending, kind)


def pdf(*told, **saved):
    """A PDF that says these things of itself in XMP, (part, conformance)."""
    document, made = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    if told:
        with document.open_metadata() as held:
            for name, value in zip(("part", "conformance"), told, strict=False):
                held[f"{{http://www.aiim.org/pdfa/ns/id/}}{name}"] = value
    document.save(made, **saved)
    return made.getvalue()


# The same as attributes, as other programs write it (ISO 16684-1 allows both).
AS_ATTRIBUTES = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="1" pdfaid:conformance="B"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


def attributed():
    document, made = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.Root.Metadata = pikepdf.Stream(document, AS_ATTRIBUTES)
    document.Root.Metadata.Type, document.Root.Metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "named", "word", "kind", "reasons"),
    [
        (pdf(), True, "pdf", "accepted", []),
        (pdf("2", "B"), True, "pdf/a-2b", "lasting", []),
        (pdf("3", "u"), False, "pdf/a-3u", "lasting", []),
        (pdf("4"), True, "pdf/a-4", "lasting", []),
        (attributed(), True, "pdf/a-1b", "lasting", []),
        # What no part of the standard knows is no claim.
        (pdf("1", "U"), True, "pdf", "accepted", []),
        (pdf("9", "B"), True, "pdf", "accepted", []),
        (pdf("2"), True, "pdf", "accepted", []),
        (pdf("2", "B", encryption=pikepdf.Encryption(owner="x", user="y")), True, "pdf_locked", "at_risk", ["pdf_locked"]),
        (b"%PDF-1.7 i nic", True, "pdf_broken", "at_risk", ["pdf_broken"]),
        (b"PK\x03\x04 docx", True, "pdf_in_name", "at_risk", ["pdf_in_name"]),
        (b"zwykly tekst", False, "", "lasting", []),
    ],
)  # fmt: skip
def test_formats_by_what_files_say_of_themselves(data, named, word, kind, reasons):
    name = "decyzja.pdf" if named else "decyzja.txt"
    assert read_format(io.BytesIO(data), named).word == word
    assert standing(format_of(name, word)) == kind
    assert [each.reason for each in format_findings(name, word)] == reasons


def test_what_is_said_of_a_format():
    assert format_findings("a.odt") == [] and format_findings("a.pdf") == []
    assert format_findings("a.doc") == [Finding("format_at_risk", "doc")]
    assert format_findings("notatka") == [Finding("format_unknown", "notatka")]
    assert counted(["pdf", "pdf", format_of("c")]) == {"pdf": 2, "?": 1}


def report(verdict="valid", reason="", **more):
    one = SignatureReport(verdict, reason, signer="Jan Dąbrowski", **more)
    return Report("PAdES", verdict, reason, (one,), "0" * 64, NOW, "t")


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        (report(stamped_at=NOW - timedelta(days=400)), []),
        (report(stamped_at=NOW - timedelta(days=3_640)), []),
        (report(stamped_at=NOW - timedelta(days=3_660)), ["timestamp_old"]),
        (report(stamped_at=NOW, stamp_ends=NOW + timedelta(days=547)), ["timestamp_ends"]),
        (report(stamped_at=NOW, stamp_ends=NOW + timedelta(days=549)), []),
        (report(stamped_at=NOW - timedelta(days=3_660), stamp_ends=NOW + timedelta(days=900)), []),
        (report(), ["signature_without_timestamp"]),
        (report("untrusted", "expired"), ["signature_not_valid", "signature_without_timestamp"]),
    ],
)
def test_what_of_a_signature_is_at_risk(given, reasons):
    assert [each.reason for each in signature_findings(given, NOW)] == reasons


def test_a_signature_that_lapsed_since():
    assert lapse(report(), report()) == []
    assert lapse(report(), report("untrusted", "expired")) == [Finding("signature_lapsed", "expired")]
    assert lapse(report("untrusted", "expired"), report("untrusted", "expired")) == []


def reasons_of(year=None):
    found = store.findings(UNIT, year or this_year(), 100)
    return sorted((row["filename"], row["reason"]) for row in found)


def test_the_review_tells_what_is_at_risk_and_is_concluded(office, monkeypatch):
    first, second = archived(office, "6730", "670")
    (document,) = first.objectValues()
    held, made = document.latest, Upload("decyzja.pdf", pdf("2", "B")).stored()
    document.versions = (Version(held.number, made, held.author, held.made_at, held.comment),)
    signed = Upload("decyzja.doc", b"dawny podpis").stored()
    now = document.accepted_at
    held = report()._replace(checked_at=now)
    document.signed_files = (SignedFile(1, signed, (held,), Actor("a", "A", ""), now),)
    # The trust list of today does not know whoever signed.
    monkeypatch.setattr(review, "inspect_stored", lambda *_given: report("untrusted", "expired"))
    with office.acting(CLERK), pytest.raises(Forbidden):
        order_review(office.unit)
    with office.acting(ARCHIVIST):
        with pytest.raises(Blocked):
            conclude(office.unit, this_year(), "nic")
        with pytest.raises(InvalidData):
            order_review(office.unit, months=0)
        for year in (this_year() + 1, 1999):
            with pytest.raises(InvalidData):
                order_review(office.unit, year)
        assert order_review(office.unit)
    monkeypatch.setattr(review, "BATCH", 1)
    (*batches, last) = run(PreservationReview(), unit=UNIT, year=this_year(), size=5)
    assert [step.checkpoint["cases"] for step in batches] == [1, 2]
    expected = [
        ("decyzja.doc", "format_at_risk"),
        ("decyzja.doc", "signature_lapsed"),
        ("decyzja.doc", "signature_without_timestamp"),
        # A blank page that says it is PDF/A-2b and has no profile of colours.
        ("decyzja.pdf", "pdfa_output_intent"),
    ]
    assert reasons_of() == expected and last.message == "3 / 4"
    (one,) = store.reviews(UNIT)
    assert (one.cases, one.files, dict(one.formats), one.sampled) == (
        2,
        3,
        {"txt": 1, "pdf/a-2b": 1, "doc": 1},
        2,
    )
    # The case of the class A stays; the one of ten years that ended twelve years ago may go.
    assert one.kept_long == 1
    digest = made.sha256
    assert store.formats([digest]) == {digest: ("pdf/a-2b", ("pdfa_output_intent",))}
    # Begun again, it tells the same and asks no file anew; a changed file is found in the sample.
    monkeypatch.setattr(review, "read_format", None)
    (other,) = second.objectValues()
    other.latest.file.sha256 = "0" * 64
    run(PreservationReview(), unit=UNIT, year=this_year(), size=5)
    assert reasons_of() == sorted([*expected, ("decyzja.txt", "digest_wrong")])
    (found,) = [row for row in store.findings(UNIT, this_year(), 100) if row["reason"] == "digest_wrong"]
    assert (found["case_uid"], found["sign"]) == (IUUID(second), str(second.sign))
    with office.acting(ARCHIVIST):
        with pytest.raises(InvalidData):
            conclude(office.unit, this_year(), " ")
        conclude(office.unit, this_year(), "Plik doc przekonwertować do PDF/A.")
    (one,) = store.reviews(UNIT)
    assert (one.conclusions, one.concluded_by) == ("Plik doc przekonwertować do PDF/A.", "Irena Szulc")
    # What was read before rules were looked at is read again.
    write("UPDATE site.file_format SET faults = NULL", {})
    assert store.formats([digest]) == {}
    monkeypatch.setattr(review, "read_format", read_format)
    # An earlier year is reviewed when it is asked for, until something is concluded from it.
    before = this_year() - 1
    run(PreservationReview(), unit=UNIT, year=before, size=5)
    assert ("decyzja.pdf", "pdfa_output_intent") in reasons_of(before)
    with office.acting(ARCHIVIST):
        assert order_review(office.unit, before)
        conclude(office.unit, before, "Bez uwag.")
        with pytest.raises(Blocked):
            order_review(office.unit, before)
