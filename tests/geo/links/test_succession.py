"""Links after a split and a merge: as linked and now, confirming, searching backwards."""

from infostrada.core.errors import BadRequest
from infostrada.geo.features import store
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.links.succession import about
from infostrada.geo.links.succession import confirm
from infostrada.geo.links.succession import standings
from infostrada.geo.reconcile.operations import reconcile
from tests.geo.conftest import feature
from tests.geo.features.test_comparing import deliver
from tests.geo.features.test_comparing import START

import pytest
import re
import shapely
import transaction


OLD = "049901_2.0007.10"
HALVES = ["049901_2.0007.10/1", "049901_2.0007.10/2"]


@pytest.fixture
def split(site, document):
    """A public and a private document about parcel 10, which was split afterwards; 20 and 21 are one now."""
    store.load("dzialki", [feature("dzialki", key, name, shape) for key, (name, shape) in START.items()])
    transaction.commit()
    made = [document("Decyzja", "published"), document("Notatka")]
    for record in made:
        link(record, [Ask(OLD, "affected", note="cała")])
    link(made[0], [Ask("049901_2.0007.20", "neighbour"), Ask("049901_2.0007.30")])
    transaction.commit()
    deliver(
        ("k10a", "10/1", shapely.box(500_000, 560_000, 500_025, 560_100), "2", {}),
        ("k10b", "10/2", shapely.box(500_025, 560_000, 500_100, 560_100), "2", {}),
        ("k49", "49", shapely.box(500_100, 560_000, 500_300, 560_100), "2", {}),
        ("k30", "30", START["k30"][1], "2", {"attrs": '{"OFU": "B"}'}),
    )
    return made


def states(record):
    return {each.link.business_id.rsplit(".")[-1]: (each.state, each.pending) for each in standings(record)}


def test_the_link_stays_as_made_and_its_present_is_known(split):
    decision, _note = split
    assert states(decision) == {
        "10": ("succeeded", True),
        "20": ("succeeded", True),
        "30": ("changed", False),
    }
    first = next(each for each in standings(decision) if each.link.business_id == OLD)
    assert first.link.snapshot.area == 10_000
    assert [(each.business_id, each.share) for each in first.now] == [(HALVES[1], 0.75), (HALVES[0], 0.25)]


def test_confirming_adds_links_in_the_same_role_and_settles_the_old_one(split, site):
    decision, _note = split
    old = IGeoLinks(decision).geo_links[0]
    confirm(decision, old.link_id, [HALVES[1]])
    transaction.commit()
    links = IGeoLinks(decision).geo_links
    assert links[0].is_open
    assert links[0].snapshot == old.snapshot
    new = links[-1]
    assert (new.business_id, new.role, new.note, new.snapshot.area) == (HALVES[1], "affected", "cała", 7500)
    assert states(decision)["10"] == ("succeeded", False)
    report = None
    for report in reconcile(site):
        transaction.commit()
    assert (report.stale, report.orphans) == (0, 0)
    confirm(decision, IGeoLinks(decision).geo_links[1].link_id, [])
    assert not any(pending for _state, pending in states(decision).values())


def test_nothing_else_can_be_confirmed(split):
    decision, _note = split
    first, _second, third = (each.link_id for each in IGeoLinks(decision).geo_links)
    for link_id, names, reason in (
        (first, ["049901_2.0007.49"], "unknown_successor"),
        (first, ["049901_2.0001.1"], "unknown_successor"),
        (third, ["049901_2.0007.30"], "unknown_link"),
        ("nobody", [], "unknown_link"),
    ):
        with pytest.raises(BadRequest) as refusal:
            confirm(decision, link_id, names)
        assert refusal.value.reason == reason


def test_records_of_a_parcel_are_found_through_what_it_came_from(split):
    found = {row["title"]: row for row in about("dzialki", HALVES[0])}
    assert set(found) == {"Decyzja", "Notatka"}
    assert found["Decyzja"]["through_lineage"]
    assert {row["title"] for row in about("dzialki", "049901_2.0007.49")} == {"Decyzja"}
    assert about("dzialki", "049901_2.0008.40") == []


def test_a_later_link_is_not_about_what_left_before_it(split, document):
    """A parcel that gave ground away keeps its number: later links to it are not about that ground."""
    deliver(
        ("k30", "30", shapely.box(500_350, 560_000, 500_400, 560_100), "3", {}),
        ("k31", "31", shapely.box(500_300, 560_000, 500_350, 560_100), "3", {}),
        complete=False,
    )
    later = document("Po zmianie", "published")
    link(later, [Ask("049901_2.0007.30")])
    transaction.commit()
    assert {row["title"] for row in about("dzialki", "049901_2.0007.31")} == {"Decyzja"}
    assert {row["title"] for row in about("dzialki", "049901_2.0007.30")} == {"Decyzja", "Po zmianie"}


def test_over_rest(split, site, manager, anonymous):
    decision, note = split
    for session in (manager, anonymous):
        session.headers["Accept"] = "application/json"
    items = anonymous.get(f"{decision.absolute_url()}/@places").json()["items"]
    now = {item["business_id"]: item["now"] for item in items}
    assert now[OLD]["state"] == "succeeded"
    assert [each["business_id"] for each in now[OLD]["features"]] == HALVES[::-1]
    assert {row["title"] for row in anonymous.get("/@places-successors").json()["items"]} == {"Decyzja"}
    assert {row["title"] for row in manager.get("/@places-successors").json()["items"]} == {
        "Decyzja",
        "Notatka",
    }
    query = f"/@records-about?layer=dzialki&name={HALVES[0]}"
    assert {row["title"] for row in anonymous.get(query).json()["items"]} == {"Decyzja"}
    assert len(manager.get(query).json()["items"]) == 2
    here = "/@@geo/what-is-here?x=500010&y=560050"
    for session, titles in ((anonymous, {"Decyzja"}), (manager, {"Decyzja", "Notatka"})):
        (parcel,) = (f for f in session.get(here).json()["features"] if f["properties"]["layer"] == "dzialki")
        assert parcel["properties"]["business_id"] == HALVES[0]
        records = parcel["properties"]["records"]
        assert {(row["title"], row["linked_as"]) for row in records} == {(title, OLD) for title in titles}
    body = {"link_id": IGeoLinks(note).geo_links[0].link_id, "successors": HALVES}
    assert anonymous.post(f"{decision.absolute_url()}/@places-successors", json=body).status_code == 401
    confirmed = manager.post(f"{note.absolute_url()}/@places-successors", json=body)
    assert [item["business_id"] for item in confirmed.json()["items"]] == [OLD, *HALVES]
    assert {row["title"] for row in manager.get("/@places-successors").json()["items"]} == {"Decyzja"}
    assert manager.post(f"{note.absolute_url()}/@places-successors", json={"link_id": 1}).status_code == 400


def test_in_the_browser(split, site, manager, anonymous):
    decision, _note = split
    assert "@@places-successors" in manager.get(f"{decision.absolute_url()}/view").text
    visitor = anonymous.get(f"{decision.absolute_url()}/view").text
    assert "geo-successors" in visitor
    assert "@@places-successors" not in visitor
    listed = manager.get("/@@places-successors").text
    assert "Decyzja" in listed
    assert "Notatka" in listed
    page = manager.get(f"{decision.absolute_url()}/@@places-successors").text
    token = re.search(r'name="_authenticator" value="(\w+)"', page)[1]
    link_id = re.search(r'name="link_id" type="hidden" value="([\w-]+)"', page)[1]
    sent = {"_authenticator": token, "link_id": link_id, "successors:list": [HALVES[0]]}
    manager.post(f"{decision.absolute_url()}/@@places-successors", data=sent)
    transaction.begin()
    assert HALVES[0] in {each.business_id for each in IGeoLinks(decision).geo_links}
    searched = anonymous.get(f"/@@records-about?layer=dzialki&name={HALVES[1]}").text
    assert "Decyzja" in searched
    assert "Notatka" not in searched
