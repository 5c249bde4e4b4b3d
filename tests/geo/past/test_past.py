"""Looking back: the versions of a day, and the days on which something changed."""

from datetime import datetime
from datetime import UTC
from infostrada.geo.features import store
from tests.geo.conftest import feature
from tests.geo.conftest import NS
from tests.geo.conftest import square

import pytest
import transaction


BOX = "499900,569900,500300,570300"


@pytest.fixture
def changed(site):
    """Parcel 1 gets a new version on 5 January, parcel 2 ends on 8 January (UTC)."""
    store.load(
        "dzialki", [feature("dzialki", "a1", "049901_2.0001.1", square(500_000, 570_000, 50), version="5")]
    )
    store.close("dzialki", NS, "a2", at=datetime(2026, 1, 8, 12, tzinfo=UTC))
    transaction.commit()
    return site


def on(session, day, layer="dzialki"):
    answer = session.get("@@geo-past", params={"layer": layer, "at": day, "bbox": BOX})
    assert answer.status_code == 200, answer.text
    return {
        f["properties"]["business_id"]: f["geometry"]["coordinates"][0] for f in answer.json()["features"]
    }


def test_each_day_has_its_versions(changed, anonymous):
    assert on(anonymous, "2025-12-31") == {}
    before, between, after = (on(anonymous, day) for day in ("2026-01-03", "2026-01-06", "2026-01-09"))
    assert set(before) == set(between) == {"049901_2.0001.1", "049901_2.0001.2", "049963_1.0001.3"}
    assert set(after) == {"049901_2.0001.1", "049963_1.0001.3"}
    assert [500_100, 570_100] in before["049901_2.0001.1"]
    assert [500_050, 570_050] in between["049901_2.0001.1"]


def test_days_of_visible_layers(changed, anonymous):
    assert anonymous.get("@@geo-past/days").json()["days"] == ["2026-01-01", "2026-01-05", "2026-01-08"]


def test_hidden_layers_have_no_past(changed, anonymous):
    answer = anonymous.get("@@geo-past", params={"layer": "tajne", "at": "2026-01-03", "bbox": BOX})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("params", "field"),
    [({"at": "yesterday"}, "at"), ({"at": ""}, "at"), ({"at": "2026-01-03", "bbox": "1,2"}, "bbox")],
)
def test_bad_questions_name_the_field(site, anonymous, params, field):
    answer = anonymous.get("@@geo-past", params={"layer": "dzialki", "bbox": BOX, **params})
    assert (answer.status_code, answer.json()["field"]) == (400, field)
