"""What is held about one person, and who looked at it (EOD-15, RODO art. 15)."""

from infostrada.core import accesslog
from infostrada.core.errors import Forbidden
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page
from infostrada.core.record.sql import rows
from infostrada.core.search.finding import find
from infostrada.site.parties import listing
from infostrada.site.parties.operations import add_party
from infostrada.site.records.browser.personal import parts_of
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.listings import LETTERS
from infostrada.site.records.personal.report import candidates
from infostrada.site.records.personal.report import person_report
from infostrada.site.records.personal.sheet import sheet
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from world import LETTER

import io
import pytest


CLERK, HEAD, REGISTRAR, OFFICER = "anna.urbanista", "jan.wojt", "ewa.kancelaria", "olga.iod"
PESEL = "85031419511"


@pytest.fixture
def officer(office):
    """A data-protection officer in the office."""
    post = units.create_post(
        structure_of(office.unit),
        title="IOD",
        unit_roles=frozenset({"data_protection"}),
        org_roles=frozenset(),
    )
    units.employ(
        office.unit, user_id=OFFICER, title="Olga Maj", email="o@example.pl", password="Iod-2026-abc!"
    )
    units.assign(post, user_id=OFFICER, valid_from=office.plan.valid_from)
    return OFFICER


def searches(unit="gmina-lipnowo"):
    found = rows(
        "SELECT actor, uid, reason FROM core.access_log WHERE action = 'parties.search.pesel' AND unit = %(unit)s",
        {"unit": unit},
    )
    return [tuple(row.values()) for row in found]


def found_by_pesel():
    found = rows("SELECT actor, uid, unit FROM core.access_log WHERE action = 'search.pesel' ORDER BY id")
    return [tuple(row.values()) for row in found]


def test_eod_15_report_names_every_record_and_everybody_who_looked(office, officer):
    with office.acting(REGISTRAR):
        party, _warnings = add_party(
            office.unit, {"surname": "Kowalczyk", "given_names": "Maria", "pesel": PESEL}
        )
        namesake, _warnings = add_party(office.unit, {"surname": "Kowalska", "given_names": "Zofia"})
        sure = register_letter(office.unit, {**LETTER, "party": IUUID(party)}, [])
        named = register_letter(office.unit, {**LETTER, "title": "Bez wpisu w rejestrze"}, [])
        register_letter(office.unit, {**LETTER, "title": "Obce", "sender_surname": "Kowalska"}, [])
        beside, told = (
            Sender(sender_org_name="Nasza Gmina", party=IUUID(party)),
            Sender("", "Kowalczyk", "Maria"),
        )
        shared, also = (
            register_letter(office.unit, {**LETTER, "sender_surname": "Lis", "other_senders": (each,)}, [])
            for each in (beside, told)
        )
    with office.acting(CLERK):
        mine = (Participant("Maria Kowalczyk", "strona", IUUID(party)),)
        case = open_case(office.unit, Opening("Sprawa Marii", "gp", "6730", parties=mine))
        same = open_case(
            office.unit, Opening("Inna", "gp", "6730", parties=(Participant("Kowalczyk Maria", "strona"),))
        )
        open_case(
            office.unit, Opening("Obca", "gp", "6730", parties=(Participant("Zofia Kowalska", "strona"),))
        )
        document = add_document(case, Draft("Notatka", "notatka"), Upload("n.txt", b"n"))
        accesslog.note("view", uid=IUUID(document), unit="gmina-lipnowo", outcome="granted", reason="praca")
    for user in (HEAD, REGISTRAR, CLERK):
        with office.acting(user), pytest.raises(Forbidden):
            person_report(party)
        with office.acting(user), pytest.raises(Forbidden):
            candidates(office.unit, PESEL)
    with office.acting(officer):
        assert [row["uid"] for row in candidates(office.unit, "kowal")] == [IUUID(party), IUUID(namesake)]
        assert [row["uid"] for row in candidates(office.unit, PESEL)] == [IUUID(party)]
        report = person_report(party)
    assert report["person"]["pesel"] == "•••••••••11"
    assert {(row["sign"], row["sure"]) for row in report["cases"]} == {
        (str(case.sign), True),
        (str(same.sign), False),
    }
    assert {(row["uid"], row["sure"]) for row in report["letters"]} == {
        (IUUID(sure), True),
        (IUUID(named), False),
        (IUUID(shared), True),
        (IUUID(also), False),
    }
    assert [row["uid"] for row in report["documents"]] == [IUUID(document)]
    assert ("view", "Anna Nowak", "praca") in {
        (row["action"], row["who"], row["reason"]) for row in report["access"]
    }
    assert searches()[-1] == (officer, IUUID(party), "pesel")
    entry = (("Nazwisko", "Kowalczyk"), ("PESEL", report["person"]["pesel"]))
    made = sheet(report, entry, parts_of(report, office.portal.REQUEST))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert str(case.sign) in text and "Anna Nowak" in text and "Żółć" not in text
    assert "•••••••••11" in text
    assert PESEL not in text
    # The report itself is a row of the log: the next one tells of it.
    with office.acting(officer):
        assert "personal.report" in {row["action"] for row in person_report(party)["access"]}


def test_a_text_with_the_number_and_its_tasks_are_in_the_report(office, officer):
    with office.acting(REGISTRAR):
        party, _warnings = add_party(
            office.unit, {"surname": "Kowalczyk", "given_names": "Maria", "pesel": PESEL}
        )
        mentions = register_letter(
            office.unit, {**LETTER, "title": f"Skarga, PESEL {PESEL}", "sender_surname": "Inny"}, []
        )
        sure = register_letter(office.unit, {**LETTER, "party": IUUID(party)}, [])
        register_letter(office.unit, {**LETTER, "title": "PESEL 44051401359", "sender_surname": "Inny"}, [])
    with office.acting(HEAD):
        task = assign(sure, Order(CLERK, "do załatwienia"))
    with office.acting(officer):
        report = person_report(party)
    assert [row["uid"] for row in report["mentions"]] == [IUUID(mentions)]
    assert [row["uid"] for row in report["tasks"]] == [IUUID(task)]
    text = [part["rows"] for part in parts_of(report, office.portal.REQUEST) if part["name"] == "mentions"]
    assert text[0][0][0] == mentions.title


def test_a_number_in_any_search_leaves_a_trace_of_the_person(office):
    """Full text, a list's words, the catalog: the number itself is written nowhere."""
    with office.acting(REGISTRAR):
        party, _warnings = add_party(office.unit, {"surname": "Nowak", "pesel": PESEL})
        before = len(found_by_pesel())
        find(f"wniosek {PESEL}", principals())
        page(LETTERS, principals(), Question(unit="gmina-lipnowo", q=PESEL))
        api.content.find(SearchableText=PESEL)
        find("44051401359", principals())
        for words in ("nowak", PESEL[:-1] + "2", f"1{PESEL}", "wniosek 12345"):
            find(words, principals())
    with office.acting("adam.obcy"):
        find(PESEL, principals())
    known, nobody = (IUUID(party), "gmina-lipnowo"), ("", "")
    assert found_by_pesel()[before:] == [
        *[(REGISTRAR, *known)] * 3, (REGISTRAR, *nobody), ("adam.obcy", *nobody),
    ]  # fmt: skip


def test_eod_15_who_searches_by_pesel_leaves_a_trace_without_the_number(office):
    with office.acting(REGISTRAR):
        party, _warnings = add_party(office.unit, {"surname": "Nowak", "pesel": PESEL})
        before = len(searches())
        listing.find("gmina-lipnowo", "nowak")
        listing.find("gmina-lipnowo", PESEL[:-1] + "2")
        assert len(searches()) == before
        listing.find("gmina-lipnowo", PESEL)
        listing.suggested("gmina-lipnowo", PESEL, 10)
    assert searches()[before:] == [(REGISTRAR, IUUID(party), "pesel")] * 2
    kept = rows(
        "SELECT count(*) AS n FROM core.access_log WHERE access_log::text LIKE %(p)s", {"p": f"%{PESEL}%"}
    )
    assert kept[0]["n"] == 0
