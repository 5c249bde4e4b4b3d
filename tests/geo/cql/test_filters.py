"""Filters asked of real features over HTTP; what they find is worked out by hand from the six features."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from pyproj import Transformer
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import NS
from tests.geo.conftest import square

import json
import pytest
import shapely
import transaction


ITEMS = "@@geo/collections/mix/items"
PL1992 = "http://www.opengis.net/def/crs/EPSG/0/2180"
PL2000_6 = "http://www.opengis.net/def/crs/EPSG/0/2177"

# id: shape in EPSG:2180 and attributes
FEATURES = {
    "p1": (square(500_000, 570_000), {"nazwa": "Łąka", "pow": 100, "tagi": ["a", "b"], "od": "2020-05-01", "żółw": 1}),
    "p2": (square(500_100, 570_000), {"nazwa": "laka", "pow": 250.5, "tagi": ["b"], "od": "2021-01-01T12:00:00Z"}),
    "p3": (square(500_050, 570_050), {"nazwa": "ŻÓŁĆ", "pow": "300", "tagi": ["c"], "od": "nie wiadomo", "czynny": True}),
    "p4": (square(510_000, 570_000), {"nazwa": "50% zniżki_", "pow": None, "x": 7, "y": 7}),
    "l1": (shapely.LineString([(499_990, 570_050), (500_250, 570_050)]), {"nazwa": "droga", "pow": 0, "x": 1, "y": 2}),
    "o1": (shapely.Point(500_050, 570_050), {"nazwa": "O'Hara", "pow": -3}),
}  # fmt: skip


@pytest.fixture(scope="module")
def keep():
    return {}


@pytest.fixture
def mixed(site):
    map_layer(site, "mix", "published", position=5)
    flush()
    store.load(
        "mix", [feature("mix", key, f"N-{key}", shape, **attrs) for key, (shape, attrs) in FEATURES.items()]
    )
    transaction.commit()
    return site


def found(session, text, **more):
    answer = session.get(ITEMS, params={"filter": text, **more})
    assert answer.status_code == 200, answer.text
    return {each["id"].partition(":")[2] for each in answer.json()["features"]}


EXPECTED = [
    ("pow > 100", {"p2"}),
    ("pow = '300'", {"p3"}),
    ("pow IS NULL", {"p4"}),
    ("pow IS NOT NULL AND pow < 0", {"o1"}),
    ("pow * 2 + 1 > 200", {"p1", "p2"}),
    ("pow / 0 = 1", set()),
    ("x = y", {"p4"}),
    ("x <> y", {"l1"}),
    ("x % 2 = 1", {"p4", "l1"}),
    ("x ^ 2 = 49", {"p4"}),
    ("x div 2 = 3", {"p4"}),
    ("-pow = 3", {"o1"}),
    ("czynny = TRUE", {"p3"}),
    ("czynny", {"p3"}),
    ("żółw = 1", {"p1"}),
    ("nazwa = 'O''Hara'", {"o1"}),
    ("nazwa LIKE '50\\% zni%\\_'", {"p4"}),
    ("nazwa LIKE '____'", {"p1", "p2", "p3"}),
    ("CASEI(nazwa) = CASEI('łĄKA')", {"p1"}),
    ("ACCENTI(CASEI(nazwa)) = ACCENTI(CASEI('ŁĄKA'))", {"p1", "p2"}),
    ("CASEI(nazwa) LIKE CASEI('żół%')", {"p3"}),
    ("pow BETWEEN 100 AND 251", {"p1", "p2"}),
    ("pow NOT BETWEEN -5 AND 251", set()),
    ("nazwa IN ('droga', 'laka')", {"p2", "l1"}),
    ("business_id IN ('N-p1') OR id = 'PL.PZGiK.049901.EGiB:p2'", {"p1", "p2"}),
    ("NOT (nazwa = 'droga' OR pow < 101)", {"p2"}),
    ("A_CONTAINS(tagi, ('a', 'b'))", {"p1"}),
    ("A_CONTAINEDBY(tagi, ('a', 'b', 'x'))", {"p1", "p2"}),
    ("A_EQUALS(tagi, ('b', 'a'))", {"p1"}),
    ("A_OVERLAPS(tagi, ('b', 'c'))", {"p1", "p2", "p3"}),
    ("od > DATE('2020-12-31')", {"p2"}),
    ("T_BEFORE(od, TIMESTAMP('2021-01-01T12:00:01Z'))", {"p1", "p2"}),
    ("T_DURING(od, INTERVAL('2020-01-01', '2020-12-31'))", {"p1"}),
    ("T_AFTER(od, DATE('2020-05-01'))", {"p2"}),
    ("T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('2030-01-01', '..'))", set(FEATURES)),
    ("T_BEFORE(INTERVAL(valid_from, valid_to), DATE('2030-01-01'))", set()),
    ("valid_from <= '2026-01-01'", set(FEATURES)),
    ("TRUE", set(FEATURES)),
]  # fmt: skip


def test_filters_find_what_they_say(mixed, anonymous):
    for text, expected in EXPECTED:
        assert found(anonymous, text) == expected, text


# Squares of EPSG:2180, northing first, because that is the order of the filter's system.
SPATIAL = [
    ("S_INTERSECTS(geometry, POINT(570010 500010))", {"p1"}),
    ("S_INTERSECTS(geometry, BBOX(570010, 500010, 570020, 500020))", {"p1"}),
    ("S_CONTAINS(geometry, POINT(570060 500060))", {"p1", "p3"}),
    ("S_WITHIN(geometry, BBOX(569000, 499000, 571000, 501000))", {"p1", "p2", "p3", "l1", "o1"}),
    ("S_DISJOINT(geometry, BBOX(569000, 499000, 571000, 501000))", {"p4"}),
    ("S_EQUALS(geometry, POINT(570050 500050))", {"o1"}),
    ("S_TOUCHES(geometry, POLYGON((570000 500200,570100 500200,570100 500300,570000 500200)))", {"p2"}),
    ("S_CROSSES(geometry, LINESTRING(570000 500010,570100 500010))", {"l1"}),
    ("S_OVERLAPS(geometry, POLYGON((570000 500000,570000 500100,570100 500100,570100 500000,570000 500000)))",
     {"p3"}),
]  # fmt: skip


def test_shapes_stand_as_the_filter_says(mixed, anonymous):
    for text, expected in SPATIAL:
        assert found(anonymous, text, **{"filter-crs": PL1992}) == expected, text


@pytest.mark.parametrize(
    ("system", "epsg", "flipped"),
    [(None, "OGC:CRS84", False), (PL2000_6, "EPSG:2177", True),
     ("http://www.opengis.net/def/crs/EPSG/0/4326", "EPSG:4326", True),
     ("http://www.opengis.net/def/crs/EPSG/0/3857", "EPSG:3857", False)],
)  # fmt: skip
def test_every_system_in_its_own_order(mixed, anonymous, system, epsg, flipped):
    east, north = Transformer.from_crs("EPSG:2180", epsg, always_xy=True).transform(500_010, 570_010)
    place = f"{north} {east}" if flipped else f"{east} {north}"
    more = {"filter-crs": system} if system else {}
    assert found(anonymous, f"S_INTERSECTS(geometry, POINT({place}))", **more) == {"p1"}


def test_json_and_parameters_narrow_together(mixed, anonymous):
    tree = {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [18.99, 52.9, 19.01, 53.1]}]}
    assert found(anonymous, json.dumps(tree)) == set(FEATURES) - {"p4"}
    both = anonymous.get(ITEMS, params={"filter": "pow >= 0", "nazwa": "droga"}).json()
    assert [each["id"] for each in both["features"]] == [f"{NS}:l1"]
    assert found(anonymous, "TRUE", pow="250.5") == {"p2"}


def test_paging_goes_on_under_a_filter(mixed, anonymous):
    seen, url = [], f"{ITEMS}?limit=1&filter=pow%20%3E%3D%200"
    while url:
        answer = anonymous.get(url).json()
        assert answer["numberMatched"] == 3
        seen += [each["id"].partition(":")[2] for each in answer["features"]]
        url = next((link["href"] for link in answer["links"] if link["rel"] == "next"), None)
    assert sorted(seen) == ["l1", "p1", "p2"]


def test_what_cannot_be_asked_is_told(mixed, anonymous, manager):
    for params, reason in (
        ({"filter": "brak = 1"}, "unknown_property"),
        ({"filter": "pow ^ 400 > 1"}, "not_calculable"),
        ({"filter": "pow = 1", "filter-lang": "sql"}, "unknown_filter_language"),
        ({"filter": "pow = 1", "filter-crs": "x"}, "unknown_crs"),
        ({"brak": "1"}, "unknown_parameter"),
        ({"x": "dużo"}, "not_a_number"),
        ({"datetime": "wczoraj"}, "not_a_moment"),
        ({"datetime": "2026-01-02/2026-01-01"}, "not_a_moment"),
    ):
        answer = anonymous.get(ITEMS, params=params)
        assert answer.status_code == 400, answer.text
        assert answer.json()["reason"] == reason, params
    # A hidden layer does not even tell whether it has the property.
    hidden = [anonymous.get("@@geo/collections/tajne/items", params={"filter": f"{name} = 'x'"})
              for name in ("business_id", "brak")]  # fmt: skip
    assert [each.status_code for each in hidden] == [404, 404]


def test_versions_of_the_past(mixed, anonymous):
    store.load("mix", [feature("mix", "p1", "N-p1", square(500_000, 570_000, 50), version="9", nazwa="nowa")])
    transaction.commit()

    def names(**params):
        answer = anonymous.get(ITEMS, params={**params, "business_id": "N-p1"}).json()
        assert answer["numberMatched"] == len(answer["features"])
        return [(each["properties"]["version"], each["properties"]["nazwa"]) for each in answer["features"]]

    old, new = ("1", "Łąka"), ("9", "nowa")
    assert names() == [new]
    assert names(datetime="2026-01-05T00:00:00Z") == [old]
    assert names(datetime="2026-01-09T00:00:00Z") == [new]
    assert names(datetime="2026-01-08/2026-01-10") == [old, new]
    assert names(datetime="../..") == [old, new]
    assert names(datetime="2025-12-31") == []
    # New attributes are learned with the new revision, and the old ones stay known.
    assert found(anonymous, "pow > 0", datetime="../..") == {"p1", "p2"}
