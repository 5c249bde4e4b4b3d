"""What the API tells of itself, to programs and to people."""

from openapi_spec_validator import validate

import pytest
import re


GEO = "@@geo"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_every_link_of_the_landing_page_opens(anonymous):
    landing = anonymous.get(GEO).json()
    rels = {link["rel"] for link in landing["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= rels
    for link in landing["links"]:
        answer = anonymous.get(link["href"])
        assert answer.status_code == 200, link
        assert answer.headers["Content-Type"].startswith(link["type"].partition(";")[0]), link


def test_the_api_document_is_lawful_and_names_no_layer(manager):
    answer = manager.get(f"{GEO}/api")
    assert "vnd.oai.openapi+json" in answer.headers["Content-Type"]
    validate(answer.json())
    assert "tajne" not in answer.text


def test_a_collection_says_where_it_lies_and_in_which_systems(anonymous):
    found = anonymous.get(f"{GEO}/collections/dzialki").json()
    assert found["storageCrs"] == "http://www.opengis.net/def/crs/EPSG/0/2180"
    assert found["crs"][0] == CRS84
    assert {crs.rpartition("/")[2] for crs in found["crs"]} >= {"2180", "2176", "2179", "4326", "3857"}
    west, south, east, north = found["extent"]["spatial"]["bbox"][0]
    # Parcels begin at the meridian 19°E; 200 m east of it is a little less than 0.003 degrees.
    assert west == pytest.approx(19.0, abs=1e-6)
    assert east == pytest.approx(19.003, abs=2e-4)
    assert 52 < south < north < 53.5
    for link in found["links"]:
        assert anonymous.get(link["href"]).status_code == 200, link


def test_hidden_layers_are_in_no_document(anonymous, manager):
    for path in ("", "/collections", "/api", "/conformance"):
        for form in ("json", "html"):
            assert "tajne" not in anonymous.get(f"{GEO}{path}", params={"f": form}).text.lower()
    for path in ("", "/queryables", "/schema", "/items", "/items/x:y"):
        hidden = anonymous.get(f"{GEO}/collections/tajne{path}")
        absent = anonymous.get(f"{GEO}/collections/nie-ma{path}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json() == absent.json()
        assert anonymous.get(f"{GEO}/collections/tajne{path}", params={"f": "html"}).status_code == 404
    assert "tajne" in manager.get(f"{GEO}/collections").text


def test_queryables_and_schema_know_the_attributes(anonymous):
    names = anonymous.get(f"{GEO}/collections/dzialki/queryables").json()["properties"]
    assert names["numer"]["type"] == "string"
    assert {"geometry", "id", "business_id", "teryt", "valid_from"} <= set(names)
    kinds = anonymous.get(f"{GEO}/collections/dzialki/schema")
    assert kinds.headers["Content-Type"] == "application/schema+json"
    one = anonymous.get(f"{GEO}/collections/dzialki/items?limit=1").json()["features"][0]
    assert set(one["properties"]) <= set(kinds.json()["properties"])


@pytest.mark.parametrize(
    "path",
    ["", "/collections", "/collections/dzialki", "/collections/dzialki/items", "/conformance",
     "/collections/dzialki/items/PL.PZGiK.049901.EGiB:a1", "/collections/dzialki/queryables", "/api"],
)  # fmt: skip
def test_people_get_pages(anonymous, path):
    answer = anonymous.get(f"{GEO}{path}", headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.text.count("<h1") == 1
    assert "no-store" in answer.headers["Cache-Control"]
    for accept in ("*/*", "application/json", "application/geo+json, application/json"):
        assert "json" in anonymous.get(f"{GEO}{path}", headers={"Accept": accept}).headers["Content-Type"]
    assert "json" in anonymous.get(f"{GEO}{path}?f=json", headers=BROWSER).headers["Content-Type"]


def test_pages_call_layers_by_their_titles(anonymous):
    """Never by the name that stands in the address."""
    for path in ("/collections/dzialki/items", "/collections/dzialki"):
        page = anonymous.get(f"{GEO}{path}", headers=BROWSER).text
        assert re.search(r"<h1[^>]*>Dzialki</h1>", page), path
    one = anonymous.get(f"{GEO}/collections/dzialki/items/PL.PZGiK.049901.EGiB:a1", headers=BROWSER).text
    assert ">Dzialki</a>" in one and ">dzialki</a>" not in one
    records = anonymous.get(f"{GEO}/collections/catalogue.layers/items", headers=BROWSER).text
    assert "<h1>catalogue.layers" not in records


def test_the_table_has_pages_and_escapes_what_is_in_it(anonymous):
    page = anonymous.get(f"{GEO}/collections/dzialki/items", params={"f": "html", "limit": "2"}).text
    assert "049901_2.0001.1" in page
    assert 'rel="next"' in page
    hostile = {"f": "html", "filter": "business_id = '\"><script>alert(1)</script>'"}
    page = anonymous.get(f"{GEO}/collections/dzialki/items", params=hostile).text
    assert "<script>alert(1)" not in page


def test_the_other_address_leads_here(anonymous):
    answer = anonymous.get("@@ogc/collections/dzialki/items?limit=1", allow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/@@geo/collections/dzialki/items?limit=1")
    assert anonymous.get("@@ogc/collections/dzialki/items?limit=1").json()["numberReturned"] == 1


def test_an_unknown_form_is_refused(anonymous):
    answer = anonymous.get(f"{GEO}/collections?f=pdf")
    assert (answer.status_code, answer.json()["reason"]) == (400, "unknown_format")
