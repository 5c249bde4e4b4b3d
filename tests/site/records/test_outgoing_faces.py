"""Outgoing letters by browser and by REST: prepared, listed, handed over, proved."""

from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from io import BytesIO
from lxml import etree
from plone import api
from pypdf import PdfReader
from test_desk_pages import Browser
from test_registers import send
from test_rest_thread import file_json
from tests.days import this_year
from world import LETTER
from world import PASSWORD

import hashlib
import pytest
import transaction


UNIT = "gmina-lipnowo"


@pytest.fixture
def decision(site):
    """Address of an accepted decision in a case whose party wrote the first letter."""
    unit = site[UNIT]
    with api.env.adopt_user(username="ewa.kancelaria"):
        letter = register_letter(unit, LETTER, [])
    with api.env.adopt_user(username="jan.wojt"):
        assign(letter, Order("anna.urbanista", "do załatwienia"))
    with api.env.adopt_user(username="anna.urbanista"):
        parties = (Participant("Kowalczyk Maria", "strona"),)
        case = open_case(unit, Opening("Warunki zabudowy", "gp", "6730", letter, parties=parties))
        document = add_document(
            case, Draft("Decyzja o warunkach", "decyzja"), Upload("decyzja.pdf", b"%PDF-1.7")
        )
    with api.env.adopt_user(username="piotr.kierownik"):
        accept_document(document)
    transaction.commit()
    return document.absolute_url()


def test_letters_to_their_proofs(site, decision):
    base = site.absolute_url()
    clerk, registry = Browser(base, "anna.urbanista"), Browser(base, "ewa.kancelaria")
    clerk.open(f"{decision}/view")
    assert "Przygotuj przesyłki" in clerk.text
    clerk.open(f"{decision}/@@send")
    assert "Kowalczyk Maria, strona, Wiślana 4, 87-100 Lipnowo" in clerk.text
    clerk.fill("parties", method="e-Doręczenia PURDE")
    assert clerk.answer.status_code == 400
    assert "Adresat nie ma adresu do doręczeń elektronicznych" in clerk.text
    assert "Wpisz niżej jako innego adresata, z brakującymi danymi: Kowalczyk Maria." in clerk.text
    clerk.open(f"{decision}/@@send").fill("parties", **{"to-0": "1"})
    assert clerk.answer.status_code == 200, clerk.text[:2000]
    assert f"W/1/{this_year()}" in clerk.text
    clerk.open(f"{decision}/@@send").fill("other", city="Lipnowo")
    assert clerk.answer.status_code == 400
    assert "Podaj nazwę adresata" in clerk.text
    clerk.fill("other", city="Lipnowo", kind="public", sender_org_name="Powiat Wiślany", street="Rynek",
               building="1", postal_code="87-100")  # fmt: skip
    assert f"W/2/{this_year()}" in clerk.text, clerk.text[:2000]

    registry.open(f"{UNIT}/@@outgoing")
    rows = registry.page.xpath("//tbody/tr")
    assert len(rows) == 2
    assert "Powiat Wiślany" in registry.text
    ticks = registry.page.xpath("//input[@name='rows:list']/@value")
    send(registry, "act-list", ticks, carrier="Poczta Polska S.A.")
    assert registry.answer.status_code == 200, registry.text[:2000]
    assert f"Lista wysyłkowa 1/{this_year()}" in registry.text
    listed = registry.answer.url.removesuffix("/view")
    book = registry.session.get(f"{listed}/@@posting-book", timeout=60)
    assert book.headers["Content-Type"] == "application/pdf"
    assert "Powiat Wiślany" in " ".join(PdfReader(BytesIO(book.content)).pages[0].extract_text().split())
    number = next(name for name in registry.page.xpath("//input/@name") if name.startswith("tracking-"))
    registry.fill("hand-over", **{number: "1"})
    assert registry.answer.status_code == 400
    assert "To nie jest numer nadawczy" in registry.text
    registry.fill("hand-over", **{number: "RR 123 456 789 PL"})
    assert "Przekazana" in registry.text

    registry.open(f"{UNIT}/@@outgoing?state=sent")
    first = next(url for url in registry.page.xpath("//tbody//a/@href") if "/rpwych/" in url)
    registry.open(first).fill("proof", how="notices", day=polish_today().isoformat())
    assert registry.answer.status_code == 400
    assert "Bez drugiego awiza" in registry.text
    registry.fill("proof", how="received", day=polish_today().isoformat(), second="", by="sekretarka")
    assert registry.answer.status_code == 200, registry.text[:2000]
    assert "Doręczona" in registry.text
    assert "wniesienie odwołania" in registry.text

    case = decision.rsplit("/", 1)[0]
    clerk.open(f"{case}/view")
    table = clerk.page.xpath("//section[@aria-labelledby='outgoing']//tbody/tr")
    assert len(table) == 2
    assert clerk.page.xpath("//section[@aria-labelledby='metryka']")
    assert "doręczono przesyłkę" in clerk.text
    export = registry.session.get(f"{base}/{UNIT}/@@outgoing?export=csv&all=1", timeout=60)
    assert "Powiat Wiślany" in export.content.decode("utf-8-sig")


def test_outgoing_over_rest(site, decision):
    clerk = Client(site.absolute_url(), "anna.urbanista", PASSWORD)
    registry = Client(site.absolute_url(), "ewa.kancelaria", PASSWORD)
    to = {"kind": "person", "surname": "Kowalczyk", "given_names": "Maria", "street": "Wiślana",
          "building": "4", "postal_code": "87-100", "city": "Lipnowo", "role": "strona"}  # fmt: skip
    bad = clerk.send("POST", f"{decision}/@outgoing", {"addressees": [{**to, "city": ""}]})
    assert bad.status_code == 400
    assert {fault["field"] for fault in bad.json()["faults"]} >= {"0.city"}
    assert clerk.send("POST", f"{decision}/@outgoing", {"addressees": "x"}).status_code == 400
    key = {"Idempotency-Key": "wysylka-0001"}
    other = {"kind": "body", "org_name": "Żwirex sp. z o.o.", "city": "Lipnowo", "postal_code": "87-100",
             "street": "Żytnia", "building": "1", "method": "list polecony",
             "reason": "do wiadomości, bez skutku procesowego"}  # fmt: skip
    body = {"addressees": [to, other]}
    made = clerk.send("POST", f"{decision}/@outgoing", body, record="outgoing_post", headers=key)
    assert made.status_code == 201, made.text
    first, second = made.json()["items"]
    assert first["dispatch_method"] == "list polecony ZPO"
    again = clerk.send("POST", f"{decision}/@outgoing", body, headers=key).json()["items"]
    assert [item["uid"] for item in again] == [first["uid"], second["uid"]]
    assert registry.send("POST", f"{decision}/@outgoing", body).status_code in (401, 403)

    asked = {"carrier": "Poczta Polska S.A.", "letters": [first["uid"]]}
    listed = registry.send("POST", f"{UNIT}/@dispatch-lists", asked, record="dispatch_lists_post")
    assert listed.status_code == 201, listed.text
    handed = {
        "handed_over_on": polish_today().isoformat(),
        "tracking": {first["uid"]: "00259007731234567891"},
    }
    url = f"{listed.json()['@id']}/@handing-over"
    assert registry.send("POST", url, handed, record="handing_over_post").json()["state"] == "handed_over"
    assert registry.send("POST", url, handed).status_code == 409
    proof = {"act": "proof", "how": "refused", "day": polish_today().isoformat(), "remark": "odmowa"}
    served = registry.send("POST", f"{first['@id']}/@outgoing", proof, record="proof_post").json()
    assert served["service"]["served_on"] == polish_today().isoformat()
    assert served["service"]["basis"] == "KPA art. 47 § 2"
    assert served["service"]["opens"]["term"] == "appealing"
    assert registry.send("POST", f"{first['@id']}/@outgoing", proof).status_code == 409
    gone = clerk.send("POST", f"{second['@id']}/@outgoing", {"act": "cancel", "reason": "pomyłka"})
    assert gone.json()["state"] == "cancelled"
    page = registry.send("GET", f"{UNIT}/@outgoing?size=10", record="outgoing_get").json()
    assert [(row["number"], row["state"]) for row in page["items"]] == [(2, "cancelled"), (1, "delivered")]
    lists = registry.send("GET", f"{UNIT}/@dispatch-lists", record="dispatch_lists_get").json()
    assert [(row["letters"], row["state"]) for row in lists["items"]] == [(1, "handed_over")]


def test_electronic_inbox_gives_a_receipt_at_once(site):
    """A person logged in hands a letter in: number and UPP; nobody else gets the receipt."""
    base = site.absolute_url()
    sender, other = Browser(base, "adam.obcy"), Browser(base, "anna.urbanista")
    sender.open(f"{UNIT}/@@submit-letter")
    told = {"title": "Wniosek o zaświadczenie", "sender_surname": "Kos", "sender_given_names": "Adam"}
    sender.fill("submit", **told, city="Lipnowo")
    assert sender.answer.status_code == 400
    assert "Wybierz plik" in sender.text
    letter = [("file", ("wniosek.pdf", b"%PDF-1.7"))]
    letter += [("attachment", (name, b"%PDF-1.7 z")) for name in ("mapa.pdf", "zgoda.pdf")]
    sender.fill(
        "submit", files=letter, **told, city="Lipnowo", others="Kos Ewa\nLis Jan, Polna 5/2, 87-100 Toruń"
    )
    assert sender.answer.status_code == 200, sender.text[:2000]
    assert f"1/{this_year()}" in sender.text
    files = [each.xpath("string(th|td[1])").strip() for each in sender.page.xpath("//tbody/tr")]
    assert files == ["wniosek.pdf", "mapa.pdf", "zgoda.pdf"]
    # Whoever has the receipt sees no form any more.
    assert "submit" not in sender.page.xpath("//input[@name='do']/@value")
    url = next(url for url in sender.page.xpath("//a/@href") if "@@submission-receipt/" in url)
    receipt = sender.session.get(url, timeout=60).content
    assert etree.fromstring(receipt).findtext(".//{*}Adresat/{*}Nazwa") == "Gmina Lipnowo"
    assert hashlib.sha256(b"%PDF-1.7").hexdigest().encode() in receipt
    assert "Kos Adam; Kos Ewa; Lis Jan" in receipt.decode()
    assert other.session.get(url, timeout=60).status_code == 404
    rest = Client(base, "adam.obcy", PASSWORD)
    body = {**told, "city": "Lipnowo", "files": [file_json("wniosek.pdf", b"%PDF-1.7")]}
    key = {"Idempotency-Key": "skrzynka-1"}
    made = rest.send("POST", f"{UNIT}/@submissions", body, headers=key, record="submissions_post")
    assert (made.status_code, made.json()["rpw_number"]) == (201, f"2/{this_year()}")
    again = rest.send("POST", f"{UNIT}/@submissions", body, headers=key).json()
    assert (again["uid"], again["receipt"]["id"]) == (made.json()["uid"], made.json()["receipt"]["id"])
    assert rest.send("POST", f"{UNIT}/@submissions", {**body, "files": []}).status_code == 400
