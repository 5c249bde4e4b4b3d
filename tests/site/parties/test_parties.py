"""The register of parties: identifiers, duplicates, search, masking."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.site.parties import listing
from infostrada.site.parties.operations import add_party
from infostrada.site.parties.operations import change_party
from infostrada.site.parties.operations import reveal_pesel
from infostrada.site.units import operations as units
from infostrada.site.units.operations import UnitData
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.records.exchange import Client

import psycopg
import pytest
import requests
import transaction


MARIA = {"surname": "Kowalczyk", "given_names": "Maria", "pesel": "85031419511"}
FIRM = {"kind": "body", "name": "Młyn sp. z o.o.", "nip": "649-565-45-43", "city": "Rypin"}


@pytest.fixture
def pair(portal):
    login(portal.aq_parent, SITE_OWNER_NAME)
    return [units.create_unit(portal, UnitData(name, name)) for name in ("gmina-a", "gmina-b")]


def test_a_party_is_entered_in_normal_form(pair):
    firm, warnings = add_party(pair[0], FIRM)
    assert (firm.title, firm.nip, warnings) == ("Młyn sp. z o.o.", "6495654543", [])


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"surname": "X", "pesel": "85031419512"}, "pesel", "check_digit"),
        ({"surname": "X", "nip": "6495654544"}, "nip", "check_digit"),
        ({"surname": "X", "regon": "299687457"}, "regon", "check_digit"),
        ({"surname": "X", "krs": "123"}, "krs", "length"),
        ({"surname": "X", "ade": "AE:PL-1"}, "ade", "form"),
        ({"surname": "X", "postcode": "8"}, "postcode", "form"),
        ({"surname": ""}, "surname", "required"),
        ({"kind": "body"}, "name", "required"),
        ({**FIRM, "pesel": "85031419511"}, "pesel", "kind"),
        ({**MARIA, "shoe_size": "39"}, "shoe_size", "unknown"),
    ],
)
def test_a_fault_is_named_by_field(pair, values, field, reason):
    with pytest.raises(BadRequest) as caught:
        add_party(pair[0], values)
    assert (caught.value.field, caught.value.reason) == (field, reason)


def test_a_doubtful_delivery_address_only_warns(pair):
    party, warnings = add_party(pair[0], {"surname": "Lis", "ade": "AE:PL-68937-11505-VPVKG-17"})
    assert party.ade == "AE:PL-68937-11505-VPVKG-17"
    assert [(w.kind, w.severity, w.expected) for w in warnings] == [("ade", "warning", "16")]


def test_one_number_stands_in_a_register_once(pair):
    maria, _warnings = add_party(pair[0], MARIA)
    with pytest.raises(Conflict) as caught:
        add_party(pair[0], {"surname": "Inna", "pesel": "85031419511"})
    assert (caught.value.field, caught.value.reason) == ("pesel", "duplicate")
    add_party(pair[1], MARIA)
    change_party(maria, {"city": "Toruń"})
    firm, _warnings = add_party(pair[0], FIRM)
    with pytest.raises(Conflict):
        change_party(maria, {"nip": firm.nip})


def test_search_by_part_of_the_name_and_whole_number(pair):
    add_party(pair[0], MARIA)
    add_party(pair[0], FIRM)
    assert [row["title"] for row in listing.find("gmina-a", "młyn")] == ["Młyn sp. z o.o."]
    assert [row["title"] for row in listing.find("gmina-a", "85031419511")] == ["Kowalczyk Maria"]
    assert [row["title"] for row in listing.find("gmina-a")] == [
        "Kowalczyk Maria",
        "Młyn sp. z o.o.",
    ]
    assert listing.find("gmina-a", "8503") == []
    assert listing.find("gmina-a", "%") == []
    assert listing.find("gmina-b") == []
    first = listing.find("gmina-a", size=1)[0]
    after = listing.find("gmina-a", after=(first["title"], first["uid"]), size=1)
    assert [row["title"] for row in after] == ["Młyn sp. z o.o."]


def test_names_that_begin_with_the_letters_are_suggested_first(pair):
    for surname, given in (("Malinowski", "Jan"), ("Zych", "Nowella"), ("Nowicka", "Anna"), ("Lis", "Ewa")):
        add_party(pair[0], {"surname": surname, "given_names": given})
    found = listing.suggested("gmina-a", "now", 10)
    assert [row["title"] for row in found] == ["Nowicka Anna", "Zych Nowella", "Malinowski Jan"]
    assert [row["title"] for row in listing.suggested("gmina-a", "now", 1)] == ["Nowicka Anna"]
    assert listing.suggested("gmina-a", "%", 10) == []


def test_nothing_of_a_party_is_in_the_catalog(pair):
    add_party(pair[0], MARIA)
    transaction.savepoint()
    catalog = api.portal.get_tool("portal_catalog")
    assert "Kowalczyk" not in " ".join(
        str(catalog._catalog.getIndexDataForRID(rid)) for rid in catalog._catalog.paths
    )


def test_a_pesel_is_shown_for_a_reason_that_is_kept(pair, database_layer):
    maria, _warnings = add_party(pair[0], MARIA)
    with pytest.raises(BadRequest):
        reveal_pesel(maria, "bo tak")
    assert reveal_pesel(maria, "sprawdzenie tożsamości strony") == "85031419511"
    with psycopg.connect(database_layer["conninfo"]) as connection:
        row = connection.execute(
            "SELECT uid, unit, outcome, reason FROM core.access_log WHERE action = 'parties.pesel.reveal'"
        ).fetchone()
    assert row == (api.content.get_uuid(maria), "gmina-a", "granted", "sprawdzenie tożsamości strony")


def test_pages_and_services_mask_the_number(functional_portal, functional):
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    units.create_unit(functional_portal, UnitData("gmina-a", "Gmina Alfa"))
    transaction.commit()
    base = f"http://{functional['host']}:{functional['port']}/plone/gmina-a"
    client = Client(base.removesuffix("/gmina-a"), SITE_OWNER_NAME, SITE_OWNER_PASSWORD, folder="units")
    session = requests.Session()
    session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    key = {"Idempotency-Key": "maria-1"}
    made = client.send("POST", "gmina-a/@parties", MARIA, headers=key, record="parties_post")
    assert (made.status_code, made.json()["pesel"]) == (201, "•••••••••11")
    again = client.send("POST", "gmina-a/@parties", MARIA, headers=key)
    assert again.json().get("@id") == made.json()["@id"], again.text
    url = made.json()["@id"]
    for path in ("", "/@@edit-party"):
        page = session.get(url + path, timeout=60)
        assert page.status_code == 200
        assert "Kowalczyk" in page.text
        assert "85031419511" not in page.text
    full = client.send("GET", url)
    assert "85031419511" not in full.text
    assert client.send("GET", f"{url}/@party", record="party_get").json()["surname"] == "Kowalczyk"
    listed = client.send("GET", "gmina-a/@parties?q=kowal", record="parties_get")
    assert [item["@id"] for item in listed.json()["items"]] == [url]
    assert "Kowalczyk Maria" in session.get(f"{base}/@@parties?q=kowal", timeout=60).text
    again = client.send("POST", "gmina-a/@parties", MARIA)
    assert (again.status_code, again.json()["reason"]) == (409, "duplicate")
    reason = {"reason": "sprawdzenie tożsamości strony"}
    shown = client.send("POST", f"{url}/@pesel", reason, record="pesel_post")
    assert shown.json() == {"pesel": "85031419511"}
    assert shown.headers["Cache-Control"] == "no-store"
    changed = client.send("PATCH", f"{url}/@party", {"city": "Toruń"}, record="party_patch")
    assert changed.json()["city"] == "Toruń"
    the_register_is_a_list(client)


def the_register_is_a_list(client):
    """Chosen columns, filters, words, a cursor and files, over REST as in the browser."""
    # Ł and Ś stand in their places of the alphabet; Maria was entered before.
    for surname in ("Śliwa", "Łoś", "Lis", "Zając"):
        assert (
            client.send("POST", "gmina-a/@parties", {"surname": surname, "given_names": "Anna"}).status_code
            == 201
        )
    firm = client.send("POST", "gmina-a/@parties", FIRM)
    assert firm.status_code == 201
    asked = "gmina-a/@listing?name=parties&columns=title,kind,pesel,nip,city&size=4"
    first = client.send("GET", asked, record="listing_parties").json()
    assert [row["title"] for row in first["items"]] == [
        "Kowalczyk Maria",
        "Lis Anna",
        "Łoś Anna",
        "Młyn sp. z o.o.",
    ]
    assert [first["items"][place][name] for place, name in ((0, "pesel"), (3, "pesel"), (3, "nip"))] == [
        "•••••••••11", "", "6495654543",
    ]  # fmt: skip
    rest = client.send("GET", first["batching"]["next"]).json()
    assert [row["title"] for row in rest["items"]] == ["Śliwa Anna", "Zając Anna"]
    for more, titles in (("kind=body", ["Młyn sp. z o.o."]), ("q=los", ["Łoś Anna"]), ("q=maria+torun", ["Kowalczyk Maria"]),
                         ("city=Rypin", ["Młyn sp. z o.o."]), ("q=8503", [])):  # fmt: skip
        found = client.send("GET", f"gmina-a/@listing?name=parties&{more}").json()
        assert [row["title"] for row in found["items"]] == titles, more
    refused = client.send("GET", "gmina-a/@listing?name=parties&pesel=85031419511")
    assert (refused.status_code, refused.json()["reason"]) == (400, "unknown_filter")
    pages, address = [], "gmina-a/@parties?size=4"
    while address:
        page = client.send("GET", address).json()
        pages.append([row["title"] for row in page["items"]])
        address = page.get("batching", {}).get("next")
    assert [len(page) for page in pages] == [4, 2] and pages[1] == ["Śliwa Anna", "Zając Anna"]
    for address in (
        "@listing-export?name=parties&format=csv",
        "@@parties?export=csv",
        "@lists/parties/parties?format=csv",
    ):
        file = client.send("GET", f"gmina-a/{address}").content.decode("utf-8-sig")
        assert "Łoś Anna" in file and "85031419511" not in file and len(file.splitlines()) == 7, address
    nobody = Client(client.base, "")
    for name in ("@listing", "@listing-export", "@lists/parties/parties"):
        assert nobody.send("GET", f"gmina-a/{name}?name=parties").status_code in (401, 403), name
