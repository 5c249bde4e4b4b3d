"""A letter from office to office: in the other RPW with its proof, in one step, once."""

from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.record.pending import flush
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.parties import addressee_of_party
from infostrada.site.records.correspondence.outgoing.parties import offices
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import register
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from letters import make_matter
from lxml import etree
from plone import api
from plone.uuid.interfaces import IUUID
from tests.days import this_year
from world import make_office

import pytest


NS = {"pos": "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"}


@pytest.fixture
def matter(office):
    return make_matter(office)


@pytest.fixture
def county(office):
    """Another office of the platform with a desk and no people who know the first one."""
    return make_office(office.portal, "powiat-testowy", people=False).unit


@pytest.fixture
def letter(office, matter, county):
    with office.acting("anna.urbanista"):
        to = addressee_of_party(office.unit, county.unit_id)
        (made,) = prepare_letters(matter.decision, [Dispatch(to)])
    return made


def test_it_arrives_with_a_number_and_a_proof(office, matter, letter, county):
    assert letter.method == "między urzędami platformy"
    with office.acting("anna.urbanista"):
        send_by_network(letter)
    arrived = record_at(letter.message_id)
    assert ILetter.providedBy(arrived)
    assert (arrived.rpw_number, arrived.sender_org_name) == (f"1/{this_year()}", "Gmina Lipnowo")
    assert arrived.files[0].sha256 == letter.enclosures[0].sha256
    assert arrived.sender_reference == str(matter.case.sign)
    assert (state_of(letter), letter.served_on) == ("delivered", polish_today())
    assert [(each.code, each.id) for each in letter.evidences] == [
        ("UPP", f"UPP-{IUUID(arrived)}"), ("UPD", f"UPD-{IUUID(letter)}"),
    ]  # fmt: skip
    assert arrived.evidences == letter.evidences[:1]
    certificate = etree.fromstring(letter.evidences[1].file.data)
    assert certificate.findtext("pos:UPD/pos:Adresat/pos:Nazwa", namespaces=NS) == county.title
    assert f"UPP-{IUUID(arrived)}" in certificate.xpath("//pos:InformacjaUzupelniajaca/text()", namespaces=NS)
    proof = etree.fromstring(letter.evidences[0].file.data)
    assert proof.findtext(".//pos:Adresat/pos:Nazwa", namespaces=NS) == county.title
    assert proof.findtext(".//pos:IdentyfikatorDokumentu", namespaces=NS) == IUUID(letter)
    assert letter.enclosures[0].sha256 in etree.tostring(proof).decode()
    actions = [step.action for step in matter.case.metryka][-4:]
    assert actions == ["letter_prepared", "letter_sent", "letter_served", "letter_certified"]
    assert numbers.gaps(numbers.Series(county.unit_id, "rpw", this_year())) == []
    with office.acting("anna.urbanista"):
        with pytest.raises(Blocked):
            send_by_network(letter)
        with pytest.raises(Blocked):
            cancel_letter(letter, "pomyłka")
    flush()
    assert len(register(county.unit_id).rows) == 1
    for person in ("anna.urbanista", "ewa.kancelaria", "jan.wojt"):
        assert not api.user.has_permission("View", username=person, obj=arrived)


def test_only_other_offices_of_the_platform(office, matter, county):
    assert offices(office.unit) == {county.unit_id: county.title}
    own = addressee_of_party(office.unit, county.unit_id)
    for unit in (office.unit.unit_id, "nie-ma-takiego"):
        with office.acting("anna.urbanista"), pytest.raises(InvalidData) as caught:
            prepare_letters(matter.decision, [Dispatch(own._replace(unit=unit))])
        assert caught.value.faults[0].reason == "unit_unknown"
