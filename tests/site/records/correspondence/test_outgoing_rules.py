"""Channels of the law's order, days of service, addressees: no database."""

from datetime import date
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.outgoing.rules import addressee_faults
from infostrada.site.records.correspondence.outgoing.rules import missing_at
from infostrada.site.records.correspondence.outgoing.service import deemed_in_box
from infostrada.site.records.correspondence.outgoing.service import service_of
from infostrada.site.records.correspondence.outgoing.service import ServiceFaultError
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.correspondence.outgoing.ways import ELECTRONIC
from infostrada.site.records.correspondence.outgoing.ways import EMAIL
from infostrada.site.records.correspondence.outgoing.ways import EPUAP
from infostrada.site.records.correspondence.outgoing.ways import Facts
from infostrada.site.records.correspondence.outgoing.ways import HYBRID
from infostrada.site.records.correspondence.outgoing.ways import PLAIN
from infostrada.site.records.correspondence.outgoing.ways import PLATFORM
from infostrada.site.records.correspondence.outgoing.ways import proposed
from infostrada.site.records.correspondence.outgoing.ways import REGISTERED_PROOF
from infostrada.site.records.correspondence.outgoing.ways import way_faults

import pytest


DAY = date(2026, 11, 27)
ADE = "AE:PL-12345-67890-ABCDE-12"


@pytest.mark.parametrize(
    ("facts", "method"),
    [
        (Facts(ade=ADE), ELECTRONIC),
        (Facts(), HYBRID),
        (Facts(pdf_only=False), REGISTERED_PROOF),
        (Facts(box=False), REGISTERED_PROOF),
        (Facts(ade=ADE, box=False), REGISTERED_PROOF),
        (Facts(country="DE"), REGISTERED_PROOF),
        (Facts(kind="public", ade=ADE, unit="powiat"), PLATFORM),
        (Facts(proof=False), PLAIN),
        (Facts(proof=False, ade=ADE), ELECTRONIC),
        (Facts(postal=False, email="a@example.pl"), None),
    ],
)
def test_order_of_ways(facts, method):
    """KPA art. 39: the address for electronic delivery, the hybrid service, registered post."""
    found = proposed(facts, DAY)
    assert (found.method if found else None) == method


@pytest.mark.parametrize(
    ("method", "facts", "day", "reason", "why"),
    [
        (ELECTRONIC, Facts(box=False), DAY, "", ["way_needs_ade", "way_needs_box"]),
        (HYBRID, Facts(pdf_only=False, country="DE"), DAY, "", ["way_needs_pdf", "way_needs_poland"]),
        (REGISTERED_PROOF, Facts(ade=ADE), DAY, "", ["way_reason_missing"]),
        (REGISTERED_PROOF, Facts(ade=ADE), DAY, "rygor natychmiastowej wykonalności", []),
        (EMAIL, Facts(email="a@example.pl"), DAY, "na prośbę strony, do wiadomości", []),
        (EPUAP, Facts(kind="public"), date(2029, 9, 30), "okres przejściowy", []),
        (EPUAP, Facts(kind="public"), date(2029, 10, 1), "okres przejściowy", ["not_in_list"]),
        (EPUAP, Facts(kind="person"), DAY, "prośba", ["way_needs_public"]),
        ("gołąb", Facts(), DAY, "", ["not_in_list"]),
        (EMAIL, Facts(), DAY, "prośba", ["way_needs_email"]),
        (PLATFORM, Facts(), DAY, "", ["way_needs_unit"]),
        (REGISTERED_PROOF, Facts(postal=False), DAY, "", ["way_needs_postal"]),
        ("", Facts(postal=False, email="a@example.pl"), DAY, "", ["way_none"]),
        ("", Facts(), DAY, "", []),
    ],
)
def test_another_way_needs_a_reason_and_a_possibility(method, facts, day, reason, why):
    assert way_faults(method, facts, day, reason) == why


SENT = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("how", "day", "second", "served", "basis"),
    [
        ("received", date(2026, 5, 7), None, date(2026, 5, 7), "KPA art. 46 § 1"),
        ("refused", date(2026, 5, 7), None, date(2026, 5, 7), "KPA art. 47 § 2"),
        # 14 days after 6 May end on 20 May, a Wednesday
        ("notices", date(2026, 5, 6), date(2026, 5, 14), date(2026, 5, 20), "KPA art. 44 § 4"),
        # 14 days after 7 May end on Thursday 21 May; after 9 May on Saturday 23, so Monday 25
        ("notices", date(2026, 5, 9), date(2026, 5, 18), date(2026, 5, 25), "KPA art. 44 § 4"),
        # 21 May + 14 days is Corpus Christi, 4 June 2026 (the vector of the term tables)
        ("notices", date(2026, 5, 21), date(2026, 5, 29), date(2026, 6, 5), "KPA art. 44 § 4"),
        ("returned", date(2026, 5, 12), None, None, ""),
    ],
)
def test_day_of_service(how, day, second, served, basis):
    assert service_of(how, day, second, sent_on=SENT, today=DAY) == (served, basis)


@pytest.mark.parametrize(
    ("how", "day", "second", "field", "reason"),
    [
        ("received", date(2026, 5, 3), None, "day", "before_dispatch"),
        ("received", date(2026, 11, 28), None, "day", "in_future"),
        ("received", None, None, "day", "required"),
        ("notices", date(2026, 5, 6), None, "second", "second_notice_missing"),
        ("notices", date(2026, 5, 6), date(2026, 5, 12), "second", "second_notice_wrong"),
        ("notices", date(2026, 5, 6), date(2026, 5, 21), "second", "second_notice_wrong"),
        ("notices", date(2026, 11, 16), date(2026, 11, 24), "day", "notice_runs"),
        ("inaczej", date(2026, 5, 6), None, "how", "not_in_list"),
    ],
)
def test_proofs_that_prove_nothing(how, day, second, field, reason):
    with pytest.raises(ServiceFaultError) as caught:
        service_of(how, day, second, sent_on=SENT, today=DAY)
    assert (caught.value.field, caught.value.reason) == (field, reason)


def test_fiction_of_electronic_delivery():
    """terminy-wektory.csv, row 7: 20 May 2026 + 14 days, a plain case."""
    assert deemed_in_box(date(2026, 5, 20)).end == date(2026, 6, 3)
    assert deemed_in_box(date(2026, 12, 10)).end == date(2026, 12, 28)  # 24 Dec off, Christmas, weekend


def test_terms_a_service_opens():
    key, reckoned = term_opened("decyzja", date(2026, 6, 5))
    assert (key, reckoned.end) == ("appealing", date(2026, 6, 19))
    assert term_opened("postanowienie", date(2026, 6, 5))[1].end == date(2026, 6, 12)
    assert term_opened("zawiadomienie", date(2026, 6, 5)) is None


def test_addressee_says_what_it_lacks():
    found = {(each.field, each.reason) for each in addressee_faults(Addressee(kind="x", ade="AE:1"))}
    assert found == {
        ("kind", "not_in_list"),
        ("org_name", "addressee_missing"),
        ("city", "required"),
        ("ade", "not_an_ade"),
    }
    whole = Addressee(surname="Łącka-Żuk", given_names="Zoë", street="Wiślana", building="4", apartment="2",
                      postal_code="87-100", city="Lipnowo")  # fmt: skip
    assert list(addressee_faults(whole)) == []
    assert whole.address == "Wiślana 4/2, 87-100 Lipnowo"
    assert whole.postal
    assert not whole._replace(postal_code="").postal


@pytest.mark.parametrize(
    ("why", "addressee", "field"),
    [
        ("way_needs_ade", Addressee(), "ade"),
        ("way_needs_postal", Addressee(city="Lipnowo"), "postal_code"),
        ("way_needs_postal", Addressee(city="Lipnowo", postal_code="87-100"), "street"),
        ("way_none", Addressee(), "city"),
        ("way_needs_pdf", Addressee(), "method"),
    ],
)
def test_what_is_missing_is_told_where_it_is_entered(why, addressee, field):
    assert missing_at(why, addressee) == field
