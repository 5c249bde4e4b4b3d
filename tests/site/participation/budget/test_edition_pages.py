"""Editions over HTTP: REST, pages, forms."""

from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.participation.budget.elections import file_of
from tests.site.records.exchange import Client

import base64
import pytest
import requests


AUTH = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JSON = {"Accept": "application/json"}
DATA = file_of(100, {"a": 60, "b": 50, "c": 30}, ["a,b", "a,b", "a", "c", "c"])


@pytest.fixture
def url(served):
    return f"{served.unit.absolute_url()}/budzet-obywatelski"


def post(url, name, body=None, auth=AUTH, record="", **headers):
    client = Client(url.partition("/gmina")[0], *(auth or ("",)), folder="budget")
    return client.send("POST", f"{url}/{name}", body or {}, headers=headers, record=record)


def edition(data=DATA, **more):
    file = {"filename": "gmina.pb", "data": base64.b64encode(data).decode(), "encoding": "base64"}
    return {"title": "Budżet 2025", "year": 2025, "files": [file]} | more


def test_from_a_file_to_everybody(url):
    made = post(url, "@editions", edition(), record="editions_post")
    assert made.status_code == 201, made.text
    address = made.json()["@id"]
    assert requests.get(address, headers=JSON, timeout=60).status_code == 401
    assert requests.get(url, headers=JSON, timeout=60).json()["items"] == []
    assert post(address, "@publication", record="publication_post").json()["state"] == "published"
    assert post(address, "@publication").status_code == 409
    (item,) = requests.get(url, headers=JSON, timeout=60).json()["items"]
    assert item["@id"] == address
    (pool,) = requests.get(address, headers=JSON, timeout=60).json()["pools"]
    assert (pool["funded"], pool["left"], pool["voters"]) == (["a", "c"], 10, 5)
    result = requests.get(pool["files"]["result"]["download"], timeout=60)
    assert result.json()["sha256"] == pool["result_sha256"]
    assert "attachment" in result.headers["Content-Disposition"]
    page = requests.get(pool["@id"], headers={"Accept-Language": "pl"}, timeout=60)
    assert page.status_code == 200
    for words in ("Wystarczyło środków; po nim zostało 40.", "zabrakło 10", "@@recount?file="):
        assert words in page.text
    assert requests.get(f"{address}/@@pool/nowhere", timeout=60).status_code == 404
    assert requests.get(f"{address}/@@pool-file/{'0' * 64}", timeout=60).status_code == 404


PLACED = b"""META
key;value
description;Test
country;Poland
unit;Toru\xc5\x84
instance;2025
num_projects;4
num_votes;3
budget;100
vote_type;approval
rule;greedy
date_begin;2025
date_end;2025
PROJECTS
project_id;cost;name;latitude;longitude
a;60;Lipy;53.0103;18.6045
b;50;Zegar;53,0140;18,5981
c;30;Rzeka;;
d;10;Zurych;47.3769;8.5417
VOTES
voter_id;vote
1;a,d
2;a,b
3;a
"""


def test_projects_of_a_file_stand_on_the_map_beside_their_list(url):
    address = post(url, "@editions", edition(PLACED)).json()["@id"]
    assert requests.get(f"{address}/@@project-map", timeout=60, allow_redirects=False).status_code == 302
    post(address, "@publication")
    assert f"{address}/@@project-map" in requests.get(address, timeout=60).text
    page = requests.get(f"{address}/@@project-map", headers={"Accept-Language": "pl"}, timeout=60).text
    for words in (
        "Lipy",
        "53.01030° N, 18.60450° E",
        "Zurych",
        "47.37690° N, 8.54170° E",
        "Zegar",
        "Projekty na mapie",
    ):
        assert words in page
    assert "Rzeka" not in page
    config = requests.get(f"{address}/@@project-map/config", timeout=60).json()
    assert config["urls"]["links"] == f"{address}/@@project-map/places" and config["focus"] == "links"
    # What won is told from the rest by its sign: on the map, in its legend and in the list.
    signs = {mark["name"]: mark["rule"] for mark in config["marks"]}
    assert signs["won"]["symbol"] != signs["lost"]["symbol"] and signs["won"]["fill"] != signs["lost"]["fill"]
    shown = html.fromstring(page)
    marks = [
        (li.xpath("string(a)"), li.xpath("string(svg/@class)"))
        for li in shown.xpath("//ul[@class='map-list']/li")
    ]
    assert marks == [
        ("Lipy", "map-mark is-won"),
        ("Zurych", "map-mark is-won"),
        ("Zegar", "map-mark is-lost"),
    ]
    assert [" ".join(li.text_content().split()) for li in shown.xpath("//ul[@class='map-marks']/li")] == [
        "Projekty, które wygrały", "Projekty, które nie wygrały",
    ]  # fmt: skip
    places = requests.get(config["urls"]["links"], timeout=60).json()["features"]
    # Zurych lies outside the map of Poland. GeoJSON is longitude first (RFC 7946).
    found = [(each["geometry"]["coordinates"], each["properties"]["mark"]) for each in places]
    assert found == [([18.6045, 53.0103], "won"), ([18.5981, 53.014], "lost")]
    assert places[0]["properties"]["url"].startswith(f"{address}/@@pool/torun#p-a")
    assert len(requests.get(f"{address}/@@project-map/places?won=1", timeout=60).json()["features"]) == 1
    # 53.0103 N, 18.6045 E is 473 472 E, 571 727 N in EPSG:2180 (PROJ's cs2cs); the button shows 150 m around it.
    assert 'data-extent="473322.19,571576.72,473622.19,571876.72"' in page
    assert requests.get(f"{address}/@@project-map/else", timeout=60).status_code == 404


def test_the_front_page_leads_to_it(served, url):
    assert url in requests.get(served.unit.absolute_url(), timeout=60).text


def test_the_same_request_again_makes_nothing(url):
    key = {"Idempotency-Key": "budget-1"}
    first, second = (post(url, "@editions", edition(), **key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json()["@id"] == second.json()["@id"]


def test_a_faulty_file_has_its_report(url):
    answer = post(url, "@editions", edition(DATA.replace(b"a;60", b"a;dear").replace(b"v1;a,b", b"v1;a,x")))
    assert answer.status_code == 400
    body = answer.json()
    assert body["reason"] == "pb_faulty" and body["file"] == "gmina.pb"
    assert [(fault["level"], fault["code"]) for fault in body["report"]] == [
        ("stop", "cost_number"),
        ("error", "choice_foreign"),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"year": "2025"}, "year"),
        ({"year": True}, "year"),
        ({"files": "x"}, "files"),
        ({"files": [{"filename": "a.pb", "data": "%"}]}, "files.0.data"),
        ({"title": 5}, "title"),
        ({"parameters": {"walk": "run"}}, "parameters"),
    ],
)
def test_bodies_with_faults(url, body, field):
    answer = post(url, "@editions", edition(**body))
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_nobody_else_may(url):
    assert post(url, "@editions", edition(), auth=None).status_code == 401
    assert requests.get(f"{url}/@@import-edition", allow_redirects=False, timeout=60).status_code == 302


def test_the_recount_page_takes_files_of_this_site_only(served):
    page = f"{served.unit.absolute_url()}/@@recount"
    own = f"{served.unit.absolute_url()}/x.pb"
    assert f'data-file="{own}"' in requests.get(page, params={"file": own}, timeout=60).text
    assert "data-file" not in requests.get(page, params={"file": "https://example.org/x.pb"}, timeout=60).text
    offline = requests.get(f"{served.unit.absolute_url()}/@@recount.html", timeout=60)
    assert (
        "InfostradaCount" in offline.text
        and " src=" not in offline.text
        and "http" not in offline.text.replace("http://www.w3.org/1999/xhtml", "")
    )
