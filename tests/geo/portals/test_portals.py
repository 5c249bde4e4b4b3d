"""Compositions: what a map shows and in which order; nobody learns of layers they may not see."""

from infostrada.geo.portals.rules import compose
from plone import api
from tests.geo.conftest import map_layer

import pytest
import transaction


SEEN = [
    {"layer": "orto", "is_base": True},
    {"layer": "wody", "is_base": False},
    {"layer": "dzialki", "is_base": False},
    {"layer": "budynki", "is_base": False},
]
PORTAL = {
    "uid": "p", "title": "Mapa", "layers": ["wody", "tajne"], "groups": ["g", "hidden"],
    "base_maps": ["orto", "plain", "gone"], "tools": ["print", "search"], "view": [0, 0, 1, 1], "teryt": "049901",
}  # fmt: skip
GROUP = {"uid": "g", "title": "Grunty", "opened": True, "layers": ["budynki", "tajne", "dzialki"]}


def test_without_a_geoportal_all_is_shown():
    shown = compose(None, [], SEEN)
    assert shown.layers == ("budynki", "dzialki", "wody")
    assert shown.base_maps == ("plain", "orto")


def test_a_geoportal_orders_and_hides():
    shown = compose(PORTAL, [GROUP], SEEN)
    assert shown.layers == ("wody", "budynki", "dzialki")
    assert [(g["title"], g["layers"]) for g in shown.groups] == [("Grunty", ["budynki", "dzialki"])]
    assert shown.base_maps == ("orto", "plain")
    assert shown.tools == ("search", "print")


def test_an_empty_geoportal_shows_all_and_a_group_of_hidden_layers_is_not_there():
    empty = {**PORTAL, "layers": [], "groups": []}
    assert compose(empty, [], SEEN).layers == ("budynki", "dzialki", "wody")
    hidden = {**GROUP, "layers": ["tajne"]}
    assert compose(PORTAL, [hidden], SEEN).groups == ()


@pytest.fixture
def portal(site):
    group = api.content.create(site, "geo_group", "grunty", title="Grunty", layers=["dzialki", "tajne"])
    made = api.content.create(
        site, "geo_portal", "mapa", title="Mapa gminy", groups=[group.UID()], main=True,
        first_view="499900,569900,500300,570300", tools={"search", "share"},
    )  # fmt: skip
    for each in (group, made):
        api.content.transition(each, "publish")
    transaction.commit()
    return made


def test_the_main_geoportal_is_the_map_of_its_place(portal, anonymous, manager):
    config = anonymous.get("@@geo/config").json()
    assert config["title"] == "Mapa gminy"
    assert config["extent"] == [499900, 569900, 500300, 570300]
    assert [g["layers"] for g in config["groups"]] == [["dzialki"]]
    assert [layer["id"] for layer in config["layers"]] == ["dzialki"]
    assert manager.get("@@geo/config").json()["groups"][0]["layers"] == ["dzialki", "tajne"]
    assert "tajne" not in anonymous.get("@@geo/config").text


def test_a_draft_geoportal_is_the_map_of_nobody_else(portal, anonymous):
    api.content.transition(portal, "withdraw")
    transaction.commit()
    assert anonymous.get("@@geo/config").json()["title"] == ""
    assert anonymous.get("@@geo/config", params={"portal": portal.UID()}).json()["title"] == ""


def test_pages_and_the_embedded_map(portal, anonymous):
    page = anonymous.get(portal.absolute_url())
    assert f"portal={portal.UID()}" in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    embedded = anonymous.get(f"{portal.absolute_url()}/@@embed")
    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert "<script>" not in embedded.text


def test_any_page_shows_a_geoportal_to_those_who_may_see_it(portal, document, anonymous, manager):
    page = document("Kontakt", "published")
    transaction.commit()
    assert portal.UID() in manager.get("++add++Document").text
    headers = {"Accept": "application/json"}
    assert manager.patch(page.absolute_url(), json={"page_map": "nie-ma"}, headers=headers).status_code == 400
    chosen = manager.patch(page.absolute_url(), json={"page_map": portal.UID()}, headers=headers)
    assert chosen.status_code == 204
    there = f"portal={portal.UID()}"
    shown = anonymous.get(page.absolute_url()).text
    assert there in shown
    # The map within a page leaves the page's address alone.
    assert 'data-keep="address"' not in shown
    api.content.transition(portal, "withdraw")
    transaction.commit()
    assert there not in anonymous.get(page.absolute_url()).text


def test_forms_offer_what_the_editor_sees_and_refuse_nonsense(portal, manager):
    form = manager.get("++add++geo_portal").text
    assert "Dzialki" in form
    assert "Tajne" in form
    wrong = manager.patch(
        portal.absolute_url(), json={"first_view": "1,2,3"}, headers={"Accept": "application/json"}
    )
    assert wrong.status_code == 400
    right = manager.patch(
        portal.absolute_url(), json={"teryt": "049901"}, headers={"Accept": "application/json"}
    )
    assert right.status_code == 204
    assert manager.get("@@geo/config").json()["teryt"] == "049901"


def test_a_layer_is_drawn_by_its_rules(site, anonymous, manager):
    layer = site["warstwa-dzialki"]
    headers = {"Accept": "application/json"}
    rules = [{"fill": "#112233", "where": [{"attribute": "numer", "operator": "=", "value": "1"}]}]
    assert manager.patch(layer.absolute_url(), json={"style": rules}, headers=headers).status_code == 204
    (shown,) = anonymous.get("@@geo/config").json()["layers"]
    assert [rule["fill"] for rule in shown["rules"]] == ["#112233"]
    refused = manager.patch(layer.absolute_url(), json={"style": [{"fill": "red"}]}, headers=headers)
    assert refused.status_code == 400
    transaction.begin()
    assert layer.style == rules


def test_an_outside_service_needs_its_address_and_never_tells_it(site, anonymous, manager):
    headers = {"Accept": "application/json"}
    body = {"@type": "geo_layer", "title": "Orto", "layer_id": "orto", "source": "GUGiK", "kind": "wms"}
    assert manager.post("", json=body, headers=headers).status_code == 400
    map_layer(
        site, "orto", "published", kind="wms", url="http://10.0.0.7/wms", remote_name="Raster", is_base=True
    )
    transaction.commit()
    config = anonymous.get("@@geo/config")
    assert config.json()["base_maps"] == ["plain", "orto"]
    assert "10.0.0.7" not in config.text
