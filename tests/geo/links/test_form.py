"""The edit form and REST: identifiers are checked, an error says which, nothing needs scripts."""

from html import unescape
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import open_links
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser

import pytest
import transaction


ONE, TWO = "049901_2.0001.1", "049901_2.0001.2"
NAME = "form.widgets.IGeoLinks.geo_links"


@pytest.fixture
def record(document):
    made = document("Decyzja")
    transaction.commit()
    return made


@pytest.fixture
def browser(functional, record):
    made = Browser(functional["app"])
    made.handleErrors = False
    made.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    made.open(f"{record.absolute_url()}/edit")
    return made


def linked(record):
    transaction.begin()
    return [(each.business_id, each.role) for each in open_links(IGeoLinks(record).geo_links)]


def save(browser):
    browser.getControl(name="form.buttons.save").click()


def test_identifiers_become_links(browser, record):
    browser.getControl(name=NAME).value = f"{ONE}\n{TWO}"
    browser.getControl(name=f"{NAME}.role").value = ["affected"]
    save(browser)
    assert linked(record) == [(ONE, "affected"), (TWO, "affected")]


def test_an_unknown_identifier_is_named_and_nothing_is_saved(browser, record):
    browser.getControl(name=NAME).value = f"{ONE} 049901_2.0001.999"
    save(browser)
    assert "049901_2.0001.999" in browser.contents
    assert "Nie ma takiej działki ani takiego obiektu: 049901_2.0001.999." in unescape(browser.contents)
    assert browser.getControl(name=NAME).value.split() == [ONE, "049901_2.0001.999"]
    assert linked(record) == []


def test_a_marked_link_is_ended_and_the_other_stays(browser, record):
    first, _second = link(record, [Ask(ONE), Ask(TWO, "neighbour")])
    transaction.commit()
    browser.open(f"{record.absolute_url()}/edit")
    browser.getControl(name=f"{NAME}.ended:list").getControl(value=first.link_id).selected = True
    save(browser)
    assert linked(record) == [(TWO, "neighbour")]


def test_saving_without_a_change_keeps_the_links(browser, record):
    before = link(record, [Ask(ONE)])
    transaction.commit()
    browser.open(f"{record.absolute_url()}/edit")
    save(browser)
    transaction.begin()
    assert IGeoLinks(record).geo_links == before


def test_rest_links_and_names_what_is_unknown(manager, record):
    url, headers = record.absolute_url(), {"Accept": "application/json"}
    body = {"geo_links": [{"business_id": ONE, "role": "plan_of"}]}
    assert manager.patch(url, json=body, headers=headers).status_code == 204
    assert linked(record) == [(ONE, "plan_of")]
    (seen,) = manager.get(url, headers=headers).json()["geo_links"]
    assert seen["snapshot"]["area"] == 10_000
    wrong = {"geo_links": [{"business_id": "nie-ma"}]}
    answer = manager.patch(url, json=wrong, headers=headers)
    assert answer.status_code == 400
    assert "nie-ma" in answer.text
    assert linked(record) == [(ONE, "plan_of")]


@pytest.mark.parametrize("value", ["x", [1], [{"business_id": 1}], [{"layer": []}]])
def test_rest_refuses_malformed_links(manager, record, value):
    headers = {"Accept": "application/json"}
    answer = manager.patch(record.absolute_url(), json={"geo_links": value}, headers=headers)
    assert answer.status_code == 400


def test_an_operator_may_restore_whole_links(manager, site, record):
    link(record, [Ask(ONE)])
    transaction.commit()
    headers = {"Accept": "application/json"}
    exported = manager.get(record.absolute_url(), headers=headers).json()["geo_links"]
    body = {"@type": "Document", "title": "Odtworzona", "geo_links": exported}
    made = manager.post(site.absolute_url(), json=body, headers=headers).json()
    assert made["geo_links"] == exported


def test_the_places_form_links_apart_from_the_edit_form(browser, record):
    browser.open(f"{record.absolute_url()}/@@places")
    browser.getControl(name="form.widgets.IGeoLinks.geo_links").value = ONE
    save(browser)
    assert linked(record) == [(ONE, "subject")]


def test_places_over_rest(manager, anonymous, record):
    url, headers = f"{record.absolute_url()}/@places", {"Accept": "application/json"}
    made = manager.post(url, json={"business_id": ONE, "role": "affected"}, headers=headers)
    assert made.status_code == 201
    (added,) = made.json()["items"]
    (seen,) = manager.get(url, headers=headers).json()["items"]
    assert (seen["business_id"], seen["role"], seen["extent"][0]) == (ONE, "affected", 500_000)
    for session in [anonymous]:
        assert session.get(url, headers=headers).status_code in (401, 404)
        assert session.post(url, json={"business_id": TWO}, headers=headers).status_code in (401, 404)
    wrong = manager.post(url, json={"business_id": "nie-ma"}, headers=headers)
    assert (wrong.status_code, wrong.json()["reason"]) == (400, "unknown_feature")
    ended = manager.delete(f"{url}/{added['link_id']}", json={"reason": "x"}, headers=headers)
    assert ended.status_code == 204
    assert linked(record) == []
    again = manager.delete(f"{url}/{added['link_id']}", json={}, headers=headers)
    assert again.status_code == 400
