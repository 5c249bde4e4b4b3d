"""Registers: identifiers, lists, entries with their documents, places that are not told exactly."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.imports.events import LayersImported
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.registers.operations import publish_reduced
from infostrada.geo.registers.rules import columns_of
from infostrada.geo.registers.rules import is_operat_id
from plone import api
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from zope.event import notify

import datetime
import pytest
import re
import shapely
import transaction


@pytest.mark.parametrize(
    ("identifier", "lawful"),
    [("P.0463.2024.1234", True), ("P.3262.1999.1", True), ("P.0463.2024.0", False), ("P.0563.2024.1", False),
     ("P.0400.2024.1", False), ("P.3401.2024.1", False), ("P.0463.24.1", False), ("0463.2024.1", False),
     ("P.0463.2024.1 ", False), ("P.0463.2024.01", False), ("", False)],
)  # fmt: skip
def test_identifiers_of_material(identifier, lawful):
    assert is_operat_id(identifier) is lawful


def test_columns():
    assert columns_of("rodzaj = Rodzaj\n\n a=B ") == {"rodzaj": "Rodzaj", "a": "B"}
    assert columns_of(None) == {}
    for wrong in ("rodzaj", "= x", "a =", "a = 1\na = 2", "\n".join(f"a{n} = b" for n in range(9))):
        assert columns_of(wrong) is None


@pytest.fixture
def archaeology(site):
    """A public and an exact layer; two sites in one square of 1 km, one in another."""
    map_layer(site, "stanowiska", "published", theme="monument", linkable=True)
    map_layer(site, "dokladne", "draft", theme="monument")
    flush()
    places = {"k1": (500_123, 570_456), "k2": (500_777, 570_888), "k3": (501_001, 570_001)}
    store.load("dokladne", [
        feature("dokladne", key, f"AZP {key}", shapely.Point(*place).buffer(20), nazwa=f"AZP {key}", opis="pod lipą", rodzaj="osada")
        for key, place in places.items()])  # fmt: skip
    register = api.content.create(
        site, "geo_register", "ewidencja", title="Ewidencja", kind="archaeology", layer="stanowiska",
        exact_layer="dokladne", square=1000, columns="rodzaj = Rodzaj",
    )  # fmt: skip
    api.content.transition(register, "publish")
    publish_reduced(register)
    transaction.commit()
    return register


def test_the_public_gets_squares_of_a_fixed_grid(archaeology, anonymous):
    items = anonymous.get(
        "@@geo/collections/stanowiska/items",
        params={"crs": "http://www.opengis.net/def/crs/EPSG/0/2180", "f": "json"},
    )
    shapes = {
        f["properties"]["business_id"]: shapely.geometry.shape(f["geometry"])
        for f in items.json()["features"]
    }
    flipped = {
        name: shapely.transform(shape, lambda xy: xy[:, ::-1]).bounds for name, shape in shapes.items()
    }
    assert flipped["AZP k1"] == flipped["AZP k2"] == (500_000, 570_000, 501_000, 571_000)
    assert flipped["AZP k3"] == (501_000, 570_000, 502_000, 571_000)
    assert "pod lipą" not in items.text


def test_the_exact_place_is_told_to_the_entitled_alone(archaeology, anonymous, manager):
    question = {"x": "500123", "y": "570456"}
    told = [who.get("@@geo/what-is-here", params=question).text for who in (anonymous, manager)]
    assert ["pod lipą" in text for text in told] == [False, True]
    assert anonymous.get("@@geo-search", params={"q": "AZP k1"}).json()["items"][0]["extent"] == [
        500_000,
        570_000,
        501_000,
        571_000,
    ]


def test_repeating_changes_nothing_and_what_is_gone_ends(archaeology, anonymous):
    assert publish_reduced(archaeology) == 0
    store.close("dokladne", "PL.PZGiK.049901.EGiB", "k3", at=datetime.datetime.now(datetime.UTC))
    publish_reduced(archaeology)
    transaction.commit()
    page = anonymous.get(archaeology.absolute_url()).text
    assert "AZP k1" in page
    assert "AZP k3" not in page


def test_an_import_into_the_exact_layer_writes_the_public_entries_anew(archaeology, anonymous):
    store.load("dokladne", [feature("dokladne", "k4", "AZP k4", shapely.Point(503_123, 570_456).buffer(20))])
    notify(LayersImported(frozenset({"dzialki"})))
    transaction.commit()
    assert "AZP k4" not in anonymous.get(archaeology.absolute_url()).text
    notify(LayersImported(frozenset({"dokladne", "dzialki"})))
    transaction.commit()
    assert "AZP k4" in anonymous.get(archaeology.absolute_url()).text


def test_list_entry_and_the_documents_one_may_see(archaeology, document, anonymous):
    public, private = document("Decyzja konserwatora", "published"), document("Notatka służbowa")
    for record in (public, private):
        link(record, [Ask("AZP k1", layer="stanowiska")])
    transaction.commit()
    page = anonymous.get(archaeology.absolute_url(), params={"q": "azp k1"}).text
    assert "AZP k1" in page
    assert "AZP k2" not in page
    assert "Decyzja konserwatora" in page
    assert "Notatka" not in page
    entry = anonymous.get(
        f"{archaeology.absolute_url()}/@@entry", params={"fid": "PL.PZGiK.049901.EGiB:k1"}
    ).text
    assert "osada" in entry
    assert "Decyzja konserwatora" in entry
    assert anonymous.get(f"{archaeology.absolute_url()}/@@entry", params={"fid": "x:y"}).status_code == 404
    refused = anonymous.post(f"{archaeology.absolute_url()}/@@publish-reduced", allow_redirects=False)
    assert refused.status_code in (302, 401, 403)
    assert "login" in refused.headers.get("Location", "login")


def test_documents_are_found_by_identifier_and_by_parcel(site, anonymous, manager):
    headers = {"Accept": "application/json"}
    body = {
        "@type": "geo_operat",
        "title": "Podział",
        "identifier": "P.0463.2024.7",
        "operat_kind": "division",
        "made_on": "2024-05-06",
    }
    wrong = manager.post("", json={**body, "identifier": "P.463.2024.7"}, headers=headers)
    assert wrong.status_code == 400
    made = manager.post(
        "", json={**body, "geo_links": [{"business_id": "049901_2.0001.1"}]}, headers=headers
    ).json()
    register = manager.post(
        "", json={"@type": "geo_register", "title": "Operaty", "kind": "operats"}, headers=headers
    ).json()
    for each in (made, register):
        assert manager.post(f"{each['@id']}/@workflow/publish", headers=headers).status_code == 200
    for q, there in (
        ("P.0463", True),
        ("P.0463.2024.7", True),
        ("049901_2.0001.1", True),
        ("049901_2.0001.2", False),
        ("%", False),
    ):
        page = anonymous.get(register["@id"], params={"q": q}).text
        assert ("P.0463.2024.7</a>" in page) is there, q
    assert "2024" in anonymous.get(made["@id"], headers={"Accept": "text/html"}).text


def test_the_button_needs_its_token_and_the_right(archaeology, anonymous, manager):
    """The form's own button, pressed: the exact layer has one site more, so the public one gets it."""
    url = archaeology.absolute_url()
    store.load(
        "dokladne",
        [feature("dokladne", "k4", "AZP k4", shapely.Point(505_500, 575_500).buffer(9), nazwa="x")],
    )
    transaction.commit()
    items = "@@geo/collections/stanowiska/items"
    before = anonymous.get(items).json()["numberMatched"]
    token = re.search(r'name="_authenticator" value="([^"]+)"', manager.get(url).text)[1]
    for client, given in (
        (anonymous, {"_authenticator": token}),
        (manager, {}),
        (manager, {"_authenticator": "0" * 40}),
    ):
        answer = client.post(f"{url}/@@publish-reduced", data=given, allow_redirects=False)
        assert answer.status_code in (302, 401, 403), answer.status_code
        assert answer.headers.get("Location", "login").find("login") >= 0
    assert manager.get(f"{url}/@@publish-reduced").status_code == 400
    assert anonymous.get(items).json()["numberMatched"] == before
    pressed = manager.post(f"{url}/@@publish-reduced", data={"_authenticator": token}, allow_redirects=False)
    assert (pressed.status_code, pressed.headers["Location"]) == (302, url)
    assert anonymous.get(items).json()["numberMatched"] == before + 1
