"""Records by place in Plone's searches: box, feature, distance; nothing of what may not be seen."""

from infostrada.core.errors import BadRequest
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.search import records
from infostrada.geo.search.places import place_of
from plone import api

import pytest
import transaction


ONE, TWO, THREE = "049901_2.0001.1", "049901_2.0001.2", "049963_1.0001.3"


@pytest.fixture
def linked(site, document):
    link(document("Jawna przy pierwszej", "published"), [Ask(ONE)])
    link(document("Jawna przy trzeciej", "published"), [Ask(THREE)])
    link(document("Tajna przy pierwszej"), [Ask(ONE)])
    link(document("Jawna w tajnej warstwie", "published"), [Ask("TAJNE-1")])
    transaction.commit()
    return site


def titles(session, place):
    answer = session.get("@search", params={"geo": place}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return {each["title"] for each in answer.json()["items"]}


PUBLIC = {"Jawna przy pierwszej", "Jawna przy trzeciej"}
EVERYTHING = PUBLIC | {"Tajna przy pierwszej", "Jawna w tajnej warstwie"}


def test_rest_search_by_place(linked, anonymous, manager):
    region = "bbox:18.9,52.9,19.1,53.2"
    assert titles(anonymous, region) == PUBLIC
    assert titles(manager, region) == EVERYTHING
    assert titles(anonymous, "bbox:10,50,11,51") == set()
    assert titles(anonymous, f"feature:{ONE}") == {"Jawna przy pierwszej"}
    assert titles(anonymous, "feature:TAJNE-1") == set()
    assert titles(manager, "feature:TAJNE-1") == {"Jawna w tajnej warstwie"}
    # The second parcel touches the first at its edge and the third at a corner.
    assert titles(anonymous, f"near:{TWO},0") == PUBLIC
    assert titles(anonymous, "near:TAJNE-1,1000") == set()
    assert titles(anonymous, "near:19.0,53.0,20") == set()
    assert titles(anonymous, "near:19.0,53.0,50000") == PUBLIC


def test_places_by_their_kind(linked, anonymous):
    """`geo.bbox=…` is the same question; several places are one or the other."""
    accept = {"Accept": "application/json"}

    def found(query):
        answer = anonymous.get(f"@search?{query}", headers=accept)
        assert answer.status_code == 200, answer.text
        return {each["title"] for each in answer.json()["items"]}

    assert found("geo.bbox=18.9,52.9,19.1,53.2") == PUBLIC
    assert found(f"geo.feature={ONE}") == {"Jawna przy pierwszej"}
    assert found(f"geo.near={TWO},0") == PUBLIC
    assert found(f"geo=feature:{ONE}&geo=feature:{THREE}") == PUBLIC
    assert found(f"geo.feature={ONE}&geo.bbox=10,50,11,51") == {"Jawna przy pierwszej"}


MALFORMED = (
    "geo=bbox:x", "geo=", "geo.bbox=", "geo.bbox=x", "geo.bbox=1,2,3", "geo.bbox=19,53,18,54", "geo.bbox=nan,1,2,3",
    "geo.circle=1,2,3", "geo.bbox.west=1", "geo.range=min", "geo.near=19", "geo.near=19,53,-1", "geo.feature=",
    "geo:int=5", "geo=bbox:1,2,3,4&geo=x", "&".join(["geo=feature:a"] * 21), "geo.query:list=", "geo.operator=not",
)  # fmt: skip
OPERATIONS = ("geo.within", "geo.about", "geo.near", "string.is", "selection.none")


def test_a_malformed_place_is_said_to_be_one(linked, anonymous):
    """Never a fault of the server, whichever parameter or criterion it stands in."""
    headers = {"Accept": "application/json"}
    for query in MALFORMED:
        answer = anonymous.get(f"@search?{query}", headers=headers)
        assert answer.status_code == 400, query
        assert answer.json()["reason"] in ("unlawful_place", "invalid_bbox"), query
    for operation in OPERATIONS:
        for value in (None, "", [], ["1,2"], {"a": 1}, 5):
            row = {"i": "geo", "o": f"plone.app.querystring.operation.{operation}", "v": value}
            answer = anonymous.post("@querystring-search", json={"query": [row]}, headers=headers)
            if (operation, value) in (("geo.about", ["1,2"]), ("geo.about", 5), ("geo.near", ["1,2"])):
                # Anything may be what people call a feature; nothing is called so.
                assert answer.json()["items_total"] == 0
            else:
                assert answer.status_code == 400, (operation, value, answer.text)


def test_collections_and_the_query_builder(linked, anonymous):
    query = [{"i": "geo", "o": "plone.app.querystring.operation.geo.about", "v": ONE}]
    headers = {"Accept": "application/json"}
    answer = anonymous.post("@querystring-search", json={"query": query}, headers=headers)
    assert {each["title"] for each in answer.json()["items"]} == {"Jawna przy pierwszej"}
    operations = anonymous.get("@querystring", headers=headers).json()["indexes"]["geo"]["operators"]
    assert set(operations) == {
        f"plone.app.querystring.operation.geo.{name}" for name in ("within", "about", "near")
    }
    within = [{"i": "geo", "o": "plone.app.querystring.operation.geo.within", "v": "18.9,52.9,19.1,53.2"}]
    made = api.content.create(linked, "Collection", title="Przy mapie", query=within)
    assert {found.Title() for found in made.results(batch=False)} >= PUBLIC


def test_types_kept_out_of_the_catalog_are_found_too(linked, anonymous):
    api.portal.set_registry_record("infostrada.uncatalogued_types", ["Document"])
    catalog = api.portal.get_tool("portal_catalog")
    for brain in list(catalog.unrestrictedSearchResults(portal_type="Document")):
        if brain.getRID():
            catalog._catalog.uncatalogObject(brain.getPath())
    transaction.commit()
    assert titles(anonymous, f"feature:{ONE}") == {"Jawna przy pierwszej"}
    assert titles(anonymous, "bbox:18.9,52.9,19.1,53.2") == PUBLIC


def test_too_many_are_refused(linked, anonymous, monkeypatch):
    monkeypatch.setattr(records, "MOST_RECORDS", 1)
    answer = anonymous.get(
        "@search", params={"geo": "bbox:18.9,52.9,19.1,53.2"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["reason"]) == (400, "place_too_large")


@pytest.mark.parametrize(
    "text",
    ["", "bbox", "bbox:", "bbox:1,2,3", "circle:1,2", "near:1", "near:1,2,3,4", "near:19,53,-1", "near:19,53,1e9",
     "near:nan,53,5", "near:200,53,5", "feature:\0", "feature:" + "x" * 400, None, 5],
)  # fmt: skip
def test_unlawful_places(text):
    with pytest.raises(BadRequest):
        place_of(text)
