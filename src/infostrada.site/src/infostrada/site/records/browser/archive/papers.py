"""Papers of the state archive: its consents and receipts, who wrote them in, what went to it and came back."""

from Acquisition import aq_base
from infostrada.core.addressed import TakesNames
from infostrada.core.errors import NotFound
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.archive.content import Noted
from infostrada.site.records.archive.papers import PAPERS
from infostrada.site.records.archive.papers import papers_of
from infostrada.site.records.archive.sending import letters_of
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import EVIDENCES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.files import RecordFile
from infostrada.site.records.workflow import state_of
from Products.Five import BrowserView
from typing import Any


PAPER = {"name": "file", "label": _("Scan or file of the letter"), "kind": "file"}
CAPTION = _("What was written and who wrote it in")
STEPS = ("application", "consent", "receipt")
COLUMNS = (
    ("what", _("What")),
    ("reference", _("Sign of the letter")),
    ("day", _("Day")),
    ("file", _("File")),
    ("noted", _("Written in by")),
    ("remark", _("Remarks")),
)


def paper_row(
    record: Any, name: str, called: Any, paper: Any, noted: Noted | None, request: Any
) -> dict[str, Any]:
    """One answer of the state archive; the row leads to its file when there is one."""
    file = noted.file if noted is not None else None
    by = f"{noted.actor.name}, {when(noted.at, request)}" if noted is not None else ""
    return {
        "id": f"paper-{name}",
        "title": word(called, request),
        "url": f"{record.absolute_url()}/@@paper/{name}" if file is not None else None,
        "cells": {
            "what": {"text": called},
            "reference": {"text": paper.reference},
            "day": dated(getattr(paper, "day", None) or getattr(paper, "given_on", None), request),
            "file": {"text": file.filename if file is not None else _("none")},
            "noted": {"text": by},
            "remark": {"text": getattr(paper, "remark", "") or ""},
        },
    }


class TransferPapers(Part):
    """On a transfer: what the office noted of each step."""

    position = 12

    def section(self) -> dict[str, Any] | None:
        """The table, when there is a paper."""
        record = self.context
        steps = (
            ("application", _("Application"), record.application),
            ("consent", _("Consent"), record.consent),
            ("receipt", _("Receipt of the package"), record.receipt),
        )
        rows = [
            paper_row(record, name, called, answer, answer.noted, self.request)
            for name, called, answer in steps
            if answer is not None
        ]
        if not rows:
            return None
        register = table(CAPTION, COLUMNS, rows)
        return {"id": "papers", "title": _("Letters with the state archive"), "register": register}


class DisposalPapers(Part):
    """On a destruction list: the consent of the state archive."""

    position = 18

    def section(self) -> dict[str, Any]:
        """The consent, or that there is none yet, or that the group needs none."""
        record = self.context
        part: dict[str, Any] = {"id": "consent", "title": _("Consent of the state archive")}
        if record.consent is None:
            needed = record.asks_archive
            return {**part, "text": MISSING if needed else NOT_NEEDED}
        row = paper_row(record, "consent", _("Consent"), record.consent, record.consent_noted, self.request)
        kind = _("general: for all records of a kind") if record.consent.general else _("for this list")
        row["cells"]["remark"] = {"text": kind}
        columns = [*COLUMNS[:-1], ("remark", _("Scope"))]
        return {**part, "register": table(CAPTION, columns, [row])}


MISSING = _(
    "There is none yet. Without it nothing of the list can be destroyed; records of category A are never destroyed."
)
NOT_NEEDED = _("Electronic records of category Bc need none.")


PDFS = {
    "application": _("Application for the consent (PDF)"),
    "list": _("Destruction list (PDF)"),
    "protocol": _("Protocol (PDF)"),
}


FILES = {
    "application": "wniosek-o-zgode-na-brakowanie",
    "list": "spis-brakowania",
    "protocol": "protokol-zniszczenia",
}


class DisposalPaper(TakesNames, BrowserView):
    """`<destruction list>/@@disposal-paper/<application, list or protocol>`: the paper as PDF."""

    def __call__(self) -> bytes:
        """The file; NotFound for a paper there is not yet."""
        name = self.name.removesuffix(".pdf")
        if name not in papers_of(self.context):
            raise NotFound(field="paper", reason="unknown_object")
        data, listed = PAPERS[name](self.context), self.context
        called = f"{FILES[name]}-{listed.number}-{listed.year}.pdf"
        return sent(self, data, called, noted="archive.list", reason=name)


class Shipments(Part):
    """On a transfer: letters to the state archive and what proves their way."""

    position = 14

    def section(self) -> dict[str, Any] | None:
        """One row a letter, one for each of its evidences below it."""
        rows = [row for letter in letters_of(self.context) for row in self._rows(letter)]
        if not rows:
            return None
        columns = (
            ("what", _("Letter or evidence")),
            ("state", _("State or what it proves")),
            ("at", _("When")),
            ("detail", _("Remarks")),
        )
        register = table(
            _("Letters to the state archive and their evidences"), columns, numbered("sent", rows)
        )
        return {"id": "sent", "title": _("Letters sent to the state archive"), "register": register}

    def _rows(self, letter: Any) -> list[dict[str, Any]]:
        url, fault = letter.absolute_url(), letter.channel_fault
        first = {
            "title": letter.rpw_number,
            "url": f"{url}/view",
            "cells": {
                "what": {"text": f"{letter.rpw_number} {letter.title}"},
                "state": tagged(state_of(letter)),
                "at": dated(letter.sent_on, self.request),
                "detail": {"text": ", ".join(filter(None, (letter.channel_status, fault)))},
            },
        }
        evidences = [
            {
                "title": f"{letter.rpw_number} {each.code}",
                "url": f"{url}/@@evidence/{each.id}" if each.file is not None else None,
                "cells": {
                    "what": {"text": each.code},
                    "state": {"text": EVIDENCES.get(each.code, "")},
                    "at": {"text": when(each.at, self.request)},
                    "detail": {"text": each.detail},
                },
            }
            for each in sorted(letter.evidences, key=lambda each: each.at)
        ]
        return [first, *evidences]


class ArchivePaper(Download):
    """`<transfer or destruction list>/@@paper/<step>`: the file of an answer of the state archive."""

    def file(self) -> RecordFile | None:
        """The file, when one was written in with the answer."""
        if self.name not in STEPS:
            return None
        record = aq_base(self.context)
        noted = getattr(record, f"{self.name}_noted", None)
        noted = noted or getattr(getattr(record, self.name, None), "noted", None)
        return noted.file if noted is not None else None
