"""Figures for the head: counted by hand here, by the page and over REST; for the head alone."""

from datetime import timedelta
from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from io import BytesIO
from openpyxl import load_workbook
from plone import api
from plone.uuid.interfaces import IUUID
from test_desk_pages import Browser
from tests.days import this_year
from world import LETTER
from world import PASSWORD

import pytest
import transaction


UNIT = "gmina-lipnowo"


@pytest.fixture
def busy(site):
    """Three letters (one a mistake), a case settled after 40 days and past its term, one open and overdue, one new."""
    unit = site[UNIT]
    with api.env.adopt_user(username="ewa.kancelaria"):
        for method in ("osobiście", "list polecony", "osobiście"):
            letter = register_letter(unit, {**LETTER, "delivery_method": method}, [])
        void_letter(register_letter(unit, LETTER, []), "pomyłka")
    with api.env.adopt_user(username="jan.wojt"):
        assign(letter, Order("anna.urbanista", "do załatwienia", polish_today() + timedelta(days=3)))
    old = polish_today() - timedelta(days=70)
    with api.env.adopt_user(username="anna.urbanista"):
        settled = open_case(unit, Opening("Dawna", "gp", "6730", started_on=old, term="inquiry"))
        paper = add_document(
            settled, Draft("Decyzja", "decyzja", dated=old + timedelta(days=40)), Upload("d.txt", b"d")
        )
        open_case(unit, Opening("Zaległa", "gp", "6730", started_on=old, term="inquiry"))
        open_case(unit, Opening("Nowa", "gp", "670"))
    with api.env.adopt_user(username="piotr.kierownik"):
        accept_document(paper)
    with api.env.adopt_user(username="anna.urbanista"):
        close_case(settled, decision=IUUID(paper), settled_on=old + timedelta(days=40))
    transaction.commit()
    return old


def test_figures_of_the_year(site, busy):
    base, url = site.absolute_url(), f"{UNIT}/@figures"
    head = Client(base, "jan.wojt", PASSWORD)
    for other in ("anna.urbanista", "ewa.kancelaria", "zofia.koordynator"):
        assert Client(base, other, PASSWORD).send("GET", url).status_code in (401, 403)
    assert head.send("GET", f"{url}?year=abc").status_code == 400
    told = head.send("GET", url, record="figures_get").json()
    month = polish_today().month
    assert told["letters"] == [
        {"way": "in", "channel": "list polecony", "month": month, "count": 1},
        {"way": "in", "channel": "osobiście", "month": month, "count": 2},
    ]
    counted = [day.year == this_year() for day in (busy, busy, polish_today())]
    settled = (busy + timedelta(days=40)).year == this_year()
    # 70 days ago + one month is past; 40 days from the start is later than one month
    assert told["total"] == {"opened": sum(counted), "settled": int(settled), "open": 2, "overdue": 1,
                             "late": int(settled), "days": 40.0 if settled else None}  # fmt: skip
    assert [row["org_symbol"] for row in told["orgs"]] == ["GP"]
    by_class = {row["class_symbol"]: (row["open"], row["overdue"]) for row in told["classes"]}
    assert by_class == {"670": (1, 0), "6730": (1, 1)}
    (anna,) = (row for row in told["clerks"] if row["person"] == "anna.urbanista")
    assert (anna["name"], anna["open"], anna["overdue"], anna["tasks"], anna["tasks_overdue"]) == (
        "Anna Nowak", 2, 1, 1, 0,
    )  # fmt: skip
    before = head.send("GET", f"{url}?year={this_year() - 5}").json()
    assert before["letters"] == [] and before["total"]["opened"] == 0

    page = Browser(base, "jan.wojt").open(f"{UNIT}/@@figures")
    assert page.answer.status_code == 200, page.text[:1500]
    assert page.page.xpath("//svg[@class='chart']//rect") and "Anna Nowak" in page.text
    heights = [int(each.get("height")) for each in page.page.xpath("//svg[@class='chart']//rect")]
    assert max(heights) == 180 and sum(height > 0 for height in heights) == 1
    assert Browser(base, "anna.urbanista").open(f"{UNIT}/@@figures").answer.status_code in (401, 403)
    sheet = page.session.get(f"{base}/{UNIT}/@@figures?export=xlsx", timeout=60)
    book = load_workbook(BytesIO(sheet.content))
    letters = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert letters[1][0] == "list polecony" and letters[1][month] == 1 and letters[2][-1] == 2
    clerks = [[cell.value for cell in row] for row in book.worksheets[3].iter_rows()]
    assert "Anna Nowak" in [row[0] for row in clerks]


def test_cases_in_time(site, busy):
    """By hand: of three cases one was settled after its month, one is over it, one has no term."""
    base, url = site.absolute_url(), f"{UNIT}/@timeliness"
    head, clerk = Client(base, "jan.wojt", PASSWORD), Client(base, "anna.urbanista", PASSWORD)
    assert clerk.send("GET", url).status_code in (401, 403)
    told = head.send("GET", f"{url}?first={busy}&last={polish_today()}", record="timeliness_get").json()
    counted = {
        "carried": 0, "taken": 3, "settled": 1, "in_time": 0, "late": 1, "without_term": 0, "open": 2, "overdue": 1,
        "delayed": 0, "urgings": 0, "days": 40.0, "oldest": busy.isoformat(),
    }  # fmt: skip
    assert told["total"] == counted and told["orgs"] == [{"org_symbol": "GP", **counted}]
    # A day later two were there already; on the day before the settling both were open, one of them over its month.
    day = busy + timedelta(days=39)
    told = head.send("GET", f"{url}?first={busy + timedelta(days=1)}&last={day}").json()["total"]
    assert [told[name] for name in ("carried", "taken", "settled", "open", "overdue")] == [2, 0, 0, 2, 2]
    for asked, reason in (
        (f"first={polish_today()}&last={polish_today() + timedelta(days=1)}", "in_future"),
        (f"first={polish_today()}&last={busy}", "before_start"),
        (f"first={polish_today() - timedelta(days=366)}&last={polish_today()}", "period_over_year"),
    ):
        assert head.send("GET", f"{url}?{asked}").json()["faults"][0]["reason"] == reason

    page = Browser(base, "jan.wojt").open(f"{UNIT}/@@timeliness?first={busy}&last={polish_today()}")
    assert "GP – Referat Planowania" in page.text and "40,0" in page.text
    page.fill("period", first=polish_today().isoformat(), last=busy.isoformat())
    assert page.answer.status_code == 400
    book = page.session.get(
        f"{base}/{UNIT}/@@timeliness-file?first={busy}&last={polish_today()}&format=xlsx", timeout=60
    )
    rows = list(load_workbook(BytesIO(book.content)).active.values)
    assert rows[0][0] == "Komórka organizacyjna" and rows[-1][:4] == ("Cały urząd", 0, 3, 1)
