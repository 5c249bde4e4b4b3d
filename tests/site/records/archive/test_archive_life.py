"""From the end of a case to its destruction, by operations (EOD-09, EOD-10)."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import rows as sql_rows
from infostrada.site.records.archive.destruction import check_case
from infostrada.site.records.archive.destruction import DestroyListed
from infostrada.site.records.archive.destruction import SampleCheck
from infostrada.site.records.archive.gone import Gone
from infostrada.site.records.archive.listing import counts
from infostrada.site.records.archive.listing import due_uids
from infostrada.site.records.archive.listing import retention
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import approve_disposal
from infostrada.site.records.archive.operations import begin_destruction
from infostrada.site.records.archive.operations import exclude
from infostrada.site.records.archive.operations import hold
from infostrada.site.records.archive.operations import note_consent
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.operations import raise_category
from infostrada.site.records.archive.operations import refuse_handover
from infostrada.site.records.archive.papers import megabytes
from infostrada.site.records.archive.papers import PAPERS
from infostrada.site.records.archive.papers import papers_of
from infostrada.site.records.archive.state import archive_of
from infostrada.site.records.archive.term import destroy_from
from infostrada.site.records.archive.transfer import confirm_transfer
from infostrada.site.records.archive.transfer import MakePackage
from infostrada.site.records.archive.transfer import MoveTransferred
from infostrada.site.records.archive.transfer import note_application
from infostrada.site.records.archive.transfer import note_consent as note_state_consent
from infostrada.site.records.archive.transfer import order_package
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.archive.transfer import refuse_transfer
from infostrada.site.records.cases.kinship import continue_case
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.ending import reopen_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.listings import cases
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from tests.days import this_year
from types import SimpleNamespace

import io
import pytest


CLERK, MANAGER, HEAD, COORDINATOR = "anna.urbanista", "piotr.kierownik", "jan.wojt", "zofia.koordynator"
ARCHIVIST = "irena.archiwum"
UNIT = "gmina-lipnowo"


@pytest.fixture
def office(office):
    """The office with an archivist."""
    post = units.create_post(
        structure_of(office.unit),
        title="Archiwista",
        unit_roles=frozenset({"archivist"}),
        org_roles=frozenset(),
    )
    units.employ(
        office.unit, user_id=ARCHIVIST, title="Irena Szulc", email="i@example.pl", password="Archiwum-2026!"
    )
    units.assign(post, user_id=ARCHIVIST, valid_from=polish_today())
    return office


def old():
    """Its ten years are over since January."""
    return date(this_year() - 12, 5, 6)


def ended(office, symbol="6730", closed=None):
    closed = closed or old()
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Sprawa dawna", "gp", symbol, started_on=closed))
        draft = Draft("Decyzja", "decyzja", dated=closed)
        document = add_document(case, draft, Upload("decyzja.txt", b"tekst decyzji"))
    with office.acting(MANAGER):
        accept_document(document)
    with office.acting(CLERK):
        close_case(case, decision=IUUID(document), settled_on=closed)
        finish_case(case, closed)
    return case


def archived(office, *symbols):
    cases = [ended(office, symbol) for symbol in symbols or ("6730",)]
    with office.acting(COORDINATOR):
        handover = propose_handover(office.unit, "GP")
    with office.acting(ARCHIVIST):
        accept_handover(handover)
    return cases


def run(handler, **params):
    return list(handler.run(SimpleNamespace(checkpoint=None), params))


def reasons(problem):
    return [one.reason for one in problem.value.blockers]


def test_handover_moves_the_rights_to_the_archivist(office):
    case, young = ended(office), ended(office, closed=polish_today())
    assert not api.user.has_permission("View", username=ARCHIVIST, obj=case)
    with office.acting(CLERK), pytest.raises(Forbidden):
        propose_handover(office.unit, "GP")
    with office.acting(COORDINATOR):
        handover = propose_handover(office.unit, "GP")
        assert [row.sign for row in handover.rows] == [str(case.sign)]
        with pytest.raises(Forbidden):
            accept_handover(handover)
    with office.acting(ARCHIVIST):
        accept_handover(handover)
        assert [row["sign"] for row in retention(UNIT).rows] == [str(case.sign)]
    assert (state_of(case), state_of(young), state_of(handover)) == ("archived", "closed", "accepted")
    for user, reads in ((ARCHIVIST, True), (CLERK, True), (COORDINATOR, True), ("adam.obcy", False)):
        assert bool(api.user.has_permission("View", username=user, obj=case)) is reads, user
        assert bool(api.user.has_permission("View", username=user, obj=case.objectValues()[0])) is reads, user
    with office.acting(CLERK), pytest.raises(Forbidden):
        add_document(case, Draft("x", "notatka"), Upload("x.txt", b"x"))
    with office.acting(MANAGER), pytest.raises(Blocked):
        reopen_case(case, "pomyłka")
    with office.acting(MANAGER):
        made = continue_case(case, "gp", "6730", "wznowienie po przekazaniu")
    assert (state_of(case), made.linked("continues")) == ("archived", [IUUID(case)])


def test_list_is_refused_with_a_remark_and_a_changed_case_stands_against_it(office):
    case = ended(office)
    with office.acting(COORDINATOR):
        first = propose_handover(office.unit, "GP")
        second = propose_handover(office.unit, "GP")
        assert (first.number, second.number) == (1, 2)
    with office.acting(ARCHIVIST):
        with pytest.raises(InvalidData):
            refuse_handover(first, " ")
        refuse_handover(first, "brak opisu teczki")
        with pytest.raises(Blocked):
            accept_handover(first)
    with office.acting(MANAGER):
        reopen_case(case, "wznowienie")
    with office.acting(ARCHIVIST), pytest.raises(Blocked) as problem:
        accept_handover(second)
    assert reasons(problem) == ["case_not_ended"]
    with office.acting(COORDINATOR), pytest.raises(InvalidData):
        propose_handover(office.unit, "GP")


def test_eod_10_reopening_and_going_on_restart_the_years(office):
    case = ended(office)
    assert destroy_from(case) == date(old().year + 11, 1, 1)
    with office.acting(MANAGER):
        made = continue_case(case, "gp", "6730", "wznowienie")
    assert destroy_from(case) is None
    with office.acting(MANAGER):
        document = add_document(made, Draft("Decyzja", "decyzja"), Upload("d.txt", b"d"))
        accept_document(document)
        close_case(made, decision=IUUID(document))
        finish_case(made)
        shown = {row["sign"]: row["destroy_from"] for row in retention(UNIT).rows}
    expected = date(polish_today().year + 11, 1, 1)
    assert shown == {str(case.sign): expected, str(made.sign): expected}


def paper(disposal, name):
    """The words of a paper of a destruction list."""
    pages = PdfReader(io.BytesIO(PAPERS[name](disposal))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_eod_09_destruction_takes_two_people_and_leaves_the_metadata(office):
    case, other = archived(office, "6730", "6730")
    with office.acting(ARCHIVIST):
        assert {row["due"] for row in counts(UNIT)} == {"destroy"}
        uids = due_uids(UNIT, "B", 10)
        assert set(uids) == {IUUID(case), IUUID(other)}
        disposal = propose_disposal(office.unit, "B", uids, "Okres przechowywania upłynął")
        with pytest.raises(Blocked):
            begin_destruction(disposal, "usunięcie", "A. B.")
        with pytest.raises(Forbidden):
            approve_disposal(disposal)
        exclude(disposal, IUUID(other), "BE10", "wartość historyczna")
    with office.acting(HEAD):
        approve_disposal(disposal)
        with pytest.raises(Blocked):
            approve_disposal(disposal)
    with office.acting(COORDINATOR):
        approve_disposal(disposal)
    with office.acting(ARCHIVIST):
        with pytest.raises(Blocked) as problem:
            begin_destruction(disposal, "usunięcie", "A. B.")
        assert reasons(problem) == ["consent_missing"]
        note_consent(disposal, "OA.7211.5.2026", polish_today())
        begin_destruction(disposal, "usunięcie plików", "A. Lis, B. Kos")
    size = megabytes(disposal)
    run(DestroyListed(), disposal=IUUID(disposal))
    run(DestroyListed(), disposal=IUUID(disposal))
    (document,) = case.objectValues()
    assert (state_of(case), state_of(other), state_of(disposal)) == ("destroyed", "archived", "carried_out")
    assert other.category == "BE10"
    version = document.latest.file
    assert (version.filename, version.getSize(), len(version.sha256)) == ("decyzja.txt", 13, 64)
    with pytest.raises(Gone):
        version.open()
    assert [row["action"] for row in metryka(case)].count("case_destroyed") == 1
    assert disposal.protocol.witnesses == "A. Lis, B. Kos"
    # The seven data of the application, the positions of the list, the protocol: as papers, after the destruction too.
    assert papers_of(disposal) == ["application", "list", "protocol"]
    asked, listed, told = (paper(disposal, name) for name in papers_of(disposal))
    for each in (
        "Archiwum Państwowe",
        "Gmina Lipnowo",
        "komórki: GP",
        "rzeczowy wykaz akt",
        f"Daty roczne {old().year} Rodzaj",
        "(B)",
        f"liczba spraw: 1, pliki: {size} MB",
        "Okres przechowywania upłynął",
    ):
        assert each in asked, each
    for each in (str(case.sign), "6730 Decyzje o warunkach zabudowy", str(old().year), "Irena Szulc"):
        assert each in listed, each
    for each in (
        "OA.7211.5.2026",
        "usunięcie plików",
        "A. Lis, B. Kos",
        "Jan Dąbrowski",
        str(other.sign),
        "BE10",
    ):
        assert each in told, each
    assert [row.sign for row in disposal.rows] == [str(case.sign)]
    found = sql_rows("SELECT action FROM core.journal WHERE uid = %(uid)s ORDER BY id", {"uid": IUUID(case)})
    assert [row["action"] for row in found][-1] == "records.case.destroyed"
    (kept,) = other.objectValues()
    assert kept.latest.file.data == b"tekst decyzji"


def test_eod_09_list_names_everything_against_it(office):
    archival, held, due = archived(office, "670", "6730", "6730")
    young = ended(office, closed=polish_today())
    with office.acting(ARCHIVIST):
        hold(held, "akta w sądzie")
        with pytest.raises(Blocked) as problem:
            propose_disposal(
                office.unit, "B", [IUUID(case) for case in (archival, held, due, young)], "oświadczenie"
            )
        assert reasons(problem) == ["archival_material", "held", "retention_runs", "not_in_archive"]
        with pytest.raises(InvalidData):
            propose_disposal(office.unit, "B", [IUUID(due)], " ")
        with pytest.raises(InvalidData):
            raise_category(due, "B5", "za długo")
        raise_category(due, "B50", "decyzja archiwum")
        assert destroy_from(due) == date(old().year + 51, 1, 1)
        # Shorter again only by the opinion of the state archive.
        raise_category(due, "B20", "po ekspertyzie", "OA.7211.9 z 2.02.2026")
        assert destroy_from(due) == date(old().year + 21, 1, 1)
    assert [row["action"] for row in metryka(due)][-2:] == ["category_raised", "category_lowered"]
    with office.acting(HEAD), pytest.raises(Forbidden):
        hold(due, "x")


def test_yearly_check_finds_a_changed_file(office):
    (case,) = archived(office)
    assert check_case(case, UNIT) == (1, 0)
    (document,) = case.objectValues()
    document.latest.file.sha256 = "0" * 64
    (*_batches, last) = run(SampleCheck(), unit=UNIT, year=2026, size=5)
    assert last.checkpoint == {"done": 1, "files": 1, "faults": 1}
    found = sql_rows("SELECT action FROM core.journal WHERE action LIKE 'records.archive.%%' ORDER BY id", {})
    assert {row["action"] for row in found} >= {"records.archive.fault", "records.archive.sample"}


def test_archival_material_goes_to_the_state_archive_step_by_step(office):
    case, other = archived(office, "670", "6730")
    document = case.objectValues()[0]
    with office.acting(COORDINATOR), pytest.raises(Forbidden):
        propose_transfer(office.unit, "Archiwum Państwowe w Toruniu")
    with office.acting(ARCHIVIST):
        with pytest.raises(InvalidData):
            propose_transfer(office.unit, " ")
        with pytest.raises(Blocked) as problem:
            propose_transfer(office.unit, "AP", [IUUID(other)])
        assert reasons(problem) == ["not_archival_material"]
        hold(case, "akta w sądzie")
        with pytest.raises(InvalidData):
            propose_transfer(office.unit, "AP")
        hold(case, "")
        transfer = propose_transfer(office.unit, archive_of("0463011"))
        assert ([row.sign for row in transfer.rows], transfer.archive) == (
            [str(case.sign)],
            "Archiwum Państwowe w Toruniu",
        )
        with pytest.raises(Blocked):
            confirm_transfer(transfer, "x", polish_today())
        with pytest.raises(InvalidData):
            note_application(transfer, "AR.7130.1", date(polish_today().year + 1, 1, 1))
        note_application(transfer, "AR.7130.1", polish_today())
        with pytest.raises(Blocked):
            order_package(transfer)
        note_state_consent(transfer, "OA.5000.7", polish_today(), "bez uwag")
        run(MakePackage(), transfer=IUUID(transfer))
        first = transfer.parcel
        run(MakePackage(), transfer=IUUID(transfer))
        assert (transfer.parcel.sha256, transfer.parcel.documents) == (first.sha256, 1)
        assert state_of(transfer) == "packed"
        confirm_transfer(transfer, "OA.5000.9", polish_today())
        with pytest.raises(Blocked):
            refuse_transfer(transfer, "za późno")
    assert all(api.user.has_permission("View", username=user, obj=document) for user in (CLERK, MANAGER))
    run(MoveTransferred(), transfer=IUUID(transfer))
    run(MoveTransferred(), transfer=IUUID(transfer))
    assert (state_of(case), state_of(other), state_of(transfer)) == ("transferred", "archived", "received")
    assert [row["action"] for row in metryka(case)].count("case_transferred") == 1
    # Who worked on the case reads it no more, neither in the list nor at its address.
    for user, reads in ((ARCHIVIST, True), (HEAD, True), (CLERK, False), (MANAGER, False)):
        assert bool(api.user.has_permission("View", username=user, obj=document)) is reads, user
        with office.acting(user):
            listed = {row["sign"] for row in cases(UNIT).rows}
        assert (str(case.sign) in listed) is reads, user
    with office.acting(MANAGER), pytest.raises(Forbidden):
        reopen_case(case, "wznowienie")
    with office.acting(ARCHIVIST):
        assert {(row["state"], row["cases"]) for row in counts(UNIT)} >= {("transferred", 1)}
        refused = [IUUID(case)]
        with pytest.raises(Blocked) as problem:
            propose_disposal(office.unit, "B", refused, "oświadczenie")
        assert "archival_material" in reasons(problem)


@pytest.mark.parametrize(
    ("teryt", "name"),
    [("0461011", "Bydgoszczy"), ("0419033", "Bydgoszczy"), ("0464011", "Toruniu"), ("0408", "Toruniu"),
     ("1465", ""), ("", "")],
)  # fmt: skip
def test_the_state_archive_follows_from_the_seat(teryt, name):
    assert archive_of(teryt) == (f"Archiwum Państwowe w {name}" if name else "")
