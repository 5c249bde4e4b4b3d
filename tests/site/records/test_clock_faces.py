"""The clock by browser and by REST, and the supervision list as files."""

from datetime import timedelta
from exchange import Client
from infostrada.core.calendar import next_working_day
from infostrada.core.calendar import polish_today
from openpyxl import load_workbook
from test_desk_pages import Browser
from tests.days import this_year
from world import PASSWORD

import io
import pytest


def started():
    """Long before the term of any inquiry."""
    return (polish_today() - timedelta(days=70)).isoformat()


def later():
    """A new term a notice may tell."""
    return next_working_day(polish_today() + timedelta(days=30)).isoformat()


@pytest.fixture
def clerk(site):
    return Client(site.absolute_url(), "anna.urbanista", PASSWORD)


@pytest.fixture
def case(clerk):
    body = {
        "title": "=HYPERLINK(1)",
        "org_id": "gp",
        "class_symbol": "6730",
        "started_on": started(),
        "term": "inquiry",
    }
    return clerk.send("POST", "gmina-lipnowo/@cases", body).json()


def test_clock_over_rest_and_lists(site, clerk, case):
    url = f"{case['@id']}/@clock"
    assert clerk.send("GET", url, record="clock_get").json()["over_term"] is True
    refused = clerk.send("POST", url, {"act": "delay", "cause": "", "new_end": "2020-01-01"})
    assert [fault["field"] for fault in refused.json()["faults"]] == ["cause", "new_end"]
    assert clerk.send("POST", url, {"act": "nic"}).status_code == 400
    stopped = clerk.send("POST", url, {"act": "stop", "reason": "mediation"}, record="clock_post")
    assert (stopped.status_code, stopped.json()["due_on"]) == (200, None)
    assert clerk.send("POST", url, {"act": "stop", "reason": "mediation"}).status_code == 409
    assert clerk.send("POST", url, {"act": "start"}).status_code == 200
    told = clerk.send("POST", url, {"act": "delay", "cause": "Opinia", "new_end": later()})
    assert told.json()["extensions"][0]["late"] is True

    listed = clerk.send("GET", "gmina-lipnowo/@supervision", record="supervision_get").json()
    assert [(row["org_symbol"], row["notices"]) for row in listed["items"]] == [("GP", 1)]

    file = "gmina-lipnowo/@listing-export?name=case_terms&format="
    book = load_workbook(io.BytesIO(clerk.send("GET", f"{file}xlsx").content), read_only=True)
    heading, row = list(book.active.iter_rows(values_only=True))
    shown = dict(zip(heading, row, strict=True))
    # A title that looks like a formula is text.
    assert "'=HYPERLINK(1)" in row
    assert 1 in shown.values()
    data = clerk.send("GET", f"{file}csv&columns=sign,due_on").content.decode("utf-8-sig")
    assert data.splitlines()[1] == f"GP.6730.1.{this_year()};{later()}"
    assert clerk.send("GET", f"{file}pdf").content.startswith(b"%PDF")
    assert clerk.send("GET", f"{file}ods").status_code == 400
    assert clerk.send("GET", f"{file}csv&columns=secret").status_code == 400
    assert clerk.send("GET", f"{file}csv&secret=1").status_code == 400
    stranger = Client(site.absolute_url(), "adam.obcy", PASSWORD)
    data = stranger.send("GET", f"{file}csv&columns=sign").content.decode("utf-8-sig")
    assert data.splitlines()[1:] == []


def test_clock_in_the_browser(site, case):
    clerk = Browser(site.absolute_url(), "anna.urbanista").open(f"{case['@id']}/@@clock")
    assert clerk.answer.status_code == 200, clerk.text[:2000]
    clerk.fill("stop", reason="suspension")
    assert clerk.answer.status_code == 400
    assert clerk.page.get_element_by_id("stop-document").get("aria-invalid") == "true"
    clerk.open(f"{case['@id']}/@@clock").fill("stop", reason="party_fault")
    assert "wina strony" in clerk.text
    clerk.fill("start")
    clerk.fill("urging").fill("passed", outcome="niezasadne")
    assert "niezasadne" in clerk.text
    clerk.fill("terms", term="complex", internal=(polish_today() - timedelta(days=60)).isoformat())
    assert clerk.answer.status_code == 200, clerk.text[:2000]
    clerk.fill("delay", cause="Brak opinii", new_end=later())
    assert "Zawiadomienie o niezałatwieniu sprawy w terminie" in clerk.text

    head = Browser(site.absolute_url(), "jan.wojt").open("gmina-lipnowo/@@terms")
    assert f"GP.6730.1.{this_year()}" in head.text
    link = head.page.xpath("//a[contains(@href, 'format=csv')]/@href")[0]
    answer = head.session.get(link, timeout=60)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert f"GP.6730.1.{this_year()}" in answer.content.decode("utf-8-sig")
    assert "Znak sprawy" in answer.content.decode("utf-8-sig")
