"""One public URL per object, asked over HTTP with the hosts of two units and of the region."""

from infostrada.site.units import operations
from infostrada.site.units.hosts import CENTRAL
from infostrada.site.units.operations import UnitData
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster

import pytest
import requests
import transaction


HOSTS = {"gmina-a": "a.example.pl", "gmina-b": "b.example.pl", "osrodek": ""}


@pytest.fixture
def region(functional_portal):
    """Three open units, two of them on hosts of their own, each with one public page."""
    portal = functional_portal
    login(portal.aq_parent, SITE_OWNER_NAME)
    if "virtual_hosting" not in portal.aq_parent.objectIds():
        manage_addVirtualHostMonster(portal.aq_parent, "virtual_hosting")
    api.portal.set_registry_record(CENTRAL, "https://region.example.pl")
    portal.portal_workflow.setDefaultChain("simple_publication_workflow")
    for unit_id, host in HOSTS.items():
        data = UnitData(unit_id, unit_id.capitalize(), host_name=host)
        unit = operations.create_unit(portal, data)
        operations.open_unit(unit)
        page = api.content.create(unit, "Document", "strona", title="Strona")
        api.content.transition(page, "publish")
    page = api.content.create(portal, "Document", "o-regionie", title="O regionie")
    api.content.transition(page, "publish")
    transaction.commit()
    return portal


@pytest.fixture
def get(region, functional):
    base = f"http://{functional['host']}:{functional['port']}"

    def ask(host, path, method="GET", **options):
        rewritten = f"{base}/VirtualHostBase/https/{host}:443/plone/VirtualHostRoot{path}"
        return requests.request(method, rewritten, allow_redirects=False, timeout=30, **options)

    return ask


def test_each_page_is_read_on_its_own_host(get):
    for host, path in [
        ("a.example.pl", "/strona"),
        ("b.example.pl", "/strona"),
        ("region.example.pl", "/osrodek/strona"),
        ("region.example.pl", "/o-regionie"),
    ]:
        answer = get(host, path)
        assert answer.status_code == 200, (host, path)
        assert f'href="https://{host}{path}"' in answer.text
        rest = get(host, path, headers={"Accept": "application/json"}).json()
        assert rest["@id"] == f"https://{host}{path}"


def test_the_units_host_begins_at_the_unit(get):
    answer = get("a.example.pl", "/", headers={"Accept": "application/json"})
    assert answer.json()["@id"] == "https://a.example.pl"
    assert answer.json()["@type"] == "units_unit"


@pytest.mark.parametrize(
    ("host", "path", "target"),
    [
        ("a.example.pl", "/gmina-b/strona", "https://b.example.pl/strona"),
        ("a.example.pl", "/gmina-b", "https://b.example.pl"),
        ("a.example.pl", "/gmina-b/strona/view?x=1", "https://b.example.pl/strona/view?x=1"),
        ("a.example.pl", "/gmina-a/strona", "https://a.example.pl/strona"),
        ("a.example.pl", "/osrodek/strona", "https://region.example.pl/osrodek/strona"),
        ("a.example.pl", "/o-regionie", "https://region.example.pl/o-regionie"),
        ("a.example.pl", "/strona/gmina-b/strona", "https://b.example.pl/strona"),
        ("region.example.pl", "/gmina-a/strona", "https://a.example.pl/strona"),
        ("region.example.pl", "/gmina-a", "https://a.example.pl"),
        ("region.example.pl", "/osrodek/gmina-b/strona", "https://b.example.pl/strona"),
    ],
)
def test_any_other_address_moves_to_the_one_url(get, host, path, target):
    answer = get(host, path)
    assert (answer.status_code, answer.headers.get("Location")) == (301, target)


def test_a_write_to_the_wrong_host_is_not_found(get):
    answer = get(
        "a.example.pl",
        "/gmina-b/strona",
        method="PATCH",
        json={"title": "Zmiana"},
        headers={"Accept": "application/json"},
        auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
    )
    assert answer.status_code == 404
    assert get("b.example.pl", "/strona").text.count("Zmiana") == 0


def test_a_hidden_page_is_not_given_away(get, region):
    api.content.transition(region["gmina-b"]["strona"], "reject")
    transaction.commit()
    answer = get("a.example.pl", "/gmina-b/strona", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "b.example.pl" not in answer.headers.get("Location", "")
    assert "Strona" not in answer.text


def test_links_in_a_listing_lead_to_their_hosts(get):
    answer = get("region.example.pl", "/@search?portal_type=Document", headers={"Accept": "application/json"})
    assert {item["@id"] for item in answer.json()["items"]} == {
        "https://a.example.pl/strona",
        "https://b.example.pl/strona",
        "https://region.example.pl/osrodek/strona",
        "https://region.example.pl/o-regionie",
    }


def test_style_sheets_come_from_the_visitors_host(get):
    page = get("a.example.pl", "/strona").text
    sheets = [part.split('"')[0] for part in page.split('href="')[1:] if ".css" in part[:200]]
    assert sheets
    for sheet in sheets:
        assert sheet.startswith("https://a.example.pl/"), sheet
        assert get("a.example.pl", sheet.removeprefix("https://a.example.pl")).status_code == 200


def test_without_the_rewrite_the_site_answers_as_ever(region, functional):
    base = f"http://{functional['host']}:{functional['port']}/plone"
    answer = requests.get(f"{base}/osrodek/strona", timeout=30)
    assert answer.status_code == 200
    moved = requests.get(f"{base}/gmina-a/strona", timeout=30, allow_redirects=False)
    assert moved.headers["Location"] == "http://a.example.pl/strona"
