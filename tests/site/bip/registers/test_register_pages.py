"""Registers clicked through and asked over REST, in one committed office."""

from tests.site.bip.registers.examples import EXAMPLES
from tests.site.bip.test_bip_pages import Browser
from tests.site.records.world import PASSWORD

import base64
import csv
import io
import pytest
import requests


@pytest.fixture
def bip(served):
    return f"{served.unit.absolute_url()}/bip"


def rest(method, url, body=None, user="maria.bip"):
    auth = (user, PASSWORD) if user else None
    headers = {"Accept": "application/json", "Accept-Language": "pl"}
    return requests.request(method, url, json=body, auth=auth, headers=headers, timeout=60)


def test_a_register_from_the_form_to_the_files(bip):
    editor, visitor = Browser(bip, "maria.bip"), Browser(bip)
    editor.open("/umowy/@@register-write?register=contract")
    form = {f"v-{name}": str(value) for name, value in EXAMPLES["contract"].items()}
    editor.send(**{**form, "v-value": "dużo"}, content_author="Skarbnik")
    assert editor.status == 400
    assert editor.page.xpath("//*[contains(@class, 'error-summary')]//a/@href") == ["#form-v-value"]
    editor.send(**{**form, "v-value": "125 000,00 zł"}, content_author="Skarbnik")
    assert editor.status == 200 and "To jest szkic" in editor.text
    entry_url = editor.url
    assert "Wpisów: 1" not in visitor.open("/umowy").text
    assert editor.open("/@@register-desk?register=contract").links("Umowa nr 101/2026: remont mostu")
    editor.open(entry_url)
    editor.open(editor.links("Opublikuj")[0]).send()

    visitor.open("/umowy")
    assert "Rejestr umów" in visitor.text and "Wpisów: 1" in visitor.text
    visitor.open("/rejestr/umowy?q=mostu&year=2026")
    assert visitor.links("Umowa nr 101/2026: remont mostu") == [entry_url]
    assert "125\u00a0000,00\u00a0zł" in visitor.page.text_content()
    assert "Znalezione wpisy: 0" in visitor.open("/rejestr/umowy?year=1999").text
    assert "5 października 2026" in visitor.open(entry_url).text
    lines = requests.get(f"{bip}/rejestr/umowy.csv", timeout=60).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(lines), delimiter=";")
    assert (row["Numer"], row["Wartość (zł)"], row["adres"]) == ("101/2026", "125000.00", entry_url)
    (item,) = requests.get(f"{bip}/rejestr/umowy.json", timeout=60).json()["items"]
    assert item["@id"] == entry_url and item["values"]["value"] == "125000.00"
    assert "Umowa nr 101/2026" in requests.get(f"{bip}/rejestr/umowy.xml", timeout=60).text
    for place in (bip, f"{bip}/umowy"):
        assert [row["url"] for row in requests.get(f"{place}/entries.json", timeout=60).json()] == [entry_url]
        assert entry_url in requests.get(f"{place}/feed.xml", timeout=60).text
    for name in ("nie-ma", "umowy.exe", "umowy/dalej"):
        assert requests.get(f"{bip}/rejestr/{name}", timeout=60).status_code == 404


def test_bip_07_no_address_gives_part_b(bip):
    """REST, feeds, files, search, editions, change log: none knows the part that was sealed."""
    section = f"{bip}/oswiadczenia-majatkowe"
    body = {"register": "declaration", "values": EXAMPLES["declaration"], "content_author": "Jan Dąbrowski"}
    made = rest("POST", f"{section}/@register-entries", body)
    assert made.status_code == 201, made.text
    url = made.json()["@id"]
    secret = {"filename": "czesc-b.txt", "data": base64.b64encode(b"ulica Tajna 7 Ukrytowo").decode()}
    assert rest("POST", f"{url}/@part-b", {"file": secret}, user="jan.clerk").status_code in (401, 403)
    sealed = rest("POST", f"{url}/@part-b", {"file": secret})
    assert sealed.status_code == 201
    digest = sealed.json()["sha256"]
    assert rest("POST", f"{url}/@publication", {}).status_code == 200
    assert (
        rest("POST", f"{url}/@values", {"values": {"remarks": "x"}, "reason": "Uzupełnienie"}).status_code
        == 200
    )
    places = [
        url, f"{url}/@editions", f"{url}/@@edition?number=1", f"{url}/@@compare?number=1",
        f"{url}/@@public-file/{digest}", f"{url}/@@edition-file/1/{digest}", f"{bip}/@changes", f"{bip}/feed.xml",
        f"{bip}/entries.json", f"{bip}/entries.csv", f"{bip}/rejestr/oswiadczenia.json", f"{bip}/rejestr/oswiadczenia.csv",
        f"{bip}/rejestr/oswiadczenia.xml", f"{bip}/@register?name=declaration", f"{bip}/@search?SearchableText=Tajna",
        f"{bip}/@search?SearchableText={digest}", f"{bip}/@@search?SearchableText=Ukrytowo", f"{url}/@history",
        f"{url}/@part-b", f"{url}/@@seal-part-b", f"{url}/part_b", f"{url}?fullobjects=1&include_items=1",
    ]  # fmt: skip
    for user in (None, "maria.bip"):
        for place in places:
            for accept in ("application/json", "text/html"):
                answer = requests.get(
                    place, headers={"Accept": accept}, auth=(user, PASSWORD) if user else None, timeout=60
                )
                assert answer.status_code < 500, place
                found = answer.text.replace("SearchableText=Tajna", "").replace('value="Ukrytowo"', "")
                assert "ulica Tajna" not in found and "czesc-b" not in found, (place, accept)
                if "public-file" in place or "edition-file" in place:
                    assert answer.status_code == 404
    fields = {item["name"]: item for item in rest("GET", f"{bip}/@registers", user=None).json()["items"]}
    assert fields["declaration"]["entries"] == 1
    assert len(fields) == len(EXAMPLES)


def test_an_import_over_rest_and_its_page(bip):
    sheet = "Numer;Data zawarcia;Miejsce zawarcia;Strony;Przedmiot;Wartość (zł)\n1;5.10.2026;Lipnowo;A, B;most;dużo\n"
    body = {
        "register": "contract",
        "file": {"filename": "umowy.csv", "data": base64.b64encode(sheet.encode()).decode()},
        "author": "Skarbnik",
    }
    ordered = rest("POST", f"{bip}/umowy/@register-import", body)
    assert ordered.status_code == 202, ordered.text
    said = rest("GET", f"{bip}/umowy/@register-import?id={ordered.json()['import']}").json()
    assert (said["state"], said["made"]) == ("waiting", 0)
    editor = Browser(bip, "maria.bip")
    editor.open(f"/umowy/@@register-import?register=contract&id={ordered.json()['import']}")
    assert editor.status == 200 and "umowy.csv" in editor.text and "w trakcie sprawdzania" in editor.text
    template = requests.get(
        f"{bip}/umowy/@@register-import?register=contract&file=template",
        auth=("maria.bip", PASSWORD),
        timeout=60,
    )
    assert template.content.decode("utf-8-sig").startswith("Numer;Data zawarcia")
    wrong = rest("POST", f"{bip}/umowy/@register-import", {**body, "register": "vote"})
    assert wrong.status_code == 400 and wrong.json()["faults"][0]["field"] == "register"
