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
    session = requests.Session()
    session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    rest = {"Accept": "application/json"}
    made = session.post(f"{base}/@parties", json=MARIA, headers=rest, timeout=60)
    assert (made.status_code, made.json()["pesel"]) == (201, "•••••••••11")
    url = made.json()["@id"]
    for path in ("", "/@@edit-party"):
        page = session.get(url + path, timeout=60)
        assert page.status_code == 200
        assert "Kowalczyk" in page.text
        assert "85031419511" not in page.text
    full = session.get(url, headers=rest, timeout=60)
    assert "85031419511" not in full.text
    listed = session.get(f"{base}/@parties?q=kowal", headers=rest, timeout=60)
    assert [item["@id"] for item in listed.json()["items"]] == [url]
    assert "Kowalczyk Maria" in session.get(f"{base}/@@parties?q=kowal", timeout=60).text
    again = session.post(f"{base}/@parties", json=MARIA, headers=rest, timeout=60)
    assert (again.status_code, again.json()["reason"]) == (409, "duplicate")
    reason = {"reason": "sprawdzenie tożsamości strony"}
    shown = session.post(f"{url}/@pesel", json=reason, headers=rest, timeout=60)
    assert shown.json() == {"pesel": "85031419511"}
    assert shown.headers["Cache-Control"] == "no-store"
    changed = session.patch(f"{url}/@party", json={"city": "Toruń"}, headers=rest, timeout=60)
    assert changed.json()["city"] == "Toruń"
