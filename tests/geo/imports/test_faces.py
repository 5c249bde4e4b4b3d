"""The import in the browser and over REST: send, choose, follow, read the report; who may not."""

from infostrada.core.jobs.runner import run_next
from tests.geo.imports import gml

import html
import json
import re


SRS = "urn:ogc:def:crs:EPSG::2180"


def delivery(*, broken=False):
    good = gml.polygon(gml.ring(gml.square(19.001, 53.0, 2180)), SRS)
    bad = gml.polygon("560000 500000 560000 500010 560010 500010 560005 500000", SRS)
    parts = [gml.parcel("049901_2.0009.1", good)]
    return gml.collection(*parts, *([gml.parcel("=HYPERLINK.2", bad)] if broken else []))


def finished(page):
    while run_next():
        pass
    return page


def test_a_file_goes_through_the_browser(registers, manager):
    page = manager.get("/@@geo-imports")
    token = re.search(r'name="_authenticator" value="(\w+)"', page.text)[1]
    sent = manager.post(
        "/@@geo-imports", data={"_authenticator": token}, files={"file": ("dz.gml", delivery(broken=True))}
    )
    assert sent.status_code == 200
    assert "EGB_DzialkaEwidencyjna" in sent.text
    assert re.search(
        r'<option[^>]*value="dzialki"[^>]*selected|<option[^>]*selected[^>]*value="dzialki"', sent.text
    )
    chosen = {"_authenticator": token, "class-0": "dzialki", "vanish": "never", "validate": "1"}
    ordered = manager.post(sent.url, data=chosen)
    assert ordered.headers["Refresh"] == "3"
    finished(None)
    report = manager.get(sent.url)
    assert "Refresh" not in report.headers
    for words in ("pierścień nie jest zamknięty", ">4<", "=HYPERLINK.2", "Odrzucono"):
        assert words in html.unescape(report.text)
    table = manager.get(f"{sent.url}?format=csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    assert ";'=HYPERLINK.2;ring_open;" in table.content.decode("utf-8-sig")
    data = manager.get(f"{sent.url}?format=json").json()
    assert data["summary"]["layers"]["dzialki"]["new"] == 1
    assert "dz.gml" in manager.get("/@@geo-imports").text


def test_a_post_without_token_and_a_file_that_is_none(registers, manager):
    assert manager.post("/@@geo-imports", files={"file": ("dz.gml", delivery())}).status_code == 403
    page = manager.get("/@@geo-imports")
    token = re.search(r'name="_authenticator" value="(\w+)"', page.text)[1]
    for content in (b"\x00\x01\x02", b"<a/>", b"PK\x03\x04garbage", b""):
        answer = manager.post(
            "/@@geo-imports", data={"_authenticator": token}, files={"file": ("x.gml", content)}
        )
        assert answer.status_code == 400, content
        assert 'role="alert"' in answer.text


def test_a_program_sends_a_file_and_reads_the_report(registers, manager, anonymous):
    manager.headers["Accept"] = "application/json"
    sent = manager.post(
        "/@geo-imports?name=dz.gml&layer=dzialki&vanish=never&dry_run=1",
        data=delivery(broken=True), headers={"Content-Type": "application/gml+xml"},
    )  # fmt: skip
    assert sent.status_code == 202, sent.text
    assert sent.json()["state"] == "queued"
    finished(None)
    report = manager.get(sent.json()["@id"] + "?level=refused").json()
    assert report["state"] == "done"
    assert report["summary"]["layers"]["dzialki"] == {
        "new": 1, "unchanged": 0, "attributes": 0, "geometry": 0, "older": 0, "gone": 0, "split": 0,
        "merged": 0, "reshaped": 0, "scope": 0, "refused": 1,
    }  # fmt: skip
    assert [(found["line"], found["reason"]) for found in report["findings"]] == [(4, "ring_open")]
    assert (
        manager.get("/@@geo/collections/dzialki/items?business_id=049901_2.0009.1").json()["numberMatched"]
        == 0
    )
    again = manager.post("/@geo-imports?layer=dzialki&vanish=never", files={"file": ("dz.gml", delivery())})
    finished(None)
    assert manager.get(again.json()["@id"]).json()["state"] == "done"
    assert (
        manager.get("/@@geo/collections/dzialki/items?business_id=049901_2.0009.1").json()["numberMatched"]
        == 1
    )
    assert len(manager.get("/@geo-imports").json()["items"]) == 2
    anonymous.headers["Accept"] = "application/json"
    assert anonymous.get("/@geo-imports").status_code == 401
    assert anonymous.post("/@geo-imports", data=delivery()).status_code == 401
    assert anonymous.get(sent.json()["@id"]).status_code == 401


def test_unlawful_options_are_named(registers, manager):
    manager.headers["Accept"] = "application/json"
    cases = {
        "layer=nie-ma": "layers",
        "layer=EGB_Budynek%3Ddzialki": "layers",
        "layer=dzialki&vanish=maybe": "vanish",
        "layer=dzialki&unit=12345": "unit",
        "layer=dzialki&crs=EPSG:9": "crs",
        "layer=dzialki&as_of=wczoraj": "as_of",
        "layer=dzialki&colour=red": "colour",
        "layer=dzialki&dry_run=perhaps": "dry_run",
    }
    for query, field in cases.items():
        answer = manager.post(
            f"/@geo-imports?{query}", data=delivery(), headers={"Content-Type": "application/gml+xml"}
        )
        assert (answer.status_code, answer.json()["field"]) == (400, field), query
    assert manager.post("/@geo-imports", data=delivery()).json()["reason"] == "content_type"
    binary = {"Content-Type": "application/octet-stream"}
    refused = manager.post("/@geo-imports?layer=dzialki&persons=1", data=delivery(), headers=binary)
    assert (refused.status_code, refused.json()["reason"]) == (403, "persons_forbidden")
    for address in ("/@geo-imports/nonsense", "/@geo-imports/00000000-0000-0000-0000-000000000000"):
        assert manager.get(address).status_code == 404


def test_a_finding_is_json_whatever_the_file_says(registers, manager):
    manager.headers["Accept"] = "application/json"
    sent = manager.post(
        "/@geo-imports?inspect=1", data=delivery(), headers={"Content-Type": "application/gml+xml"}
    )
    assert sent.status_code == 202
    found = json.loads(sent.text)["found"]
    assert found["classes"] == [{"name": "EGB_DzialkaEwidencyjna", "count": 1, "layer": "dzialki"}]
