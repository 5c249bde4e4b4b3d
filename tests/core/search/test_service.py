"""`@text-search` over HTTP."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from pytest_plone.fixtures.requests import RelativeSession
from tests.core.record.conftest import prepare

import pytest
import transaction


@pytest.fixture
def site(functional_portal):
    prepare(functional_portal)
    for title in ("Uchwała o mostach", "Most nad rzeką"):
        sheet = api.content.create(functional_portal["lipnowo"], "sheet", title=title)
    api.content.transition(sheet, "publish")
    transaction.commit()
    return functional_portal


@pytest.fixture
def get(site):
    def call(path: str, *, anonymous: bool = False, **params):
        session = RelativeSession(site.absolute_url())
        session.headers["Accept"] = "application/json"
        if not anonymous:
            session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        return session.get(path, params=params)

    return call


def test_answer_has_address_and_marked_excerpt(get):
    answer = get("/@text-search", q="mostów").json()
    assert answer["items_total"] == 2
    assert {item["title"] for item in answer["items"]} == {"Uchwała o mostach", "Most nad rzeką"}
    assert all("/lipnowo/" in item["@id"] for item in answer["items"])


def test_visitor_finds_what_is_published(get):
    answer = get("/@text-search", q="mosty", anonymous=True).json()
    assert [item["title"] for item in answer["items"]] == ["Most nad rzeką"]


def test_other_units_container_has_none_of_it(get):
    assert get("/rypin/@text-search", q="mosty").json()["items"] == []


@pytest.mark.parametrize(("params", "field"), [({}, "q"), ({"q": "a", "b_size": "-1"}, "b_size")])
def test_bad_questions_are_refused_with_the_field(get, params, field):
    answer = get("/@text-search", **params)
    assert answer.status_code == 400
    assert answer.json()["field"] == field
