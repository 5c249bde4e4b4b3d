"""The clause of RODO art. 13: wordings that never change, which of them whom was given, in the case and in the report."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.parties.operations import add_party
from infostrada.site.records.actor import Actor
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.proceeding import draft_letter
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.personal.clauses.operations import enter_wording
from infostrada.site.records.personal.clauses.operations import give_clause
from infostrada.site.records.personal.clauses.operations import wordings
from infostrada.site.records.personal.clauses.rules import in_use
from infostrada.site.records.personal.clauses.rules import without_clause
from infostrada.site.records.personal.clauses.rules import Wording
from infostrada.site.records.personal.clauses.rules import wording_faults
from infostrada.site.records.personal.clauses.rules import wording_for
from infostrada.site.records.personal.report import person_report
from infostrada.site.records.problems import InvalidData
from letters import MARIA
from plone.uuid.interfaces import IUUID
from tests.site.records.personal.test_person_report import officer  # noqa: F401 - a fixture

import docx
import hashlib
import io
import pytest


BY = Actor("olga", "Olga Maj", "IOD")
DAY = date(2026, 3, 1)
GENERAL = Wording("Ogólna", 1, "Administratorem jest Wójt.", date(2026, 1, 1), (), BY, datetime(2026, 1, 1))
LATER = GENERAL._replace(number=2, text="Administratorem jest Gmina.", first=date(2026, 7, 1))
PLANNING = GENERAL._replace(clause="Planowanie", classes=("67",))
CLOSEST = GENERAL._replace(clause="Warunki zabudowy", classes=("6730", "5"))
HELD = (GENERAL, PLANNING, CLOSEST, LATER)
CLERK = "anna.urbanista"


@pytest.mark.parametrize(
    ("symbol", "day", "expected"),
    [
        ("0123", DAY, GENERAL),
        ("0123", date(2026, 7, 1), LATER),
        ("6733", DAY, PLANNING),
        ("6730", date(2026, 12, 1), CLOSEST),
        ("510", DAY, CLOSEST),
        ("6730", date(2025, 12, 31), None),
    ],
)
def test_the_clause_made_for_the_class_most_closely(symbol, day, expected):
    assert wording_for(HELD, symbol, day) == expected


def test_one_wording_of_a_clause_is_in_use():
    assert in_use(HELD, date(2026, 8, 1)) == [LATER, PLANNING, CLOSEST]
    assert in_use(HELD, DAY) == [GENERAL, PLANNING, CLOSEST]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("Nowa", "Treść", DAY, ()), None),
        (("Ogólna", "Treść", date(2026, 7, 1), ()), None),
        (("Ogólna", "Treść", date(2026, 6, 30), ()), ("first", "before_earlier_wording")),
        (("Ogólna", LATER.text, date(2026, 8, 1), ()), ("text", "doubled")),
        (("Ogólna", LATER.text, date(2026, 8, 1), ("67",)), None),
        (("", "Treść", DAY, ()), ("clause", "required")),
        (("Nowa", " ", DAY, ()), ("text", "required")),
        (("Nowa", "x" * 20_001, DAY, ()), ("text", "too_long")),
        (("Nowa", "Treść", DAY, ("6a",)), ("classes", "symbol_malformed")),
    ],
)
def test_faults(given, fault):
    assert wording_faults(*given, HELD) == ([fault] if fault else [])


def test_the_notice_of_the_start_carries_the_clause_and_the_case_keeps_which(office, officer):  # noqa: F811
    today = polish_today()
    with office.acting("ewa.kancelaria"):
        party, _warnings = add_party(office.unit, {"surname": "Kowalczyk", "given_names": "Maria"})
    with office.acting(CLERK), pytest.raises(Forbidden):
        enter_wording(office.unit, "Ogólna", "Administratorem danych jest Wójt Gminy Lipnowo.")
    with office.acting(officer):
        first = enter_wording(office.unit, "Ogólna", "Administratorem danych jest Wójt Gminy Lipnowo.")
        enter_wording(office.unit, "Ogólna", "Jutro inaczej.", today + timedelta(days=1))
    people = (Participant("Kowalczyk Maria", "strona", IUUID(party)), Participant("Lis Jan", "strona"))
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zabudowa", "gp", "6730", parties=people))
        notice = draft_letter(case, "start")
        other = draft_letter(case, "before_decision", days=7)
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(notice.latest.file.data)).paragraphs)
    assert first.text in text and (notice.clause, other.clause) == (("Ogólna", 1), None)
    with office.acting("piotr.kierownik"):
        accept_document(notice)
    with office.acting(CLERK):
        (letter,) = prepare_letters(notice, [Dispatch(MARIA._replace(party=IUUID(party)))])
    assert case.clauses == ()
    with office.acting("ewa.kancelaria"):
        send_letter(letter)
    (given,) = case.clauses
    assert (given.name, given.party, given.number, given.day, given.way, given.document) == (
        "Kowalczyk Maria", IUUID(party), 1, today, "letter", IUUID(notice),
    )  # fmt: skip
    assert given.sha256 == hashlib.sha256(first.text.encode()).hexdigest()
    assert "clause_given" in [step.action for step in case.metryka]
    assert [each.name for each in without_clause(case.parties, case.clauses)] == ["Lis Jan"]
    with office.acting(CLERK):
        for wrong, fault in (
            (("Nikt", "handed", {}), ("name", "participant_unknown")),
            (("Lis Jan", "sms", {}), ("way", "not_in_list")),
            (("Lis Jan", "handed", {"day": today + timedelta(days=1)}), ("day", "in_future")),
            (("Lis Jan", "handed", {"day": today - timedelta(days=1)}), ("clause", "no_clause")),
            (("Lis Jan", "handed", {"clause": "Inna"}), ("clause", "no_clause")),
            (("Lis Jan", "handed", {"document": "x"}), ("document", "document_not_in_case")),
        ):
            name, way, more = wrong
            with pytest.raises(InvalidData) as caught:
                give_clause(case, name, way, **more)
            assert [(each.field, each.reason) for each in caught.value.faults] == [fault]
        give_clause(case, "Lis Jan", "handed")
    assert without_clause(case.parties, case.clauses) == []
    with office.acting(officer):
        # What is used from tomorrow changes nothing of what was given today.
        enter_wording(office.unit, "Ogólna", "Pojutrze jeszcze inaczej.", today + timedelta(days=2))
        report = person_report(party)
    assert [(row["clause"], row["number"], row["way"], row["day"]) for row in report["clauses"]] == [
        ("Ogólna", 1, "letter", today.isoformat())
    ]
    assert [each.number for each in wordings(office.unit)] == [1, 2, 3]
