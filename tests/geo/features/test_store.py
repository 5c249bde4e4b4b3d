"""Loading, versions and closing, against the rows in the database."""

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.sql import reader
from infostrada.geo.features import store
from tests.geo.conftest import feature
from tests.geo.conftest import NS
from tests.geo.conftest import square

import pytest
import shapely
import transaction


def versions(local_id):
    with reader() as connection:
        return connection.execute(
            "SELECT version, valid_to IS NULL FROM geo.feature WHERE local_id = %s ORDER BY id",
            [local_id],
        ).fetchall()


def counted(layer):
    with reader() as connection:
        return connection.execute(
            "SELECT revision, feature_count, extents FROM geo.layer WHERE layer = %s", [layer]
        ).fetchone()


def test_a_repeated_load_changes_no_feature(site):
    again = [feature("dzialki", "a1", "049901_2.0001.1", square(500_000, 570_000))]
    assert store.load("dzialki", again) == 0
    transaction.commit()
    assert versions("a1") == [("1", True)]


def test_a_new_version_closes_the_old_one(site):
    wider = square(500_000, 570_000, 90)
    newer = feature("dzialki", "a1", "049901_2.0001.1", wider, version="2")
    assert store.load("dzialki", [newer]) == 1
    transaction.commit()
    assert versions("a1") == [("1", False), ("2", True)]
    found = store.by_business_id("dzialki", ["049901_2.0001.1"])["049901_2.0001.1"]
    assert (found.version, found.area) == ("2", 8100)


def test_close_ends_a_feature(site):
    assert store.close("dzialki", NS, "a1", datetime(2026, 6, 1, tzinfo=UTC))
    assert not store.close("dzialki", NS, "a1", datetime(2026, 6, 2, tzinfo=UTC))
    transaction.commit()
    assert versions("a1") == [("1", False)]
    assert store.by_business_id("dzialki", ["049901_2.0001.1"]) == {}


def test_the_layer_keeps_count_and_extents(site):
    revision, count, extents = counted("dzialki")
    assert count == 3
    assert extents == {
        "049901": [500_000, 570_000, 500_200, 570_100],
        "049963": [500_000, 570_100, 500_100, 570_200],
    }
    store.close("dzialki", NS, "a3", datetime(2026, 6, 1, tzinfo=UTC))
    transaction.commit()
    assert counted("dzialki") == (revision + 1, 2, {"049901": extents["049901"]})


def test_an_aborted_load_leaves_nothing(site):
    store.load("dzialki", [feature("dzialki", "b1", "x", square(1, 1))])
    transaction.abort()
    assert versions("b1") == []


@pytest.mark.parametrize(
    ("layer", "made", "error", "reason"),
    [
        ("nie-ma", feature("nie-ma", "b1", "x", square(1, 1)), NotFound, "unknown_layer"),
        ("dzialki", feature("tajne", "b1", "x", square(1, 1)), BadRequest, "wrong_layer"),
        ("dzialki", feature("dzialki", "b:1", "x", square(1, 1)), BadRequest, "unlawful"),
        ("dzialki", feature("dzialki", "", "x", square(1, 1)), BadRequest, "unlawful"),
    ],
)
def test_unlawful_features_are_refused(site, layer, made, error, reason):
    with pytest.raises(error) as refusal:
        store.load(layer, [made])
    assert refusal.value.reason == reason
    transaction.abort()


def test_a_broken_geometry_is_refused(site):
    made = feature("dzialki", "b1", "x", shapely.Point(1, 1))
    broken = type(made)(**{**made.__dict__, "wkb": b"\x01\x02"})
    with pytest.raises(BadRequest):
        store.load("dzialki", [broken])
    transaction.abort()


def test_every_value_arrives_as_it_was_given(site):
    """Characters that mean something to COPY, moments to the microsecond and of other zones, attributes of every kind."""
    at = datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=2)))
    attrs = {
        "opis": 'tab\t, nowa\nlinia, \\N i "cudzysłów"',
        "pow": 1.5,
        "nic": None,
        "spis": [1, {"żółć": True}],
    }
    given = replace(
        feature("dzialki", "ł\t1", "nr\\N\r\n", square(500_300, 570_000), **attrs),
        version="\\.",
        valid_from=at,
    )
    assert store.load("dzialki", [given]) == 1
    transaction.commit()
    with reader() as connection:
        row = connection.execute(
            "SELECT local_id, business_id, version, valid_from, attrs, ST_SRID(geom), ST_AsBinary(geom)"
            " FROM geo.feature WHERE local_id LIKE 'ł%'"
        ).fetchone()
    assert row == ("ł\t1", "nr\\N\r\n", "\\.", at, attrs, 2180, given.wkb)
