"""schema.org and Popolo made of values, without a site."""

from infostrada.site.bip.opendata.linked import catalog_facts
from infostrada.site.bip.opendata.linked import entry_facts
from infostrada.site.bip.opendata.linked import LinkedEntry
from infostrada.site.bip.opendata.linked import LinkedFile
from infostrada.site.bip.opendata.popolo import Council
from infostrada.site.bip.opendata.popolo import ident
from infostrada.site.bip.opendata.popolo import popolo
from infostrada.site.bip.opendata.rules import Dataset
from infostrada.site.bip.opendata.rules import Resource
from infostrada.site.theme.linked import as_block
from tests.site.bip.registers.examples import EXAMPLES

import json
import pytest


OFFICE = {"@type": "GovernmentOrganization", "name": "Gmina Lipnowo"}
BIP = "https://bip.lipnowo.example"
ENTRY = LinkedEntry(
    "3f8a1c0e-5b7d-49e2-a6c4-d8f0b1e3a597", f"{BIP}/a", "Uchwała", "", "Rada", "2026-10-29",
    "2026-11-02T08:00:00+01:00", "2026-11-02T08:00:00+01:00", "",
    (LinkedFile(f"{BIP}/a/plik", "uchwała.pdf", "application/pdf", 1200, "ab" * 32),),
)  # fmt: skip


def test_an_act_is_legislation():
    act = ENTRY._replace(register="resolution", values={**EXAMPLES["resolution"], "amends": ["X/1/25"]})
    facts = entry_facts(act._replace(eli="http://eli.example/2026/5120"), OFFICE, BIP)
    assert facts["@type"] == "Legislation"
    assert facts["legislationIdentifier"] == facts["sameAs"] == "http://eli.example/2026/5120"
    assert facts["legislationDate"] == "2026-10-29"
    assert facts["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert facts["legislationChanges"] == [{"@type": "Legislation", "legislationIdentifier": "X/1/25"}]
    assert facts["encoding"][0]["encodingFormat"] == "application/pdf"
    assert "description" not in facts and "expires" not in facts


@pytest.mark.parametrize(
    ("hour", "start"), [("9.30", "2026-10-29T09:30:00"), ("", "2026-10-29"), ("po mszy", "2026-10-29")]
)
def test_a_session_is_an_event(hour, start):
    values = {**EXAMPLES["session"], "starts_at": hour}
    facts = entry_facts(ENTRY._replace(register="session", values=values), OFFICE, BIP)
    assert (facts["@type"], facts["startDate"], facts["location"]["name"]) == ("Event", start, "sala 12")


def test_a_bulletin_is_a_catalogue_of_data():
    part = Resource("x", f"{BIP}/umowy.csv", "Umowy (CSV)", "", "2026-11-02", "04")
    data = Dataset(
        "umowy", "Umowy", "Wszystkie.", BIP, "GOVE", ("BIP",), (part,), page=f"{BIP}/rejestr/umowy"
    )
    facts = catalog_facts("BIP", BIP, OFFICE, [data])
    (made,) = facts["dataset"]
    assert (made["url"], made["dateModified"]) == (f"{BIP}/rejestr/umowy", "2026-11-02")
    assert made["distribution"][0]["encodingFormat"] == "text/csv"


def test_a_block_cannot_end_its_script():
    hostile = {"name": "</script><script>alert(1)</script>&\u2028<!--"}
    text = as_block(hostile)
    assert not {"<", ">", "&", "\u2028"} & set(text)
    assert json.loads(text)["name"] == hostile["name"]


def test_people_sessions_and_votes():
    council = Council(
        "lipnowo", "Gmina Lipnowo", BIP,
        (("t", EXAMPLES["term"]),), (("s", EXAMPLES["session"]),), (("v", EXAMPLES["vote"]),),
    )  # fmt: skip
    made = popolo(council)
    assert json.loads(json.dumps(made)) == made
    assert [person["name"] for person in made["persons"]] == [
        "Anna Bąk",
        "Ewa Dąb",
        "Jan Cis",
        "Ola Hoc",
        "Piotr Gil",
    ]
    assert {place["classification"] for place in made["organizations"]} == {"legislature", "party"}
    anna = ident("lipnowo", "person", "Anna  BĄK")
    (member,) = [item for item in made["memberships"] if item["person_id"] == anna]
    assert member["on_behalf_of_id"] == ident("lipnowo", "club", "Razem dla Gminy")
    (vote,) = made["vote_events"]
    # Five mandates: three for, one against, one away.
    assert {part["option"]: part["value"] for part in vote["counts"]} == {
        "yes": 3, "no": 1, "abstain": 0, "absent": 1, "not voting": 0,
    }  # fmt: skip
    assert vote["result"] == made["motions"][0]["result"] == "pass"
    assert {"voter_id": anna, "option": "yes", "group_id": member["on_behalf_of_id"]} in vote["votes"]
    events = {event["classification"]: event for event in made["events"]}
    assert (
        events["session"]["parent_id"]
        == events["legislative period"]["id"]
        == member["legislative_period_id"]
    )
    assert vote["legislative_session_id"] == events["session"]["id"]


def test_who_left_a_club_votes_without_it():
    left = [{**EXAMPLES["term"]["members"][0], "to": "2026-01-31"}, *EXAMPLES["term"]["members"][1:]]
    term = {**EXAMPLES["term"], "members": left}
    (vote,) = popolo(Council("l", "L", BIP, (("t", term),), (), (("v", EXAMPLES["vote"]),)))["vote_events"]
    assert all("group_id" not in part for part in vote["votes"])
