"""The unit administrator's own screens and services, over HTTP."""

from html import unescape
from infostrada.core.calendar import polish_today
from infostrada.site.units import operations
from infostrada.site.units.lookup import find_org
from infostrada.site.units.lookup import find_post
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD

import pytest
import re
import requests
import transaction


PASSWORD = "Zielona-Gruszka-7"


@pytest.fixture
def office(functional_portal):
    """A unit with an administrator, and another unit with one of its own."""
    portal = functional_portal
    login(portal.aq_parent, SITE_OWNER_NAME)
    for unit_id, user_id in (("gmina-a", "ada"), ("gmina-b", "bolek")):
        unit = operations.create_unit(portal, UnitData(unit_id, unit_id.capitalize()))
        operations.open_unit(unit)
        post = operations.create_post(
            structure_of(unit), title="Administrator", unit_roles=frozenset({"administrator"})
        )
        operations.employ(
            unit, user_id=user_id, title=user_id, email=f"{user_id}@example.pl", password=PASSWORD
        )
        operations.assign(post, user_id=user_id, valid_from=polish_today())
    transaction.commit()
    return portal


class Browser:
    """A visitor with a login, following forms as a browser does."""

    def __init__(self, base: str, user: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.auth = (user, PASSWORD)

    def get(self, path: str):
        return self.session.get(self.base + path, timeout=60)

    def submit(self, path: str, **fields):
        page = self.get(path)
        assert page.status_code == 200, page.text[:400]
        token = re.search(r'name="_authenticator" type="hidden" value="(\w+)"', page.text)
        data = {"form.buttons.save": "Zapisz", "_authenticator": token.group(1), **fields}
        return self.session.post(self.base + path, data=data, timeout=60)

    def rest(self, method: str, path: str, **body):
        headers = {"Accept": "application/json"}
        options = {"json": body} if body else {}
        url = self.base + path
        return self.session.request(method, url, headers=headers, timeout=60, **options)


@pytest.fixture
def visit(office, functional):
    base = f"http://{functional['host']}:{functional['port']}/plone"
    return lambda user: Browser(base, user)


def test_an_administrator_builds_the_unit_in_the_browser(visit, office):
    ada = visit("ada")
    ada.submit(
        "/gmina-a/struktura/@@add-org",
        **{"form.widgets.title": "Gospodarka nieruchomościami", "form.widgets.symbol": "GN"},
    )
    ada.submit(
        "/gmina-a/struktura/gn/@@add-post",
        **{"form.widgets.title": "Inspektor", "form.widgets.org_roles": "clerk"},
    )
    employed = ada.submit(
        "/gmina-a/@@add-employee",
        **{
            "form.widgets.title": "Jan Wilk",
            "form.widgets.user_id": "jan.wilk",
            "form.widgets.email": "jan@example.pl",
        },
    )
    password = re.search(r"<code>([^<]+)</code>", employed.text).group(1)
    assert employed.headers["Cache-Control"] == "no-store"
    ada.submit(
        "/gmina-a/struktura/gn/inspektor/@@assign",
        **{"form.widgets.user_id": "jan.wilk", "form.widgets.valid_from": polish_today().isoformat()},
    )
    transaction.begin()
    assert "unit:gmina-a:gn:clerk" in api.user.get(userid="jan.wilk").getGroups()
    staff = unescape(ada.get("/gmina-a/@@staff").text)
    for words in ("Gospodarka nieruchomościami", "Inspektor", "Jan Wilk", "Referent"):
        assert words in staff
    assert "Jan Wilk" in ada.get("/gmina-a/@@unit-groups").text
    jan = visit("jan.wilk")
    jan.session.auth = ("jan.wilk", password)
    assert jan.get("/gmina-a/@@staff").status_code == 200


def test_a_refusal_stands_beside_its_field(visit, office):
    ada = visit("ada")
    page = ada.submit(
        "/gmina-a/@@add-employee",
        **{
            "form.widgets.title": "Kto Inny",
            "form.widgets.user_id": "bolek",
            "form.widgets.email": "kto@example.pl",
        },
    )
    assert "Ten login jest zajęty." in unescape(page.text)


def test_settings_are_changed_and_checked(visit, office):
    ada = visit("ada")
    fields = {
        "form.widgets.title": "Gmina Alfa",
        "form.widgets.kind": "commune",
        "form.widgets.postcode": "87-100",
        "form.widgets.logo.action": "nochange",
    }
    ada.submit("/gmina-a/@@unit-settings", **fields)
    transaction.begin()
    assert office["gmina-a"].title == "Gmina Alfa"
    page = ada.submit("/gmina-a/@@unit-settings", **{**fields, "form.widgets.postcode": "8710"})
    assert "Zapis jest niepoprawny." in unescape(page.text)


SCREENS = [
    "/gmina-a/@@unit-settings",
    "/gmina-a/@@staff",
    "/gmina-a/@@unit-groups",
    "/gmina-a/@@add-employee",
    "/gmina-a/struktura/@@add-org",
    "/gmina-a/struktura/@@add-post",
    "/gmina-a/struktura/administrator/@@assign",
    "/gmina-a/struktura/administrator/@@post-roles",
    "/gmina-a/struktura/osoba-ada/@@end-employment",
]


def test_screens_are_polish_and_for_the_own_unit_only(visit, office):
    ada, bolek = visit("ada"), visit("bolek")
    for path in SCREENS:
        page = ada.get(path)
        assert page.status_code == 200, path
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL).group(1)
        assert not re.search(r"\b(Add|End|Unit|Groups|Staff|Assign|Roles)\b", heading), heading
        refused = bolek.session.get(bolek.base + path, allow_redirects=False, timeout=60)
        assert refused.status_code in (302, 401), path
        assert "Gmina-a" not in refused.text


def test_the_same_over_rest(visit, office):
    ada = visit("ada")
    org = ada.rest("POST", "/gmina-a/@organisational-units", title="Kadry", symbol="KD")
    assert (org.status_code, org.json()["org_id"]) == (201, "kd")
    post = ada.rest("POST", "/gmina-a/@posts", title="Kadrowa", org_id="kd", org_roles=["manager"])
    assert post.json().get("post_id") == "gmina-a.kadrowa", post.text
    person = ada.rest("POST", "/gmina-a/@employees", user_id="ola", title="Ola Nowak", email="ola@example.pl")
    assert person.status_code == 201
    assert len(person.json()["first_password"]) >= 12
    held = ada.rest(
        "POST",
        "/gmina-a/@assignments",
        post_id="gmina-a.kadrowa",
        user_id="ola",
        valid_from=polish_today().isoformat(),
    )
    assert held.json()["holds_today"] is True
    transaction.begin()
    assert "unit:gmina-a:kd:manager" in api.user.get(userid="ola").getGroups()
    assert find_post(office["gmina-a"], "gmina-a.kadrowa").org_roles == {"manager"}
    assert find_org(office["gmina-a"], "kd").title == "Kadry"
    changed = ada.rest("PATCH", "/gmina-a/@posts/gmina-a.kadrowa", org_roles=["clerk"])
    assert changed.json()["org_roles"] == ["clerk"]
    tree = ada.rest("GET", "/gmina-a/@structure").json()
    assert tree["organisational_units"][0]["posts"][0]["assignments"][0]["user_id"] == "ola"
    groups = {item["id"]: item for item in ada.rest("GET", "/gmina-a/@unit-groups").json()["items"]}
    assert groups["unit:gmina-a:kd:clerk"]["members"] == ["ola"]
    assert groups["unit:gmina-a:kd:clerk"]["title"] == "Referent (Kadry, Gmina-a)"
    path = f"/gmina-a/@assignments/gmina-a.kadrowa/{held.json()['id']}"
    assert ada.rest("PATCH", path, last_day=polish_today().isoformat()).json()["valid_to"] == str(
        polish_today()
    )
    ended = ada.rest("PATCH", "/gmina-a/@employees/ola", last_day=polish_today().isoformat())
    assert ended.json()["state"] == "ended"
    listed = ada.rest("GET", "/gmina-a/@employees").json()
    assert {item["user_id"] for item in listed["items"]} == {"ada", "ola"}
    settings = ada.rest("PATCH", "/gmina-a/@unit", phone="56 622 00 00")
    assert settings.json()["phone"] == "56 622 00 00"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("POST", "/gmina-a/@employees", {"user_id": "Ż", "title": "x"}, 400, "user_id"),
        ("POST", "/gmina-a/@employees", {"nick": "x"}, 400, "nick"),
        ("POST", "/gmina-a/@posts", {"title": "x", "unit_roles": ["king"]}, 400, "unit_roles"),
        ("POST", "/gmina-a/@posts", {"title": 7}, 400, "title"),
        ("POST", "/gmina-a/@posts", {"title": "x", "org_id": "nie-ma"}, 404, None),
        ("POST", "/gmina-a/@employees", {"user_id": "bolek", "title": "B", "email": "b@b.pl"}, 409,
         "user_id"),
        ("PATCH", "/gmina-a/@employees/ada", {"last_day": "jutro"}, 400, "last_day"),
        ("PATCH", "/gmina-a/@employees/bolek", {"last_day": "2026-01-01"}, 404, None),
        ("PATCH", "/gmina-a/@unit", {"unit_id": "gmina-b"}, 400, "unit_id"),
        ("PATCH", "/gmina-b/@unit", {"phone": "1"}, 403, None),
        ("POST", "/@units", {"unit_id": "gmina-c", "title": "C"}, 403, None),
    ],
)  # fmt: skip
def test_refusals_name_status_and_field(visit, method, path, body, status, field):
    answer = visit("ada").rest(method, path, **body)
    assert answer.status_code == status, answer.text
    if field:
        assert answer.json()["field"] == field


def test_the_operator_adds_a_unit_in_plones_own_form(visit, office):
    operator = visit(SITE_OWNER_NAME)
    operator.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    fields = {
        "form.widgets.title": "Ośrodek Doradztwa",
        "form.widgets.kind": "other",
        "form.widgets.IShortName.id": "osrodek",
        "form.widgets.logo.action": "nochange",
    }
    operator.submit("/++add++units_unit", **fields)
    transaction.begin()
    assert structure_of(office["osrodek"]).portal_type == "units_structure"
    again = operator.submit("/++add++units_unit", **fields)
    assert "Ten identyfikator jest zajęty." in unescape(again.text)
