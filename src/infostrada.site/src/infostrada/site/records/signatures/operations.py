"""Signatures on documents: out and back, again, by the office's seal; signatures on letters.

A document goes out as the exact bytes of its accepted version and comes back signed. What comes
back is kept only when it is a sound signature of those bytes.
"""

from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import now
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.events import DocumentSigned
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.content import signed_files
from infostrada.site.records.signatures.content import SignedFile
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.inspection import inspect_stored
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.sealing import sealed
from infostrada.site.records.signatures.store import trust
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.event import notify


ACCEPTING = "infostrada.site: Accept documents"


def attach_signature(document: Document, upload: Upload) -> SignedFile:
    """Keep a signed file of the accepted version.

    Raises InvalidData with the reason when it is not a sound signature of exactly that version; one
    whose certificate is not known is kept with that verdict. Blocked before acceptance and after
    the case has ended.
    """
    require(WORK_ON, document)
    return _attach(document, upload, "document_signed")


def seal_document(document: Document) -> SignedFile:
    """Put the office's electronic seal on the accepted version, with the key this server holds."""
    require(ACCEPTING, document)
    return _attach(document, sealed(unit_of(document), _signable(document).file), "document_sealed")


def validate_again(document: Document) -> list[Report]:
    """Validate every signed file against the trust list of today; earlier reports stay."""
    require("View", document)
    require(WORK_ON, document)
    if not signed_files(document):
        raise Blocked([], reason="nothing_signed")
    moment, held = now(), trust()
    document.signed_files = tuple(
        item._replace(
            reports=(
                *item.reports,
                inspect_stored(item.file, held, moment, _signed_file(document, item)),
            )
        )
        for item in signed_files(document)
    )
    verdicts = [item.report.verdict for item in document.signed_files]
    deed(document).write("document.signatures_checked", document, verdicts=verdicts)
    return [item.report for item in document.signed_files]


def check_letter_file(letter: Any, uid: str) -> Report:
    """Validate the signatures of a file that came with a letter; the report is kept with it."""
    require("View", letter)
    file = letter.file(uid)
    if file is None:
        raise invalid("file", "unknown_object")
    report = inspect_stored(file, trust(), now())
    letter.signature_reports = tuple({**letter_reports(letter), uid: report}.items())
    deed(letter).write("letter.signatures_checked", letter, file=uid, verdict=report.verdict)
    return report


def _attach(document: Document, upload: Upload, action: str) -> SignedFile:
    version = _signable(document)
    if fault := fault_of(upload):
        raise invalid("file", fault)
    digest = upload.sha256
    if any(item.file.sha256 == digest for item in signed_files(document)):
        raise invalid("file", "signed_already")
    act = deed(document)
    with version.file.open() as original:
        report = inspect(upload.open(), trust(), act.at, original)
    if report.verdict in (INVALID, UNVERIFIABLE):
        raise invalid("file", report.reason)
    made = SignedFile(version.number, upload.stored(), (report,), act.actor, act.at)
    document.signed_files = (*signed_files(document), made)
    signers = ", ".join(one.person or one.signer for one in report.signatures)
    case_of(document).step(act.at, act.actor, action, IUUID(document), f"{document.title}: {signers}")
    document.reindexObject()
    act.write(
        action.replace("_", "."),
        document,
        number=version.number,
        sha256=made.file.sha256,
        verdict=report.verdict,
    )
    notify(DocumentSigned(document, act.actor, made))
    return made


def _signed_file(document: Document, item: SignedFile) -> RecordFile | None:
    version = document.version(item.version)
    return version.file if version else None


def _signable(document: Document) -> Version:
    version = document.latest
    if version is None or state_of(document) != "accepted":
        raise Blocked([], reason="document_not_accepted")
    if state_of(case_of(document)) not in FILING:
        raise Blocked([], reason="case_not_open")
    return version
