"""What is here: the parcel, its plan with shares, what lies near, and the sentence about building."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.here.verdict import verdict
from infostrada.geo.here.verdict import zone_symbol
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square

import json
import pytest
import shapely
import transaction


ONE = "049901_2.0001.1"
POINT = {"x": "500025", "y": "570025"}


@pytest.fixture
def rich(site):
    """Around parcel 1 (500000-500100, 570000-570100): a plan, a reserve, a pipe, a monument."""
    site["warstwa-dzialki"].theme = "parcel"
    site["warstwa-dzialki"].reindexObject()
    for name, theme in (
        ("plan", "plan"),
        ("rezerwaty", "protected"),
        ("woda", "utility"),
        ("zabytki", "monument"),
        ("budynki", "building"),
    ):
        map_layer(site, name, "published", theme=theme)
    flush()
    zone = square(500_000, 569_900, 200).intersection(shapely.box(500_000, 0, 500_075, 1e6))
    rest = shapely.box(500_075, 569_900, 500_200, 570_100)
    store.load("plan", [feature("plan", "z1", "1MN", zone), feature("plan", "z2", "2ZL", rest)])
    store.load("rezerwaty", [feature("rezerwaty", "r1", "Kępa", square(500_090, 570_090, 500))])
    store.load("woda", [
        feature("woda", "w1", "wo100", shapely.LineString([(499_980, 569_000), (499_980, 571_000)])),
        feature("woda", "w2", "wo200", shapely.LineString([(499_940, 569_000), (499_940, 571_000)])),
    ])  # fmt: skip
    store.load("zabytki", [feature("zabytki", "m1", "Kapliczka", shapely.Point(500_050, 570_130))])
    store.load("budynki", [feature("budynki", "b1", "dom", square(500_010, 570_010, 10)),
                           feature("budynki", "b2", "obok", square(500_110, 570_010, 10))])  # fmt: skip
    transaction.commit()
    return site


def ask(session, **question):
    answer = session.get("@@geo/what-is-here", params=question)
    assert answer.status_code == 200, answer.text
    return answer.json()


def by_name(answer):
    return {f["properties"]["business_id"]: f["properties"] for f in answer["features"]}


def test_a_point_stands_for_its_parcel(rich, anonymous):
    answer = ask(anonymous, **POINT)
    found = by_name(answer)
    assert answer["area"] == 10_000
    assert set(found) == {ONE, "1MN", "2ZL", "Kępa", "wo100", "Kapliczka", "dom"}
    assert found["1MN"]["share"] == 0.75
    assert found["2ZL"]["share"] == 0.25
    assert found["Kępa"]["share"] == 0.01
    assert found["wo100"]["distance"] == 20.0
    assert found["Kapliczka"]["distance"] == 30.0


def test_a_feature_by_its_key_is_asked_about_like_a_point_in_it(rich, anonymous):
    asked = ask(anonymous, layer="dzialki", fid="PL.PZGiK.049901.EGiB:a1")
    assert set(by_name(asked)) == {ONE, "1MN", "2ZL", "Kępa", "wo100", "Kapliczka", "dom"}
    # The question about building is answered for a parcel, however it is named.
    assert asked["verdict"] == ask(anonymous, **POINT)["verdict"] != []
    house = ask(anonymous, layer="budynki", fid="PL.PZGiK.049901.EGiB:b1")
    assert "1MN" in by_name(house)
    assert house["area"] == 10_000


def test_a_drawn_shape(rich, anonymous):
    drawn = {"type": "Polygon", "coordinates": [[[500_090, 570_010], [500_110, 570_010], [500_110, 570_020], [500_090, 570_020], [500_090, 570_010]]]}  # fmt: skip
    answer = ask(anonymous, shape=json.dumps(drawn))
    assert {ONE, "049901_2.0001.2", "2ZL"} <= set(by_name(answer))
    assert "1MN" not in by_name(answer)
    assert answer["verdict"] == []


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("nonsense", "malformed"),
        ('{"type":"Polygon","coordinates":[]}', "malformed"),
        ('{"type":"MultiPoint","coordinates":[[500000,570000]]}', "malformed"),
        ('{"type":"Point","coordinates":[18.6,53.0,1]}', "malformed"),
        ('{"type":"Point","coordinates":[-5,53.0]}', "outside"),
        ('{"type":"Polygon","coordinates":[[[100,100],[900000,100],[900000,9000],[100,100]]]}', "too_large"),
        ('{"type":"Polygon","coordinates":[[[10,10],[20,20],[20,10],[10,20],[10,10]]]}', "crossing_itself"),
        (
            '{"type":"LineString","coordinates":'
            + json.dumps([[500_000 + n / 10, 570_000] for n in range(2100)])
            + "}",
            "too_large",
        ),
    ],
)
def test_bad_shapes_are_named(site, anonymous, shape, reason):
    answer = (
        anonymous.post("@@geo/what-is-here", data={"shape": shape})
        if len(shape) > 8000
        else anonymous.get("@@geo/what-is-here", params={"shape": shape})
    )
    if answer.status_code == 405:
        pytest.skip("too long for an address")
    assert (answer.status_code, answer.json()["reason"]) == (400, reason)


def test_what_may_not_be_seen_is_not_there(rich, anonymous, manager):
    assert "TAJNE-1" not in by_name(ask(anonymous, **POINT))
    assert "TAJNE-1" in by_name(ask(manager, **POINT))
    hidden = ask(anonymous, layer="tajne", fid="PL.PZGiK.049901.EGiB:s1")
    assert hidden["features"] == []
    assert hidden["area"] is None


def test_the_sentence_about_building_over_http(rich, anonymous):
    lines = ask(anonymous, **POINT)["verdict"]
    assert [line["kind"] for line in lines] == ["yes", "no", "check", "yes", "note"]
    assert "1MN (75%)" in lines[0]["text"]


@pytest.mark.parametrize(
    ("attrs", "name", "symbol"),
    [
        ({}, "1SJ", "SJ"), ({}, "3POG-1SJ", "SJ"), ({"symbol": "MN"}, "x", "MN"), ({}, "12MN/U", "MN"),
        ({"oznaczenie": "1POG-23SN"}, "", "SN"), ({}, "A1.KDD", "KDD"), ({}, "bez nazwy", ""),
    ],
)  # fmt: skip
def test_symbols_of_zones(attrs, name, symbol):
    assert zone_symbol({"attrs": attrs, "business_id": name}) == symbol


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [("SJ", "yes"), ("MN", "yes"), ("SZ", "check"), ("RM", "check"), ("SW", "check"), ("MW", "check"),
     ("SO", "no"), ("SR", "no"), ("ZL", "no"), ("R", "no"), ("U", "no"), ("KDD", "no")],
)  # fmt: skip
def test_zones_and_houses(symbol, kind):
    """SZ and RM are for farms (rozporządzenie Dz.U. 2021 poz. 2404), SW and MW for blocks of flats."""
    zone = {"theme": "plan", "layer_title": "Plan", "business_id": f"1{symbol}", "attrs": {}, "share": 1}
    assert [line.kind for line in verdict([zone], True)] == [kind]


def test_an_act_is_no_zone_beside_its_zones():
    common = {"theme": "plan", "layer_title": "Plan", "share": 1}
    act = {**common, "layer": "akty", "business_id": "Plan gminy", "attrs": {}}
    zone = {**common, "layer": "strefy", "business_id": "1SJ", "attrs": {"symbol": "SJ"}}
    unread = {**common, "layer": "strefy", "business_id": "?", "attrs": {}}
    assert [line.kind for line in verdict([act, zone], True)] == ["yes"]
    assert [line.kind for line in verdict([act, zone, unread], True)] == ["yes", "check"]
    assert [line.kind for line in verdict([act], True)] == ["check"]


def test_without_a_plan_the_way_is_named_and_other_places_get_no_sentence():
    assert [line.kind for line in verdict([], True)] == ["check"]
    assert verdict([], False) == []
