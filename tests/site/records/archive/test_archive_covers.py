"""Letters to the state archive led in a case: covering letter from a template, acceptance, dispatch."""

from datetime import date
from docx import Document as Word
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.archive.listing import due_uids
from infostrada.site.records.archive.matter import draft_cover
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.transfer import note_consent
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import WORK
from infostrada.site.records.templates.operations import add_template
from infostrada.site.records.templates.operations import TemplateData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from lxml import etree
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from tests.site.records.archive.test_archive_life import archived
from tests.site.records.archive.test_archive_life import ARCHIVIST
from tests.site.records.archive.test_archive_life import CLERK
from tests.site.records.archive.test_archive_life import COORDINATOR
from tests.site.records.archive.test_archive_life import MANAGER
from tests.site.records.archive.test_archive_life import office  # noqa: F401 - a fixture

import io
import pytest


ARCHIVE = "Archiwum Państwowe w Toruniu"
TEXT = "{{sprawa.znak}} {{spis.archiwum}}: spis {{spis.numer}}, pozycji {{spis.pozycje}}, lata {{spis.lata}}, {{pole.uwagi}}"


@pytest.fixture
def template(office):  # noqa: F811
    made, out = Word(), io.BytesIO()
    made.add_paragraph(TEXT)
    made.save(out)
    data = TemplateData("Pismo przewodnie", "inne pismo/dokument", ())
    with office.acting(COORDINATOR):
        return IUUID(add_template(office.unit, data, Upload("pismo.docx", out.getvalue())))


@pytest.fixture
def matter(office):  # noqa: F811
    """The case the letters with the archive are led in."""
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Przekazanie akt", "gp", "6730"))
    allow(case, ARCHIVIST, WORK)
    return case


def out(office, made):  # noqa: F811
    """Accept the letter and what goes with it, and hand it over at the archive's counter."""
    with office.acting(MANAGER):
        for document in (made.letter, *made.enclosed):
            accept_document(document)
    to = Addressee(
        "public", ARCHIVE, city="Toruń", postal_code="87-100", street="pl. Rapackiego", building="4"
    )
    attached = [IUUID(each) for each in made.enclosed]
    with office.acting(CLERK):
        dispatch = Dispatch(to, "odbiór osobisty", reason="spis w teczkach", proof=False)
        (letter,) = prepare_letters(made.letter, [dispatch], attachments=attached)
        send_letter(letter)
    return letter


def test_a_transfer_is_asked_for_by_an_accepted_letter_of_a_case(office, template, matter):  # noqa: F811
    (case,) = archived(office, "670")
    with office.acting(ARCHIVIST):
        transfer = propose_transfer(office.unit, ARCHIVE, [IUUID(case)])
        with pytest.raises(InvalidData) as problem:
            draft_cover(transfer, "GP.6730.99.2020", template)
        assert problem.value.faults[0].reason == "case_unknown"
        made = draft_cover(transfer, str(matter.sign), template)
    with office.acting(CLERK), pytest.raises(Forbidden):
        draft_cover(transfer, str(matter.sign), template)
    (told,) = [each.text for each in Word(io.BytesIO(made.letter.latest.file.data)).paragraphs]
    years = f"{transfer.rows[0].started_on.year}–{transfer.rows[0].closed_on.year}"
    assert told.startswith(
        f"{matter.sign} {ARCHIVE}: spis 1/{polish_today().year}, pozycji 1, lata {years}, …"
    )
    assert [each.latest.file.filename for each in made.enclosed] == [
        "wniosek.xml",
        "spis-zdawczo-odbiorczy.xml",
    ]
    listed = etree.fromstring(made.enclosed[1].latest.file.data)
    assert listed.findtext("{*}Sprawa/{*}ZnakSprawy") == str(case.sign)
    assert (state_of(transfer), transfer.matter) == ("proposed", IUUID(matter))
    letter = out(office, made)
    assert state_of(transfer) == "applied"
    assert (transfer.application.reference, transfer.application.day) == (str(matter.sign), polish_today())
    assert (transfer.application.remark, transfer.letters) == (letter.rpw_number, (IUUID(letter),))
    with office.acting(ARCHIVIST):
        note_consent(transfer, "OA.5000.7", polish_today())
        with pytest.raises(Blocked):
            draft_cover(transfer, str(matter.sign), template)


def test_the_consent_to_a_destruction_is_asked_for_the_same_way(office, template, matter):  # noqa: F811
    archived(office, "6730")
    with office.acting(ARCHIVIST):
        disposal = propose_disposal(office.unit, "B", due_uids(office.unit.unit_id, "B", 10), "Minął okres")
        made = draft_cover(disposal, str(matter.sign), template)
    assert [each.latest.file.filename for each in made.enclosed] == ["wniosek.pdf", "spis.pdf"]
    page = PdfReader(io.BytesIO(made.enclosed[0].latest.file.data)).pages[0].extract_text()
    assert "Minął okres" in page
    out(office, made)
    assert (state_of(disposal), disposal.application.reference) == ("proposed", str(matter.sign))
    assert isinstance(disposal.application.day, date)
