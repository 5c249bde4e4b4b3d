"""Several senders, rules by class, cases led elsewhere or without a metryka: by browser and by REST, in one office."""

from exchange import Client
from infostrada.core.calendar import polish_today
from test_desk_pages import Browser
from world import LETTER
from world import PASSWORD


UNIT = "gmina-lipnowo"
WIFE = {"sender_surname": "Kowalczyk", "sender_given_names": "Anna"}
FIRM = {"sender_org_name": "Budowa sp. z o.o.", "city": "Bydgoszcz", "street": "Gdańska"}
BASIS = "zarządzenie nr 4/2026"


def test_by_browser_and_by_rest(site):
    base = site.absolute_url()
    registry, clerk, coordinator = (
        Browser(base, user) for user in ("ewa.kancelaria", "anna.urbanista", "zofia.koordynator")
    )
    rest = {
        user: Client(base, user, PASSWORD)
        for user in ("ewa.kancelaria", "anna.urbanista", "zofia.koordynator")
    }

    # The list of classes, by REST and on its page.
    mark = {
        "class_symbol": "6733",
        "system": "",
        "metryka": False,
        "basis": BASIS,
        "valid_from": polish_today().isoformat(),
    }
    put = rest["zofia.koordynator"].send(
        "PUT", f"{UNIT}/@class-marks", {"marks": [mark]}, record="class_marks_put"
    )
    assert put.json()["marks"] == [{**mark, "valid_to": None}]
    listed = rest["anna.urbanista"].send("GET", f"{UNIT}/@class-marks", record="class_marks_get")
    assert listed.json() == put.json()
    shown = rest["anna.urbanista"].send("GET", f"{UNIT}/@lists/class-marks/marks", record="lists_get").json()
    assert [row["class"] for row in shown["items"]] == ["6733"], shown
    told = rest["anna.urbanista"].send("GET", f"{UNIT}/@lists/class-marks", record="lists_page_get").json()
    assert [each["list"] for each in told["lists"]] == ["marks"]
    assert rest["anna.urbanista"].send("GET", f"{UNIT}/@lists/webhooks/hooks").status_code == 403
    assert rest["anna.urbanista"].send("GET", f"{UNIT}/@lists/class-marks/none").status_code == 404
    wrong = rest["zofia.koordynator"].send(
        "PUT", f"{UNIT}/@class-marks", {"marks": [{**mark, "metryka": "nie"}]}
    )
    assert (wrong.status_code, wrong.json()["faults"][0]["field"]) == (400, "0.metryka")
    told = {"class_symbol": "68 Gospodarka", "system": "Podatki24", "basis": BASIS}
    coordinator.open(f"{UNIT}/@@class-marks").fill("mark", **told, valid_from=polish_today().isoformat())
    assert coordinator.answer.status_code == 200 and "Podatki24" in coordinator.text
    coordinator.fill("mark", **told, valid_from=polish_today().isoformat())
    assert coordinator.answer.status_code == 400 and "ma już inny wpis" in coordinator.text
    assert "Zakończ wpis" not in clerk.open(f"{UNIT}/@@class-marks").text

    # A rule by class, tried before a letter comes.
    registry.open(f"{UNIT}/@@routing").fill(
        "rule", name="planowanie", class_symbol="67", assignee="anna.urbanista", disposition="do załatwienia"
    )
    registry.fill("try", class_symbol="6733", title="Wniosek")
    assert "Reguła „planowanie” kieruje je do: Anna Nowak" in registry.text
    asked = rest["ewa.kancelaria"].send("GET", f"{UNIT}/@routing?try=1&class_symbol=68").json()
    assert asked["fitting"] == [] and asked["rules"][0]["class_symbol"] == "67"

    # The letter, its further senders named on the page after it.
    registry.open(f"{UNIT}/@@register-letter")
    registry.fill("register", **LETTER, foreseen_class="6733 Decyzje", do="register-senders")
    assert registry.answer.url.endswith("/@@senders"), registry.text[:500]
    registry.fill("add", **WIFE)
    registry.fill("add", **FIRM, sender_surname="Bez imienia")
    assert registry.answer.status_code == 400
    registry.fill("add", **FIRM, sender_surname="")
    assert all(name in registry.text for name in ("Kowalczyk Anna", "Gdańska", "Dopisano nadawcę"))
    url = registry.answer.url.removesuffix("/@@senders")
    assert "Kowalczyk Maria; Kowalczyk Anna; Budowa" in registry.open(f"{UNIT}/@@letters").text
    letter = rest["anna.urbanista"].send("GET", url).json()
    assert (letter["state"], letter["foreseen_class"]) == ("assigned", "6733")
    assert [each["city"] for each in letter["other_senders"]] == ["", "Bydgoszcz"]
    gone = {"act": "remove", "place": 1}
    assert rest["anna.urbanista"].send("POST", f"{url}/@senders", gone).status_code in (401, 403)
    assert len(rest["ewa.kancelaria"].send("POST", f"{url}/@senders", gone).json()["other_senders"]) == 1
    added = rest["ewa.kancelaria"].send(
        "POST", f"{url}/@senders", {"act": "add", **FIRM}, record="senders_post"
    )
    assert [each["sender_org_name"] for each in added.json()["other_senders"]] == ["", "Budowa sp. z o.o."]

    # All of them are parties of the case; no metryka is kept of it.
    clerk.open(url)
    assert "Także od" in clerk.text
    clerk.open(f"{UNIT}/@@open-case?letter={letter['uid']}")
    clerk.fill("open", org_id="gp")
    assert clerk.answer.status_code == 200, clerk.text[:500]
    case = clerk.answer.url.removesuffix("/view")
    assert BASIS in clerk.text and "Metryki tej sprawy nie prowadzi się" in clerk.text
    seen = rest["anna.urbanista"].send("GET", case).json()
    assert [party["name"] for party in seen["parties"]] == [
        "Kowalczyk Maria",
        "Kowalczyk Anna",
        "Budowa sp. z o.o.",
    ]
    assert (seen["class_symbol"], seen["exemption"]["metryka"]) == ("6733", False)
    assert rest["anna.urbanista"].send("GET", f"{case}/@metryka").json()["kept"] is False
    assert clerk.session.get(f"{case}/@@metryka-file?format=xml", timeout=60).status_code == 409
    assert "@@metryka-file" not in clerk.open(f"{case}/@@metryka").answer.text

    # A case another system leads ends by its number there.
    body = {
        "title": "Podatek",
        "org_id": "gp",
        "class_symbol": "68",
        "letter_uid": "",
        "senders_are_parties": True,
    }
    led = rest["anna.urbanista"].send("POST", f"{UNIT}/@cases", body).json()
    assert led["exemption"] == {"system": "Podatki24", "metryka": True, "basis": BASIS, "reference": ""}
    clerk.open(f"{led['@id']}/view").fill("close", settled_on=polish_today().isoformat())
    assert clerk.answer.status_code == 409 and "Zapisz numer sprawy" in clerk.text
    number = {"reference": "P/6"}
    named = rest["anna.urbanista"].send("POST", f"{led['@id']}/@elsewhere", number, record="elsewhere_post")
    assert named.json()["exemption"]["reference"] == "P/6"
    clerk.open(f"{led['@id']}/view").fill("elsewhere", reference="P/7")
    clerk.fill("close", settled_on=polish_today().isoformat())
    assert clerk.answer.status_code == 200 and "Sprawa została załatwiona" in clerk.text, clerk.text[:500]
