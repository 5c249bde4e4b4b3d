"""Letters to the state archive that are led in a case of the office: covering letter, acceptance, signature, dispatch.

The covering letter comes from a template of the office, what it sends stands beside it as documents of the case. From
there on it is a letter like any other: accepted by one step or several, signed, sent with a number of the RPWych. When it
has gone out, the list notes its application by the sign of the case.
"""

from infostrada.site.records import listings
from infostrada.site.records.archive.content import Answer
from infostrada.site.records.archive.content import Disposal
from infostrada.site.records.archive.content import Noted
from infostrada.site.records.archive.content import Transfer
from infostrada.site.records.archive.operations import go
from infostrada.site.records.archive.operations import handed
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.application import application
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.archive.papers import application_paper
from infostrada.site.records.archive.papers import list_paper
from infostrada.site.records.archive.papers import years_of
from infostrada.site.records.archive.state import archive_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterSent
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.templates.filling import texts_of
from infostrada.site.records.templates.interfaces import ITemplate
from infostrada.site.records.templates.office import read_office
from infostrada.site.records.templates.operations import draft_letter
from infostrada.site.records.templates.operations import Wish
from infostrada.site.records.templates.rules import fields_in
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import NamedTuple


REQUEST, ENCLOSED = "podanie/wniosek", "rejestr/ewidencja"
XML, PDF = "application/xml", "application/pdf"


class Made(NamedTuple):
    """What stands in the case now: the covering letter and what goes with it."""

    letter: Document
    enclosed: tuple[Document, ...]


def draft_cover(record: Transfer | Disposal, sign: str, template_uid: str) -> Made:
    """Draft the covering letter of a transfer or a destruction list in the case with this sign, with its enclosures.

    Needs the right to keep the archive and to work on the case. Raises InvalidData for a case that is none, Blocked when
    the state archive has nothing to be asked any more or the template does not fit.
    """
    require(KEEP, record)
    if state_of(record) not in ("proposed", "applied", "approved") or _needs_nothing(record):
        raise Blocked([], reason="state_forbids")
    act = deed(record)
    case: Case | None = record_at(listings.case_by_sign(act.unit, sign.strip()))
    if case is None or not api.user.has_permission("View", obj=case):
        raise invalid("case", "case_unknown")
    require(WORK_ON, case)
    if not template_uid.strip():
        raise invalid("template", "required")
    template = by_uid(template_uid, ITemplate, near=record)
    known = {field.name for field in fields_in(texts_of(read_office(template.latest.file.data)))}
    values = {name: value for name, value in facts_of(record).items() if name in known}
    title = f"{template.title}, {record.title}"
    letter = draft_letter(case, template, Wish(title, values, leave_blank=True))
    letter.cover_of = IUUID(record)
    enclosed = tuple(
        add_document(case, Draft(title, kind, comment=record.title), upload)
        for title, kind, upload in _enclosures(record)
    )
    record.matter = IUUID(case)
    act.write("archive.cover", record, case=str(case.sign), letter=IUUID(letter))
    return Made(letter, enclosed)


def facts_of(record: Transfer | Disposal) -> dict[str, str]:
    """What the list says to the fields of a template."""
    if isinstance(record, Transfer):
        archive = record.archive
        first = min((row.started_on.year for row in record.rows), default=record.year)
        last = max((row.closed_on.year for row in record.rows), default=record.year)
    else:
        archive = archive_of(unit_of(record).teryt or "")
        first, last = years_of(record)
    return {
        "spis.numer": f"{record.number}/{record.year}",
        "spis.archiwum": archive,
        "spis.pozycje": str(len(record.rows)),
        "spis.lata": f"{first}–{last}",
    }


def _needs_nothing(record: Transfer | Disposal) -> bool:
    """Electronic Bc goes without asking the state archive."""
    return isinstance(record, Disposal) and not record.asks_archive


def _enclosures(record: Transfer | Disposal) -> list[tuple[str, str, Upload]]:
    if isinstance(record, Disposal):
        return [
            ("Wniosek o zgodę na brakowanie", REQUEST, Upload("wniosek.pdf", application_paper(record), PDF)),
            ("Spis dokumentacji do brakowania", ENCLOSED, Upload("spis.pdf", list_paper(record), PDF)),
        ]
    rows = [handed(row) for row in record.rows]
    sign = f"{record.number}/{record.year}"
    asked = application(sign, record.made_at or deed(record).at, rows, record.title)
    return [
        ("Wniosek o przekazanie", REQUEST, Upload("wniosek.xml", asked, XML)),
        ("Spis zdawczo-odbiorczy", ENCLOSED, Upload("spis-zdawczo-odbiorczy.xml", handover_list(rows), XML)),
    ]


def note_sent(letter: Outgoing, event: ILetterSent) -> None:
    """A covering letter has gone out: its list notes the application, by the sign of the case."""
    record = record_at(getattr(record_at(letter.document_uid), "cover_of", ""))
    if record is None or state_of(record) not in ("proposed", "approved"):
        return
    act = deed(record)
    noted = Answer(
        letter.case_sign, letter.sent_on or act.at.date(), letter.rpw_number, Noted(act.actor, act.at)
    )
    record.application = noted
    if isinstance(record, Transfer):
        record.letters = (*record.letters, IUUID(letter))
        # Whoever may send the letter sends it; the right to keep the archive was asked for when it was drafted.
        with api.env.adopt_roles(["Manager"]):
            go(record, "apply", act, "archive.applied")
        return
    record.reindexObject()
    act.write("archive.applied", record, reference=letter.case_sign)
