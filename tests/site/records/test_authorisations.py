"""Authorisations (KPA art. 268a): which one covers a case, the line it gives, the register that forgets nothing."""

from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.authority.operations import authorisations
from infostrada.site.records.authority.operations import give_authorisation
from infostrada.site.records.authority.operations import Grant
from infostrada.site.records.authority.operations import revoke_authorisation
from infostrada.site.records.authority.rules import Authorisation
from infostrada.site.records.authority.rules import authorisation_faults
from infostrada.site.records.authority.rules import covering
from infostrada.site.records.documents.deciding import decision_report
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from letters import make_matter

import pytest


DAY = date(2026, 11, 28)
WIDE = Authorisation(
    "1/2026", date(2026, 1, 2), "piotr", "Piotr Wilk", "Kierownik", "Wójta", (), date(2026, 1, 2)
)
NARROW = WIDE._replace(reference="2/2026", classes=("673",))
ENDED = WIDE._replace(reference="0/2025", last=date(2025, 12, 31), first=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("listed", "symbol", "day", "expected"),
    [
        ((WIDE, NARROW), "6730", DAY, "2/2026"),
        ((NARROW, WIDE), "6830", DAY, "1/2026"),
        ((NARROW,), "6830", DAY, None),
        ((ENDED,), "6730", DAY, None),
        ((ENDED,), "6730", date(2025, 12, 31), "0/2025"),
        ((WIDE,), "6730", date(2026, 1, 1), None),
        ((WIDE._replace(revoked_on=DAY),), "6730", DAY, "1/2026"),
        ((WIDE._replace(revoked_on=DAY),), "6730", DAY + timedelta(days=1), None),
    ],
)
def test_which_one_covers(listed, symbol, day, expected):
    found = covering(listed, "piotr", symbol, day)
    assert (found.reference if found else None) == expected
    assert covering(listed, "anna", symbol, day) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"reference": " "}, ("reference", "required")),
        ({"authority": ""}, ("authority", "required")),
        ({"given_on": DAY + timedelta(days=1), "first": DAY + timedelta(days=1)}, ("given_on", "in_future")),
        ({"first": date(2026, 1, 1)}, ("first", "before_start")),
        ({"last": date(2026, 1, 1)}, ("last", "before_start")),
        ({"classes": ("67a",)}, ("classes", "symbol_malformed")),
    ],
)
def test_faults(change, fault):
    assert authorisation_faults(WIDE, DAY) == []
    assert authorisation_faults(WIDE._replace(**change), DAY) == [fault]


def test_register_and_the_line_on_documents(office):
    today = polish_today()
    grant = Grant("7/2026", today, "piotr.kierownik", "Wójta", ("673",))
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        give_authorisation(office.unit, grant)
    matter = make_matter(office)
    assert matter.decision.signed_as == ""  # accepted before there was any
    with office.acting("anna.urbanista"):
        submitted = add_document(matter.case, Draft("Decyzja 2", "decyzja"), Upload("d.txt", b"Decyzja"))
        submit_document(submitted, "piotr.kierownik")
    assert "authorisation" in [each.key for each in decision_report(submitted).missing]
    with office.acting("jan.wojt"):
        for wrong, field in (
            (grant._replace(person="nikt"), "person"),
            (grant._replace(classes=("x",)), "classes"),
        ):
            with pytest.raises(InvalidData) as caught:
                give_authorisation(office.unit, wrong)
            assert [one.field for one in caught.value.faults] == [field]
        given = give_authorisation(office.unit, grant)
        with pytest.raises(InvalidData):
            give_authorisation(office.unit, grant)
    assert (given.name, given.post) == ("Piotr Wilk", "Kierownik")
    report = decision_report(submitted)
    assert report.readable and "authorisation" not in [each.key for each in report.missing]
    with office.acting("piotr.kierownik"):
        accept_document(submitted)
    assert submitted.signed_as == f"z up. Wójta (upoważnienie 7/2026 z {today:%d.%m.%Y} r.)"
    with office.acting("jan.wojt"):
        revoke_authorisation(office.unit, 0, "zmiana stanowiska")
        with pytest.raises(Blocked):
            revoke_authorisation(office.unit, 0, "jeszcze raz")
        with pytest.raises(InvalidData):
            revoke_authorisation(office.unit, 5, "nie ma")
        accept_document(matter.draft)
    (kept,) = authorisations(office.unit)
    assert (kept.revoked_on, kept.reason) == (today, "zmiana stanowiska")
    assert matter.draft.signed_as == ""  # the head signs as the authority
