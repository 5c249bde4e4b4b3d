"""The search box: identifiers by their beginning, addresses by words in any order."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.searching.reading import query_of
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer

import pytest
import shapely
import transaction


@pytest.fixture
def addresses(site):
    map_layer(site, "adresy", "published", theme="address")
    flush()
    names = ["Łąkowo, ul. Żurawia 4", "Łąkowo, ul. Żurawia 41", "Dębno, ul. Żurawia 4", "Łąkowo"]
    store.load(
        "adresy",
        [
            feature("adresy", f"p{n}", name, shapely.Point(500_000 + n, 570_000))
            for n, name in enumerate(names)
        ],
    )
    transaction.commit()
    return site


def titles(session, q, **more):
    answer = session.get("@@geo-search", params={"q": q, **more})
    assert answer.status_code == 200
    return [item["title"] for item in answer.json()["items"]]


def test_words_without_polish_signs_in_any_order(addresses, anonymous):
    assert titles(anonymous, "zurawia 4 lakowo") == ["Łąkowo, ul. Żurawia 4", "Łąkowo, ul. Żurawia 41"]
    assert titles(anonymous, "ŁĄKOWO") == ["Łąkowo", "Łąkowo, ul. Żurawia 4", "Łąkowo, ul. Żurawia 41"]
    assert titles(anonymous, "ul. Żurawia 41") == ["Łąkowo, ul. Żurawia 41"]


def test_identifiers_by_their_beginning(addresses, anonymous, manager):
    assert titles(anonymous, "049901_2.0001.") == ["049901_2.0001.1", "049901_2.0001.2"]
    assert titles(anonymous, "%") == []
    assert titles(anonymous, "TAJNE") == []
    assert titles(manager, "TAJNE-1") == ["TAJNE-1"]


def test_only_the_commune(addresses, anonymous):
    assert titles(anonymous, "0499", teryt="049963") == ["049963_1.0001.3"]


@pytest.mark.parametrize("q", ["", "   ", "' OR 1=1 --", "a & | ! :*", "\\", "(((", "<->", "ł" * 500])
def test_nothing_typed_breaks_it(addresses, anonymous, q):
    assert titles(anonymous, q) == []


def test_the_query_is_made_of_words_alone():
    assert query_of("ul. Żurawia 4/2!") == "zurawia:* & 4:* & 2:*"
    assert query_of("ul") == "ul:*"
