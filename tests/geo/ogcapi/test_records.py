"""The catalogue of layers as records: narrowed, paged, and silent about what may not be seen."""

import pytest


ITEMS = "@@geo/collections/catalogue.layers/items"


def ids(session, **params):
    answer = session.get(ITEMS, params=params).json()
    assert answer["numberMatched"] >= answer["numberReturned"] == len(answer["features"])
    return [each["id"] for each in answer["features"]]


def test_layers_are_records_for_those_who_may_see_them(anonymous, manager):
    assert ids(anonymous) == ["dzialki"]
    assert ids(manager) == ["dzialki", "tajne"]
    assert ids(anonymous, ids="tajne") == ids(anonymous, q="tajne") == []
    assert anonymous.get(f"{ITEMS}/tajne").status_code == 404
    assert manager.get(f"{ITEMS}/tajne").json()["id"] == "tajne"
    listed = anonymous.get("@@geo/collections").json()["collections"]
    assert [each["id"] for each in listed if each["itemType"] == "record"] == ["catalogue.layers"]


def test_a_record_says_what_and_where(anonymous):
    record = anonymous.get(f"{ITEMS}/dzialki").json()
    assert record["properties"]["type"] == "dataset"
    assert record["properties"]["rights"] == "Dane testowe"
    assert record["properties"]["created"] <= record["properties"]["updated"]
    west, south = record["geometry"]["coordinates"][0][0]
    assert west == pytest.approx(19.0, abs=1e-6)
    assert 52.9 < south < 53.1
    for link in record["links"]:
        assert anonymous.get(link["href"]).status_code == 200


def test_narrowed_and_paged(anonymous, manager):
    assert ids(anonymous, q="DZIAŁKI,dane") == ["dzialki"]
    assert ids(anonymous, q="nic") == []
    assert ids(anonymous, bbox="18.9,52.9,19.1,53.2") == ["dzialki"]
    assert ids(anonymous, bbox="10,40,11,41") == []
    stored = "http://www.opengis.net/def/crs/EPSG/0/2180"
    assert ids(anonymous, bbox="570000,500000,570010,500010", **{"bbox-crs": stored}) == ["dzialki"]
    assert ids(anonymous, type="service") == []
    page = manager.get(ITEMS, params={"limit": 1}).json()
    assert page["numberMatched"] == 2
    more = next(link["href"] for link in page["links"] if link["rel"] == "next")
    assert [each["id"] for each in manager.get(more).json()["features"]] == ["tajne"]
