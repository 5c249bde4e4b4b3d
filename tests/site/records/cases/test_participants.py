"""Participants join and leave a case; a party with an attorney is served through the attorney."""

from infostrada.core.errors import Forbidden
from infostrada.site.records.cases.participants import add_participant
from infostrada.site.records.cases.participants import remove_participant
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from letters import make_matter
from letters import MARIA
from plone.uuid.interfaces import IUUID

import pytest


PARTY = Participant("Kowalczyk Maria", "strona")
LAWYER = MARIA._replace(surname="Mróz", given_names="Adam", role="pełnomocnik")


def attorney(matter, **more):
    given = {"represents": PARTY.name, "scope": "whole", "power": IUUID(matter.draft), "fee": "paid", **more}
    return Participant("Mróz Adam", "pełnomocnik", **given)


def test_letters_of_a_party_go_to_the_attorney(office, matter):
    with office.acting("anna.urbanista"):
        add_participant(matter.case, PARTY)
        add_participant(matter.case, attorney(matter))
        with pytest.raises(InvalidData) as caught:
            prepare_letters(matter.decision, [Dispatch(MARIA), Dispatch(LAWYER)])
        assert [(one.field, one.reason) for one in caught.value.faults] == [
            ("0.reason", "served_to_attorney")
        ]
        assert matter.case.outgoing == ()
        (served,) = prepare_letters(matter.decision, [Dispatch(LAWYER)])
        # A summons to come in person goes to the party too, with the reason kept.
        (summons,) = prepare_letters(matter.decision, [Dispatch(MARIA, reason="osobiste stawiennictwo")])
        assert (served.recipient, summons.method_reason) == ("Mróz Adam", "osobiste stawiennictwo")
        remove_participant(matter.case, 1, "pełnomocnictwo wypowiedziano")
        (after,) = prepare_letters(matter.decision, [Dispatch(MARIA)])
        assert after.recipient == "Kowalczyk Maria"
    told = [
        (step.action, step.label) for step in matter.case.metryka if step.action.startswith("participant")
    ]
    assert told == [
        ("participant_added", "Kowalczyk Maria (strona)"),
        ("participant_added", "Mróz Adam (pełnomocnik: Kowalczyk Maria)"),
        ("participant_removed", "Mróz Adam (pełnomocnik: Kowalczyk Maria): pełnomocnictwo wypowiedziano"),
    ]


def test_what_is_refused(office, matter):
    case = matter.case
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        add_participant(case, PARTY)
    with office.acting("anna.urbanista"):
        add_participant(case, PARTY)
        for given, field in (
            (attorney(matter, power="0" * 32), "power"),
            (PARTY._replace(name="Inny", uid="0" * 32), "party"),
            (PARTY._replace(name="Inny", channel="gołąb"), "channel"),
        ):
            with pytest.raises(InvalidData) as caught:
                add_participant(case, given)
            assert [one.field for one in caught.value.faults] == [field]
        add_participant(case, attorney(matter))
        for place, reason in ((7, "nie ma"), (0, " ")):
            with pytest.raises(InvalidData):
                remove_participant(case, place, reason)
        with pytest.raises(Blocked) as blocked:
            remove_participant(case, 0, "pomyłka")
        assert blocked.value.reason == "party_represented"
    assert [one.name for one in case.parties] == ["Kowalczyk Maria", "Mróz Adam"]


@pytest.fixture
def matter(office):
    return make_matter(office)
