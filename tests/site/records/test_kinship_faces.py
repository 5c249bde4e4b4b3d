"""Metryka, ties and the spis spraw by browser and by REST."""

from exchange import Client
from io import BytesIO
from lxml import etree
from pypdf import PdfReader
from test_desk_pages import Browser
from tests.days import this_year
from world import PASSWORD


def told(page):
    """What the open paper says."""
    read = PdfReader(BytesIO(page.answer.content))
    return " ".join(" ".join(each.extract_text() for each in read.pages).split())


def test_ties_metryka_and_spis(site):
    clerk = Client(site.absolute_url(), "anna.urbanista", PASSWORD)
    body = {"title": "Budowa", "org_id": "gp", "class_symbol": "6730"}
    one = clerk.send("POST", "gmina-lipnowo/@cases", body).json()
    two = clerk.send("POST", "gmina-lipnowo/@cases", {**body, "whole_uid": one["uid"]}).json()
    assert [link["kind"] for link in two["links"]] == ["part_of"]
    founded = clerk.send("POST", f"{one['@id']}/@ties", {"kind": "group"}, record="ties_post")
    assert founded.json()["is_group"] is True
    member = clerk.send("POST", "gmina-lipnowo/@cases", {**body, "group_uid": one["uid"]}).json()
    assert member["sign"] == f"GP.6730.1.1.{this_year()}"
    refused = clerk.send("POST", f"{one['@id']}/@ties", {"other": one["uid"], "kind": "related"})
    assert (refused.status_code, refused.json()["reason"]) == (400, "itself")
    acts = clerk.send("GET", f"{one['@id']}/@metryka", record="metryka_get").json()
    assert (acts["items"][0]["action"], acts["items"][0]["position"]) == ("case_opened", "Inspektor")
    assert [row["state"] for row in acts["states"]] == ["started"]

    page = Browser(site.absolute_url(), "anna.urbanista").open(f"{one['@id']}/@@metryka")
    assert "wydzielono grupę spraw" in page.text
    link = page.page.xpath("//a[contains(@href, 'format=xml')]/@href")[0]
    root = etree.fromstring(page.session.get(link, timeout=60).content)
    assert root.findtext("oznaczenieSprawy") == one["sign"]
    assert root.findtext("czynnosc/osoba/stanowisko") == "Inspektor"

    page.open(f"{two['@id']}/@@ties").fill("relate", sign="GP.6730.99.2026", kind="related")
    assert page.answer.status_code == 400
    page.open(f"{two['@id']}/@@ties").fill("relate", sign=member["sign"], kind="related")
    assert page.answer.status_code == 200, page.text[:2000]
    assert member["sign"] in page.text
    page.open(f"{one['@id']}/@@ties").fill("member", title="Kolejna w grupie")
    assert f"GP.6730.1.2.{this_year()}" in page.text
    page.open(f"{two['@id']}/@@ties").fill("void", reason="założona omyłkowo")
    assert page.answer.status_code == 200, page.text[:2000]

    page.open("gmina-lipnowo/@@case-list")
    page.open(page.page.xpath("//main//table//a/@href")[0])
    signs = page.page.xpath("//main//table/tbody/tr/th//text()")
    shown = [text.strip() for text in signs if text.strip()]
    assert shown == [f"GP.6730.{end}.{this_year()}" for end in ("1", "1.1", "1.2", "2")]
    assert "założona omyłkowo" in page.text
    paper = told(page.open(page.page.xpath("//a[contains(@href, 'paper=pdf')]/@href")[0]))
    for said in (
        "Gmina Lipnowo",
        "Spis spraw GP.6730",
        f"Rok: {this_year()}",
        "Klasa: 6730",
        "Prowadzący",
        "założona omyłkowo",
    ):
        assert said in paper, said
    metryka = told(page.open(f"{one['@id']}/@@metryka-file?format=pdf"))
    for said in (
        f"Oznaczenie sprawy: GP.6730.1.{this_year()}",
        "Określenie czynności",
        "założenie sprawy",
        "Anna Nowak",
    ):
        assert said in metryka, said

    manager = Browser(site.absolute_url(), "piotr.kierownik").open(f"{one['@id']}/@@ties")
    manager.fill("continue", org_id="gp", class_symbol="6733", reason="reorganizacja")
    assert f"GP.6733.1.{this_year()}" in manager.text
    stranger = Browser(site.absolute_url(), "adam.obcy")
    assert stranger.open(f"{one['@id']}/@@metryka-file").answer.status_code == 403
