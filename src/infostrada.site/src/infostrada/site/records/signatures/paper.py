"""Prints of electronic letters: the certified one that is posted (KPA art. 39³), the note on one that came."""

from infostrada.core.errors import NotFound
from infostrada.site.records.archive.gone import Gone
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import Document
from infostrada.site.records.preview.office import ConversionError
from infostrada.site.records.preview.office import has_converter
from infostrada.site.records.preview.rendering import kind_of
from infostrada.site.records.preview.rendering import pdf_of
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.content import signed_files
from infostrada.site.records.signatures.printing import BrokenPdfError
from infostrada.site.records.signatures.printing import certified_print
from infostrada.site.records.signatures.printing import Facts
from infostrada.site.records.signatures.printing import signature_note
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any


def print_of(document: Document) -> bytes:
    """The accepted and signed document for the post, with the sheet the code wants; Blocked when it cannot be made.

    A print nobody signed electronically would say what is not so: without a kept signature there is none.
    """
    require(WORK_ON, document)
    version = document.latest
    if version is None or state_of(document) != "accepted" or document.accepted_by is None:
        raise Blocked([], reason="document_not_accepted")
    held = [each for each in signed_files(document) if each.version == version.number]
    if not held:
        raise Blocked([], reason="nothing_signed")
    if isinstance(version.file, GoneFile):
        raise Gone()
    case, act = case_of(document), deed(document)
    facts = Facts(
        unit_of(document).title,
        str(case.sign),
        document.title,
        IUUID(document),
        version.number,
        version.file.sha256,
        document.accepted_by,
        document.signed_as,
        tuple(each.report for each in held),
    )
    made = certified_pages(version.file, facts, act)
    act.write("document.printed", document, version=version.number, sha256=version.file.sha256)
    return made


def certified_pages(file: Any, facts: Facts, act: Any) -> bytes:
    """The pages of the file with the sheet behind them; Blocked for what cannot be drawn as pages."""
    kind = kind_of(file)
    if kind not in ("pdf", "office"):
        raise Blocked([], reason="no_pages_to_print")
    if kind == "office" and not has_converter():
        raise Blocked([], reason="converter_missing")
    try:
        return certified_print(pdf_of(file), facts, act.actor, act.at)
    except ConversionError as error:
        raise Blocked([], reason="conversion_failed") from error
    except BrokenPdfError as error:
        raise Blocked([], reason="pdf_broken") from error


def note_of(letter: Any, uid: str) -> bytes:
    """The note for the print of a file of a letter whose signatures were checked; NotFound without a check."""
    require("View", letter)
    file, report = letter.file(uid), letter_reports(letter).get(uid)
    if file is None or report is None:
        raise NotFound()
    act = deed(letter)
    act.write("letter.signature_note", letter, file=uid, verdict=report.verdict)
    return signature_note(letter.rpw_number, file.filename, report, act.actor, act.at)
