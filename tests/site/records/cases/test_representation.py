"""Who gets a party's letters (KPA art. 40), what is wrong with a participant, the stamp duty."""

from datetime import date
from infostrada.site.records.cases.representation import attorneys_of
from infostrada.site.records.cases.representation import duty_on
from infostrada.site.records.cases.representation import name_known
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.cases.representation import participant_faults

import pytest


DAY = date(2026, 11, 28)
MARIA = Participant("Kowalczyk Maria", "strona", "p1")
JAN = Participant("Kowalczyk Jan", "strona", "p2")
LAWYER = Participant("Mróz Adam", "pełnomocnik", "p3", "Kowalczyk Maria", "whole", "d1", "paid")
POSTMAN = LAWYER._replace(name="Lis Ewa", scope="service")
HELPER = LAWYER._replace(name="Sowa Anna", scope="acts")


@pytest.mark.parametrize(
    ("held", "name", "expected"),
    [
        ((MARIA, LAWYER), "Kowalczyk Maria", [("Mróz Adam", "KPA art. 40 § 2")]),
        ((MARIA, POSTMAN), "Kowalczyk Maria", [("Lis Ewa", "KPA art. 40 § 4")]),
        ((MARIA, HELPER), "Kowalczyk Maria", []),
        ((MARIA, JAN, LAWYER), "Kowalczyk Jan", []),
        ((MARIA, LAWYER, POSTMAN), "Kowalczyk Maria", [("Mróz Adam", "KPA art. 40 § 2"), ("Lis Ewa", "KPA art. 40 § 4")]),
        ((MARIA, LAWYER), "Mróz Adam", []),
    ],
)  # fmt: skip
def test_letters_go_to_the_attorney(held, name, expected):
    assert [(one.name, rule.basis) for one, rule in attorneys_of(held, name, DAY)] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (JAN, []),
        (MARIA, [("name", "participant_doubled")]),
        (JAN._replace(name=""), [("name", "required")]),
        (JAN._replace(role="kuzyn"), [("role", "not_in_list")]),
        (JAN._replace(scope="whole"), [("scope", "only_attorneys")]),
        (LAWYER, []),
        (LAWYER._replace(represents="Ktoś Inny"), [("represents", "party_to_represent_missing")]),
        (LAWYER._replace(scope="", power=""), [("scope", "not_in_list")]),
        (LAWYER._replace(power=""), [("power", "required")]),
        (LAWYER._replace(fee="later"), [("fee", "not_in_list")]),
    ],
)
def test_faults(given, expected):
    assert participant_faults(given, (MARIA,)) == expected


def test_addressee_is_known_by_the_register_or_by_name():
    assert name_known((MARIA, JAN), "p2", "Jan Kowalczyk") == "Kowalczyk Jan"
    assert name_known((MARIA, JAN), "", "Kowalczyk Maria") == "Kowalczyk Maria"
    assert name_known((MARIA, JAN), "p9", "Obcy") == "Obcy"


def test_duty_is_a_dated_row():
    """17 zł since the act of 16 November 2006 came into force on 1 January 2007."""
    assert duty_on(DAY).grosze == 1700
    assert duty_on(date(2006, 12, 31)) is None
