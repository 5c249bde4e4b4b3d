"""Folders of papers: how many years they hold, when they go to the archive, what stands on them."""
# ruff: noqa: F401, F811 - the office with an archivist is a fixture of another file

from datetime import date
from datetime import datetime
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records import listings
from infostrada.site.records.archive.listing import orgs_due
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.operations import refuse_handover
from infostrada.site.records.browser.caselist import CaseListPage
from infostrada.site.records.cases.kinship import void_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.folders import store
from infostrada.site.records.folders.operations import begin_folder
from infostrada.site.records.folders.operations import Beginning
from infostrada.site.records.folders.operations import change_folder
from infostrada.site.records.folders.operations import folder_of
from infostrada.site.records.folders.operations import hand_over_folders
from infostrada.site.records.folders.papers import case_lists
from infostrada.site.records.folders.papers import handover_paper
from infostrada.site.records.folders.papers import title_pages
from infostrada.site.records.folders.rules import against_handover
from infostrada.site.records.folders.rules import crowded
from infostrada.site.records.folders.rules import due_from
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.folders.rules import folder_faults
from infostrada.site.records.folders.rules import Within
from infostrada.site.records.plan.exceptions import enter_exception
from infostrada.site.records.plan.exceptions import Exempting
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from tests.days import this_year
from tests.site.records.archive.test_archive_life import ARCHIVIST
from tests.site.records.archive.test_archive_life import CLERK
from tests.site.records.archive.test_archive_life import COORDINATOR
from tests.site.records.archive.test_archive_life import ended
from tests.site.records.archive.test_archive_life import office

import io
import pytest


FOLDER = Folder(
    "f", "u", "GP", "6730", "Decyzje", "B10", 2020, 2022, 1, "", datetime(2020, 1, 2), "Zofia Lis"
)
NEXT = FOLDER._replace(uid="g", first_year=2023, last_year=2023)


@pytest.mark.parametrize(
    ("change", "counts", "fault"),
    [
        ({}, {2020: 10, 2021: 10, 2022: 1}, None),
        ({}, {2020: 11}, ("last_year", "too_many_cases_a_year")),
        ({"last_year": 2020}, {2020: 11, 2021: 400}, None),
        ({"last_year": 2023}, {}, ("first_year", "folder_overlaps")),
        ({"class_symbol": "6733", "last_year": 2023}, {}, None),
        ({"last_year": 2019}, {}, ("last_year", "year_wrong")),
        ({"first_year": 2027, "last_year": 2027}, {}, ("first_year", "year_wrong")),
        ({"volumes": 0}, {}, ("volumes", "not_in_range")),
        ({"contents": "x" * 501}, {}, ("contents", "too_long")),
    ],
)
def test_a_folder_runs_on_for_ten_cases_a_year_at_most(change, counts, fault):
    found = folder_faults(FOLDER._replace(**change), [FOLDER, NEXT], 2026, counts)
    assert found == ([fault] if fault else [])


def test_years_that_need_a_folder_of_their_own():
    assert crowded(FOLDER, {2019: 50, 2020: 11, 2021: 10, 2022: 12}) == [2020, 2022]


def within(year, state, due):
    return Within(f"u{year}", f"GP.6730.1.{year}", year, state, due)


def test_the_whole_folder_waits_for_its_last_case():
    """Cases ended in 2020 and 2022: two full years after the later one end with 2024 (instruction of the archive)."""
    first, last = (
        within(2020, "closed", date(2023, 1, 1)),
        within(2021, "closed", date(2025, 1, 1)),
    )
    mistake = within(2021, "void", None)
    assert due_from([first, last, mistake]) == date(2025, 1, 1)
    assert against_handover([first, last, mistake], date(2025, 1, 1)) == []
    assert against_handover([first, last], date(2024, 12, 31)) == [("folder_not_due", None)]
    running = within(2022, "in_progress", None)
    assert due_from([first, running]) is None
    assert against_handover([first, running], date(2030, 1, 1)) == [("case_not_ended", running)]
    assert against_handover([mistake], date(2030, 1, 1)) == [("folder_empty", None)]


def text_of(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def on_paper(office):
    with office.acting(COORDINATOR):
        enter_exception(office.unit, Exempting("6730", "paper", polish_today(), "Zarządzenie 4/2026"))


def test_a_folder_of_two_years_goes_to_the_archive_as_a_whole(office):
    on_paper(office)
    cases = [ended(office), ended(office)]
    other = ended(office, "6733")
    given = Beginning("GP", "6730", this_year() - 1, this_year(), 2, "wnioski i decyzje")
    with office.acting(CLERK), pytest.raises(Forbidden):
        begin_folder(office.unit, given)
    with office.acting(COORDINATOR):
        for wrong, fault in (
            (given._replace(org_symbol="XX"), ("org_symbol", "org_unknown")),
            (given._replace(class_symbol="673"), ("class_symbol", "class_not_final")),
            (given._replace(class_symbol="6733"), ("class_symbol", "class_not_on_paper")),
        ):
            with pytest.raises(InvalidData) as caught:
                begin_folder(office.unit, wrong)
            assert [(each.field, each.reason) for each in caught.value.faults] == [fault]
        folder = begin_folder(office.unit, given)
        with pytest.raises(InvalidData):
            begin_folder(office.unit, given)
        # Paper cases leave by their folder alone; the electronic one of another class leaves by itself.
        assert orgs_due(office.unit.unit_id, polish_today()) == {"GP": 1}
        assert [row.uid for row in propose_handover(office.unit, "GP").rows] == [IUUID(other)]
        with pytest.raises(Blocked) as kept:
            change_folder(office.unit, folder.uid, this_year() - 1, 2, "")
        assert {blocker.reason for blocker in kept.value.blockers} == {"case_left_outside"}
        changed = change_folder(office.unit, folder.uid, this_year(), 3, "wnioski")
        assert store.due_orgs(office.unit.unit_id, polish_today()) == {"GP": 1}
        assert store.due_in(office.unit.unit_id, "GP", polish_today()) == [folder.uid]
    pages = text_of(title_pages(office.unit, changed))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        for words in ("Gmina Lipnowo", "Referat Planowania", "GP.6730", "Kat. B10", "Decyzje o warunkach zabudowy",
                      "wnioski", f"{this_year() - 1}–{this_year()}", f"Tom {number} z 3"):  # fmt: skip
            assert words in page
    with office.acting(CLERK):
        running = open_case(office.unit, Opening("Sprawa w toku", "gp", "6730"))
        told = " ".join(text_of(case_lists(office.unit, changed)))
    assert f"Rok {this_year() - 1}" in told and f"Rok {this_year()}" in told and "Sprawa w toku" in told
    with office.acting(COORDINATOR):
        with pytest.raises(Blocked) as caught:
            hand_over_folders(office.unit, [folder.uid])
        assert [(one.reason, one.uid) for one in caught.value.blockers] == [
            ("case_not_ended", IUUID(running))
        ]
    with office.acting(CLERK):
        void_case(running, "pomyłka")
    with office.acting(COORDINATOR):
        handover = hand_over_folders(office.unit, [folder.uid])
        with pytest.raises(Blocked):
            hand_over_folders(office.unit, [folder.uid])
    assert [row.uid for row in handover.rows] == [IUUID(case) for case in cases]
    with office.acting(ARCHIVIST):
        refuse_handover(handover, "brak opisu")
    assert store.one(folder.unit, folder.uid).handover == ""
    with office.acting(COORDINATOR):
        handover = hand_over_folders(office.unit, [folder.uid])
    with office.acting(ARCHIVIST):
        accept_handover(handover)
        kept = folder_of(office.unit, folder.uid)
        paper = " ".join(text_of(handover_paper(handover)))
        with pytest.raises(Blocked) as caught:
            propose_disposal(office.unit, "B", [IUUID(cases[0])], "Nieprzydatne")
    assert kept.signature == f"{handover.number}/{this_year()}/1"
    assert f"Sygnatura archiwalna: {kept.signature}" in text_of(title_pages(office.unit, kept))[0]
    assert "GP.6730" in paper and f"{this_year() - 1}–{this_year()}" in paper
    assert [(one.reason, one.uid) for one in caught.value.blockers] == [("folder_not_whole", IUUID(cases[1]))]
    with office.acting(ARCHIVIST):
        whole = propose_disposal(office.unit, "B", [IUUID(case) for case in cases], "Nieprzydatne")
    assert len(whole.rows) == 2


def test_more_lists_than_a_page_shows_are_told_and_reached(office, monkeypatch):
    for symbol in ("6730", "6733", "670"):
        with office.acting(CLERK):
            open_case(office.unit, Opening("Sprawa", "gp", symbol))
    monkeypatch.setattr(listings, "LISTS_OF_A_YEAR", 2)
    with office.acting(CLERK):
        request = office.portal.REQUEST
        request.form.clear()
        page = CaseListPage(office.unit, request)
        register = page.sections[0]["register"]
        assert [row["title"] for row in register["rows"]] == [
            f"GP.670.{this_year()}",
            f"GP.6730.{this_year()}",
        ]
        assert register["paging"]["text"] and register["paging"]["first_url"] is None
        assert register["paging"]["next_url"].endswith("after=GP+6730")
        request.form["after"] = "GP 6730"
        register = CaseListPage(office.unit, request).sections[0]["register"]
        assert [row["title"] for row in register["rows"]] == [f"GP.6733.{this_year()}"]
        assert register["paging"]["first_url"] and "next_url" not in register["paging"]
        request.form.clear()
