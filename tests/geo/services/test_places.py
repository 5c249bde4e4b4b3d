"""What is here, find by name, links of records: nobody learns of what they may not see."""

from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from plone import api

import transaction


ONE = "049901_2.0001.1"
HERE = {"x": "500025", "y": "570025"}


def names(answer):
    return [f["properties"]["business_id"] for f in answer.json()["features"]]


def test_what_is_here(anonymous, manager):
    assert names(anonymous.get("@@geo/what-is-here", params=HERE)) == [ONE]
    assert names(manager.get("@@geo/what-is-here", params=HERE)) == ["TAJNE-1", ONE]
    swapped = {"x": "570025", "y": "500025"}
    assert names(anonymous.get("@@geo/what-is-here", params=swapped)) == []


def test_place_must_be_given_as_numbers(anonymous):
    for wrong in ({}, {"x": "a", "y": "1"}, {"x": "inf", "y": "1"}, {"x": "1", "y": "nan"}):
        answer = anonymous.get("@@geo/what-is-here", params=wrong)
        assert answer.status_code == 400
        assert answer.json()["field"] in "xy"


def test_find_by_the_beginning_of_the_name(anonymous, manager):
    found = anonymous.get("@@geo/find", params={"q": "049901_2.0001."}).json()["items"]
    assert [item["business_id"] for item in found] == [ONE, "049901_2.0001.2"]
    assert found[0]["extent"] == [500_000, 570_000, 500_100, 570_100]
    assert anonymous.get("@@geo/find", params={"q": "TAJNE"}).json()["items"] == []
    assert len(manager.get("@@geo/find", params={"q": "TAJNE"}).json()["items"]) == 1


def test_private_records_leave_no_trace(anonymous, manager, document):
    public, private = document("Decyzja jawna", "published"), document("Notatka niejawna")
    link(public, [Ask(ONE)])
    link(private, [Ask(ONE), Ask("049901_2.0001.2")])
    transaction.commit()

    def linked(session):
        return {f["properties"]["title"] for f in session.get("@@geo/links").json()["features"]}

    def records(session):
        (parcel,) = [
            f
            for f in session.get("@@geo/what-is-here", params=HERE).json()["features"]
            if f["properties"]["layer"] == "dzialki"
        ]
        return [record["title"] for record in parcel["properties"]["records"]]

    assert linked(anonymous) == {"Decyzja jawna"}
    assert records(anonymous) == ["Decyzja jawna"]
    assert linked(manager) == {"Decyzja jawna", "Notatka niejawna"}
    assert sorted(records(manager)) == ["Decyzja jawna", "Notatka niejawna"]
    for params in ({}, {"uid": private.UID()}):
        text = anonymous.get("@@geo/links", params=params).text
        assert private.UID() not in text
        assert "Notatka" not in text


def test_links_into_a_hidden_layer_are_hidden(anonymous, manager, document):
    record = document("Decyzja jawna", "published")
    link(record, [Ask(ONE), Ask("TAJNE-1")])
    transaction.commit()
    question = {"uid": record.UID()}
    assert names(anonymous.get("@@geo/links", params=question)) == [ONE]
    assert sorted(names(manager.get("@@geo/links", params=question))) == [ONE, "TAJNE-1"]
    headers = {"Accept": "application/json"}
    seen = anonymous.get(record.absolute_url(), headers=headers).json()["geo_links"]
    assert [each["business_id"] for each in seen] == [ONE]
    assert "by" not in seen[0]
    page = anonymous.get(record.absolute_url()).text
    assert ONE in page
    assert "TAJNE-1" not in page


def test_a_withdrawn_layer_takes_its_links_off_the_map(site, anonymous, document):
    link(document("Decyzja jawna", "published"), [Ask(ONE)])
    transaction.commit()
    assert names(anonymous.get("@@geo/links")) == [ONE]
    api.content.transition(site["warstwa-dzialki"], "withdraw")
    transaction.commit()
    assert names(anonymous.get("@@geo/links")) == []
    assert anonymous.get("@@geo/collections/dzialki/items").status_code == 404


def test_links_carry_addresses_and_degrees(site, anonymous, document):
    record = document("Decyzja jawna", "published")
    link(record, [Ask(ONE)])
    transaction.commit()
    (found,) = anonymous.get("@@geo/links").json()["features"]
    assert found["properties"]["url"] == record.absolute_url()
    longitudes = [point[0] for point in found["geometry"]["coordinates"][0]]
    assert min(longitudes) == 19.0
