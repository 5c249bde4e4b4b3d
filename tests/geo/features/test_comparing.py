"""A delivery against the store: every kind of change, on squares whose areas are known by hand."""

from datetime import datetime
from datetime import UTC
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.geo.features import comparing
from infostrada.geo.features import lineage
from infostrada.geo.features import store
from sqlalchemy import text
from tests.geo.conftest import feature
from tests.geo.conftest import NS

import json
import pytest
import shapely
import transaction


LATER = datetime(2026, 6, 1, tzinfo=UTC)
FILL = text(
    "INSERT INTO incoming (layer, ns, local_id, version, valid_from, valid_to, business_id, teryt, attrs,"
    " geom, held) VALUES ('dzialki', :ns, :local_id, :version, :valid_from, :valid_to, :business_id,"
    " '049901', CAST(:attrs AS jsonb), ST_GeomFromWKB(:wkb, 2180), :held)"
)

# Squares of 100 m in one district; beside them one of another district, which no delivery is about.
START = {
    "k10": ("049901_2.0007.10", shapely.box(500_000, 560_000, 500_100, 560_100)),
    "k20": ("049901_2.0007.20", shapely.box(500_100, 560_000, 500_200, 560_100)),
    "k21": ("049901_2.0007.21", shapely.box(500_200, 560_000, 500_300, 560_100)),
    "k30": ("049901_2.0007.30", shapely.box(500_300, 560_000, 500_400, 560_100)),
    "k40": ("049901_2.0008.40", shapely.box(500_400, 560_000, 500_500, 560_100)),
}


@pytest.fixture
def ground(site):
    store.load("dzialki", [feature("dzialki", key, name, shape) for key, (name, shape) in START.items()])
    transaction.commit()


def deliver(*given, complete=True):
    """Bring `(key, name, shape, version, extra)` in; returns the counts and the lineage found."""
    comparing.open_incoming()
    for key, name, shape, version, extra in given:
        row = {
            "ns": NS,
            "local_id": key,
            "version": version,
            "valid_from": LATER if version != "1" else datetime(2026, 1, 1, tzinfo=UTC),
            "valid_to": None,
            "business_id": f"049901_2.0007.{name}",
            "attrs": "{}",
            "wkb": shapely.to_wkb(shape),
            "held": False,
        }
        session().execute(FILL, {**row, **extra})
    counts = comparing.compare("dzialki", complete)
    found = comparing.descent()
    comparing.apply("dzialki", LATER)
    transaction.commit()
    return counts, found


def same(*keys):
    return [(key, START[key][0].rsplit(".")[-1], START[key][1], "1", {}) for key in keys]


def steps(found):
    return [
        (step["kind"], step["old_id"], step["new_id"], step["share_old"], step["share_new"]) for step in found
    ]


def open_keys():
    with reader() as connection:
        return {
            key
            for (key,) in connection.execute(
                "SELECT local_id FROM geo.feature WHERE local_id LIKE 'k%' AND valid_to IS NULL"
            )
        }


def test_the_same_delivery_changes_nothing(ground):
    counts, found = deliver(*same("k10", "k20", "k21", "k30"))
    assert (counts.unchanged, counts.gone, counts.new, found) == (4, 0, 0, [])
    assert open_keys() == set(START)


def test_a_split_a_merge_and_a_change_of_attributes(ground):
    counts, found = deliver(
        ("k10a", "10/1", shapely.box(500_000, 560_000, 500_025, 560_100), "2", {}),
        ("k10b", "10/2", shapely.box(500_025, 560_000, 500_100, 560_100), "2", {}),
        ("k49", "49", shapely.box(500_100, 560_000, 500_300, 560_100), "2", {}),
        ("k30", "30", START["k30"][1], "2", {"attrs": json.dumps({"OFU": "B"})}),
    )
    assert (counts.new, counts.gone, counts.attributes, counts.split, counts.merged) == (3, 3, 1, 1, 1)
    assert steps(found) == [
        ("split", "k10", "k10a", 0.25, 1),
        ("split", "k10", "k10b", 0.75, 1),
        ("merge", "k20", "k49", 1, 0.5),
        ("merge", "k21", "k49", 1, 0.5),
    ]
    assert open_keys() == {"k10a", "k10b", "k49", "k30", "k40"}
    now = lineage.successors([("dzialki", NS, "k10", "1"), ("dzialki", NS, "k30", "1")])
    assert [(each.local_id, each.share, each.same) for each in now["dzialki", NS, "k10", "1"]] == [
        ("k10b", 0.75, False),
        ("k10a", 0.25, False),
    ]
    assert [(each.version, each.same) for each in now["dzialki", NS, "k30", "1"]] == [("2", True)]
    back = lineage.ancestors([("dzialki", NS, "k49")])
    assert {local_id for _layer, _ns, local_id in back} == {"k49", "k20", "k21"}
    assert [row["old_name"] for row in lineage.history("dzialki", NS, "k49")] == [
        "049901_2.0007.20",
        "049901_2.0007.21",
    ]


def test_two_generations_are_followed_and_versions_keep_their_own_past(ground):
    deliver(
        ("k10a", "10/1", shapely.box(500_000, 560_000, 500_050, 560_100), "2", {}),
        ("k10b", "10/2", shapely.box(500_050, 560_000, 500_100, 560_100), "2", {}),
        *same("k20", "k21", "k30"),
    )
    third = {"valid_from": datetime(2026, 9, 1, tzinfo=UTC)}
    deliver(
        ("k10a", "10/1", shapely.box(500_000, 560_000, 500_050, 560_100), "2", {}),
        ("k50", "50", shapely.box(500_050, 560_000, 500_200, 560_100), "3", third),
        *same("k21", "k30"),
    )
    asked = [("dzialki", NS, "k10", "1"), ("dzialki", NS, "k10a", "2")]
    now = lineage.successors(asked)
    assert [(each.local_id, each.share) for each in now[asked[0]]] == [("k10a", 0.5), ("k50", 0.5)]
    # What happened to the ground before this version began is not about it.
    assert [each.local_id for each in now[asked[1]]] == ["k10a"]
    back = lineage.ancestors([("dzialki", NS, "k50")])
    assert {key[2] for key in back} == {"k50", "k10b", "k20", "k10"}


def test_a_moved_boundary_is_a_reshape(ground):
    _counts, found = deliver(
        ("k10", "10", shapely.box(500_000, 560_000, 500_080, 560_100), "2", {}),
        ("k20", "20", shapely.box(500_080, 560_000, 500_200, 560_100), "2", {}),
        *same("k21", "k30"),
    )
    assert steps(found) == [("reshape", "k10", "k20", 0.2, pytest.approx(2000 / 12000))]
    now = lineage.successors([("dzialki", NS, "k10", "1")])["dzialki", NS, "k10", "1"]
    assert [(each.local_id, each.same) for each in now] == [("k10", True), ("k20", False)]


def test_what_was_refused_is_not_gone(ground):
    counts, _found = deliver(
        *same("k10", "k20", "k21"),
        ("k30", "30", shapely.Point(0, 0), "2", {"held": True}),
    )
    assert counts.gone == 0
    assert open_keys() == set(START)


def test_a_partial_delivery_ends_only_what_it_says_has_ended(ground):
    ended = {"valid_to": LATER}
    counts, _found = deliver(("k10", "10", START["k10"][1], "1", ended), complete=False)
    assert counts.gone == 1
    assert open_keys() == set(START) - {"k10"}
    with reader() as connection:
        row = connection.execute("SELECT valid_to FROM geo.feature WHERE local_id = 'k10'").fetchone()
    assert row == (LATER,)


def test_an_older_delivery_does_not_undo_a_newer_one(ground):
    deliver(("k30", "30", START["k30"][1], "2", {}), *same("k10", "k20", "k21"))
    counts, _found = deliver(*same("k10", "k20", "k21", "k30"))
    assert (counts.older, counts.unchanged, counts.gone) == (1, 3, 0)


def test_a_version_used_twice_still_becomes_a_row_of_its_own(ground):
    moved = shapely.box(500_300, 560_000, 500_390, 560_100)
    counts, _found = deliver(("k30", "30", moved, "1", {}), *same("k10", "k20", "k21"))
    assert counts.geometry == 1
    found = store.by_business_id("dzialki", ["049901_2.0007.30"])["049901_2.0007.30"]
    assert found.area == 9000
    assert found.version.startswith("1@")
