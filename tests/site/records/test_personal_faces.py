"""Registers of personal data and a package taken over, by browser and by REST."""

from datetime import timedelta
from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.core.jobs import runner
from infostrada.site.records.deed import now
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from openpyxl import load_workbook
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from pypdf import PdfReader
from test_desk_pages import Browser
from world import PASSWORD

import io
import pytest
import requests
import transaction


UNIT, OFFICER = "gmina-lipnowo", "olga.iod"


@pytest.fixture
def officer(site):
    """The data-protection officer."""
    unit = site[UNIT]
    post = units.create_post(
        structure_of(unit), title="IOD", unit_roles=frozenset({"data_protection"}), org_roles=frozenset()
    )
    units.employ(unit, user_id=OFFICER, title="Olga Maj", email="o@example.pl", password=PASSWORD)
    units.assign(post, user_id=OFFICER, valid_from=polish_today())
    transaction.commit()
    return Client(site.absolute_url(), OFFICER, PASSWORD)


def test_a_breach_from_its_finding_to_its_end(site, officer):
    at = now()
    breach = {
        "found_at": (at - timedelta(hours=80)).isoformat(),
        "nature": "list wysłany do innej osoby",
        "consequences": "ujawnienie adresu",
        "measures": "list odebrano",
        "risk": "risk",
    }
    url, key = f"{UNIT}/@personal-registers/breaches", {"Idempotency-Key": "naruszenie-1"}
    filed = officer.send("POST", url, breach, record="breach_post", headers=key)
    assert (filed.status_code, filed.json()["number"]) == (201, f"1/{at.year}"), filed.text
    assert officer.send("POST", url, breach, headers=key).json()["uid"] == filed.json()["uid"]
    place = filed.json()["@id"]
    assert officer.send("GET", place).json()["data"]["risk"] == "risk"
    again = officer.send("PUT", place, {**breach, "people": "1"}, record="breach_put")
    assert (again.json()["data"]["people"], len(again.json()["history"])) == (1, 1)
    refused = officer.send("POST", place, {"act": "close"}, record="breach_close_refused")
    assert [fault["field"] for fault in refused.json()["faults"]] == ["reported_at"]
    wrong = officer.send("POST", url, {"nature": "x"}).json()["faults"]
    assert {fault["field"] for fault in wrong} == {"found_at", "consequences", "measures", "risk"}
    for path, status in (
        (f"{UNIT}/@personal-registers/inny", 404),
        (f"{url}/{'0' * 32}", 404),
        (f"{url}?size=0", 400),
        (f"{url}?cursor=x", 400),
    ):
        assert officer.send("GET", path).status_code == status, path

    browser = Browser(site.absolute_url(), OFFICER)
    browser.open(f"{UNIT}/@@personal-registers?register=breaches")
    assert f"1/{at.year}" in browser.text and "72 godziny" in browser.text
    browser.open(f"{UNIT}/@@personal-registers?register=breaches&entry={filed.json()['uid']}")
    reported = at.strftime("%Y-%m-%dT%H:%M")
    browser.fill("change", reported_at=reported)
    assert browser.answer.status_code == 400 and "podaj przyczyny" in browser.text
    browser.fill("change", reported_at=reported, delay="święta")
    assert browser.answer.status_code == 200 and "Wcześniejsze brzmienia" in browser.text
    browser.fill("close")
    assert "zamknięty" in browser.text
    listed = officer.send("GET", f"{url}?running=1").json()
    assert (listed["items"], listed["next_cursor"]) == ([], None)
    told = officer.send("GET", url, record="breaches_get").json()["items"]
    assert [(each["closed"], len(each["history"])) for each in told] == [(True, 3)]
    sheet = officer.session.get(
        f"{site.absolute_url()}/{UNIT}/@@personal-register-file?register=breaches&format=xlsx"
    )
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert (len(rows), rows[1][0]) == (2, f"1/{at.year}")
    browser.open(f"{UNIT}/@@personal-registers?register=authorisations")
    assert "Osoby z urzędu bez upoważnienia" in browser.text and "Olga Maj" in browser.text
    stranger = requests.get(
        f"{site.absolute_url()}/{url}",
        auth=("anna.urbanista", PASSWORD),
        headers={"Accept": "application/json"},
        timeout=60,
    )
    assert stranger.status_code == 403


def test_a_package_of_another_system_by_page_and_by_rest(site, shared_data):
    data = (shared_data / "pl/samples/paczka-archiwalna-wzor.tar").read_bytes()
    operator = Client(site.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    url = f"{site.absolute_url()}/{UNIT}/@bundles"

    def send(body, **more):
        asked = {"filename": "paczka.tar", "org": "GP", "class": "68", **more}
        kind = {"Content-Type": "application/x-tar"}
        return operator.session.post(url, data=body, params=asked, headers=kind, timeout=60)

    broken = send(data[:2000])
    assert (broken.status_code, broken.json()["reason"]) == (400, "package_not_valid")
    assert send(data, org="XX").json()["faults"][0]["reason"] == "org_unknown"
    sent = send(data)
    assert sent.status_code == 201, sent.text
    transaction.begin()
    assert runner.run_next()
    transaction.begin()
    checked = operator.send("GET", sent.json()["@id"]).json()
    assert (checked["state"], checked["numbers"], checked["counts"]["new"]) == ("checked", "foreign", 7)
    operator.send("POST", f"{sent.json()['@id']}/@bundle", {"act": "import"}, record="bundle_post")
    assert runner.run_next()
    transaction.begin()
    year = polish_today().year
    (row,) = operator.send("GET", f"{UNIT}/@listing?name=cases&class_symbol=68").json()["items"]
    assert row["sign"] == f"GP.68.1.{year}"
    # Found by the sign it had.
    found = operator.send("GET", f"{UNIT}/@text-search?q=GN-II.6833.12.2025").json()["items"]
    assert row["@id"] in [each["@id"] for each in found]

    # Chosen columns, and the same list as a PDF.
    asked = f"{UNIT}/@listing?name=cases&columns=sign,state&class_symbol=68"
    assert operator.send("GET", asked).json()["items"] == [
        {"@id": row["@id"], "sign": row["sign"], "state": "closed"}
    ]
    wrong = operator.send("GET", f"{UNIT}/@listing?name=cases&columns=sign,inna").json()
    assert (wrong["field"], wrong["reason"]) == ("columns", "unknown_column")
    export = f"{site.absolute_url()}/{UNIT}/@listing-export?name=cases"
    file = operator.session.get(f"{export}&format=pdf&columns=sign,title", timeout=60)
    assert file.headers["Content-Type"] == "application/pdf"
    words = PdfReader(io.BytesIO(file.content)).pages[0].extract_text()
    assert row["sign"] in words and "Znak sprawy" in words
    assert operator.session.get(f"{export}&format=doc", timeout=60).json()["reason"] == "bad_format"

    browser = Browser(site.absolute_url(), SITE_OWNER_NAME)
    browser.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    browser.open(f"{UNIT}/@@bundles").fill(
        "package", files={"file": ("p.tar", data[:2000])}, org="GP", state="closed"
    )
    assert browser.answer.status_code == 400 and "Archiwum jest uszkodzone" in browser.text
    browser.open(f"{UNIT}/@@bundles").fill(
        "package", files={"file": ("p.tar", data)}, org="GP", **{"class": "68"}
    )
    assert "/view" in browser.answer.url, browser.text[:1000]


def test_clauses_of_personal_data(site, officer):
    base = site.absolute_url()
    clerk = Client(base, "anna.urbanista", PASSWORD)
    opening = {
        "title": "Warunki",
        "org_id": "gp",
        "class_symbol": "6730",
        "parties": [{"name": "Kowalczyk Maria"}],
    }
    case = clerk.send("POST", f"{UNIT}/@cases", opening).json()
    wording = {"clause": "Ogólna", "text": "Administratorem danych jest Wójt."}
    assert clerk.send("POST", f"{UNIT}/@clauses", wording).status_code in (401, 403)
    listed = officer.send("POST", f"{UNIT}/@clauses", wording, record="clauses_post")
    assert listed.status_code == 201 and listed.json()["items"][0]["in_use"] is True
    assert clerk.send("GET", f"{UNIT}/@clauses", record="clauses_get").json() == listed.json()
    url = case["@id"]
    before = clerk.send("GET", f"{url}/@clauses").json()
    assert (before["missing"], before["now"]) == (["Kowalczyk Maria"], {"clause": "Ogólna", "number": 1})
    sent = {"name": "Kowalczyk Maria", "way": "told"}
    noted = clerk.send("POST", f"{url}/@clauses", sent, record="case_clauses_post").json()
    assert [(one["name"], one["number"]) for one in noted["items"]] == [("Kowalczyk Maria", 1)]
    assert (
        noted["missing"] == []
        and clerk.send("GET", f"{url}/@clauses", record="case_clauses_get").json() == noted
    )
    assert Client(base, "adam.obcy", PASSWORD).send("GET", f"{url}/@clauses").status_code in (401, 403)

    page = Browser(base, OFFICER).open(f"{UNIT}/@@clauses")
    page.fill("enter", clause="Ogólna", text="Administratorem danych jest Gmina Lipnowo.")
    assert "Ogólna, wersja 2" in page.text and "Gmina Lipnowo." in page.text
    page = Browser(base, "anna.urbanista").open(f"{url}/view")
    page.fill("clause", clause_name="Kowalczyk Maria", clause="Ogólna", way="handed")
    assert "wręczona w urzędzie" in page.text and "Odnotowano przekazanie klauzuli" in page.text


def test_special_categories_of_data(site, officer):
    base = site.absolute_url()
    clerk, head = Client(base, "anna.urbanista", PASSWORD), Client(base, "jan.wojt", PASSWORD)
    opening = {"title": "Zasiłek", "org_id": "gp", "class_symbol": "6730"}
    case = clerk.send("POST", f"{UNIT}/@cases", opening).json()
    url = case["@id"]
    assert head.send("GET", url).status_code == 200
    mark = {"act": "mark", "kinds": ["health"], "reason": "orzeczenie"}
    assert clerk.send("POST", f"{url}/@special-data", {**mark, "kinds": ["x"]}).status_code == 400
    marked = clerk.send("POST", f"{url}/@special-data", mark, record="special_data_post").json()
    assert {one["principal"] for one in marked["holders"]} == {"anna.urbanista", "piotr.kierownik"}
    assert head.send("GET", url).status_code in (401, 403)
    assert clerk.send("GET", f"{UNIT}/@special-data").status_code in (401, 403)
    (listed,) = officer.send("GET", f"{UNIT}/@special-data", record="special_data_get").json()["items"]
    assert (listed["sign"], listed["kinds"]) == (case["sign"], ["health"])
    page = Browser(base, "piotr.kierownik").open(f"{url}/view")
    assert "zdrowie. Sprawę widzą tylko osoby wymienione poniżej" in page.text
    page.fill("sight", sight_person="adam.obcy", special_reason="opinia")
    assert "Adam Kos" in page.text
    assert Client(base, "adam.obcy", PASSWORD).send("GET", url).status_code == 200
    page.fill("unsight", sightless="adam.obcy", special_reason="oddana")
    assert page.answer.status_code == 200
    page = Browser(base, OFFICER).open(f"{UNIT}/@@special-data")
    assert case["sign"] in page.text
    page.open(f"{UNIT}/@@special-data?case={case['uid']}")
    assert "odebrano wgląd w sprawę" in page.text and "Adam Kos: oddana" in page.text
    told = officer.send("GET", f"{UNIT}/@special-data?case={case['uid']}").json()
    assert [one["action"] for one in told["changes"]] == ["sight_taken", "sight_given", "special_marked"]
    clerk_page = Browser(base, "anna.urbanista").open(f"{url}/view")
    assert "Odbierz komuś wgląd" not in clerk_page.text
